"""The pipes of a RUN: which of them hide a failure, and which would end the build with pipefail.

It never says what to do about one.
"""

from __future__ import annotations

from bisect import bisect_left

from dockerpatch.syntax.shell_tree import Command, Group

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.model.commands import RunCommand, RunCommands
    from dockerpatch.syntax.shell_tree import Node

PIPES = ("|", "|&")
# What these write cannot go wrong.
_WRITERS = frozenset(("echo", "printf", "true", ":", "yes"))
# Nor can these, as long as they get their text from those.
_FILTERS = frozenset(("awk", "cut", "rev", "sed", "sort", "tac", "tr", "uniq", "wc"))
# Behind `||` they say that a failure is fine.
_FORGIVING = frozenset(("true", ":", "echo"))


class Pipe:
    """One ``|`` of a script.

    ``left`` and ``right`` are what stands before and behind it, ``command`` the last simple command in ``left``.
    ``last`` is the end of its pipeline, ``behind`` what follows that in its list. ``harmless``: neither ``left`` nor
    anything before it can fail.
    """

    __slots__ = ("behind", "command", "harmless", "last", "left", "right")

    def __init__(
        self, command: RunCommand, left: Node, right: Node, last: Node, behind: Node | None, harmless: bool
    ) -> None:
        self.command = command
        self.harmless = harmless
        self.left = left
        self.right = right
        self.last = last
        self.behind = behind


def pipes(run: RunCommands) -> Iterator[Pipe]:
    """Every pipe of the RUN, those inside of groups and substitutions too."""
    seen: set[int] = set()
    lists: dict[int, tuple[list[int], list[bool]]] = {}
    for command in run.commands:
        node: Node | None = command.node
        while node is not None and id(node) not in seen:
            seen.add(id(node))
            parent = node.parent
            if node.after in PIPES and parent is not None:
                nodes = parent.nodes
                if id(parent) not in lists:
                    lists[id(parent)] = (_ends(nodes), _harmless(nodes))
                ends, harmless = lists[id(parent)]
                index = bisect_left(nodes, node.start, key=_start)
                last = ends[index]
                if index < last:
                    behind = nodes[last + 1] if last + 1 < len(nodes) else None
                    yield Pipe(command, node, nodes[index + 1], nodes[last], behind, harmless[index])
            node = parent


def _start(node: Node) -> int:
    return node.start


def _ends(nodes: list[Node]) -> list[int]:
    """For each node of a list, the index of the last one of its pipeline."""
    found = list(range(len(nodes)))
    for index in range(len(nodes) - 2, -1, -1):
        if nodes[index].after in PIPES:
            found[index] = found[index + 1]
    return found


def _harmless(nodes: list[Node]) -> list[bool]:
    """For each node of a list, whether it and all before it in its pipeline are commands that cannot fail."""
    found: list[bool] = []
    for node in nodes:
        name = node.name if isinstance(node, Command) else None
        fed = bool(found) and found[-1] and node.before in PIPES
        found.append(name in _WRITERS or (fed and name in _FILTERS))
    return found


def hides_failure(pipe: Pipe) -> bool:
    """Whether something before the pipe may fail, the pipe goes on as if it had not, and that makes a difference."""
    command = pipe.command
    if pipe.harmless:
        return False
    if command.node is None or command.outcome is None or command.outcome.pipefail_at(command.node):
        return False
    return not _is_lost_anyway(pipe)


def _is_lost_anyway(pipe: Pipe) -> bool:
    """Whether nobody asks how the pipeline ends."""
    after, behind = pipe.last.after, pipe.behind
    if after == "&" or (after == "||" and isinstance(behind, Command) and behind.name in _FORGIVING):
        return True
    group: Group | None = pipe.left.parent
    while group is not None:
        if group.kind in ("<(", "<<") or (group.kind in ("$(", "`") and _is_word_of_command(group)):
            return True
        group = group.parent
    return False


def _is_word_of_command(group: Group) -> bool:
    """Whether a substitution is part of a command, so that its own end is not the command's."""
    return group.host is not None and bool(group.host.words)


def breaks_with_pipefail(run: RunCommands) -> bool:
    """Whether a pipe of the RUN has a writer that is cut off on purpose, which pipefail takes for a failure."""
    return any(_is_cut_off(pipe) for pipe in pipes(run))


def _is_cut_off(pipe: Pipe) -> bool:
    left, right = pipe.left, pipe.right
    if isinstance(left, Command) and left.name == "yes":
        return True
    return isinstance(right, Command) and _stops_early(right)


def _stops_early(command: Command) -> bool:
    if command.name in ("head", "true", ":"):
        return True
    values = [word.value or "" for word in command.words[1:]]
    if command.name in ("grep", "egrep", "fgrep"):
        return any(value[:6] in ("--quie", "--sile", "--max-") or _has_short(value, "qm") for value in values)
    if command.name in ("awk", "gawk", "mawk"):
        return any("exit" in value for value in values)
    return command.name == "sed" and any("q" in value for value in values)


def _has_short(value: str, letters: str) -> bool:
    return value[:1] == "-" and value[1:2] != "-" and any(letter in value for letter in letters)
