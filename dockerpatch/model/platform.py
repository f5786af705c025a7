"""Platforms as BuildKit writes them (``linux/arm64/v8``), and its own arguments for them. It never asks a machine.

What a specifier leaves open is filled as on a Linux machine with an amd64 processor.
"""

from __future__ import annotations

import re

ARGUMENTS = {
    "BUILDPLATFORM": "linux/amd64",
    "BUILDOS": "linux",
    "BUILDOSVERSION": "",
    "BUILDARCH": "amd64",
    "BUILDVARIANT": "",
    "TARGETPLATFORM": "linux/amd64",
    "TARGETOS": "linux",
    "TARGETOSVERSION": "",
    "TARGETARCH": "amd64",
    "TARGETVARIANT": "",
    "TARGETSTAGE": "default",
}
"""What BuildKit defines for every FROM, and a value that it may have."""

_SYSTEMS = frozenset(
    "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows"
    " zos".split()
)
_PROCESSORS = frozenset(
    "386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le"
    " ppc riscv riscv64 s390 s390x sparc sparc64 wasm".split()
)
_ALIASES = {"i386": "386", "x86_64": "amd64", "x86-64": "amd64", "aarch64": "arm64", "armhf": "arm", "armel": "arm"}
_SYSTEM = r"([A-Za-z0-9_-]+)(?:\([A-Za-z0-9_.+-]*\))?"
_PART = r"[A-Za-z0-9_.-]+"


class Platform:
    """An operating system and a processor, in lower case and by their usual names."""

    __slots__ = ("architecture", "os")

    def __init__(self, os: str, architecture: str) -> None:
        self.os = os
        self.architecture = architecture

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Platform) and (self.os, self.architecture) == (other.os, other.architecture)

    def __hash__(self) -> int:
        return hash((self.os, self.architecture))

    def __repr__(self) -> str:
        return f"Platform({str(self)!r})"

    def __str__(self) -> str:
        return f"{self.os}/{self.architecture}"


def parse(text: str) -> Platform | None:
    """The platform that ``text`` names; None when BuildKit cannot read it."""
    parts = text.split("/")
    system = re.fullmatch(_SYSTEM, parts[0])
    if len(parts) > 3 or system is None or not all(re.fullmatch(_PART, part) for part in parts[1:]):
        return None
    os = _system(system[1])
    if len(parts) > 1:
        return Platform(os, _processor(parts[1]))
    if os in _SYSTEMS:
        return Platform(os, "amd64")
    architecture = _processor(parts[0])
    return Platform("linux", architecture) if architecture in _PROCESSORS else None


def _system(name: str) -> str:
    lowered = name.lower()
    return "darwin" if lowered == "macos" else lowered


def _processor(name: str) -> str:
    lowered = name.lower()
    return _ALIASES.get(lowered, lowered)
