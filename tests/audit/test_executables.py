"""Constructed executables: where the build information is found, and what becomes of damaged ones."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.audit.buildinfo import Module
from dockerpatch.audit.executables.catalog import reader_of
from dockerpatch.audit.found import Program, Unknown
from dockerpatch.audit.search import NONE, PACKED, STRIPPED

from .conftest import problems, programs, walked
from .made import DATA, MODULES, SETTINGS, elf, framed, inline, macho, pe, universal

ORDERS = [(wide, big) for wide in (True, False) for big in (True, False)]


def one(data: bytes) -> Program:
    (event,) = walked(data)
    assert isinstance(event, Program), event
    return event


def check(program: Program, version: str) -> None:
    info = program.info
    assert info.version == version
    assert info.path == "example.com/app/cmd/app"
    assert info.main == Module("example.com/app", "v1.2.3", "h1:abc=")
    assert info.deps == (Module("example.com/lib", "v0.1.0", "", Module("example.com/fork", "v0.1.1", "h1:def=")),)
    assert not program.outside


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(("wide", "big"), ORDERS)
def test_elf(old: bool, named: bool, wide: bool, big: bool) -> None:
    program = one(elf("go1.16.5", old=old, named=named, wide=wide, big=big))
    check(program, "go1.16.5")
    assert program.format == "ELF"
    assert program.info.setting("GOARCH") == "amd64"
    assert program.goos == "linux"


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(("wide", "big"), ORDERS)
def test_macho(old: bool, named: bool, wide: bool, big: bool) -> None:
    program = one(macho("go1.17.1", old=old, named=named, wide=wide, big=big))
    check(program, "go1.17.1")
    assert (program.format, program.goos, program.goarch) == ("Mach-O", "", "amd64")


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize("wide", [True, False])
def test_pe(old: bool, wide: bool) -> None:
    program = one(pe("go1.13", old=old, wide=wide))
    check(program, "go1.13")
    assert (program.format, program.goos, program.goarch) == ("PE", "windows", "amd64")


def test_each_architecture_of_a_universal_file() -> None:
    data = universal((0x01000007, macho("go1.21.1")), (0x0100000C, macho("go1.21.2", machine=0x0100000C)))
    found = [(event.slice, event.info.version) for event in walked(data) if isinstance(event, Program)]
    assert found == [("amd64", "go1.21.1"), ("arm64", "go1.21.2")]


@pytest.mark.parametrize(
    ("machine", "wide", "big", "arch"),
    [(62, True, False, "amd64"), (8, False, True, "mips"), (8, True, False, "mips64le"), (21, True, True, "ppc64")],
)
def test_the_machine_of_an_elf_file(machine: int, wide: bool, big: bool, arch: str) -> None:
    assert one(elf(modules=MODULES, machine=machine, wide=wide, big=big)).goarch == arch


def test_a_block_counts_only_where_16_divides_its_address() -> None:
    """Eight bytes further it is no linker's: then it may be that of a file inside, and is marked so."""
    assert not one(elf(shift=16)).outside
    assert one(elf(shift=8)).outside


def test_what_only_looks_like_a_block_is_passed_by() -> None:
    decoy = b"\xff Go buildinf:\x08\x02" + bytes(16) + b"\x7f" + b"x" * 16
    data = elf(data=decoy + bytes(-len(decoy) % 16) + inline("go1.22.1"))
    assert one(data).info.version == "go1.22.1"


def test_text_outside_of_the_data_is_no_version() -> None:
    data = bytearray(elf(data=bytes(64)))
    fake = inline("1.22", "")
    data[0x200 : 0x200 + len(fake)] = fake
    assert walked(bytes(data)) == [Unknown(walked(bytes(data))[0].place, "ELF", NONE)]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (elf(data=bytes(64)), NONE),
        (elf(data=b'\xff Go build ID: "abc/def"\n'), STRIPPED),
        (elf(data=b"\4\0\0\0\x10\0\0\0\4\0\0\0Go\0\0abc/def"), STRIPPED),
        (elf(data=b"x" * 100 + b"UPX!" + bytes(9)), PACKED),
    ],
)
def test_executables_that_say_nothing(data: bytes, why: str) -> None:
    (event,) = walked(data)
    assert isinstance(event, Unknown)
    assert event.why == why


@pytest.mark.parametrize(
    "data",
    [b"", b"M", b"MZ", b"MZ: text that is longer than a header of 64 bytes, and no more than text.", b"#!/bin/sh\n",
     b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(99), b"\x7fEL", b"text" * 50],
)  # fmt: skip
def test_what_is_no_executable_is_nothing(data: bytes) -> None:
    assert walked(data) == []


@pytest.mark.parametrize(
    "whole",
    [elf(named=True), elf(old=True, wide=False), macho(old=True), pe(old=True), universal((7, macho()), (12, macho()))],
    ids=["elf", "elf32", "macho", "pe", "universal"],
)
def test_cut_short_anywhere_it_is_a_clear_error(whole: bytes) -> None:
    magic = 8 if whole[:4] == b"\xca\xfe\xba\xbe" else 4
    last = len(whole.rstrip(b"\0"))
    for size in [*range(magic, 700, 7), *range(DATA - 9, last, 13)]:
        (event,) = walked(whole[:size])
        assert type(event).__name__ == "Problem", size
        assert event.kind == "damaged"  # type: ignore[union-attr]
        assert "cut short" in event.message  # type: ignore[union-attr]


def test_the_companion_with_debug_symbols_is_whole() -> None:
    """It keeps the program headers of a file whose bytes it has not; its sections are all there."""
    whole = bytearray(elf(named=True, data=bytes(16)))
    whole[64 + 56 + 32 : 64 + 56 + 40] = (1 << 30).to_bytes(8, "little")
    (event,) = walked(bytes(whole))
    assert isinstance(event, Unknown)


@pytest.mark.parametrize("data", [b"\x7fELF\x03\x01" + bytes(60), b"\x7fELF\x02\x09" + bytes(60)])
def test_an_elf_file_of_no_class_there_is(data: bytes) -> None:
    ((_, kind, message),) = problems(data)
    assert kind == "damaged"
    assert "its class or byte order" in message


@given(st.sampled_from([elf(named=True), elf(old=True), macho(), pe(), universal((7, macho()))]), st.data())
def test_damage_is_told_or_not_there(whole: bytes, data: st.DataObject) -> None:
    """Whatever the bytes, there are events and never an exception."""
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, 600) | st.integers(0, len(whole) - 1))
        damaged[at] = data.draw(st.sampled_from([0, 1, 2, 0x7F, 0x80, 0xFF]) | st.integers(0, 255))
    walked(bytes(damaged))


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\x7fELF\2\1\1", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe\0\0\0\2"]),
)
def test_any_bytes_are_an_executable_or_none(tail: bytes, head: bytes) -> None:
    walked(head + tail)
    reader_of(head + tail)


def test_many_blocks_that_cannot_be_read_take_time_in_proportion() -> None:
    """Each repeats the magic and claims texts as long as can be: four times as many may not take sixteen times."""
    decoy = (b"\xff Go buildinf:\x08\x02" + bytes(16) + b"\xff\xff\xff\x01").ljust(48, b"a")

    def taken(count: int) -> float:
        data = elf(data=decoy * count)
        best = 1e9
        for _ in range(3):
            start = time.process_time()
            walked(data)
            best = min(best, time.process_time() - start)
        return best

    few, many = taken(50_000), taken(200_000)
    assert many < 8 * few + 0.05


def test_module_lines_without_a_frame_are_none() -> None:
    data = MODULES.encode()
    block = inline("go1.20", "")[:-1] + bytes([0x80 | len(data) & 0x7F, len(data) >> 7]) + data
    program = one(elf(data=block))
    assert program.info.version == "go1.20"
    assert program.info.main is None
    assert framed(MODULES)[16:-16] == data


def test_a_program_in_a_folder_called_as_it_is() -> None:
    assert programs(elf(), "bin/app") == {"bin/app": "go1.21.6"}
    assert one(elf(modules=MODULES + SETTINGS)).info.settings[0] == ("GOOS", "linux")
