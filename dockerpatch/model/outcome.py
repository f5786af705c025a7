"""Whether a command of a script always runs, and whether its failure is the script's. Never guesses: in doubt, no."""

from __future__ import annotations

from dockerpatch.syntax.shell_tree import Command, Group, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PIPES = ("|", "|&")
_AND_OR = ("&&", "||")
# Parts of a compound whose failure is an answer.
_CONDITIONS = frozenset(("if", "elif", "while", "until"))
# Commands that run other commands of the same shell.
_CODE = frozenset((".", "source", "eval", "command", "builtin"))
# A script that changes its rules more often than this is not worth following.
_MOST_CONTROLS = 500
_MOST_SWITCHES = 20
# Groups whose list runs whenever they do.
_PLAIN = ("script", "{", "(")
# Groups in a shell of their own: what `set` and `exit` do there ends with them.
_APART = frozenset(("(", "$(", "`", "<(", "<<"))


class Outcome:
    """What can be said of the commands of one script. ``errexit`` and ``pipefail``: what its shell was started with."""

    __slots__ = ("_commands", "_controls", "_lists", "_switched", "_switches", "errexit", "pipefail")

    def __init__(self, commands: Sequence[Command], errexit: bool, pipefail: bool) -> None:
        self._commands = commands
        self._controls: list[Command] | None = None
        self._lists: dict[int, _List] = {}
        self._switches: list[tuple[Command, bool]] | None = None
        self._switched: dict[int, list[tuple[int, bool]]] = {}
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
            known = self._lists.get(id(group))
            if known is None:
                known = self._lists[id(group)] = _List(group.nodes)
            if not _fatal(node, group, known, errexit, pipefail):
                return False
            node = group
        return True

    def pipefail_at(self, command: Command) -> bool:
        """Whether a pipe at ``command`` fails when any of its commands does; in doubt it does."""
        if self._switches is None:
            self._switches = [
                (one, on) for one in self._commands if one.name in ("set", "shopt") for on in _switches(one)
            ]
        if not self._switches or len(self._switches) > _MOST_SWITCHES:
            return self.pipefail or bool(self._switches)
        known = self._switched.get(id(command.parent))
        if known is None:
            around: list[Group] = []
            parent: Group | None = command.parent
            while parent is not None:
                around.append(parent)
                parent = parent.parent
            known = [(one.start, on) for one, on in self._switches if not _reach(one, around)[1]]
            self._switched[id(command.parent)] = known
        found = self.pipefail
        for start, on in known:
            if start < command.start:
                found = on
        return found

    def runs_through(self) -> bool:
        """Whether nothing in the script, its functions among it, ends it before its last command but as a failure."""
        for control in self.controls:
            if control.name == "set" or (control.name == "exec" and len(control.words) == 1) or _ends_badly(control):
                continue
            group: Group | None = control.parent
            while group is not None and group.kind not in _APART:
                if group.kind == "function" and control.name == "return":
                    break
                group = group.parent
            if group is None:
                return False
        return True

    def may_end_early(self) -> bool:
        """Whether a failure may end the script where it happens: ``-e`` may be in force somewhere."""
        return self.errexit or any(
            letter == "e" and on
            for control in self.controls
            if control.name == "set"
            for letter, on in _set_options(control)
        )

    def stops_at(self, node: Node) -> bool:
        """Whether the failure of ``node``, the last of a pipeline, ends the script, whatever may follow."""
        around: list[Group] = []
        parent = node.parent
        while parent is not None:
            around.append(parent)
            parent = parent.parent
        if not around or any(one.name == "set" and _is_in_function(one) for one in self.controls):
            return False
        return self._stops(node, around)

    def _stops(self, node: Node, around: list[Group]) -> bool:
        nodes = around[0].nodes
        first = node
        while first.before in _PIPES:
            first = nodes[_index(nodes, first) - 1]
        if first.negated or first.before in _AND_OR or node.after in _AND_OR or node.after == "&":
            return False
        if isinstance(node, Group) and node.kind != "(":
            inside = [node, *around]
            return node.kind == "function" or (
                not node.redirects
                and all(
                    self._stops(one, inside)
                    for one in node.nodes
                    if one.role not in _CONDITIONS and one.after not in _PIPES
                )
            )
        flags = self._flags(node, around)
        return flags is not None and flags[0]

    def is_plain(self, node: Node) -> bool:
        """Whether ``node`` is at the end of a list of programs: none of them is shell code, which has a flow inside."""
        if node.parent is None or any(_is_in_function(one) for one in self._commands):
            return False
        nodes = node.parent.nodes
        index = _index(nodes, node)
        while True:
            one = nodes[index]
            if not isinstance(one, Command) or one.name in _CODE:
                return False
            if one.before not in _AND_OR and one.before not in _PIPES:
                return True
            index -= 1

    def _flags(self, command: Node, around: list[Group]) -> tuple[bool, bool] | None:
        """(errexit, pipefail) in force at ``command``; None when the script may have ended well before it."""
        errexit, pipefail = self.errexit, self.pipefail
        if len(self.controls) > _MOST_CONTROLS:
            return None
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


def _is_in_function(node: Node) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.kind == "function":
            return True
        parent = parent.parent
    return False


def _reach(control: Command, around: list[Group]) -> tuple[bool, bool]:
    """Whether ``control`` surely runs where the groups ``around`` begin, and whether it acts on another shell."""
    sure = control.before != "||" and control.before not in _PIPES and control.after not in _PIPES
    nodes = control.parent.nodes
    first: Node = control
    while sure and first.before == "&&":
        first = nodes[_index(nodes, first) - 1]
        sure = _never_fails(first)
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


def _switches(command: Command) -> Iterable[bool]:
    """Whether pipefail is on behind ``command``, which is a set or a shopt; nothing when it does not say."""
    if command.name == "set":
        for letter, on in _set_options(command):
            if letter == "pipefail":
                yield on
        return
    words = [word.value or "" for word in command.words[1:]]
    options = "".join(word for word in words if word[:1] == "-")
    if "pipefail" in words and "o" in options and ("s" in options or "u" in options):
        yield "s" in options


def _ends_badly(control: Command) -> bool:
    """Whether an ``exit`` has a status that is surely not 0."""
    status = control.words[1].value if len(control.words) == 2 else None
    return status is not None and status.isdigit() and int(status[:9]) % 256 != 0


class _List:
    """What follows each node in the list of one group, worked out in one pass.

    ``starts`` and ``ends``: first and last node of the pipeline that a node is in. ``tails``: what stands behind the
    pipeline in its and-or list. None: its failure may be forgiven there, or it runs in the background; else whether
    it is the last that may fail, whether the script exits when it does, and whether the and-or list is the last one.
    """

    __slots__ = ("ends", "starts", "tails")

    def __init__(self, nodes: list[Node]) -> None:
        count = len(nodes)
        self.starts = list(range(count))
        self.ends = list(range(count))
        self.tails: list[tuple[bool, bool, bool] | None] = [None] * count
        for index in range(1, count):
            if nodes[index].before in _PIPES:
                self.starts[index] = self.starts[index - 1]
        for index in range(count - 1, -1, -1):
            after = nodes[index].after
            if after in _PIPES and index + 1 < count:
                self.ends[index] = self.ends[index + 1]
            else:
                self.tails[index] = self._tail(nodes, index, after)

    def _tail(self, nodes: list[Node], index: int, operator: str) -> tuple[bool, bool, bool] | None:
        if operator not in _AND_OR:
            return None if operator == "&" else (True, False, index == len(nodes) - 1)
        behind = self.tails[self.ends[index + 1]]
        if behind is None:
            return None
        _, exits, final = behind
        if operator == "&&":
            return False, exits, final
        way = _failing(nodes[index + 1])
        return (behind[0], exits or way == "exit", final) if way else None


def _fatal(node: Node, group: Group, known: _List, errexit: bool, pipefail: bool) -> bool:
    """Whether the list of ``group`` succeeds only when ``node``, which stands directly in it, ran and succeeded."""
    nodes = group.nodes
    index = _index(nodes, node)
    first, last = known.starts[index], known.ends[index]
    if (last > index and not pipefail) or nodes[first].negated or nodes[first].before == "||":
        return False
    tail = known.tails[last]
    if tail is None:
        return False
    ends_list, exits, final = tail
    if final or exits:
        return True
    while nodes[first].before == "&&" and _never_fails(nodes[first - 1]):
        first -= 1
    return errexit and ends_list and nodes[first].before != "&&"


def _index(nodes: list[Node], node: Node) -> int:
    from bisect import bisect_left

    return bisect_left(nodes, node.start, key=_start)


def _start(node: Node) -> int:
    return node.start


def _never_fails(node: Node) -> bool:
    return isinstance(node, Command) and node.before not in _PIPES and node.name in ("set", "true", ":", "echo")


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
