"""The COPYs and ADDs of a file by their parts: what is copied, from where, to where.

It never looks whether a source is there.
"""

from __future__ import annotations

import re

from dockerpatch.syntax.expand import expand, is_plain
from dockerpatch.text.edit import Edit

from .readings import reading_at
from .steps import Step, steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.syntax.dockerfile import Flag, Word

    from .rule import Context

ARCHIVES = (
    ".tar .tar.gz .tgz .tar.bz2 .tbz .tbz2 .tb2 .tar.xz .txz .tar.lzma .tlz .tar.lz .tar.z .tpz .taz .tar.zst .tzst"
    " .tar.zstd .gz .bz2 .xz .lzma .lz .z .zst"
).split()
"""How the names of files end that ADD may unpack, in lower case."""

# What hadolint takes for an archive, letter case and all; found out by asking its binary.
_AS_HADOLINT = tuple(".tar .gz .tgz .bz2 .tbz .tbz2 .tb2 .xz .txz .lzma .tlz .lz .Z .tZ .tpz".split())


class Copying:
    """One COPY or ADD. ``sources`` are the paths as written, heredocs left out (``inline`` counts those).

    ``destination`` is None where the instruction has less than two words.
    """

    __slots__ = ("_escape", "destination", "inline", "sources", "step")

    def __init__(self, step: Step, escape: str) -> None:
        self.step = step
        self._escape = escape
        words = step.instruction.words
        self.destination: Word | None = words[-1] if len(words) > 1 else None
        found = words[:-1]
        if step.instruction.heredocs and not step.instruction.is_json:
            found = tuple([word for word in found if not re.match(r"\d*<<-?[^<]", word.text)])
        self.sources: Sequence[Word] = found
        self.inline = max(len(words) - 1, 0) - len(found)

    @property
    def is_add(self) -> bool:
        return self.step.instruction.keyword == "ADD"

    def flag(self, name: str) -> Flag | None:
        return next((flag for flag in self.step.instruction.flags if flag.name == name), None)

    @property
    def origin(self) -> str | None:
        """The stage or image that is copied from; None: the build context."""
        flag = self.flag("from")
        return flag.value if flag is not None else None

    def text(self, word: Word) -> str:
        """The word without its quotes and escapes, variables left as they are written."""
        if is_plain(word.text, self._escape):
            return word.text
        found = expand(word.text, {}, self._escape, keep_unset=True)
        return word.text if found.fault is not None else found.value.text

    def append(self, word: Word, text: str) -> Edit | None:
        """The edit that puts ``text`` (which needs no quotes) at the end of the word, inside of its quotes."""
        end = word.end
        if self.step.instruction.is_json:
            end -= 1
        elif word.text[-1:] in ("'", '"'):
            if word.text[0] != word.text[-1] or len(word.text) < 2:
                return None
            end -= 1
        elif word.text.endswith(self._escape):
            return None
        return Edit(end, end, text)

    def __repr__(self) -> str:
        return f"Copying({self.step!r})"


def copyings(ctx: Context, *keywords: str) -> Sequence[Copying]:
    """The COPYs, ADDs or both, in the order of the text; hadolint sees none in an ONBUILD."""
    return ctx.once("copyings", lambda: _copyings(ctx, keywords), *keywords)


def _copyings(ctx: Context, keywords: Sequence[str]) -> list[Copying]:
    if len(keywords) > 1:
        found = [one for keyword in keywords for one in copyings(ctx, keyword)]
        return sorted(found, key=lambda one: one.step.instruction.start)
    escape = ctx.build.dockerfile.escape
    return [Copying(step, escape) for step in steps(ctx, *keywords) if not (ctx.as_hadolint and step.is_trigger)]


def is_archive(ctx: Context, path: str) -> bool:
    """Whether ADD may unpack a file of this name."""
    if ctx.as_hadolint:
        return path.endswith(_AS_HADOLINT)
    return path.lower().endswith(tuple(ARCHIVES))


def is_remote(path: str) -> bool:
    """Whether the builder fetches the source instead of taking it from the context: a URL, a git repository."""
    if path.startswith(("http://", "https://", "git://", "ssh://", "ftp://")):
        return True
    # `git@host:repository`, as git's own clients take it.
    user, at, rest = path.partition("@")
    return bool(at) and ":" in rest and "/" not in user


def has_wildcard(path: str) -> bool:
    return any(mark in path for mark in "*?[")


def irks_trivy(add: Copying) -> bool:
    """Whether Trivy reports the ADD as DS-0005: no text in it looks to Trivy like an archive or a URL."""
    words = [word.text for word in add.step.instruction.words]
    if any(mark in word for word in words for mark in (".tar", "http://", "https://", "git@")):
        return False
    return not (len(words) <= 3 and words[0].startswith(("file:", "multi:", "dir:")))


def has_own_flag(add: Copying) -> bool:
    """Whether the ADD has a flag that COPY does not have."""
    return any(flag.name in ("checksum", "keep-git-dir", "unpack") for flag in add.step.instruction.flags)


def is_plain_add(ctx: Context, add: Copying) -> bool:
    """Whether all sources are of the kind that COPY takes, and the same is done with them."""
    if has_own_flag(add):
        return False
    for word in add.sources:
        path = add.text(word)
        if "$" in word.text:
            reading = reading_at(ctx, word.start)
            if reading is None or not reading.told:
                # What stands before the variable may tell enough.
                if path.startswith("$") or is_archive(ctx, path) or is_remote(path):
                    return False
                continue
            path = reading.expansion.value.text
        if is_archive(ctx, path) or is_remote(path):
            return False
    return True
