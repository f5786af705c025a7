"""DL3046: useradd that makes huge log files. It never looks at a number that the file does not give."""

from __future__ import annotations

import re

from dockerpatch.lint.edits import add_word
from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.commands import RunWord

HIGH = 100_000
"""From this number on the files are too large: about 30 MB for `lastlog`."""

# The short options of useradd that take a value, and the long ones (shadow 4.17).
_VALUED = frozenset("bcdefgGkKpPRsuZ")
_LONG_VALUED = frozenset(
    "--base-dir --comment --home-dir --expiredate --inactive --gid --groups --skel --key --password --prefix --root"
    " --shell --uid --selinux-user --selinux-range --badname".split()
)


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "useradd"):
        found = _as_hadolint(use) if ctx.as_hadolint else _number(ctx, use)
        if found is None:
            continue
        word, uid = found
        edit = add_word(use, use.word, "-l")
        fix = Fix(SAFE, "add -l", [edit]) if edit is not None else None
        yield ctx.report(use.place(word), "high", covers=use.step.covers, fix=fix, uid=uid)


def _number(ctx: Context, use: Use) -> tuple[RunWord, str] | None:
    """The word with the number, and the number, where it is high and nothing keeps it out of the logs."""
    found: tuple[RunWord, str] | None = None
    words = iter(use.arguments)
    for word in words:
        text = word.value if word.value is not None else word.raw
        if text == "--":
            break
        name, sign, value = text.partition("=")
        if text[:2] == "--":
            if name in ("--no-log-init", "--no-log-ini", "--no-log"):
                return None
            if name in _LONG_VALUED:
                behind = word if sign else next(words, None)
                if name == "--uid" and behind is not None:
                    found = (behind, value if sign else _value(ctx, use, behind))
        elif text[:1] == "-":
            for at, letter in enumerate(text[1:], 2):
                if letter == "l":
                    return None
                if letter in _VALUED:
                    joined = text[at:]
                    behind = word if joined else next(words, None)
                    if letter == "u" and behind is not None:
                        found = (behind, joined or _value(ctx, use, behind))
                    break
    if found is None or not found[1].isdigit() or not found[1].isascii() or int(found[1][:20]) < HIGH:
        return None
    return found


def _value(ctx: Context, use: Use, word: RunWord) -> str:
    """What the word says, a variable of the file looked up; "" when that is not known."""
    if word.value is not None:
        return word.value
    named = re.fullmatch(r'"?\$(?:\{(\w+)\}|(\w+))"?', word.raw)
    stage = use.step.stage
    if named is None or stage is None:
        return ""
    value = stage.scope.values.get(named[1] or named[2])
    return value.text.strip("\"'") if value is not None else ""


def _as_hadolint(use: Use) -> tuple[RunWord, str] | None:
    """The first word behind a ``-u`` that is longer than five characters; None with an ``l`` among the options."""
    if not use.flags.isdisjoint(("-l", "--no-log-init")):
        return None
    words = use.arguments
    for index, word in enumerate(words[1:]):
        before = words[index]
        option = before.value if before.value is not None else before.raw
        if option[:1] != "-" or option[:2] == "--" or "u" not in option.partition("=")[0]:
            continue
        text = word.value if word.value is not None else re.sub(r"\$(\w+)", r"${\1}", word.raw.strip('"'))
        if len(text) > 5:
            return word, text
    return None
