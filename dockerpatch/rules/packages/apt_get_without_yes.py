"""DL3014: apt-get that waits for a yes. How it was told not to ask, by option or by setting, does not matter."""

from __future__ import annotations

from dockerpatch.lint.apt import is_trial, says_yes
from dockerpatch.lint.edits import add_word
from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.installs import installs
from dockerpatch.lint.scanners import is_yes_to_trivy, names_but, trivy_misses_flag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for install in installs(ctx, "apt-get", "install"):
        if is_trial(install) or says_yes(ctx, install):
            continue
        use = install.use
        edit = add_word(use, install.word, "-y")
        yield ctx.report(
            use.place(install.word),
            "asks",
            covers=use.step.covers,
            fix=Fix(SAFE, "add -y", [edit]) if edit is not None else None,
            same_as=None if trivy_misses_flag(ctx, use.step, is_yes_to_trivy) else names_but(ctx, "DS-0021"),
        )
