"""DL3047: wget that fills the log. It never asks how much there is to download."""

from __future__ import annotations

from dockerpatch.lint.edits import add_word
from dockerpatch.lint.finding import SAFE, UNSAFE, Fix
from dockerpatch.lint.userland import BUSYBOX, GNU, wget
from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use

# The short options of GNU wget that take a value.
_VALUED = frozenset("aoeiBtOTwQPUlARDIX")
_QUIET = ("--quiet", "--no-verbose", "--progress", "--output-file", "--append-output", "--background")
_LOADS_NOTHING = ("--version", "--help", "--spider")
_BY_VARIABLE = ("opt", "arg", "flag")

# What hadolint takes for an end to the noise; short options by any letter of a word that begins with a dash.
_HADOLINT = frozenset(("-q", "-o", "-a", "--quiet", "--output-file", "--append-output", "--no-verbose", "--progress"))


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "wget"):
        quiet = _quiet_to_hadolint(use) if ctx.as_hadolint else _is_quiet(use)
        if not quiet:
            yield ctx.report(use.place(), "noisy", covers=use.step.covers, fix=_fix(ctx, use))


def _quiet_to_hadolint(use: Use) -> bool:
    return not _HADOLINT.isdisjoint(use.flags) or "-nv" in use.values


def _is_quiet(use: Use) -> bool:
    named = False
    words = iter(use.arguments)
    for word in words:
        text = word.value
        if text is None:
            lowered = word.raw.lower()
            if word.raw[:1] == "$" and any(part in lowered for part in _BY_VARIABLE):
                return True
            named = named or word.raw[:1] != "-"
        elif text[:2] == "--" and len(text) > 2:
            name = text.partition("=")[0]
            if name in _QUIET or name in _LOADS_NOTHING or (len(name) > 4 and "--quiet".startswith(name)):
                return True
            if name == "--input-file":
                named = True
        elif text[:1] == "-" and len(text) > 1:
            quiet, takes, lists = _read_short(text)
            if quiet:
                return True
            named = named or lists
            if takes:
                next(words, None)
        else:
            named = True
    return not named or _goes_elsewhere(use)


def _read_short(text: str) -> tuple[bool, bool, bool]:
    """Of options in one word: whether they end the noise, take the next word, and name a list of addresses."""
    at = 1
    while at < len(text):
        letter = text[at]
        if letter in "qbohVa":
            return True, False, False
        if letter == "n":
            if text[at + 1 : at + 2] == "v":
                return True, False, False
            at += 1
        elif letter in _VALUED:
            return False, at + 1 == len(text), letter == "i"
        at += 1
    return False, False, False


def _goes_elsewhere(use: Use) -> bool:
    """Whether what wget says of its progress is not written into the log."""
    node = use.command.node
    return node is not None and any(
        redirect.fd == "2" or redirect.operator in ("&>", "&>>", ">&") for redirect in node.redirects
    )


def _fix(ctx: Context, use: Use) -> Fix | None:
    stage = use.step.stage
    if stage is None or not use.flags.isdisjoint(("-v", "-d", "-S", "--verbose", "--debug", "--server-response")):
        return None
    known = wget(ctx, stage) if not use.step.is_trigger else ""
    option = "-nv" if known == GNU else "-q"
    edit = add_word(use, use.word, option)
    if edit is None:
        return None
    return Fix(SAFE if known in (GNU, BUSYBOX) else UNSAFE, f"add {option}", [edit])
