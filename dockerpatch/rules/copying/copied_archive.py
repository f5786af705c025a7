"""DL3010: an archive that is copied in and unpacked by a RUN, which ADD does at once. It never looks into one."""

from __future__ import annotations

from dockerpatch.lint.copying import copyings, has_wildcard, is_archive
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.unpacking import Unpacking, replaces_run, unpackings
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.copying import Copying
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.syntax.dockerfile import Word


def check(ctx: Context) -> Iterator[Finding]:
    by_name: dict[tuple[int, str], Unpacking] = {}
    for unpacking in unpackings(ctx):
        if unpacking.stage is not None:
            # The last one is enough: a copy comes before it or before none.
            for name in unpacking.names:
                by_name[unpacking.stage.index, name] = unpacking
    for copying in copyings(ctx, "COPY") if by_name else ():
        stage, destination = copying.step.stage, copying.destination
        if stage is None or destination is None or copying.origin or copying.step.is_trigger:
            continue
        if ctx.as_hadolint and stage is not ctx.build.final:
            continue  # hadolint forgets at each FROM what it has found
        there = _name(copying.text(destination))
        for word in copying.sources:
            source = copying.text(word)
            name = there if is_archive(ctx, there) else _name(source)
            found = by_name.get((stage.index, name)) if is_archive(ctx, name) else None
            if found is not None and found.use.step.instruction.start > copying.step.instruction.start:
                yield ctx.report(
                    Span(word.start, word.end),
                    "unpacked",
                    covers=copying.step.covers,
                    fix=_fix(ctx, copying, word, found),
                    source=source,
                )


def _name(path: str) -> str:
    return path.rpartition("/")[2]


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
