"""DL3032: yum that leaves its cache in a layer. How large it is nobody asks."""

from __future__ import annotations

from dockerpatch.lint.rpm_tools import clean_fix, uncleaned
from dockerpatch.lint.scanners import names_but, trivy_misses_yum_clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use

_WORDS = frozenset(("install",))


def check(ctx: Context) -> Iterator[Finding]:
    programs = ("yum",)
    for use, word in uncleaned(ctx, programs, _WORDS, _empties):
        command = f"{use.program} clean all"
        yield ctx.report(
            use.place(word),
            "kept",
            covers=use.step.covers,
            fix=clean_fix(ctx, use, command),
            same_as=None if trivy_misses_yum_clean(use.step) else names_but(ctx, "DS-0015"),
            tool=use.program,
            command=command,
        )


def _empties(use: Use) -> bool:
    """Whether hadolint takes the command for one that empties the cache."""
    values = use.values
    if use.program == "rm":
        return "-rf" in values or "/var/cache/yum/*" in values
    return "clean" in values or "all" in values
