"""DL3021: several sources copied to what is not written as a folder. Whether the image has that folder is not asked."""

from __future__ import annotations

from dockerpatch.lint.copying import copyings
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.readings import reading_at
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.copying import Copying
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.syntax.dockerfile import Word


def check(ctx: Context) -> Iterator[Finding]:
    for copying in copyings(ctx, "COPY") if ctx.as_hadolint else copyings(ctx, "COPY", "ADD"):
        destination = copying.destination
        if destination is None or len(copying.sources) + copying.inline < 2:
            continue
        path = copying.text(destination)
        if path.endswith("/") or not (ctx.as_hadolint or _is_file(ctx, path, destination)):
            continue
        yield ctx.report(
            Span(destination.start, destination.end),
            "folder",
            covers=copying.step.covers,
            fix=_fix(copying, destination),
            same_as=("DS-0011",) if _is_in_trivy(copying) else (),
            path=path,
        )


def _is_in_trivy(copying: Copying) -> bool:
    """Whether Trivy reports it: not what `docker history` shows for a COPY that was built (`file:<sum> in path`)."""
    if copying.is_add or copying.step.is_trigger:
        return False
    sources = [word.text for word in copying.sources]
    return not (len(sources) == 2 and sources[0].startswith(("file:", "multi:")) and sources[1] == "in")


def _is_file(ctx: Context, path: str, destination: Word) -> bool:
    """Whether the builder takes the destination for a file; it knows the folders ``.`` and ``..`` by themselves."""
    if "$" in destination.text:
        reading = reading_at(ctx, destination.start)
        if reading is not None and reading.told:
            path = reading.expansion.value.text
    return not path.endswith(("/", "\\")) and path.rpartition("/")[2] not in (".", "..", "")


def _fix(copying: Copying, destination: Word) -> Fix | None:
    edit = copying.append(destination, "/") if "\\" not in destination.text else None
    return Fix(UNSAFE, "write the destination as a folder", [edit]) if edit is not None else None
