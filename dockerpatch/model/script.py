"""A RUN taken for a script of ``sh``, whatever its shell is and whatever it gives to another one.

That is what linters without a notion of shells see. It never says what a command does.
"""

from __future__ import annotations

import re

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
            text, ground = script_text(self.instruction, self.form)
            script = parse(text)
            self._fault = script.fault
            outcome = Outcome(script.commands, False, False)
            found = self._found = tuple([RunCommand(ground, node, outcome) for node in script.commands])
        return found


def script_text(instruction: Instruction, form: str) -> tuple[str, Ground]:
    """The script, and where it stands.

    Of the heredocs only the first one counts, and what its line goes on with counts to its body: where it opens the
    script both are the script, else both are data.
    """
    if form == "json":
        return " ".join(instruction.args), NOWHERE
    if form == "heredoc":
        heredoc = instruction.heredocs[0]
        # The same length, so that every place stays right.
        return heredoc.content.replace("\r\n", " \n"), heredoc_ground(heredoc)
    start = instruction.rest_start
    text = instruction.logical[start:]
    if instruction.heredocs:
        heredoc = instruction.heredocs[0]
        marker = re.search(rf"<<-?[ \t]*[\"']?{re.escape(heredoc.name)}[\"']?", text)
        if marker is not None and marker.start() == 0:
            script = f"{text[marker.end() :]}\n{heredoc.content}"
            return script.replace("\r\n", "\n"), NOWHERE
        if marker is not None:
            return text[: marker.end()], Ground(start, instruction)
    return text, Ground(start, instruction)
