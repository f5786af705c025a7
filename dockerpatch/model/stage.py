"""One build stage: what it is built on, and who runs its commands in which shell.

It never looks into the base image itself.
"""

from __future__ import annotations

from bisect import bisect_left

from dockerpatch.syntax.expand import expand

from .scope import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.image.site import ImageSite
    from dockerpatch.syntax.dockerfile import Instruction

    from .commands import RunCommands

SCRATCH = "scratch"
CMD = ("cmd", "/S", "/C")
"""How Windows runs a shell form when no SHELL says otherwise."""

_WINDOWS = ("/windows/", "nanoserver", "servercore", "dotnet/framework/", ":windows")
"""What stands in the name of an image of Windows."""


class Stage:
    """The instructions from one FROM to the next.

    Exactly one of ``parent`` (an earlier stage), ``site`` (an image) is set, or neither: built on scratch.
    ``copies_from`` are the earlier stages files are copied or mounted from; ``root`` is the last of `lineage`.
    """

    __slots__ = (
        "_globals",
        "_root",
        "_runs",
        "_scope",
        "_set_by",
        "copies_from",
        "escape",
        "index",
        "instructions",
        "name",
        "origin",
        "parent",
        "site",
    )

    def __init__(self, index: int, origin: Instruction, name: str, globals_: Scope, escape: str) -> None:
        self.index = index
        self.origin = origin
        self.name = name
        self.escape = escape
        self._globals = globals_
        self._scope: Scope | None = None
        self._set_by: dict[str, list[Instruction]] = {}
        self.parent: Stage | None = None
        self._root: Stage | None = None
        self.site: ImageSite | None = None
        self.instructions: list[Instruction] = []
        self.copies_from: list[Stage] = []
        self._runs: dict[int, RunCommands] | None = None

    @property
    def root(self) -> Stage:
        return self._root or self

    def build_on(self, parent: Stage) -> None:
        """Take an earlier stage for what this one is built on."""
        self.parent = parent
        self._root = parent.root

    @property
    def scope(self) -> Scope:
        """The variables in force at the end of the stage."""
        if self._scope is None:
            self._scope = self.opening_scope()
            for each in self.instructions:
                if each.keyword in ("ARG", "ENV"):
                    self._scope.declare(each, self.escape)
        return self._scope

    def expanded(self, word: str) -> str:
        """The word with the variables of the stage's end put in, quotes and escapes taken off; as written if faulty."""
        found = expand(word, self.scope.values, self.escape, keep_unset=True)
        return word if found.fault is not None else found.value.text

    def opening_scope(self) -> Scope:
        """The variables in force at the start of the stage: a new scope, to be led on from there."""
        scope = Scope(self._globals)
        if self.parent is not None:
            scope.inherit(self.parent.scope)
        return scope

    def lineage(self) -> list[Stage]:
        """This stage, the stage it is built on, and so on down to the one that names an image or scratch."""
        chain = [self]
        while chain[-1].parent is not None:
            chain.append(chain[-1].parent)
        return chain

    @property
    def base(self) -> ImageSite | None:
        """The image that the stage stands on in the end; None: scratch."""
        return self.root.site

    @property
    def is_windows(self) -> bool:
        """Whether the stage is of Windows, as the base's name or platform says or, with it, the file's escape token."""
        return self.base is not None and (self.escape == "`" or self._is_called_windows())

    def _is_called_windows(self) -> bool:
        base = self.base
        if base is None:
            return False
        name = base.name.text.lower()
        return base.platform.lower().startswith("windows") or any(word in name for word in _WINDOWS)

    def user_at(self, instruction: Instruction | None = None) -> str | None:
        """Who runs commands at ``instruction`` (of this stage; None: at the stage's start), as a USER says it.

        "" where a USER takes it from a variable; None where no USER of this file has set it: the base image's user.
        """
        setter = self._last("USER", instruction.start if instruction is not None else 0)
        if setter is None:
            return None
        user = setter.args[0]
        return "" if "$" in user else expand(user, {}, self.escape).value.text

    def shell_at(self, instruction: Instruction) -> tuple[str, ...] | None:
        """The words of the last SHELL before ``instruction``; None: the default shell of the platform."""
        setter = self._last("SHELL", instruction.start)
        return tuple(setter.args) if setter is not None else None

    def run_by(self, instruction: Instruction) -> tuple[str, ...] | None:
        """As `shell_at`, but for the default shell of a base that is called after Windows; None: ``/bin/sh``."""
        shell = self.shell_at(instruction)
        return CMD if shell is None and self._is_called_windows() else shell

    def _last(self, keyword: str, before: int) -> Instruction | None:
        """The last USER or SHELL of the stage that starts before an offset, else of the stages it is built on."""
        for stage in self.lineage():
            setters = stage._setters(keyword)
            at = bisect_left(setters, before, key=_start) if stage is self else len(setters)
            if at:
                return setters[at - 1]
        return None

    def _setters(self, keyword: str) -> list[Instruction]:
        found = self._set_by.get(keyword)
        if found is None:
            found = self._set_by[keyword] = [
                each
                for each in self.instructions
                if each.keyword == keyword and each.args and (keyword != "SHELL" or each.is_json)
            ]
        return found

    def following(self, instruction: Instruction) -> Instruction | None:
        """The instruction of the stage right below ``instruction``; None below the last one."""
        at = bisect_left(self.instructions, instruction.start, key=_start) + 1
        return self.instructions[at] if at < len(self.instructions) else None

    def runs(self) -> dict[int, RunCommands]:
        """The commands of each RUN of the stage, by the offset it starts at; parsed on the first call."""
        if self._runs is None:
            from .commands import run_commands

            self._runs = {
                each.start: run_commands(each, self.run_by(each)) for each in self.instructions if each.keyword == "RUN"
            }
        return self._runs


def _start(instruction: Instruction) -> int:
    return instruction.start


def is_root(user: str | None) -> bool | None:
    """Whether the user of `Stage.user_at` is root; None where the file does not say."""
    if user is None or user == "":
        return None
    return user.split(":", 1)[0] in ("root", "0")
