"""What Trivy and Checkov see in a RUN, which they read as text: whether one of them reports what a rule has found.

It never finds a flaw; it only keeps the names on a finding true.
"""

from __future__ import annotations

import re

from .steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dockerpatch.model.commands import RunWord

    from .rule import Context
    from .steps import Step
    from .uses import Use

# Kept as texts, which `re` compiles for the first file that has a finding in question. Possessive: nothing is tried
# twice, so that a text takes time in proportion to its length.
_FLAGS = r"((?:\s*+--?[a-zA-Z]++)*+)"
# It takes a dash in a package's name for that of an option: `python3-yaml` is a yes to it.
_PACKAGES = r"((?:\s*+[a-z\d][a-z\d+\-.]++(?:=[\w.+\-~:]++)?)*+)"
_INSTALL = rf"apt-get{_FLAGS}\s*+install{_FLAGS}{_PACKAGES}{_FLAGS}"
_INSTALLS = ("install", "add", "upgrade")
_TRIVYS_INSTALLS = ("upgrade", "install", "source-install", "reinstall", "groupinstall", "localinstall", "add")
"""What uses a fresh index to Trivy."""
_PLAIN_INSTALL = r"apt-get (?:--?[a-zA-Z]++ *+)*+install"


def names_but(ctx: Context, *untrue: str) -> tuple[str, ...]:
    """The rule's names in other tools, without those that would not be true for a finding."""
    return tuple([name for name in ctx.rule.same_as if name not in untrue])


def text_of(step: Step) -> str:
    """The RUN as Trivy has it: its words, continuations gone, and the bodies of its heredocs."""
    instruction = step.instruction
    text = " ".join(instruction.args) if instruction.is_json else instruction.rest
    return "\n".join([text, *[one.content for one in instruction.heredocs]])


def raw_of(ctx: Context, step: Step) -> str:
    """The RUN as Checkov has it: as written."""
    return ctx.source.text[step.written.start : step.written.end]


def trivy_misses_flag(ctx: Context, step: Step, is_given: Callable[[str], bool]) -> bool:
    """Whether Trivy reports the RUN: it has an ``apt-get install``, but none with a flag that ``is_given`` takes."""
    if step.is_trigger:
        return False
    return ctx.once("trivy install", lambda: _misses_flag(text_of(step), is_given), step.instruction.start, is_given)


def _misses_flag(text: str, is_given: Callable[[str], bool]) -> bool:
    if re.search(_PLAIN_INSTALL, text) is None:
        return False
    return not any(is_given(flags) for match in re.finditer(_INSTALL, text) for flags in match.groups())


def trivy_misses_clean(step: Step, fills: str, cleans: str) -> bool:
    """Whether Trivy reports the RUN: the last thing in its text that ``fills`` or ``cleans`` finds is not a clean.

    Both are patterns for a command by its very words, such as ``zypper clean``.
    """
    if step.is_trigger or step.instruction.is_json:
        return False
    found = re.findall(f"(?:{fills})|({cleans})", text_of(step))
    return bool(found) and not found[-1]


def trivy_misses_yum_clean(step: Step) -> bool:
    """The same for yum, of which it looks for words between blanks, in the parts of the RUN that ``&&`` divides."""
    if step.is_trigger:
        return False
    parts = _parts(step)
    installs = _calls(parts, ("yum",), ("install",))
    return bool(installs) and not any("all" in words for words in parts[installs[-1] + 1 :])


def trivy_misses_install(step: Step) -> bool:
    """Whether Trivy reports the RUN, as text in parts, for an update of apt's index that no install comes after."""
    if step.is_trigger:
        return False
    parts = _parts(step)
    updates = _calls(parts, ("apt-get", "apt"), ("update", "up"))
    return bool(updates) and not any(at > updates[0] for at in _calls(parts, ("apt-get", "apt"), _TRIVYS_INSTALLS))


def _parts(step: Step) -> list[list[str]]:
    return [part.strip().split(" ") for part in text_of(step).split("&&")]


def _calls(parts: Sequence[Sequence[str]], tools: Sequence[str], verbs: Sequence[str]) -> list[int]:
    """The places of the parts in which one of ``verbs`` comes somewhere after one of ``tools``."""
    found = []
    for place, words in enumerate(parts):
        first = next((index for index, word in enumerate(words) if word in tools), len(words))
        if any(word in verbs for word in words[first:]):
            found.append(place)
    return found


def is_yes_to_trivy(flags: str) -> bool:
    """Whether one of the options in ``flags`` is a yes to Trivy."""
    return any("y" in flag for flag in re.findall(r"-[a-zA-Z]+", flags))


def are_bare(use: Use, verb: RunWord) -> bool:
    """Whether program and verb stand in the RUN's own script (or JSON) by their very names, without quotes or path."""
    word = use.word
    if use.command.node is None:
        return word.value == use.program
    bare = word.raw == use.program and verb.raw == verb.value
    return bare and use.command.outer is None


def begins_command(use: Use) -> bool:
    """Whether nothing stands before the program in its command, but for assignments and the shell's own ``time``."""
    return use.index == 0 or (use.index == 1 and use.command.words[0].value == "time")


def stands_apart(use: Use) -> bool:
    """Whether blanks or operators, and no bracket, stand before the program, so that splitting the text finds it."""
    node = use.command.node
    return node is None or not use.word.start or node.text[use.word.start - 1] in " \t\n;&|"


def checkov_counts_update(ctx: Context) -> bool:
    """Whether Checkov finds more RUNs in the file that say update than RUNs that say a word like install."""
    return ctx.once("checkov updates", lambda: _updates(ctx)) > 0


def _updates(ctx: Context) -> int:
    count = 0
    for step in steps(ctx, "RUN"):
        if not step.is_trigger:
            text = raw_of(ctx, step)
            count += says_update(text) - any(word in text for word in _INSTALLS)
    return count


def says_update(text: str) -> bool:
    """Whether one of the words of the text is ``update``, or ``--update``."""
    return "update" in text and not {"update", "--update"}.isdisjoint(text.split())
