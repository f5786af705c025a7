"""A RUN taken for a script of ``sh``, whatever its shell is and whatever it gives to another one.

That is what linters without a notion of shells see. It never says what a command does.
"""

from __future__ import annotations

from dockerpatch.syntax.shell import parse

from .commands import RunCommand, RunCommands, heredoc_ground
from .ground import NOWHERE, Ground
from .outcome import Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.dockerfile import Instruction


class Script(RunCommands):
    """The commands of a RUN when all of it is one script; the words of a JSON form count as its text."""

    __slots__ = ()

    def __init__(self, instruction: Instruction) -> None:
        super().__init__(instruction, None)

    @property
    def commands(self) -> tuple[RunCommand, ...]:
        found = self._found
        if found is None:
            instruction = self.instruction
            if self.form == "heredoc":
                text, ground = instruction.heredocs[0].content, heredoc_ground(instruction.heredocs[0])
                if "\r" in text:
                    text, ground = text.replace("\r\n", "\n"), NOWHERE
            elif self.form == "json":
                text, ground = " ".join(instruction.args), NOWHERE
            else:
                text = instruction.logical[instruction.rest_start :]
                ground = Ground(instruction.rest_start, instruction)
            script = parse(text)
            self._fault = script.fault
            outcome = Outcome(script.commands, False, False)
            found = self._found = tuple([RunCommand(ground, node, outcome) for node in script.commands])
        return found
