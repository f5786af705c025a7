"""DL3018: apk that takes whatever version is newest. It knows no index, so it never says which version to take."""

from __future__ import annotations

from dockerpatch.lint.installs import installs
from dockerpatch.lint.package_pins import named, unpinned, unpinned_to_hadolint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_VALUED = ("t", "virtual", "X", "repository")


def check(ctx: Context) -> Iterator[Finding]:
    for install in installs(ctx, "apk", "add"):
        use, action = install.use, install.action
        if action is None:
            loose = unpinned_to_hadolint(use, "add", _VALUED, _is_pinned)
        else:
            loose = [] if action.has("-s", "--simulate") else unpinned(use, action)
        if loose:
            yield ctx.report(use.place(loose[0][1]), "loose", covers=use.step.covers, packages=named(loose))


def _is_pinned(text: str) -> bool:
    """Whether hadolint takes the word for a version or a file."""
    return any(mark in text for mark in "=~<>") or text.endswith(".apk")
