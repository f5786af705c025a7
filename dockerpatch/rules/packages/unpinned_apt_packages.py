"""DL3008: apt-get that takes whatever version is newest. It knows no index, so it never says which version to take."""

from __future__ import annotations

from dockerpatch.lint.apt import is_trial
from dockerpatch.lint.installs import installs
from dockerpatch.lint.package_pins import named, unpinned, unpinned_to_hadolint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_VALUED = ("t", "target-release")


def check(ctx: Context) -> Iterator[Finding]:
    for install in installs(ctx, "apt-get", "install"):
        use, action = install.use, install.action
        if action is None:
            loose = unpinned_to_hadolint(use, "install", _VALUED, _is_pinned)
        else:
            loose = [] if is_trial(install) else unpinned(use, action)
        if loose:
            yield ctx.report(use.place(loose[0][1]), "loose", covers=use.step.covers, packages=named(loose))


def _is_pinned(text: str) -> bool:
    """Whether hadolint takes the word for a version, a release or a file."""
    return "=" in text or "/" in text or text.endswith(".deb")
