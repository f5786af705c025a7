"""Which packages an install command names without a version. It never says whether a version should be there."""

from __future__ import annotations

from dockerpatch.model.package_tools import TOOLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dockerpatch.model.commands import RunWord
    from dockerpatch.model.packages import PackageAction

    from .uses import Use

_LOCAL = (".apk", ".deb", ".rpm")
_MOST = 6
_LONGEST = 60
"""So many names, so long, go into a message: it is no list."""


def unpinned(use: Use, action: PackageAction) -> list[tuple[str, RunWord]]:
    """The packages that ``action`` installs, without a version, from a repository; each with its word.

    A word that is all variable may hold a version: it is none. One that only begins with a name
    (``gcc-${MAJOR}``) is one.
    """
    found = []
    for package in action.packages:
        if package.operator in ("", "@") and not _is_local(package.name):
            found.append((package.word.value or package.name, package.word))
    valued = TOOLS[action.manager].valued
    words = use.arguments
    at = words.index(action.subcommand) if action.subcommand is not None else len(words)
    for index in range(at + 1, len(words)):
        word = words[index]
        text = word.raw.replace('"', "").replace("'", "")
        if word.value is not None or text[:1] in "-$`" or words[index - 1].value in valued:
            continue
        if not any(mark in text for mark in "=~<>/(`") and not text.endswith(_LOCAL):
            found.append((text, word))
    found.sort(key=lambda one: one[1].start)
    return found


def _is_local(name: str) -> bool:
    return name[:1] in "./~" or "/" in name or name.endswith(_LOCAL)


def unpinned_to_hadolint(
    use: Use, verb: str, valued: Sequence[str], is_pinned: Callable[[str], bool]
) -> list[tuple[str, RunWord]]:
    """The same as hadolint sees it: the words that are neither option nor ``verb``, nor the value of one of ``valued``.

    That is a letter in an option's word, or the name of a long option; with a ``=`` it takes no further word.
    Behind ``exec`` and its like the program itself is such a word.
    """
    found = []
    skip = False
    for word in use.command.words[1:]:
        text = word.value if word.value is not None else word.raw.replace('"', "").replace("'", "")
        if skip:
            skip = False
        elif text[:1] == "-" and text not in ("-", "--"):
            skip = "=" not in text and (
                text[2:] in valued if text[1] == "-" else any(one in valued for one in text[1:])
            )
        elif text != verb and not is_pinned(text):
            found.append((text, word))
    return found


def named(packages: Sequence[tuple[str, RunWord]]) -> str:
    """The names for a message, each once, the first ones of many."""
    once = list(dict.fromkeys([" ".join(name.replace("`", "'").split()) for name, _ in packages]))
    shown = [f"`{name if len(name) <= _LONGEST else name[: _LONGEST - 1] + '…'}`" for name in once[:_MOST]]
    more = len(once) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
