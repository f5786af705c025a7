"""How pipefail is turned on for a RUN, in the shell that it has. It never decides which pipes need it."""

from __future__ import annotations

from dockerpatch.model.programs import SHELLS, base_name
from dockerpatch.text.edit import Edit

from .pipes import PIPES, breaks_with_pipefail
from .userland import sh
from .uses import runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.model.commands import RunCommands
    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction
    from dockerpatch.syntax.shell_tree import Node

    from .rule import Context
    from .steps import Step

KNOWS = frozenset(("ash", "bash", "ksh", "mksh", "zsh"))
"""Shells with the option; ``ash`` is BusyBox's. dash has it since 0.5.13 only: Debian 13 has an older one."""
_MOST_STAGES = 50


def shell_of(ctx: Context, step: Step) -> str:
    """The program that runs the script of the step, ``/bin/sh`` looked through; "" when that is not known."""
    if step.stage is None:
        return ""
    words = step.stage.shell_at(step.written)
    name = "sh"
    if words is not None:
        name = next((base for word in words[:2] if (base := base_name(word)) in SHELLS), "")
    heredocs = step.instruction.heredocs
    if heredocs and heredocs[0].content.startswith("#!"):
        first = heredocs[0].content[2:].split("\n", 1)[0].split()
        name = next((base for word in first[:2] if (base := base_name(word)) in SHELLS), "")
    return sh(ctx, step.stage) if name == "sh" else name


def switched_on(ctx: Context, step: Step, run: RunCommands) -> Edit | None:
    """The edit that turns pipefail on for the one RUN, in a shell that has it; None where that may end its script."""
    first = run.commands[0] if run.commands else None
    if step.is_trigger or first is None or first.node is None or shell_of(ctx, step) not in KNOWS:
        return None
    if breaks_with_pipefail(run):
        return None
    words = first.words
    if first.name == "set" and len(words) == 2 and first.node.depth == 0:
        value, span = words[1].raw, words[1].span
        if value[:1] == "-" and value[1:].isalpha() and "o" not in value and span is not None:
            return Edit(span.end, span.end, "o pipefail")
    if run.form == "shell":
        at = step.instruction.physical(step.instruction.rest_start)
        return Edit(at, at, f"set -o pipefail{'; ' if _in_background(first.node) else ' && '}")
    heredoc = step.instruction.heredocs[0] if run.form == "heredoc" else None
    if heredoc is None or len(heredoc.content) != heredoc.end - heredoc.start:
        return None
    at = heredoc.start
    if heredoc.content.startswith("#!"):
        at += heredoc.content.find("\n") + 1
    return Edit(at, at, f"set -o pipefail{ctx.source.newline}")


def _in_background(first: Node) -> bool:
    """Whether what the script begins with runs in a shell of its own."""
    root = first.parent
    assert root is not None
    while root.parent is not None:
        root = root.parent
    return next((node.after for node in root.nodes if node.after not in ("&&", "||", *PIPES)), "") == "&"


def shell_instruction(ctx: Context, step: Step) -> tuple[Edit, str] | None:
    """The edit that puts a SHELL with pipefail before the step, and the SHELL.

    None where the stage has a SHELL, where its sh is not known, or where what follows would notice more than pipefail.
    """
    stage = step.stage
    if step.is_trigger or stage is None or stage.shell_at(step.written) is not None:
        return None
    program = sh(ctx, stage)
    if not program or _is_noticed(ctx, stage, step.instruction, program == "dash"):
        return None
    shell = f'SHELL ["/bin/{"ash" if program == "ash" else "bash"}", "-o", "pipefail", "-c"]'
    source = ctx.source
    line = step.instruction.start_line
    start = source.line_start(line)
    indent = source.text[start : step.instruction.start]
    # What is written right above the RUN is about the RUN.
    while line > 1 and source.line_text(line - 1).lstrip(" \t")[:1] == "#" and line - 1 > _last_line_before(ctx, step):
        line -= 1
    at = source.line_start(line)
    return Edit(at, at, f"{indent}{shell}{source.newline}"), shell


def _last_line_before(ctx: Context, step: Step) -> int:
    """The last line of the instruction before the step; the directives' lines where there is none."""
    before = [each for each in ctx.build.dockerfile.instructions if each.start < step.written.start]
    return before[-1].end_line if before else len(ctx.build.dockerfile.directives)


def _is_noticed(ctx: Context, stage: Stage, first: Instruction, other_shell: bool) -> bool:
    """Whether a SHELL before ``first`` changes more than how its pipes and those of the RUNs behind it end."""
    concerned = [stage]
    inside = {stage.index}
    for one in ctx.build.stages[stage.index + 1 :]:
        if one.parent is not None and one.parent.index in inside:
            inside.add(one.index)
            concerned.append(one)
    if len(concerned) > _MOST_STAGES:
        return True
    by_start = ctx.once("run by start", lambda: {run.instruction.start: run for _, run in runs(ctx)})
    for one in concerned:
        for each in one.instructions:
            if one is stage and each.start < first.start:
                continue
            if each.keyword == "SHELL":
                break
            if each.keyword in ("CMD", "ENTRYPOINT", "HEALTHCHECK") and not each.is_json:
                return each.rest[:4].upper() != "NONE"
            if each.keyword == "ONBUILD":
                return True
            run = by_start.get(each.start) if each.keyword == "RUN" else None
            if run is not None and run.form != "json" and (breaks_with_pipefail(run) or (other_shell and _echoes(run))):
                return True
    return False


def _echoes(run: RunCommands) -> bool:
    """Whether the RUN prints backslashes, which dash's echo reads and bash's does not, or tells bash's to read them."""
    return any(
        command.name == "echo" and any("\\" in word.raw or word.raw[:2] in ("-e", "-E") for word in command.words[1:])
        for command in run.commands
    )


def sets_pipefail(shell: Sequence[str]) -> bool:
    """Whether the words of a SHELL turn pipefail on, as hadolint reads them."""
    words = " ".join(shell).split()
    if words and words[0].startswith(("pwsh", "powershell", "cmd")):
        return True
    if not words or words[0] not in ("/bin/bash", "/bin/zsh", "/bin/ash", "bash", "zsh", "ash"):
        return False
    return "pipefail" in words and any(
        word == "--o" or (word[:1] == "-" and word[:2] != "--" and "o" in word) for word in words
    )
