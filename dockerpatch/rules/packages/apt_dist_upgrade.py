"""DP411: an upgrade that may remove packages. A plain upgrade is a patch, and none of its business."""

from __future__ import annotations

from dockerpatch.lint.scanners import text_of, trivy_misses_install
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
            same_as=_names(use, word.value),
            verb=word.value,
            tool=use.program,
        )


def _names(use: Use, verb: str) -> list[str]:
    """What others call it: both look for one word, Trivy only for one with something in front of it.

    To Trivy an update that only such an upgrade comes after is one too many as well.
    """
    names = ["DS-0017"] if trivy_misses_install(use.step) else []
    if verb == "dist-upgrade" and use.program == "apt-get":
        text = "" if use.step.is_trigger or use.run.form == "json" else text_of(use.step)
        names += ["DS-0024"] if any(_follows(line) for line in text.split("\n")) else []
        names.append("avoid-apt-get-upgrade")
    return names


def _follows(line: str) -> bool:
    start = line.find("apt-get ")
    return start >= 0 and line.find(" dist-upgrade", start + len("apt-get ")) >= 0
