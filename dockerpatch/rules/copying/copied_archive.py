"""DL3010: an archive that is copied in and unpacked by a RUN, which ADD does at once. It never looks into one."""

from __future__ import annotations

from dockerpatch.lint.copying import copyings, has_wildcard, is_archive
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.unpacking import Unpacking, last_part, replaces_run, unpackings
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.copying import Copying
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step
    from dockerpatch.syntax.dockerfile import Word


def check(ctx: Context) -> Iterator[Finding]:
    by_name: dict[tuple[int, str], Unpacking] = {}
    for unpacking in unpackings(ctx):
        if not unpacking.use.step.is_trigger:
            # The last one is enough: a copy comes before it or before none.
            for name in unpacking.names:
                by_name[_index(unpacking.use.step), name] = unpacking
    for copying in copyings(ctx, "COPY") if by_name else ():
        stage, destination = copying.step.stage, copying.destination
        if destination is None or copying.origin or copying.step.is_trigger:
            continue
        # Hadolint forgets at each FROM what it has found, and does without one.
        if (stage is not ctx.build.final) if ctx.as_hadolint else stage is None:
            continue
        there = _name(ctx, copying, destination)
        for word in copying.sources:
            name = there if is_archive(ctx, there) else _name(ctx, copying, word)
            found = by_name.get((_index(copying.step), name)) if is_archive(ctx, name) else None
            if found is not None and found.use.step.instruction.start > copying.step.instruction.start:
                yield ctx.report(
                    Span(word.start, word.end),
                    "unpacked",
                    covers=copying.step.covers,
                    fix=_fix(ctx, copying, word, found),
                    source=copying.text(word),
                )


def _index(step: Step) -> int:
    """Which stage the step is of; -1 where it stands above the first FROM, or there is none."""
    return step.stage.index if step.stage is not None else -1


def _name(ctx: Context, copying: Copying, word: Word) -> str:
    """The last part of the path; to hadolint a backslash parts, and escapes nothing."""
    if ctx.as_hadolint:
        return last_part(word.text.strip("\"'"))
    return copying.text(word).rpartition("/")[2]


def _fix(ctx: Context, copying: Copying, word: Word, unpacking: Unpacking) -> Fix | None:
    """ADD to where the archive is unpacked, without the RUN that does no more than that and stands right behind."""
    destination = copying.destination
    path = copying.text(word)
    if destination is None or copying.step.instruction.is_json or len(copying.sources) != 1 or copying.inline:
        return None
    if "$" in path or has_wildcard(path) or copying.step.instruction.keyword_end - copying.step.instruction.start != 4:
        return None
    drop = replaces_run(ctx, copying, unpacking)
    if drop is None:
        return None
    keyword = copying.step.keyword_span
    add = "add" if keyword.text(ctx.source.text).islower() else "ADD"
    place = Edit(destination.start, destination.end, unpacking.folder.rstrip("/") + "/")
    return Fix(UNSAFE, "let ADD unpack it", [Edit(keyword.start, keyword.end, add), place, drop])
