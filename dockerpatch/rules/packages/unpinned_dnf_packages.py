"""DL3041: dnf, and its small kin, that take whatever version is newest. It knows no index of packages."""

from __future__ import annotations

from dockerpatch.lint.package_pins import named
from dockerpatch.lint.rpm_tools import is_pinned_rpm, loose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_VERBS = frozenset(("install",))


def check(ctx: Context) -> Iterator[Finding]:
    programs = ("dnf", "microdnf") if ctx.as_hadolint else ("dnf", "dnf5", "microdnf", "tdnf")
    for use, packages in loose(ctx, programs, _VERBS, is_pinned_rpm, "group"):
        yield ctx.report(
            use.place(packages[0][1]), "loose", covers=use.step.covers, tool=use.program, packages=named(packages)
        )
