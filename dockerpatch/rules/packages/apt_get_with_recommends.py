"""DL3015: apt-get that also installs what its packages recommend. Where that is asked for by name, it stays silent."""

from __future__ import annotations

from dockerpatch.lint.apt import FALSE, behind_options, is_configured, is_trial, setting
from dockerpatch.lint.edits import add_word
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.installs import installs
from dockerpatch.lint.options import by_variable
from dockerpatch.lint.scanners import names_but, trivy_misses_flag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.installs import Install
    from dockerpatch.lint.rule import Context

_FLAG = "--no-install-recommends"
_SETTING = "apt::install-recommends"


def check(ctx: Context) -> Iterator[Finding]:
    for install in installs(ctx, "apt-get", "install"):
        if is_trial(install) or _is_decided(ctx, install):
            continue
        use = install.use
        edit = add_word(use, behind_options(ctx, use, install.word), _FLAG)
        yield ctx.report(
            use.place(install.word),
            "recommends",
            covers=use.step.covers,
            fix=Fix(UNSAFE, f"add {_FLAG}", [edit]) if edit is not None else None,
            same_as=None if trivy_misses_flag(ctx, use.step, _is_given) else names_but(ctx, "DS-0029"),
        )


def _is_decided(ctx: Context, install: Install) -> bool:
    """Whether the command is told what to do with recommended packages, or names none that could have any."""
    use, action = install.use, install.action
    if action is None:
        return _FLAG in use.flags or "APT::Install-Recommends=false" in use.values
    for option in action.settings:
        if option.name == "--install-recommends" or (
            option.name == _FLAG and (option.value or "").lower() not in FALSE
        ):
            return True
    if not (action.packages or action.dynamic) or setting(action, _SETTING):
        return True
    told = by_variable(use)
    return _FLAG in told or "?" in told or is_configured(ctx, use, _SETTING, FALSE)


def _is_given(flags: str) -> bool:
    return _FLAG in flags
