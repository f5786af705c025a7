"""Whether a command of a script always runs, and whether its failure is the script's. Never guesses: in doubt, no."""

from __future__ import annotations

from dockerpatch.syntax.shell_tree import Command, Group, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PIPES = ("|", "|&")
_AND_OR = ("&&", "||")
# Groups whose list runs whenever they do.
_PLAIN = ("script", "{", "(")
# Groups in a shell of their own: what `set` and `exit` do there ends with them.
_APART = frozenset(("(", "$(", "`", "<(", "<<"))


class Outcome:
    """What can be said of the commands of one script. ``errexit`` and ``pipefail``: what its shell was started with."""

    __slots__ = ("_commands", "_controls", "errexit", "pipefail")

    def __init__(self, commands: Sequence[Command], errexit: bool, pipefail: bool) -> None:
        self._commands = commands
        self._controls: list[Command] | None = None
        self.errexit = errexit
        self.pipefail = pipefail

    @property
    def controls(self) -> list[Command]:
        """The commands that end the script or change how it takes failures."""
        if self._controls is None:
            self._controls = [one for one in self._commands if one.name in ("set", "exit", "exec", "return")]
        return self._controls

    def always(self, command: Command) -> bool:
        """Whether ``command`` has run, and not failed, whenever the script succeeds."""
        around: list[Group] = []
        parent: Group | None = command.parent
        while parent is not None:
            if parent.kind not in _PLAIN:
                return False
            around.append(parent)
            parent = parent.parent
        flags = self._flags(command, around)
        if flags is None:
            return False
        errexit, pipefail = flags
        # A shell ignores -e in all but the last command of an and-or list, and in all that stands inside.
        node: Node
        for node in around[:-1]:
            if node.after in _AND_OR or node.negated:
                errexit = False
        node = command
        for group in around:
            if not _fatal(node, group, errexit, pipefail):
                return False
            node = group
        return True

    def _flags(self, command: Command, around: list[Group]) -> tuple[bool, bool] | None:
        """(errexit, pipefail) in force at ``command``; None when the script may have ended well before it."""
        errexit, pipefail = self.errexit, self.pipefail
        for control in self.controls:
            if control.start >= command.start:
                break
            sure, apart = _reach(control, around)
            if apart:
                continue
            name = control.name
            if name == "set":
                for letter, on in _set_options(control):
                    if on and not sure:
                        continue
                    if letter == "e":
                        errexit = on
                    elif letter == "pipefail":
                        pipefail = on
            elif name == "exec":
                if len(control.words) > 1:
                    return None
            elif not _ends_badly(control):
                return None
        return errexit, pipefail


def _reach(control: Command, around: list[Group]) -> tuple[bool, bool]:
    """Whether ``control`` surely runs where the groups ``around`` begin, and whether it acts on another shell."""
    sure = control.before != "||" and control.before not in _PIPES and control.after not in _PIPES
    group: Group | None = control.parent
    while group is not None:
        if not any(group is one for one in around):
            if group.kind in _APART or group.kind == "function":
                return False, True
            sure = False
        group = group.parent
    return sure, False


def _set_options(control: Command) -> Iterable[tuple[str, bool]]:
    words = [word.value or "" for word in control.words[1:]]
    named = False
    on = True
    for word in words:
        if named:
            named = False
            yield ("e" if word == "errexit" else word), on
        elif word[:1] in ("-", "+") and word not in ("-", "--"):
            on = word[0] == "-"
            named = "o" in word
            if "e" in word:
                yield "e", on
        else:
            return


def _ends_badly(control: Command) -> bool:
    """Whether an ``exit`` has a status that is surely not 0."""
    status = control.words[1].value if len(control.words) == 2 else None
    return status is not None and status.isdigit() and int(status[:9]) % 256 != 0


def _fatal(node: Node, group: Group, errexit: bool, pipefail: bool) -> bool:
    """Whether the list of ``group`` succeeds only when ``node``, which stands directly in it, ran and succeeded."""
    nodes = group.nodes
    first = last = _index(nodes, node)
    while nodes[first].before in _PIPES:
        first -= 1
    while nodes[last].after in _PIPES:
        if not pipefail:
            return False
        last += 1
    if nodes[first].negated or nodes[first].before == "||":
        return False
    ends_list = True
    exits = False
    operator = nodes[last].after
    while operator in _AND_OR:
        last += 1
        if operator == "||":
            way = _failing(nodes[last])
            if not way:
                return False
            exits = exits or way == "exit"
        else:
            ends_list = False
        while nodes[last].after in _PIPES:
            last += 1
        operator = nodes[last].after
    if operator == "&":
        return False
    if last == len(nodes) - 1 or exits:
        return True
    while nodes[first].before == "&&" and _never_fails(nodes[first - 1]):
        first -= 1
    return errexit and ends_list and nodes[first].before != "&&"


def _never_fails(node: Node) -> bool:
    return isinstance(node, Command) and node.before not in _PIPES and node.name in ("set", "true", ":", "echo")


def _index(nodes: list[Node], node: Node) -> int:
    from bisect import bisect_left

    return bisect_left(nodes, node.start, key=_start)


def _start(node: Node) -> int:
    return node.start


def _failing(node: Node) -> str:
    """How ``node`` surely fails: "exit" ends the script, "false" gives a bad status; "" when it may succeed."""
    if node.after in _PIPES or node.negated:
        return ""
    if isinstance(node, Command):
        if node.name == "exit":
            return "exit" if _ends_badly(node) else ""
        return "false" if node.name == "false" else ""
    if not isinstance(node, Group) or node.kind not in ("{", "(") or not node.nodes:
        return ""
    last = node.nodes[-1]
    way = _failing(last) if last.after != "&" and last.before != "||" and last.before not in _PIPES else ""
    return "false" if way and (node.kind == "(" or last.before == "&&") else way
