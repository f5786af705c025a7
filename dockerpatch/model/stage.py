"""One build stage: what it is built on, and who runs its commands in which shell.

It never looks into the base image itself.
"""

from __future__ import annotations

from dockerpatch.syntax.expand import expand

from .scope import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.image.site import ImageSite
    from dockerpatch.syntax.dockerfile import Instruction

    from .commands import RunCommands

SCRATCH = "scratch"
ROOT_USERS = frozenset({"root", "0", "root:root", "0:0", "root:0", "0:root"})


class Stage:
    """The instructions from one FROM to the next.

    Exactly one of ``parent`` (an earlier stage), ``site`` (an image) is set, or neither: built on scratch.
    ``copies_from`` are the earlier stages files are copied or mounted from.
    """

    __slots__ = (
        "_globals",
        "_runs",
        "_scope",
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
        self.parent: Stage | None = None
        self.site: ImageSite | None = None
        self.instructions: list[Instruction] = []
        self.copies_from: list[Stage] = []
        self._runs: dict[int, RunCommands] | None = None

    @property
    def scope(self) -> Scope:
        """The variables in force at the end of the stage."""
        if self._scope is None:
            self._scope = Scope(self._globals)
            if self.parent is not None:
                self._scope.inherit(self.parent.scope)
            for each in self.instructions:
                if each.keyword in ("ARG", "ENV"):
                    self._scope.declare(each, self.escape)
        return self._scope

    def lineage(self) -> list[Stage]:
        """This stage, the stage it is built on, and so on down to the one that names an image or scratch."""
        chain = [self]
        while chain[-1].parent is not None:
            chain.append(chain[-1].parent)
        return chain

    @property
    def base(self) -> ImageSite | None:
        """The image that the stage stands on in the end; None: scratch."""
        return self.lineage()[-1].site

    def user_at(self, instruction: Instruction | None = None) -> str | None:
        """Who runs commands at ``instruction`` (of this stage; None: at the stage's start), as a USER says it.

        "" where a USER takes it from a variable; None where no USER of this file has set it: the base image's user.
        """
        user: str | None = None
        for stage in reversed(self.lineage()):
            for each in stage.instructions:
                if stage is self and (instruction is None or each.start >= instruction.start):
                    return user
                if each.keyword == "USER" and each.args:
                    user = "" if "$" in each.args[0] else expand(each.args[0], {}, self.escape).value.text
        return user

    def shell_at(self, instruction: Instruction) -> tuple[str, ...] | None:
        """The words of the last SHELL before ``instruction``; None: the default shell of the platform."""
        shell: tuple[str, ...] | None = None
        for stage in reversed(self.lineage()):
            for each in stage.instructions:
                if stage is self and each.start >= instruction.start:
                    return shell
                if each.keyword == "SHELL" and each.is_json:
                    shell = tuple(each.args)
        return shell

    def runs(self) -> dict[int, RunCommands]:
        """The commands of each RUN of the stage, by the offset it starts at; parsed on the first call."""
        if self._runs is None:
            from .commands import run_commands

            self._runs = {
                each.start: run_commands(each, self.shell_at(each))
                for each in self.instructions
                if each.keyword == "RUN"
            }
        return self._runs


def is_root(user: str | None) -> bool | None:
    """Whether the user of `Stage.user_at` is root; None where the file does not say."""
    if user is None or user == "":
        return None
    return user in ROOT_USERS or user.split(":", 1)[0] in ("root", "0")
