"""DP411: an upgrade that may remove packages. A plain upgrade is a patch, and none of its business."""

from __future__ import annotations

from dockerpatch.lint.scanners import names_but, text_of
from dockerpatch.lint.uses import uses
from dockerpatch.model.packages import package_actions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use

_VERBS = ("dist-upgrade", "full-upgrade")


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "apt-get", "apt", "aptitude"):
        action = package_actions(use.command)
        word = action.subcommand if action is not None else None
        if word is None or word.value not in _VERBS:
            continue
        yield ctx.report(
            use.place(word),
            "removes",
            covers=use.step.covers,
            same_as=names_but(ctx, *_untrue(use, word.value)),
            verb=word.value,
            tool=use.program,
        )


def _untrue(use: Use, verb: str) -> list[str]:
    """The tools that do not report it: both look for one word, Trivy only for one with something in front of it."""
    if verb != "dist-upgrade" or use.program != "apt-get":
        return ["DS-0024", "avoid-apt-get-upgrade"]
    text = "" if use.step.is_trigger or use.run.form == "json" else text_of(use.step)
    seen = any(_follows(line) for line in text.split("\n"))
    return [] if seen else ["DS-0024"]


def _follows(line: str) -> bool:
    start = line.find("apt-get ")
    return start >= 0 and line.find(" dist-upgrade", start + len("apt-get ")) >= 0
