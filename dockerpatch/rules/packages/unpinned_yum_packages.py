"""DL3033: yum that takes whatever version is newest. It knows no index, so it never says which version to take."""

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
    programs = ("yum",)
    for use, packages in loose(ctx, programs, _VERBS, is_pinned_rpm):
        yield ctx.report(
            use.place(packages[0][1]), "loose", covers=use.step.covers, tool=use.program, packages=named(packages)
        )
