"""Which value a build argument or variable has at a place, and where that value is written.

It never guesses a value that the file does not give.
"""

from __future__ import annotations

from dockerpatch.syntax.expand import expand
from dockerpatch.text.traced import Traced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.dockerfile import Instruction


class Variable:
    """One ARG or ENV in force: its value (None: declared without one) and the instruction that set it."""

    __slots__ = ("instruction", "is_env", "value")

    def __init__(self, value: Traced | None, instruction: Instruction | None, is_env: bool = False) -> None:
        self.value = value
        self.instruction = instruction
        self.is_env = is_env


class Scope:
    """The variables at one point of a file; ``globals`` are those of the ARGs before the first FROM.

    What the builder itself defines (TARGETARCH, HTTP_PROXY) is in none: no file tells its value.
    """

    __slots__ = ("globals", "values", "variables")

    def __init__(self, globals_: Scope | None = None) -> None:
        self.globals: dict[str, Variable] = globals_.variables if globals_ is not None else {}
        self.variables: dict[str, Variable] = {}
        self.values: dict[str, Traced] = {}
        """The variables that have a value."""

    def inherit(self, parent: Scope) -> None:
        """Take over what a stage that is built on another one sees of it: its ENVs."""
        for name, variable in parent.variables.items():
            if variable.is_env:
                self._set(name, variable)

    def declare(self, instruction: Instruction, escape: str) -> None:
        """Take in an ARG or ENV as BuildKit does.

        An ENV sees the values from before it, each ARG the ones already there. A bare ARG brings in the value of the
        global one; where there is none, it takes nothing away.
        """
        is_env = instruction.keyword == "ENV"
        known = dict(self.values) if is_env and len(instruction.pairs) > 1 else self.values
        for pair in instruction.pairs:
            name = pair.name
            if pair.value is None:
                inherited = self.globals.get(name) or self.variables.get(name)
                value = inherited.value if inherited is not None else None
            else:
                raw = instruction.traced(pair.value_at, pair.value_at + len(pair.value))
                value = expand(raw, known, escape).value
            current = self.variables.get(name)
            if not is_env and current is not None and current.is_env:
                continue  # an ENV wins over an ARG of the same name, whichever comes first
            self._set(name, Variable(value, instruction, is_env))

    def _set(self, name: str, variable: Variable) -> None:
        self.variables[name] = variable
        if variable.value is not None:
            self.values[name] = variable.value
        else:
            self.values.pop(name, None)
