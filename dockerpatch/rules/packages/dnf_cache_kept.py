"""DL3040: dnf, and its small kin, that leave their cache in a layer. How large it is nobody asks."""

from __future__ import annotations

from dockerpatch.lint.rpm_tools import clean_fix, uncleaned
from dockerpatch.lint.scanners import trivy_misses_clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use

_WORDS = frozenset(("install", "in", "reinstall", "rei", "up", "upgrade", "upgrade-minimal", "up-min"))


def check(ctx: Context) -> Iterator[Finding]:
    programs = ("dnf", "microdnf") if ctx.as_hadolint else ("dnf", "dnf5", "microdnf", "tdnf")
    for use, word in uncleaned(ctx, programs, _WORDS, _empties, "/var/cache/libdnf5"):
        command = f"{use.program} clean all"
        yield ctx.report(
            use.place(word),
            "kept",
            covers=use.step.covers,
            fix=clean_fix(ctx, use, command),
            same_as=_names(use),
            tool=use.program,
            command=command,
        )


def _empties(use: Use) -> bool:
    """Whether hadolint takes the command for one that empties the cache."""
    values = use.values
    if use.program == "rm":
        return "-rf" in values or "/var/cache/libdnf5*" in values
    return "clean" in values or "all" in values


def _names(use: Use) -> list[str]:
    """What others call it. Trivy has a name for dnf, which it finds at the end of microdnf too, and one for that."""
    names = []
    if trivy_misses_clean(use.step, "dnf in|dnf rei", "dnf clean all"):
        names.append("DS-0019")
    if trivy_misses_clean(use.step, "microdnf (?:re)?install", "microdnf clean all"):
        names.append("DS-0027")
    return [*names, *(["missing-dnf-clean-all"] if use.program == "dnf" else [])]
