"""Executables made by hand, no longer than they must be, in the formats that the audit reads.

No toolchain before Go 1.18 can be had from the packages that the tests may install, so binaries of Go 1.13 to 1.17,
whose build information is two pointers, are constructed here after the description of that format; those of later
versions are built by real toolchains in test_real.py, too.
"""

from __future__ import annotations

import struct

MAGIC = b"\xff Go buildinf:"
FRAME = bytes.fromhex("3077af0c9274080241e1c107e6d618e6"), bytes.fromhex("f932433186182072008242104116d8f2")
MODULES = (
    "path\texample.com/app/cmd/app\n"
    "mod\texample.com/app\tv1.2.3\th1:abc=\n"
    "dep\texample.com/lib\tv0.1.0\n"
    "=>\texample.com/fork\tv0.1.1\th1:def=\n"
)
SETTINGS = "build\tGOOS=linux\nbuild\tGOARCH=amd64\nbuild\tCGO_ENABLED=0\n"

ADDRESS = 0x400000
DATA = 0x1000
"""Where the data segment starts in the file; its address is ADDRESS more."""


def framed(modules: str) -> bytes:
    return FRAME[0] + modules.encode("utf-8", "surrogateescape") + FRAME[1] if modules else b""


def _varint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def inline(version: str, modules: str = MODULES + SETTINGS, width: int = 8) -> bytes:
    """The block as Go 1.18 and later write it."""
    text, lines = version.encode(), framed(modules)
    return MAGIC + bytes([width, 2]) + bytes(16) + _varint(len(text)) + text + _varint(len(lines)) + lines


def pointers(version: str, modules: str, width: int, big: bool, address: int) -> bytes:
    """The block as Go 1.13 to 1.17 write it, to stand at ``address``: all that it points to follows it."""
    order = "big" if big else "little"
    text, lines = version.encode(), framed(modules)
    headers = address + 32
    texts = headers + 4 * width

    def word(number: int) -> bytes:
        return number.to_bytes(width, order)  # type: ignore[arg-type]

    head = (MAGIC + bytes([width, int(big)]) + word(headers) + word(headers + 2 * width)).ljust(32, b"\0")
    strings = word(texts) + word(len(text)) + word(texts + len(text)) + word(len(lines))
    return head + strings + text + lines


def block(
    version: str, old: bool, modules: str, width: int = 8, big: bool = False, address: int = ADDRESS + DATA
) -> bytes:
    return pointers(version, modules, width, big, address) if old else inline(version, modules, width)


def elf(
    version: str = "go1.21.6",
    modules: str = MODULES + SETTINGS,
    *,
    old: bool = False,
    wide: bool = True,
    big: bool = False,
    named: bool = False,
    machine: int = 62,
    shift: int = 0,
    data: bytes | None = None,
) -> bytes:
    """An ELF executable: a segment of code and a writable one; ``named`` gives it the section as well.

    ``shift`` puts the block that far into the data; ``data`` is put there instead of one.
    """
    order = ">" if big else "<"
    body = block(version, old, modules, 8 if wide else 4, big, ADDRESS + DATA + shift) if data is None else data
    body = bytes(shift) + body
    size = 64 if wide else 52
    load = struct.Struct(f"{order}{'IIQQQQQQ' if wide else 'IIIIIIII'}")
    rows = []
    for flags, offset, length in ((5, 0, DATA), (6, DATA, len(body))):
        at = ADDRESS + offset
        values = (
            (1, flags, offset, at, at, length, length, 16) if wide else (1, offset, at, at, length, length, flags, 16)
        )
        rows.append(load.pack(*values))
    names = b"\0.go.buildinfo\0.shstrtab\0"
    section = struct.Struct(f"{order}{'IIQQQQIIQQ' if wide else 'IIIIIIIIII'}")
    at = DATA + len(body)
    table = b""
    if named:
        table = names + b"".join(
            (
                section.pack(*(0,) * 10),
                section.pack(1, 1, 3, ADDRESS + DATA, DATA, len(body), 0, 0, 16, 0),
                section.pack(15, 3, 0, 0, at, len(names), 0, 0, 1, 0),
            )
        )
    ident = b"\x7fELF" + bytes([2 if wide else 1, 2 if big else 1, 1]) + bytes(9)
    head = ident + struct.pack(
        f"{order}HHI{'QQQ' if wide else 'III'}IHHHHHH",
        2, machine, 1, ADDRESS, size, at + len(names) if named else 0, 0, size, load.size, 2,
        section.size if named else 0, 3 if named else 0, 2 if named else 0,
    )  # fmt: skip
    return (head + b"".join(rows)).ljust(DATA, b"\0") + body + table


def macho(
    version: str = "go1.21.6",
    modules: str = MODULES,
    *,
    old: bool = False,
    wide: bool = True,
    big: bool = False,
    named: bool = True,
    machine: int = 0x01000007,
) -> bytes:
    order = ">" if big else "<"
    body = block(version, old, modules, 8 if wide else 4, big)
    segment = struct.Struct(f"{order}2I16s{'4Q' if wide else '4I'}4I")
    section = struct.Struct(f"{order}16s16s{'2Q8I' if wide else '2I7I'}")
    commands = b""
    for name, offset, length, protection, sections in (
        (b"__TEXT", 0, DATA, 5, 0),
        (b"__DATA", DATA, len(body), 3, named),
    ):
        size = segment.size + section.size * sections
        kind = 0x19 if wide else 1
        commands += segment.pack(
            kind, size, name, ADDRESS + offset, length, offset, length, protection, protection, sections, 0
        )
        if sections:
            rest = (4, 0, 0, 0, 0, 0, 0) if wide else (4, 0, 0, 0, 0, 0)
            commands += section.pack(b"__go_buildinfo", name, ADDRESS + offset, length, offset, *rest)
    magic = 0xFEEDFACF if wide else 0xFEEDFACE
    head = struct.pack(f"{order}7I", magic, machine, 0, 2, 2, len(commands), 0) + (bytes(4) if wide else b"")
    return (head + commands).ljust(DATA, b"\0") + body


def universal(*parts: tuple[int, bytes]) -> bytes:
    """Mach-O files of several machines in one."""
    head = struct.pack(">2I", 0xCAFEBABE, len(parts))
    offset, rows, body = 0x1000, b"", b""
    for machine, data in parts:
        rows += struct.pack(">5I", machine, 0, offset + len(body), len(data), 12)
        body += data.ljust(-(-len(data) // 0x1000) * 0x1000, b"\0")
    return (head + rows).ljust(0x1000, b"\0") + body


def pe(
    version: str = "go1.21.6", modules: str = MODULES, *, old: bool = False, wide: bool = True, machine: int = 0x8664
) -> bytes:
    body = block(version, old, modules, 8 if wide else 4)
    raw = body.ljust(-(-len(body) // 512) * 512, b"\0")
    dos = (b"MZ" + bytes(22) + b"\x40\0").ljust(60, b"\0") + struct.pack("<I", 128)
    optional = struct.pack("<H22xQ", 0x20B, ADDRESS) if wide else struct.pack("<H26xI", 0x10B, ADDRESS)
    optional = optional.ljust(240 if wide else 224, b"\0")
    coff = b"PE\0\0" + struct.pack("<HHIIIHH", machine, 2, 0, 0, 0, len(optional), 0x22)
    rows = struct.pack("<8s6I2HI", b".text", DATA, 0x200, 512, 512, 0, 0, 0, 0, 0x60000020)
    rows += struct.pack("<8s6I2HI", b".data", len(body), DATA, len(raw), DATA, 0, 0, 0, 0, 0xC0000040)
    return (dos.ljust(128, b"\0") + coff + optional + rows).ljust(DATA, b"\0") + raw
