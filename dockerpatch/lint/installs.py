"""The commands of a file that install packages of the distro. It never decides whether one is wrong.

Ours are read as the tool reads them, hadolint's word by word.
"""

from __future__ import annotations

from dockerpatch.model.packages import package_actions

from .uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.model.commands import RunWord
    from dockerpatch.model.packages import PackageAction

    from .rule import Context
    from .uses import Use


class Install:
    """One command that installs; ``word`` is the one that says so, ``action`` is None to hadolint's eyes."""

    __slots__ = ("action", "use", "word")

    def __init__(self, use: Use, word: RunWord, action: PackageAction | None) -> None:
        self.use = use
        self.word = word
        self.action = action


def installs(ctx: Context, program: str, verb: str) -> Sequence[Install]:
    """Every ``program verb`` (``apt-get install``, ``apk add``) of the file, in the order of the text."""
    return ctx.once("installs", lambda: _installs(ctx, program, verb), program, verb)


def _installs(ctx: Context, program: str, verb: str) -> list[Install]:
    found = []
    for use in uses(ctx, program):
        if ctx.as_hadolint:
            action = None
            word = next((one for one in use.arguments if one.value == verb), None)
        else:
            action = package_actions(use.command)
            word = action.subcommand if action is not None else None
        if word is not None and word.value == verb:
            found.append(Install(use, word, action))
    return found
