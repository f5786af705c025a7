"""Which value a build argument or variable has at a place, and where that value is written.

It never guesses a value that the file does not give.
"""

from __future__ import annotations

from dockerpatch.syntax.expand import expand
from dockerpatch.text.traced import Traced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.dockerfile import Instruction

PLATFORM_ARGS = (
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDOSVERSION",
    "BUILDARCH",
    "BUILDVARIANT",
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETOSVERSION",
    "TARGETARCH",
    "TARGETVARIANT",
    "TARGETSTAGE",
)
"""Arguments BuildKit defines by itself before the first FROM; no file tells their value."""

PROXY_ARGS = ("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY")
"""Arguments every RUN may get from outside, in either case, without an ARG."""


class Variable:
    """One ARG or ENV in force: its value (None: declared without one) and the instruction that set it."""

    __slots__ = ("instruction", "is_env", "value")

    def __init__(self, value: Traced | None, instruction: Instruction | None, is_env: bool = False) -> None:
        self.value = value
        self.instruction = instruction
        self.is_env = is_env


class Scope:
    """The variables at one point of a file; ``globals`` are those of the ARGs before the first FROM."""

    __slots__ = ("globals", "variables")

    def __init__(
        self, globals_: dict[str, Variable] | None = None, variables: dict[str, Variable] | None = None
    ) -> None:
        self.globals = globals_ if globals_ is not None else {}
        self.variables = dict(variables) if variables is not None else {}

    def values(self) -> dict[str, Traced]:
        return {name: variable.value for name, variable in self.variables.items() if variable.value is not None}

    def declare(self, instruction: Instruction, escape: str) -> None:
        """Take in an ARG or ENV as BuildKit does.

        An ENV sees the values from before it, each ARG the ones already there.
        """
        is_env = instruction.keyword == "ENV"
        known = self.values()
        for pair in instruction.pairs:
            name = pair.name
            if pair.value is None:
                inherited = self.globals.get(name)
                value = inherited.value if inherited is not None else None
            else:
                raw = instruction.traced(pair.value_at, pair.value_at + len(pair.value))
                value = expand(raw, known, escape).value
            current = self.variables.get(name)
            if not is_env and current is not None and current.is_env:
                continue  # an ENV wins over an ARG of the same name, whichever comes first
            self.variables[name] = Variable(value, instruction, is_env)
            if not is_env:
                known = self.values()
