"""Python code: images that tests start containers of, and that pipelines and workers run in.

It never runs the code, nor parses any that names no library which takes an image.
"""

from __future__ import annotations

from dockerpatch.model.build import Build
from dockerpatch.syntax.dockerfile import parse
from dockerpatch.text.layout import Plain

from .host import PYTHON, Document
from .python_calls import may_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.text.edit import Edit
    from dockerpatch.text.source import Source


def claims(name: str) -> bool:
    """Whether a file is called like Python code."""
    return name.endswith(".py")


def may_hold(data: bytes) -> bool:
    """Whether the content names a library that takes images; asked of every file before any is parsed."""
    return may_call(data)


def read(source: Source) -> Document:
    build = Build(parse(""))
    if not may_hold(source.data):
        return Document(source, build, (), kind=PYTHON, layout=Plain())
    from .python_reader import read_code

    code = read_code(source)
    return Document(source, build, code.sites, code.faults, kind=PYTHON, layout=code)


def objections(before: Document, after: Document, edits: Sequence[Edit]) -> list[str]:
    """What the edits change other than the string literals they stand in."""
    from .python_reader import Code, differences

    old, new = before.layout, after.layout
    assert isinstance(old, Code)
    if not isinstance(new, Code):
        return ["the patch would take every image out of the code"]
    return differences(old, new, edits)
