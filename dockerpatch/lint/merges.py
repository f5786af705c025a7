"""Two RUNs made one, where a few characters do it. It never merges what would then run, or fail, in another way."""

from __future__ import annotations

from dockerpatch.text.edit import Edit

from .indexes import SURE, first_read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.model.commands import RunCommand, RunCommands
    from dockerpatch.syntax.shell_tree import Group

    from .rule import Context
    from .steps import Step


def merge_next(ctx: Context, step: Step, family: str) -> Edit | None:
    """The edit that joins the RUN right below, which reads the index of ``family`` without fetching it, to the step's.

    Both have to be plain chains of ``&&`` with the same flags, and no comment may stand between them.
    """
    stage = step.stage
    if stage is None or step.is_trigger:
        return None
    following = stage.following(step.instruction)
    if following is None or following.keyword != "RUN":
        return None
    runs = stage.runs()
    first, second = runs[step.instruction.start], runs[following.start]
    if first_read(second.commands, family)[0] != SURE or not (_is_chain(first) and _is_chain(second)):
        return None
    if [flag.text for flag in step.instruction.flags] != [flag.text for flag in following.flags]:
        return None
    text = ctx.source.text
    end = first.commands[0].ground.behind(_root(first.commands[0]).nodes[-1].end)
    if end is None or text[end : following.start].strip():
        return None
    # The last character is written anew, so that no other edit can put anything between the two.
    return Edit(end - 1, following.physical(following.rest_start), f"{text[end - 1]} && ")


def _is_chain(run: RunCommands) -> bool:
    if run.form != "shell" or run.instruction.heredocs or not run.commands:
        return False  # so none of its commands is without a node
    nodes = _root(run.commands[0]).nodes
    return all(one.before in ("", "&&") and one.after in ("", "&&") and not one.negated for one in nodes)


def _root(command: RunCommand) -> Group:
    assert command.node is not None
    root = command.node.parent
    while root.parent is not None:
        root = root.parent
    return root
