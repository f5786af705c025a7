"""DP461: what only Trivy takes for a secret: more words in a name, and files whose place a known variable says.

It leaves alone what DL3064 and SecretsUsedInArgOrEnv report.
"""

from __future__ import annotations

from dockerpatch.lint.copying import copyings
from dockerpatch.lint.secret_names import SECRET_FILES, buildkit_thinks_so, is_secret, named, trivy_thinks_so
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_FOLDERS = 500
"""So many are remembered of those that files are copied to."""


def check(ctx: Context) -> Iterator[Finding]:
    final = ctx.build.final
    copied: dict[str, None] = {}
    for copying in copyings(ctx, "COPY"):
        words = copying.step.instruction.words
        if copying.step.stage is not final or copying.step.is_trigger or not words:
            continue
        if len(copied) < _FOLDERS:
            copied[_clean(words[-1].text)] = None
        name = words[-1].text.removeprefix("$")
        if len(words) == 2 and name in SECRET_FILES:
            yield ctx.report(Span(words[-1].start, words[-1].end), "copied", covers=copying.step.covers, name=name)
    for step, pair in named(ctx):
        value = pair.value or ""
        if step.stage is not final or final is None or step.is_trigger:
            continue
        if step.instruction.keyword == "ARG" and "=" in value:
            continue
        if pair.name in SECRET_FILES:
            # Where the file is copied to, as far as two paths tell that are written the same way.
            if value and _clean(value).startswith(tuple(copied)):
                yield ctx.report(pair.name_span, "file", covers=step.covers, name=pair.name)
        elif trivy_thinks_so(pair.name) and not (buildkit_thinks_so(pair.name) or is_secret(pair.name)):
            yield ctx.report(pair.name_span, "name", covers=step.covers, name=pair.name)


def _clean(path: str) -> str:
    """The path without its quotes, a leading dot and slash, and a slash at its end: one of each."""
    for mark in ('"', ".", "/"):
        path = path.removeprefix(mark)
        if mark != ".":
            path = path.removesuffix(mark)
    return path
