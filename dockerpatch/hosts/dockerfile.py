"""Dockerfiles and Containerfiles. It never reads what the file copies or includes."""

from __future__ import annotations

import re

from dockerpatch.model.build import Build
from dockerpatch.syntax.dockerfile import parse
from dockerpatch.system.files import shown
from dockerpatch.text.edit import moved
from dockerpatch.text.memo import lately

from .host import Document, Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.syntax.dockerfile import Dockerfile, Instruction
    from dockerpatch.text.edit import Edit
    from dockerpatch.text.source import Source

_NAMES = r"(?i)^(?:(?:docker|container)file(?:[._-][\w.+-]+)?|[\w.+-]+\.(?:docker|container)file)\Z"
_NOT = (
    r"(?i)\.(?:dockerignore|tmpl|tpl|template|templ|j2|jinja2?|erb|mustache|in|m4|md|rst|txt|html?|ya?ml|json|toml|lock"
    r"|orig|rej|bak|swp|old|patch|diff|log|gz|zip|png|svg)\Z"
)
# ``Dockerfile.go`` builds something in Go; ``dockerfile.go`` is a program about Dockerfiles.
_CODE = r"(?:docker|container)file.*\.(?:c|go|java|js|php|pl|py|rb|rs|sh|ts)\Z"


def claims(name: str) -> bool:
    """Whether a file is called like a Dockerfile (``Dockerfile.dev``, ``api.dockerfile``), not like its template."""
    return _claims_lately(name)


def _claims(name: str) -> bool:
    if re.match(_NAMES, name) is None:
        return False
    return re.search(_NOT, name) is None and re.match(_CODE, name) is None


_claims_lately = lately(_claims, 64)


def read(source: Source) -> Document:
    dockerfile = parse(source.text)
    build = Build(dockerfile)
    return Document(source, build, build.sites, _faults(dockerfile))


def _faults(dockerfile: Dockerfile) -> list[Fault]:
    """What the builder rejects.

    The parser's fault first, then instructions that it does not know, then the lack of a FROM.
    """
    found = []
    if dockerfile.fault is not None:
        found.append(Fault(dockerfile.fault.message, dockerfile.fault.offset))
    found += [Fault(f"unknown instruction: {shown(each.keyword[:40])}", each.start) for each in dockerfile.unknown]
    if not found and not any(each.keyword == "FROM" for each in dockerfile.instructions):
        found.append(Fault("no FROM instruction: nothing to build"))
    return found


def objections(before: Document, after: Document, edits: Sequence[Edit]) -> list[str]:
    """Instructions that no edit touches and that are not, byte for byte, what they were."""
    return _untouched(before.build.dockerfile, after.build.dockerfile, edits)


def _touched(instruction: Instruction, edits: Sequence[Edit]) -> bool:
    return any(
        edit.start < instruction.end and edit.end > instruction.start
        if edit.end > edit.start
        else instruction.start < edit.start <= instruction.end
        for edit in edits
    )


def _untouched(before: Dockerfile, after: Dockerfile, edits: Sequence[Edit]) -> list[str]:
    there = {instruction.start: instruction for instruction in after.instructions}
    for old in before.instructions:
        if _touched(old, edits):
            continue
        new = there.get(moved(old.start, edits))
        if new is None or before.text[old.start : old.end] != after.text[new.start : new.end]:
            return [f"the patch would change {old.keyword} on line {old.start_line}, which it does not mean to touch"]
    return []
