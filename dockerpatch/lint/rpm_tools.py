"""Calls of yum, dnf and zypper: what they ask, what they leave behind, which packages they name without a version.

It never knows which packages there are. What hadolint sees of them was found out by asking its binary.
"""

from __future__ import annotations

import re

from dockerpatch.model.packages import package_actions
from dockerpatch.model.programs import base_name

from .caches import mounted
from .edits import append_command
from .finding import SAFE, Fix
from .package_pins import unpinned
from .uses import position, uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dockerpatch.model.commands import RunWord
    from dockerpatch.model.packages import PackageAction

    from .rule import Context
    from .uses import Use

YES = frozenset(("-y", "--y", "--assumeyes"))
ZYPPER_YES = frozenset(("-n", "--n", "--non-interactive", "-y", "--y", "--no-confirm"))
"""What answers the questions of yum and dnf, and of zypper; hadolint takes ``--y`` for ``-y``."""
_TRIALS = ("--assumeno", "--downloadonly", "--help", "-h", "--version", "--dry-run", "-D", "--help-cmd")
_PINNED = r"[^ ]*-[0-9][A-Za-z0-9.:~+_^-]*"
_ELSEWHERE = frozenset(("--installroot", "--root"))
_LIVE_ON = frozenset(("-C", "--cacheonly"))
_REMOVALS = frozenset(("remove", "erase", "rm", "autoremove", "-e", "--erase"))
CACHES = ("/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/zypp")
"""Where the tools keep what they download, and what they know of the repositories."""


def asking(
    ctx: Context,
    programs: Sequence[str],
    to_hadolint: Sequence[str],
    words: frozenset[str],
    verbs: frozenset[str],
    answers: frozenset[str] = YES,
) -> Iterator[tuple[Use, RunWord]]:
    """The calls of ``programs`` that ask before they do their work, each with the word that says what to do.

    ``words`` are the commands that hadolint knows to ask (of the programs ``to_hadolint``), ``verbs`` what they do;
    ``answers`` are the options that spare the question.
    """
    for use in uses(ctx, *(to_hadolint if ctx.as_hadolint else programs)):
        if ctx.as_hadolint:
            word = next((one for one in use.arguments if one.value in words), None)
            if word is not None and use.flags.isdisjoint(answers):
                yield use, word
            continue
        action = package_actions(use.command)
        if action is None or action.subcommand is None or action.has(*_TRIALS):
            continue
        does = action.verb in verbs or action.subcommand.value in words
        if does and use.flags.isdisjoint(answers) and not _is_answered(use, action):
            yield use, action.subcommand


def _is_answered(use: Use, action: PackageAction) -> bool:
    """Whether something else says yes: a setting, a pipe, or options that only a variable knows."""
    if use.command.before in ("|", "|&") and not use.command.fed:
        return True
    if any(one.name == "--setopt" and (one.value or "").lower().startswith("assumeyes") for one in action.settings):
        return True
    return any(word.value is None and word.raw[:1] == "$" and _holds_options(word.raw) for word in use.arguments)


def _holds_options(name: str) -> bool:
    return any(part in name.upper() for part in ("OPT", "FLAG", "ARG", "YES"))


def uncleaned(
    ctx: Context,
    programs: Sequence[str],
    words: frozenset[str],
    cleaners: Callable[[Use], bool],
    cache: str = "",
) -> Iterator[tuple[Use, RunWord]]:
    """The last call (to hadolint the first) of each program in each RUN that fills its cache, where none empties it.

    ``words`` are the commands that fill it; ``cleaners`` tells the commands that empty it, to hadolint's eyes;
    ``cache`` is where it stands, when hadolint knows that a mount keeps it out of the image.
    """
    fills: dict[tuple[int, str], tuple[Use, RunWord]] = {}
    for use in uses(ctx, *programs):
        word = _filling(ctx, use, words)
        if word is not None:
            key = (use.step.instruction.start, use.program)
            if not ctx.as_hadolint or key not in fills:
                fills[key] = (use, word)
    for (start, program), (use, word) in fills.items():
        if ctx.as_hadolint:
            behind = [one for one in uses(ctx, program, "rm") if one.step.instruction.start == start]
            first = next((one for one in behind if cleaners(one)), None)
            if first is not None and position(ctx, first) > position(ctx, use):
                continue
            if cache and any(cache in target for target in mounted(ctx, use.step)):
                continue
        elif _is_mounted(ctx, use) or _is_emptied(ctx, use):
            continue
        yield use, word


def _filling(ctx: Context, use: Use, words: frozenset[str]) -> RunWord | None:
    """The word by which the command downloads packages."""
    if ctx.as_hadolint:
        return next((one for one in use.arguments if one.value in words), None)
    action = package_actions(use.command)
    if action is None or action.subcommand is None or action.verb not in ("install", "upgrade") or action.has(*_TRIALS):
        return None
    return action.subcommand


def _is_mounted(ctx: Context, use: Use) -> bool:
    targets = [target.rstrip("/") or "/" for target in mounted(ctx, use.step)]
    return any(folder == target or folder.startswith(target + "/") for folder in CACHES for target in targets)


def _is_emptied(ctx: Context, use: Use) -> bool:
    """Whether a later command of the RUN empties the cache: by one of the tools, which share it, or by hand."""
    place = position(ctx, use)
    for one in uses(ctx, "yum", "dnf", "dnf5", "microdnf", "tdnf", "zypper", "rm", "find"):
        if one.step is not use.step or position(ctx, one) <= place:
            continue
        if one.program in ("rm", "find"):
            if any(value.startswith(("/var/cache", *CACHES)) for value in one.values):
                return True
        else:
            action = package_actions(one.command)
            if action is not None and action.verb == "clean" and _is_whole(one):
                return True
    return False


def _is_whole(use: Use) -> bool:
    """Whether a clean leaves nothing: all but zypper ask what to clean."""
    values = use.values
    return use.program == "zypper" or "all" in values or ("packages" in values and "metadata" in values)


def clean_fix(ctx: Context, use: Use, command: str) -> Fix | None:
    """The fix that empties the cache at the end of the RUN.

    None where the cache is in another root, where a command lives on what an earlier one left, and where the tool is
    removed, so that it is not there at the end; nor behind sudo.
    """
    tools = uses(ctx, "yum", "dnf", "dnf5", "microdnf", "tdnf", "zypper", "rpm")
    if any(not _LIVE_ON.isdisjoint(one.flags) for one in tools if one.program not in ("rpm", "zypper")):
        return None
    for one in tools:
        if one.step is use.step and (
            not _ELSEWHERE.isdisjoint(one.flags)
            or (use.program in one.values and not _REMOVALS.isdisjoint((*one.values, *one.flags)))
        ):
            return None
    if any(base_name(word.value or "") in ("sudo", "doas") for word in use.command.words[: use.index]):
        return None  # without it the command may not be allowed to, and one more sudo is no help
    edit = append_command(ctx, use, command)
    return Fix(SAFE, f"add {command}", [edit]) if edit is not None else None


def loose(
    ctx: Context, programs: Sequence[str], verbs: frozenset[str], is_pinned: Callable[[str], bool], whole: str = ""
) -> Iterator[tuple[Use, list[tuple[str, RunWord]]]]:
    """The calls that install packages without a version, with those packages.

    To hadolint: ``verbs`` are the words that install, ``is_pinned`` tells a package with a version, and a call with
    the word ``whole`` is of another kind.
    """
    for use in uses(ctx, *programs):
        if ctx.as_hadolint:
            found = _loose_to_hadolint(ctx, use, verbs, is_pinned, whole)
        else:
            action = package_actions(use.command)
            if action is None or action.verb != "install" or action.has(*_TRIALS):
                continue
            found = [one for one in unpinned(use, action) if one[0][:1] != "@" and ":" not in one[0]]
        if found:
            yield use, found


def _loose_to_hadolint(
    ctx: Context, use: Use, verbs: frozenset[str], is_pinned: Callable[[str], bool], whole: str
) -> list[tuple[str, RunWord]]:
    values = use.values
    if verbs.isdisjoint(values) or (whole and whole in values):
        return []
    has_module = "module" in values and use.program != "zypper"
    found = []
    for word in use.arguments:
        text = word.value if word.value is not None else _with_versions(ctx, use, word.raw.replace('"', ""))
        if (text[:1] == "-" and text not in ("-", "--")) or text in verbs or (has_module and text == "module"):
            continue
        if not (":" in text if has_module else is_pinned(text)):
            found.append((text, word))
    return found


def _with_versions(ctx: Context, use: Use, text: str) -> str:
    """``text`` with a digit for each variable that an ARG or ENV before it declares: to hadolint it is a version."""
    names = re.findall(r"\$\{?([A-Za-z_]\w*)\}?", text)
    stage = use.step.stage
    if not names or stage is None:
        return text
    start = use.step.written.start
    known = set(ctx.build.globals.variables)
    for each in stage.lineage():
        for one in each.instructions:
            if one.keyword in ("ARG", "ENV") and (each is not stage or one.start < start):
                known.update([pair.name for pair in one.pairs])
    return re.sub(r"\$(\{)?(\w+)(?(1)\})", lambda found: "1" if found[2] in known else found[0], text)


def is_pinned_rpm(text: str) -> bool:
    """Whether hadolint takes the word for a package with a version; of a file, any dash will do."""
    return "-" in text if text.endswith(".rpm") else re.fullmatch(_PINNED, text) is not None


def is_pinned_for_zypper(text: str) -> bool:
    """The same for zypper, and for files."""
    return any(mark in text for mark in "=<>") or text.endswith(".rpm")
