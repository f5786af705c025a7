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

    from .rule import Context

_ARCHIVE = re.compile(
    r"(?<![A-Za-z0-9_.-])(?P<go>go)?(?P<version>[0-9]{1,3}(?:\.[0-9]{1,3}){1,2}|\$\{?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}?)\.linux-"
    r"(?P<arch>[a-z0-9]{2,10}|\$\([^()\n]{1,80}\)|[^\s\"';&|/]{1,60}?)\.tar\.gz(?P<side>\.sha256|\.asc)?"
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


class _Text:
    """A text of an instruction, and where it stands: the joined line (``start`` -1), or a heredoc from ``start`` on."""

    __slots__ = ("instruction", "start", "text")

    def __init__(self, instruction: Instruction, text: str, start: int = -1) -> None:
        self.instruction = instruction
        self.text = text
        self.start = start

    def place(self, start: int, end: int) -> Span | None:
        if self.start >= 0:
            return Span(self.start + start, self.start + end)
        instruction = self.instruction
        return instruction.span_of(start, end) if instruction.contiguous(start, end) else None


def _texts(instruction: Instruction) -> list[_Text]:
    bodies = [
        _Text(instruction, one.content, one.start)
        for one in instruction.heredocs
        if len(one.content) == one.end - one.start
    ]
    return [_Text(instruction, instruction.logical), *bodies]


def downloads(stage: Stage) -> Iterator[Download]:
    """The Go archives that the stage fetches, or whose names it sets for a command to fetch."""
    last_check = -2
    for instruction in stage.instructions:
        if instruction.keyword in ("RUN", "ADD", "ENV", "ARG"):
            texts = _texts(instruction)
            if any(".linux-" in one.text and ".tar.gz" in one.text for one in texts):
                if last_check == -2:
                    last_check = _last_check(stage)
                yield from _in(stage, instruction, texts, last_check >= instruction.start)


def _last_check(stage: Stage) -> int:
    """Where the last RUN that verifies something starts; -1 without one."""
    for each in reversed(stage.instructions):
        if each.keyword == "RUN" and any(_CHECKS.search(one.text) for one in _texts(each)):
            return each.start
    return -1


def _in(stage: Stage, instruction: Instruction, texts: list[_Text], verified: bool) -> Iterator[Download]:
    """The archives that one instruction names; ``verified``: whether a command here or later verifies one."""
    places: dict[str, list[Span | None]] = {}
    for text in texts:
        for match in _ARCHIVE.finditer(text.text):
            verified = verified or match["side"] is not None
            found = _version(stage, text, match)
            if found is not None:
                version, span = found
                known = places.setdefault(version, [])
                if span not in known:
                    known.append(span)
    if not places:
        return
    checksums = _checksums(stage, instruction, texts)
    for version, spans in places.items():
        yield Download(instruction, version, spans, checksums, verified or bool(checksums))


def _version(stage: Stage, text: _Text, match: re.Match[str]) -> tuple[str, Span | None] | None:
    """The version that an archive's name holds, and where it is written; None when the file does not tell it."""
    name = match["name"]
    if name is None:
        return (match["version"], text.place(*match.span("version"))) if match["go"] else None
    pattern = rf"(?<![\w$]){name}=[\"']?(?P<go>go)?([0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{1,2}})(?=[\"'\s;&]|$)"
    set_here = re.search(pattern, text.text)
    if set_here is not None:
        fits = (match["go"] is None) == (set_here["go"] is not None)
        return (set_here[2], text.place(*set_here.span(2))) if fits else None
    variable = stage.scope.variables.get(name)
    value = variable.value if variable is not None else None
    number = _VALUE.match(value.text) if value is not None else None
    if value is None or number is None or (match["go"] is None) != value.text.startswith("go"):
        return None
    return number[1], value.span_of(*number.span(1))


def _checksums(stage: Stage, instruction: Instruction, texts: list[_Text]) -> list[tuple[str, Span | None]]:
    """The sha256 sums in the instruction and in the variables it uses."""
    found = [(match.group(), text.place(*match.span())) for text in texts for match in _HEX.finditer(text.text)]
    for flag in instruction.flags:
        value = flag.value or ""
        at = value.removeprefix("sha256:")
        if flag.name == "checksum" and _HEX.fullmatch(at):
            start = flag.value_start + len(value) - len(at)
            if (at, Span(start, start + len(at))) not in found:
                found.append((at, Span(start, start + len(at))))
    for name in dict.fromkeys(name for text in texts for name in _NAME.findall(text.text)):
        variable = stage.scope.variables.get(name)
        if variable is not None and variable.value is not None and _HEX.fullmatch(variable.value.text):
            found.append((variable.value.text, variable.value.span()))
    return found


def sums_of_go(ctx: Context) -> list[tuple[str, Span]]:
    """Every sha256 sum of the file that stands on a line about Go, and its place; digests of images are none."""
    return ctx.once("sums-of-go", lambda: _sums_of_go(ctx.source.text))


def _sums_of_go(text: str) -> list[tuple[str, Span]]:
    found = []
    for match in _HEX.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        rest = text[match.end() :].split("\n", 1)[0]
        if "@sha256:" not in line[-8:] and re.search(r"go(?![a-z])|golang", line + " " + rest, re.IGNORECASE):
            found.append((match.group(), Span(match.start(), match.end())))
    return found
