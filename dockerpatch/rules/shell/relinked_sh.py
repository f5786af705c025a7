"""DL4005: another shell in the place of /bin/sh. It never looks at copies, only at links."""

from __future__ import annotations

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.uses import uses
from dockerpatch.model.programs import SHELLS, base_name
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.commands import RunCommand

_LINKS = ("/bin/sh", "/usr/bin/sh")


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "ln"):
        if (_LINKS[0] in use.values) if ctx.as_hadolint else _relinks(use):
            words = " ".join(word.raw for word in use.command.words[use.index :])
            yield ctx.report(
                use.place(), "relinked", covers=use.step.covers, fix=_fix(ctx, use), words=" ".join(words.split())
            )


def _names(use: Use) -> list[str]:
    """What is linked and the link, where the command names just these."""
    return [value for value in use.values if value[:1] != "-"]


def _relinks(use: Use) -> bool:
    names = _names(use)
    return len(names) == 2 and names[1] in _LINKS


def _fix(ctx: Context, use: Use) -> Fix | None:
    step, names = use.step, _names(use)
    if step.is_trigger or len(names) != 2 or not _relinks(use) or not _is_all(use):
        return None
    shell = names[0] if names[0][:1] == "/" else f"/bin/{names[0]}"
    if shell.count("/") != 2 + shell.startswith("/usr/") or base_name(shell) not in SHELLS - {"sh"}:
        return None
    instruction = step.instruction
    if instruction.heredocs or any(
        instruction.start < one.start < instruction.end for one in ctx.build.dockerfile.comments
    ):
        return None
    word = "shell" if ctx.source.text[instruction.start : instruction.keyword_end] == "run" else "SHELL"
    text = f'{word} ["{shell}", "-c"]'
    end = instruction.physical(len(instruction.logical))
    return Fix(UNSAFE, text, [Edit(instruction.start, end, text)])


def _is_all(use: Use) -> bool:
    """Whether the RUN does nothing else, but for taking the old link away."""
    commands = use.run.commands
    if use.command is not commands[-1] or use.command.outer is not None or len(commands) > 2:
        return False
    return len(commands) == 1 or (commands[0].after in ("&&", ";") and _removes(commands[0]))


def _removes(command: RunCommand) -> bool:
    values = [word.value or "" for word in command.words]
    return values[0] == "rm" and [value for value in values[1:] if value[:1] != "-"] in ([_LINKS[0]], [_LINKS[1]])
