"""Which RUN of a stage installs or upgrades which packages. It never asks what a package depends on."""

from __future__ import annotations

from dockerpatch.model.packages import actions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.model.packages import Package, PackageAction
    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction


class Installs:
    """What the RUNs of a stage, and of the stages it is built on, do to packages of the distribution."""

    __slots__ = ("_found",)

    def __init__(self, stage: Stage) -> None:
        self._found: list[tuple[Instruction, PackageAction]] = [
            (run.instruction, action)
            for each in reversed(stage.lineage())
            for run in each.runs().values()
            for _, action in actions_of(run)
        ]

    def named(self, *names: str) -> Instruction | None:
        """The last RUN that installs a package by one of the names; None where none does."""
        found = None
        wanted = {name for name in names if name}
        for instruction, action in self._found:
            if action.verb == "install" and any(package.name in wanted for package in action.packages):
                found = instruction
        return found

    def among(self, instructions: Sequence[Instruction]) -> list[Instruction]:
        """Those of the instructions that install or upgrade packages, each once."""
        mine = {instruction.start for instruction, action in self._found if action.verb in ("install", "upgrade")}
        return [each for each in instructions if each.start in mine]

    def first(self, names: Sequence[str]) -> Instruction | None:
        """The first RUN that installs a package called, or called and then versioned, as one of ``names``."""
        for instruction, action in self._found:
            for package in action.packages if action.verb == "install" else ():
                if package.name in names or any(package.name.startswith(name + "-1.") for name in names):
                    return instruction
        return None

    def pin(self, start: int, *names: str) -> Package | None:
        """The package of one of the names as the RUN at offset ``start`` installs it, where it asks for a version."""
        for instruction, action in self._found:
            if instruction.start == start and action.verb == "install":
                for package in action.packages:
                    if package.name in names and package.version and package.operator not in (">", ">="):
                        return package
        return None

    def upgrade(self, manager_family: str, *names: str) -> Instruction | None:
        """The RUN that upgrades all packages, or one of the names, with the family's tool; None without one."""
        for instruction, action in self._found:
            if action.family != manager_family or action.verb != "upgrade":
                continue
            if action.upgrades_all or any(package.name in names for package in action.packages):
                return instruction
        return None
