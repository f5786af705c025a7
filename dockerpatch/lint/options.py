"""The options that a command is given, by its own words or by variables. It never knows what an option does."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.model.commands import RunWord

    from .uses import Use

_UNSURE = ("OPT", "FLAG", "ARG")
"""What the name of a variable that holds options has in it."""
_NO = frozenset(("0", "false", "no", "off", "without", "disable"))


def word_with(use: Use, flag: str) -> RunWord | None:
    """The first word that gives the option ``flag`` (with its dashes), but for a value that takes it back."""
    for word in use.arguments:
        value = word.value
        if value is not None and value.startswith(flag):
            name, _, given = value.partition("=")
            if name == flag and given.lower() not in _NO:
                return word
    return None


def stands_plain(use: Use, word: RunWord, tool: str) -> bool:
    """Whether text search finds ``tool`` and, with no operator between, the option as it stands in ``word``."""
    words = use.command.words[use.index : use.command.words.index(word)]
    if use.step.is_trigger or word.raw[:2] != "--" or not use.word.raw.endswith(tool):
        return False
    return not any(mark in one.raw for one in words for mark in "|&;")


def by_variable(use: Use) -> list[str]:
    """The options that stand in variables among the words of the command; "?" for those that cannot be known."""
    found: list[str] = []
    for word in use.arguments:
        if word.value is not None or word.raw[:1] != "$":
            continue
        name = word.raw.strip("${}")
        known = use.step.stage.scope.values.get(name) if use.step.stage is not None else None
        if known is not None:
            found += [one for one in known.text.split() if one[:1] == "-"]
        elif any(part in name.upper() for part in _UNSURE):
            found.append("?")
    return found
