"""Go archives that a build fetches by hand: where the version is written, where its checksums are.

It never fetches one.
"""

from __future__ import annotations

import re

from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.model.stage import Stage
    from dockerpatch.syntax.dockerfile import Instruction

_ARCHIVE = re.compile(
    r"(?P<go>go)?(?P<version>[0-9]{1,3}(?:\.[0-9]{1,3}){1,2}|\$\{?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}?)\.linux-"
    r"(?P<arch>[a-z0-9]{2,10}|[^\s\"';&|/]{1,60}?)\.tar\.gz(?P<side>\.sha256|\.asc)?"
)
_NAME = re.compile(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)")
_HEX = re.compile(r"(?<![0-9A-Fa-f])[0-9a-f]{64}(?![0-9A-Fa-f])")
_VALUE = re.compile(r"(?:go)?([0-9]{1,3}(?:\.[0-9]{1,3}){1,2})$")
_CHECKS = re.compile(r"\b(?:sha256sum|shasum|gpgv?|openssl\s+dgst|cosign)\b")
ARCHES = (
    "amd64",
    "arm64",
    "armv6l",
    "386",
    "ppc64le",
    "s390x",
    "riscv64",
    "loong64",
    "ppc64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
)


class Download:
    """One Go version that one RUN or ADD fetches.

    ``versions`` are the places its text is written at, ``checksums`` the sha256 sums that belong to it (text, place); a
    place is None when it is not one stretch of the file. ``checked``: whether the archive is verified in any way.
    """

    __slots__ = ("checked", "checksums", "instruction", "version", "versions")

    def __init__(
        self,
        instruction: Instruction,
        version: str,
        versions: list[Span | None],
        checksums: list[tuple[str, Span | None]],
        checked: bool,
    ) -> None:
        self.instruction = instruction
        self.version = version
        self.versions = versions
        self.checksums = checksums
        self.checked = checked


def downloads(stage: Stage) -> Iterator[Download]:
    for instruction in stage.instructions:
        if (
            instruction.keyword in ("RUN", "ADD")
            and ".linux-" in instruction.logical
            and ".tar.gz" in instruction.logical
        ):
            yield from _in(stage, instruction)


def _in(stage: Stage, instruction: Instruction) -> Iterator[Download]:
    text = instruction.logical
    places: dict[str, list[Span | None]] = {}
    verified = _CHECKS.search(text) is not None
    for match in _ARCHIVE.finditer(text):
        verified = verified or match["side"] is not None
        found = _version(stage, instruction, match)
        if found is not None:
            version, span = found
            known = places.setdefault(version, [])
            if span not in known:
                known.append(span)
    checksums = _checksums(stage, instruction)
    for version, spans in places.items():
        yield Download(instruction, version, spans, checksums, verified or bool(checksums))


def _version(stage: Stage, instruction: Instruction, match: re.Match[str]) -> tuple[str, Span | None] | None:
    """The version that an archive's name holds, and where it is written; None when the file does not tell it."""
    name = match["name"]
    if name is None:
        return (match["version"], _place(instruction, *match.span("version"))) if match["go"] else None
    text = instruction.logical
    set_here = re.search(rf"(?<![\w$]){name}=[\"']?(?:go)?([0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{1,2}})(?=[\"'\s;&]|$)", text)
    if set_here is not None:
        return set_here[1], _place(instruction, *set_here.span(1))
    variable = stage.scope.variables.get(name)
    value = variable.value if variable is not None else None
    number = _VALUE.match(value.text) if value is not None else None
    if value is None or number is None or (match["go"] is None) != value.text.startswith("go"):
        return None
    return number[1], value.span_of(*number.span(1))


def _checksums(stage: Stage, instruction: Instruction) -> list[tuple[str, Span | None]]:
    """The sha256 sums in the instruction and in the variables it uses."""
    text = instruction.logical
    found = [(match.group(), _place(instruction, *match.span())) for match in _HEX.finditer(text)]
    for flag in instruction.flags:
        value = flag.value or ""
        at = value.removeprefix("sha256:")
        if flag.name == "checksum" and _HEX.fullmatch(at):
            start = flag.value_start + len(value) - len(at)
            if (at, Span(start, start + len(at))) not in found:
                found.append((at, Span(start, start + len(at))))
    for name in dict.fromkeys(_NAME.findall(text)):
        variable = stage.scope.variables.get(name)
        if variable is not None and variable.value is not None and _HEX.fullmatch(variable.value.text):
            found.append((variable.value.text, variable.value.span()))
    return found


def _place(instruction: Instruction, start: int, end: int) -> Span | None:
    return instruction.span_of(start, end) if instruction.contiguous(start, end) else None
