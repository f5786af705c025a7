"""DL3036: zypper that leaves its cache in a layer. How large it is nobody asks."""

from __future__ import annotations

from dockerpatch.lint.rpm_tools import clean_fix, uncleaned
from dockerpatch.lint.scanners import names_but, trivy_misses_clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use

_WORDS = frozenset(("install", "in"))
_FILLS = r"zypper (?:in|remove|rm|source-install|si|patch|(?:--?[a-zA-Z]++ *+)++install)"
"""The words after which Trivy wants a clean."""


def check(ctx: Context) -> Iterator[Finding]:
    programs = ("zypper",)
    for use, word in uncleaned(ctx, programs, _WORDS, _empties, "/var/cache/zypp"):
        command = f"{use.program} clean"
        yield ctx.report(
            use.place(word),
            "kept",
            covers=use.step.covers,
            fix=clean_fix(ctx, use, command),
            same_as=None
            if trivy_misses_clean(use.step, _FILLS, "zypper clean|zypper cc")
            else names_but(ctx, "DS-0020"),
            tool=use.program,
            command=command,
        )


def _empties(use: Use) -> bool:
    """Whether hadolint takes the command for one that empties the cache."""
    values = use.values
    return use.program == "zypper" and ("clean" in values or "cc" in values)
