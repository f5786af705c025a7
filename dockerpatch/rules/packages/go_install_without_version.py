"""DL3062: go that installs or runs whatever is newest. It leaves packages of the module at hand alone."""

from __future__ import annotations

from dockerpatch.lint.pins import unpinned
from dockerpatch.lint.uses import uses
from dockerpatch.model.language_tools import GO, read_call
from dockerpatch.model.written import literal, literals, operands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step
    from dockerpatch.lint.uses import Use

# What hadolint does not take for a package.
_WORDS = ("install", "get", "tool")
_COMMANDS = ("install", "get", "run")
# Versions that stand for another one every day.
_MOVING = ("latest", "upgrade", "patch", "main", "master", "HEAD")


def check(ctx: Context) -> Iterator[Finding]:
    if ctx.as_hadolint:
        yield from _as_hadolint(ctx)
        return
    for use in uses(ctx, "go"):
        call = read_call(GO, use.arguments)
        command = call.command.value if call.command is not None else None
        if command not in _COMMANDS or call.has("-h", "-help"):
            continue
        named = call.operands[:1] if command == "run" else call.operands
        words = [word for word in named if word.value and _is_foreign(word.value)]
        words = [word for word in words if not _has_version(ctx, use, command, word.value or "")]
        if words:
            yield unpinned(ctx, use, words)


def _is_foreign(path: str) -> bool:
    """Whether the path is that of a module on a server, whose first part is a host."""
    return "." in path.partition("/")[0].strip(".") and path[:1] not in "./~" and not path.endswith(".go")


def _has_version(ctx: Context, use: Use, command: str, path: str) -> bool:
    _, at, version = path.partition("@")
    if at:
        return version not in _MOVING
    # Without one, go.mod says which; where nothing was copied in, there is none.
    return command != "get" and _may_have_module(ctx, use.step)


def _may_have_module(ctx: Context, step: Step) -> bool:
    if step.stage is None or step.is_trigger:
        return True
    stages = step.stage.lineage()
    first = ctx.once("first copy", lambda: _first_copies(ctx))
    return any(first.get(one.index, len(ctx.source.text)) < step.instruction.start for one in stages)


def _first_copies(ctx: Context) -> dict[int, int]:
    """Where each stage that takes in files does so first."""
    found: dict[int, int] = {}
    for stage in ctx.build.stages:
        for each in stage.instructions:
            if each.keyword in ("COPY", "ADD"):
                found[stage.index] = each.start
                break
    return found


def _as_hadolint(ctx: Context) -> Iterator[Finding]:
    """What hadolint finds: in an instruction with a `go run`, it looks at nothing else."""
    runs: dict[int, list[tuple[Use, str]]] = {}
    others: dict[int, list[tuple[Use, str]]] = {}
    for use in uses(ctx, "go"):
        left = operands(literals(use.command.words[1:]), frozenset())
        start = use.step.instruction.start
        if "run" in left:
            behind = list(left)
            behind.remove("run")
            runs.setdefault(start, []).extend([(use, text) for text in behind[:1] if text != "run"])
        if "install" in left or "get" in left:
            others.setdefault(start, []).extend([(use, text) for text in left if text not in _WORDS])
    for start in {**runs, **others}:
        named = runs.get(start) or others.get(start) or []
        bad: dict[Use, set[str]] = {}
        for use, text in named:
            if text[:1] not in (".", "/") and not _seems_pinned(text):
                bad.setdefault(use, set()).add(text)
        for use, texts in bad.items():
            yield unpinned(ctx, use, [word for word in use.command.words[1:] if literal(word) in texts])


def _seems_pinned(text: str) -> bool:
    return "@" in text and not text.endswith(("@latest", "@none"))
