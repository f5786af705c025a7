"""DL3014: apt-get that waits for a yes. How it was told not to ask, by option or by setting, does not matter."""

from __future__ import annotations

from dockerpatch.lint.edits import add_word
from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use

_YES = frozenset(("-y", "--yes", "--assume-yes", "-qq"))


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "apt-get"):
        install = next((word for word in use.arguments if word.value == "install"), None)
        if install is None or _answers(use):
            continue
        edit = add_word(use, install, "-y")
        yield ctx.report(
            use.place(install),
            "asks",
            covers=use.step.covers,
            fix=Fix(SAFE, "add -y", [edit]) if edit is not None else None,
        )


def _answers(use: Use) -> bool:
    return not _YES.isdisjoint(use.flags) or use.values.count("-q") > 1 or "-qq" in use.values
