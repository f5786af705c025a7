from __future__ import annotations

import pytest

from dockerpatch.model.commands import run_commands
from dockerpatch.model.language_tools import GEM, GO, NPM, PIP, YARN, Call, read_call
from dockerpatch.syntax.dockerfile import parse


def read(tool: str, text: str) -> Call:
    (instruction,) = parse(f"RUN {tool} {text}\n").instructions
    return read_call(tool, run_commands(instruction).commands[0].words[1:])


CALLS = [
    (PIP, "-q install -r a -qr b c --target=d e -- -f", "install", ["c", "e", "-f"]),
    (PIP, "install -i x -C y --no-deps a", "install", ["a"]),
    (NPM, "--loglevel warn install -g a --unsafe-perm true b -- c", "install", ["a", "b"]),
    (GEM, "install -v 1 a -P x b -- c", "install", ["a", "b"]),
    (GO, "-C x install -ldflags '-s -w' -tags=a --mod mod b", "install", ["b"]),
    (YARN, "--cwd x global add a", "global", ["add", "a"]),
]


@pytest.mark.parametrize(("tool", "text", "command", "operands"), CALLS)
def test_words(tool: str, text: str, command: str, operands: list[str]) -> None:
    call = read(tool, text)
    assert call.command is not None
    assert call.command.value == command
    assert [word.value for word in call.operands] == operands


def test_options() -> None:
    call = read(PIP, 'install -qr a --cache-dir=b --trusted-host "$C" -rd')
    assert call.has("-q")
    assert not call.has("-x")
    assert call.values("-r") == ["a", "d"]
    assert call.values("--cache-dir") == ["b"]
    assert call.values("--trusted-host") == [None]


def test_no_command() -> None:
    call = read(YARN, "--production")
    assert call.command is None
    assert call.operands == []
