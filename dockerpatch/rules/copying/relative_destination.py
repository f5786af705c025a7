"""DL3045: a copy to a relative path whose start no WORKDIR says. A destination in a variable is not judged."""

from __future__ import annotations

from dockerpatch.lint.copying import copyings
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.leads import is_relative, lacks_workdir
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
    for copying in copyings(ctx, "COPY") if ctx.as_hadolint else copyings(ctx, "COPY", "ADD"):
        destination = copying.destination
        if destination is None:
            continue
        path = copying.text(destination)
        if not is_relative(path) or not lacks_workdir(ctx, copying.step):
            continue
        yield ctx.report(
            Span(destination.start, destination.end),
            "relative",
            covers=copying.step.covers,
            fix=_fix(ctx, copying, destination, path),
            keyword=copying.step.instruction.keyword,
            path=path,
        )


def _fix(ctx: Context, copying: Copying, destination: Word, path: str) -> Fix | None:
    """The path from the root, which is where most images start."""
    start, end = destination.start, destination.end
    if copying.step.instruction.is_json or destination.text[:1] in ("'", '"'):
        start, end = start + 1, end - 1
    # No quote or escape is in it, and no line end.
    if ctx.source.text[start:end] != path or path.startswith("..") or "'" in path or '"' in path:
        return None
    cut = 2 if path.startswith("./") else int(path == ".")
    return Fix(UNSAFE, "write the destination from the root", [Edit(start, start + cut, "/")])
