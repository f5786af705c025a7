"""CopyIgnoredFile: a source that the context's ignore file keeps out. Whether a source is there at all is not asked."""

from __future__ import annotations

from dockerpatch.lint.copying import copyings, is_remote
from dockerpatch.lint.readings import reading_at
from dockerpatch.syntax.dockerignore import clean, left_out_by
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.copying import Copying
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.syntax.dockerfile import Word

_LONGEST = 512
_EFFORT = 1_000_000
"""So many letters are held against parts of patterns for one file; no file of a person comes near."""


def check(ctx: Context) -> Iterator[Finding]:
    # Few folders have such a file, and looking for one costs less than reading the copies.
    ignored = ctx.ignored
    if ignored is None:
        return
    left = _EFFORT
    for copying in copyings(ctx, "COPY", "ADD"):
        if copying.origin is not None or copying.step.is_trigger:
            continue
        for word in copying.sources:
            path = _path(ctx, copying, word)
            if not path:
                continue
            left -= len(path) * (1 + sum(pattern.cost for pattern in ignored.patterns))
            if left < 0:
                return
            pattern = left_out_by(ignored.patterns, path)
            if pattern is not None:
                yield ctx.report(
                    Span(word.start, word.end),
                    "ignored",
                    covers=copying.step.covers,
                    path=path,
                    pattern=pattern.text,
                    file=ignored.name,
                )


def _path(ctx: Context, copying: Copying, word: Word) -> str:
    """The source as a path from the context's root; "" where it is none, or is not told by the file."""
    path = copying.text(word)
    if "$" in word.text:
        reading = reading_at(ctx, word.start)
        if reading is None or not reading.told:
            return ""
        path = reading.expansion.value.text
    if "\\" in path or len(path) > _LONGEST or (copying.is_add and is_remote(path)):
        return ""
    # Nothing above the context can be reached, so its root is where `..` ends.
    return clean(f"/{path}")[1:] or "."
