"""Which program a command runs in the end, seen through sudo, env, nice and their like. Never looks at what it does."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# Commands that run the rest of their line: the options that take the next word, and how many words of their own follow.
# From the manual pages of sudo, doas, coreutils, util-linux, findutils and bash.
WRAPPERS: dict[str, tuple[frozenset[str], int]] = {
    "sudo": (
        frozenset(
            "-u -g -h -p -C -c -r -t -T -U -D -R --user --group --host --prompt --chdir --chroot --close-from"
            " --command-timeout --role --type --other-user".split()
        ),
        0,
    ),
    "doas": (frozenset(("-u", "-C")), 0),
    "env": (frozenset(("-u", "-C", "--unset", "--chdir")), 0),
    "exec": (frozenset(("-a",)), 0),
    "command": (frozenset(), 0),
    "eatmydata": (frozenset(), 0),
    "fakeroot": (frozenset(("-l", "-s", "-i", "-b", "--lib", "--faked")), 0),
    "ionice": (frozenset(("-c", "-n", "--class", "--classdata")), 0),
    "nice": (frozenset(("-n", "--adjustment")), 0),
    "nohup": (frozenset(), 0),
    "setsid": (frozenset(), 0),
    "stdbuf": (frozenset(("-i", "-o", "-e", "--input", "--output", "--error")), 0),
    "time": (frozenset(("-f", "-o", "--format", "--output")), 0),
    "timeout": (frozenset(("-k", "-s", "--kill-after", "--signal")), 1),
    "xargs": (
        frozenset("-a -d -E -I -L -n -P -s --arg-file --delimiter --max-args --max-procs --max-chars".split()),
        0,
    ),
}
# With these the command only asks, or runs something else than the words that follow.
_ASKING = {
    "command": frozenset(("-v", "-V")),
    "sudo": frozenset(("-l", "-v", "-V", "-e", "-k", "-K")),
    "env": frozenset(("-S", "--split-string")),
}
SHELLS = frozenset(("sh", "bash", "ash", "dash", "ksh", "mksh", "zsh"))


def base_name(path: str) -> str:
    """The last part of a path, in lower case and without ``.exe`` when it is a Windows one."""
    if path.isalnum():
        return path
    if "\\" in path:
        path = path.rsplit("\\", 1)[1]
    name = path.rsplit("/", 1)[-1]
    return name[:-4].lower() if name[-4:].lower() == ".exe" else name


def program_at(words: Sequence[str | None]) -> tuple[int, bool]:
    """The index of the program that ``words`` run in the end, and whether xargs feeds it words that are not there.

    An index of ``len(words)`` means that there is none or that it cannot be told.
    """
    index = 0
    count = len(words)
    fed = False
    while index < count:
        word = words[index]
        if word is None:
            return count, fed
        name = base_name(word)
        wrapper = WRAPPERS.get(name)
        if wrapper is None:
            return index, fed
        fed = fed or name == "xargs"
        index = _behind_options(words, index + 1, name, wrapper)
    return count, fed


def _behind_options(words: Sequence[str | None], index: int, name: str, wrapper: tuple[frozenset[str], int]) -> int:
    takes_value, own = wrapper
    count = len(words)
    asking = _ASKING.get(name, ())
    while index < count:
        word = words[index]
        if word is None or word in asking:
            return count
        if word == "--":
            index += 1
            break
        if word[:1] != "-" or word == "-":
            break
        index += 2 if word in takes_value else 1
    if name == "env" or name == "sudo":
        while index < count:
            word = words[index]
            if word is None or not (word == "-" or is_assignment(word)):
                break
            index += 1
    return min(index + own, count)


def is_assignment(word: str) -> bool:
    """Whether ``word`` is ``NAME=...``, as env and sudo take it."""
    name, sign, _ = word.partition("=")
    return bool(sign) and name.replace("_", "a").isalnum() and not name[0].isdigit()


class ShellCall:
    """A call of a shell: ``script`` is the index of the word that holds its script (-1: none; it reads its input)."""

    __slots__ = ("errexit", "pipefail", "script")

    def __init__(self, script: int, errexit: bool, pipefail: bool) -> None:
        self.script = script
        self.errexit = errexit
        self.pipefail = pipefail


def shell_call(words: Sequence[str | None], index: int) -> ShellCall | None:
    """How the shell at ``index`` of ``words`` is called; None when it runs a file, or the call cannot be read."""
    script = errexit = pipefail = False
    at = index + 1
    count = len(words)
    while at < count:
        word = words[at]
        if word is None:
            return None
        if word == "--" or word == "-":
            at += 1
            break
        if word[:2] == "--":
            if word in ("--rcfile", "--init-file"):
                at += 1
        elif len(word) > 1 and word[0] in "+-" and re.fullmatch(r"[+-][A-Za-z]+", word):
            on = word[0] == "-"
            script = script or (on and "c" in word)
            if "e" in word:
                errexit = on
            if "o" in word or "O" in word:
                at += 1
                named = words[at] if at < count else None
                errexit = on if named == "errexit" and "o" in word else errexit
                pipefail = on if named == "pipefail" and "o" in word else pipefail
        else:
            break
        at += 1
    if script:
        return ShellCall(at, errexit, pipefail) if at < count else None
    return ShellCall(-1, errexit, pipefail) if at >= count else None


def default_call(shell: Sequence[str] | None) -> ShellCall | None:
    """How the words of a SHELL instruction run a script put behind them; None when that is no Unix shell.

    ``shell`` None is Docker's own: ``/bin/sh -c``.
    """
    if shell is None:
        return ShellCall(0, False, False)
    for index, word in enumerate(shell):
        if base_name(word) in SHELLS:
            call = shell_call((*shell, ""), index)
            return call if call is not None and call.script == len(shell) else None
    return None
