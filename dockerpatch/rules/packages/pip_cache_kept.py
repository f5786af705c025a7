"""DL3042: pip that leaves what it downloaded in the layer. It never says how big that is."""

from __future__ import annotations

import re

from dockerpatch.lint.caches import is_cleaned, is_mounted, is_removed, mounted
from dockerpatch.lint.edits import add_word
from dockerpatch.lint.environment import value_for
from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.kept import alias, image_name
from dockerpatch.lint.pip import installs_as_hadolint, pip_calls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.pip import PipCall
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.commands import RunWord
    from dockerpatch.syntax.dockerfile import Instruction

_OPTION = "--no-cache-dir"
_VARIABLE = "PIP_NO_CACHE_DIR"
_FOLDER = ".cache/pip"
_ON = frozenset("1 true True TRUE on On ON yes Yes YES".split())
_SET = re.compile(rf"{_VARIABLE}\s*=\s*(?:{'|'.join(sorted(_ON))})").match


def check(ctx: Context) -> Iterator[Finding]:
    if ctx.as_hadolint:
        yield from _as_hadolint(ctx)
        return
    for pip in pip_calls(ctx):
        word = pip.call.command
        # pipx has a home of its own; a trial or a request for help leaves nothing.
        if word is None or word.value != "install" or pip.use.program == "pipx" or _keeps_nothing(ctx, pip):
            continue
        yield _finding(ctx, pip.use, word)


def _finding(ctx: Context, use: Use, word: RunWord) -> Finding:
    edit = add_word(use, word, _OPTION)
    fix = Fix(SAFE, f"add {_OPTION}", [edit]) if edit is not None else None
    words = use.command.words
    behind = next((words[index + 1 : index + 2] for index, one in enumerate(words) if one is word), ())
    # semgrep has nothing to say where a folder comes first.
    names = () if behind and behind[0].value == "." else None
    return ctx.report(use.place(word), "kept", covers=use.step.covers, fix=fix, same_as=names)


def _keeps_nothing(ctx: Context, pip: PipCall) -> bool:
    use = pip.use
    if pip.call.has(_OPTION, "--no-cache", "-h", "--help", "--dry-run") or value_for(ctx, use, _VARIABLE):
        return True
    given = [*pip.call.values("--cache-dir"), value_for(ctx, use, "PIP_CACHE_DIR")]
    if is_mounted(ctx, use.step, _FOLDER, next((folder for folder in given if folder), "")):
        return True
    programs = (use.program, "pip", "pip3")
    if is_cleaned(ctx, use, programs, "cache", "purge") or is_cleaned(ctx, use, programs, "pip", "cache", "purge"):
        return True
    return is_removed(ctx, use, "/.cache", "/.cache/pip")


def _as_hadolint(ctx: Context) -> Iterator[Finding]:
    off = ctx.once("steps without a pip cache", lambda: _off(ctx))
    for use, words in installs_as_hadolint(ctx, ("pipenv", "pipx")):
        if _OPTION in words or use.step.instruction.start in off:
            continue
        if any(_FOLDER in target for target in mounted(ctx, use.step)) or _sets(use.step):
            continue
        yield _finding(ctx, use, use.command.words[1 + words.index("install")])


def _sets(step: Step) -> bool:
    """Whether the first mention of the variable in the RUN is one that switches the cache off."""
    instruction = step.instruction
    text = " ".join(instruction.args) if instruction.is_json else instruction.rest
    text = "\n".join([text, *[one.content for one in instruction.heredocs]])
    at = text.find(_VARIABLE)
    return at >= 0 and _SET(text, at) is not None


def _off(ctx: Context) -> set[int]:
    """The starts of the RUNs behind an ENV that switches it off. Stages go by name, ONBUILDs are a world apart."""
    if _VARIABLE not in ctx.source.text:
        return set()
    starts: set[int] = set()
    by_name: dict[str, bool] = {}
    name = ""
    triggers = False
    for each in ctx.build.dockerfile.instructions:
        trigger = each.trigger
        if each.keyword == "FROM":
            inherited = by_name.get(image_name(each), False)
            name = alias(each) or image_name(each)
            by_name[name] = inherited
        elif each.keyword == "ENV" and _switches_off(each):
            by_name[name] = True
        elif each.keyword == "RUN" and by_name.get(name):
            starts.add(each.start)
        elif trigger is not None:
            triggers = triggers or (trigger.keyword == "ENV" and _switches_off(trigger))
            if triggers:
                starts.add(trigger.start)
    return starts


def _switches_off(instruction: Instruction) -> bool:
    for pair in instruction.pairs:
        value = pair.value or ""
        quoted = not pair.legacy and len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
        if pair.name.strip("'\"") == _VARIABLE and (value[1:-1] if quoted else value) in _ON:
            return True
    return False
