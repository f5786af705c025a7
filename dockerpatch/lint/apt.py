"""What ``apt-get`` is told by its options, by variables and by apt's settings.

It never decides whether that is wrong.
"""

from __future__ import annotations

import re
import sys

from .options import by_variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.model.commands import RunWord
    from dockerpatch.model.packages import PackageAction
    from dockerpatch.model.stage import Stage

    from .installs import Install
    from .rule import Context
    from .uses import Use

TRUE = frozenset(("true", "yes", "1", "on", "with", "enable"))
FALSE = frozenset(("false", "no", "0", "off", "without", "disable"))
"""What apt takes for a yes and a no, in lower case."""
_TRIALS = tuple("-s --simulate --just-print --dry-run --recon --no-act --print-uris --assume-no -h --help".split())


def is_trial(install: Install) -> bool:
    """Whether the command only shows what it would do."""
    return install.action is not None and install.action.has(*_TRIALS)


def says_yes(ctx: Context, install: Install) -> bool:
    """Whether the command needs no answer: it was told to take yes for one, or something else gives it."""
    use, action = install.use, install.action
    if action is None:
        return _says_yes_to_hadolint(use)
    quiet = 0
    for option in action.settings:
        if option.name in ("-y", "--yes", "--assume-yes") and (option.value or "").lower() not in FALSE:
            return True
        if option.name in ("-q", "--quiet"):
            level = option.value or ""
            quiet = int(level) if level.isdigit() and len(level) < 3 else quiet + 1
    if quiet > 1 or setting(action, "apt::get::assume-yes") in TRUE or setting(action, "quiet") == "2":
        return True
    if any(one in _ANSWERS or _has_letter(one, "y") or one == "?" for one in by_variable(use)):
        return True
    return is_piped(use) or is_configured(ctx, use, "apt::get::assume-yes", TRUE)


_ANSWERS = ("--yes", "--assume-yes", "-qq")


def _says_yes_to_hadolint(use: Use) -> bool:
    names: list[str] = []
    for value in use.values:
        if value[:2] == "--":
            names.append(value[2:].partition("=")[0])
        elif value[:1] == "-":
            names += value[1:].partition("=")[0]
    if not {"y", "yes", "qq", "assume-yes"}.isdisjoint(names):
        return True
    return names.count("q") == 2 or names.count("quiet") == 2 or "-q=2" in use.values


def setting(action: PackageAction, name: str) -> str:
    """The value, in lower case, that ``-o`` gives apt's setting ``name`` (in lower case); "" when it gives none."""
    found = ""
    for option in action.settings:
        if option.name in ("-o", "--option") and option.value:
            key, _, value = option.value.partition("=")
            if key.strip().lower() == name:
                found = value.strip("\"' ").lower()
    return found


def _has_letter(option: str, letter: str) -> bool:
    return option[:1] == "-" and option[:2] != "--" and letter in option


def is_piped(use: Use) -> bool:
    """Whether something is piped into the command, as ``yes`` is."""
    return use.command.before in ("|", "|&") and not use.command.fed


def is_configured(ctx: Context, use: Use, name: str, values: frozenset[str]) -> bool:
    """Whether apt's configuration, as far as the file writes it before the command, sets ``name`` to one of ``values``.

    What the base image's configuration says is not known.
    """
    if use.step.stage is None or name not in ctx.once("lower text", ctx.source.text.lower):
        return False
    own, *others = use.step.stage.lineage()
    start = _configured_from(ctx, own, name, values)
    return start <= use.step.written.start or any(_configured_from(ctx, one, name, values) != _NEVER for one in others)


_NEVER = sys.maxsize


def _configured_from(ctx: Context, stage: Stage, name: str, values: frozenset[str]) -> int:
    """Where the stage's first instruction starts that writes such a setting."""

    def first() -> int:
        pattern = re.compile(rf"{re.escape(name)}[\s\"'=\\]*(\w+)")
        for each in stage.instructions:
            text = ctx.source.text[each.start : each.end].lower()
            written = each.keyword in ("RUN", "COPY", "ADD") and "apt.conf" in text
            if written and any(match[1] in values for match in pattern.finditer(text)):
                return each.start
        return _NEVER

    return ctx.once("apt configured", first, stage.index, name)


def behind_options(ctx: Context, use: Use, word: RunWord) -> RunWord:
    """The word behind which one more option reads well: the last of the plain options right behind ``word``."""
    last = word
    words = use.command.words
    for one in words[words.index(word) + 1 :]:
        if (one.value or "") not in _PLAIN:
            break
        start, end = use.command.insert_after(last), one.ground.at(one.start)
        if start is None or end is None or "\n" in ctx.source.text[start:end]:
            break
        last = one
    return last


_PLAIN = frozenset("-y -q -qq -yq -qy -yqq -qqy -f -m --yes --assume-yes --quiet --fix-missing".split())
