"""How ``apk add`` is made to leave no package index behind. It never turns off a cache that is mounted or set up."""

from __future__ import annotations

from dockerpatch.model.packages import package_actions
from dockerpatch.text.edit import Edit

from .alpine import alpine_version
from .edits import add_word
from .finding import SAFE, Fix
from .indexes import NONE, is_opaque, readers, reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.model.commands import RunCommand
    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.shell import Node

    from .installs import Install
    from .rule import Context

NO_CACHE = "--no-cache"
CACHE, SET_UP = "/var/cache/apk", "/etc/apk/cache"
_WITHOUT = ("2.6", "2.7", "3.0", "3.1", "3.2")
"""Releases of Alpine whose apk does not know the option."""


def removes_index(command: RunCommand) -> bool:
    """Whether the command removes what apk keeps."""
    return command.program == "rm" and any(word.raw.strip("\"'").startswith(CACHE) for word in command.arguments)


def no_cache(ctx: Context, install: Install, together: Sequence[Install]) -> Fix | None:
    """The option for ``together``: those of the RUN that lack it, ``install`` among them.

    With it goes an ``apk update`` that nothing needs any more. None where apk may not be able to fetch, where it is set
    up to keep a cache, or where the RUN would miss what it removes itself.
    """
    step = install.use.step
    stage = step.stage
    if stage is None or alpine_version(ctx, stage) in _WITHOUT or "--no-network" in install.use.flags:
        return None
    if any(flag.name == "network" and flag.value == "none" for flag in step.instruction.flags):
        return None
    if any(_sets_up(ctx, one) for one in stage.lineage()):
        return None
    return ctx.once("apk without index", lambda: _no_cache(ctx, install, together), step.instruction.start)


def _sets_up(ctx: Context, stage: Stage) -> bool:
    """Whether the stage has the folder that makes apk keep what it fetches."""
    if SET_UP not in ctx.source.text:
        return False
    return ctx.once("apk cache", lambda: any(SET_UP in each.logical for each in stage.instructions), stage.index)


def _no_cache(ctx: Context, install: Install, together: Sequence[Install]) -> Fix | None:
    use = install.use
    if any(removes_index(command) and not _is_forced(command) for command in use.run.commands):
        return None
    edits = [add_word(one.use, one.word, NO_CACHE) for one in together]
    made = [edit for edit in edits if edit is not None]
    if len(made) < len(edits):
        return None
    if readers(ctx, "apk").after(use.step) == NONE:
        update = _needless_update(use.run.commands, {id(one.use.command) for one in together})
        span = update.removal() if update is not None else None
        if span is not None and "#" not in span.text(ctx.source.text):
            made.append(Edit(span.start, span.end, ""))
    return Fix(SAFE, f"add {NO_CACHE}", made)


def _is_forced(command: RunCommand) -> bool:
    """Whether the ``rm`` is content with nothing to remove."""
    options = [word.raw for word in command.arguments if word.raw[:1] == "-"]
    return any(one == "--force" or ("f" in one and one[:2] != "--") for one in options)


def _needless_update(commands: Sequence[RunCommand], own: set[int]) -> RunCommand | None:
    """The ``apk update`` that stands right before one of ``own`` (ids of commands) and that only these need."""
    update: RunCommand | None = None
    for command in commands:
        action = package_actions(command)
        if action is None or action.manager != "apk":
            if update is not None and is_opaque(command):
                return None
        elif update is None:
            if action.verb != "update" or action.packages or action.settings:
                return None
            update = command
        elif action.verb == "update" or (reads(action) and id(command) not in own):
            return None
    following = _following(update.node) if update is not None and update.node is not None else None
    if following is None or not any(one.node is following and id(one) in own for one in commands):
        return None
    return update


def _following(node: Node) -> Node | None:
    nodes = node.parent.nodes if node.parent is not None else []
    at = next((index for index, one in enumerate(nodes) if one is node), len(nodes))
    return nodes[at + 1] if at + 1 < len(nodes) and node.after in ("&&", ";", "\n") else None
