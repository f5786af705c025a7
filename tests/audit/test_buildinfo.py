from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.audit.buildinfo import BuildInfo, Module, parse


def test_lines_of_every_kind() -> None:
    text = (
        "path\tcommand-line-arguments\n"
        "mod\texample.com/app\t(devel)\t\n"
        "dep\texample.com/a\tv1.0.0\th1:a=\n"
        "dep\texample.com/b\tv1.1.0\n"
        "=>\t../b\t(devel)\t\n"
        "other\tof a later Go\n"
        'build\t-ldflags="-s -w -X main.v=\\"1\\""\n'
        "build\tCGO_ENABLED=0\n"
        "build\tvcs.time=\n"
        'build\t"odd key"=x\n'
    )
    info = parse("go1.22.1", text)
    assert info.path == "command-line-arguments"
    assert info.main == Module("example.com/app", "(devel)")
    assert info.deps == (
        Module("example.com/a", "v1.0.0", "h1:a="),
        Module("example.com/b", "v1.1.0", "", Module("../b", "(devel)")),
    )
    assert dict(info.settings) == {
        "-ldflags": '-s -w -X main.v="1"',
        "CGO_ENABLED": "0",
        "vcs.time": "",
        "odd key": "x",
    }
    assert info.setting("CGO_ENABLED") == "0"
    assert info.setting("GOOS") == ""


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('"a b"', "a b"),
        ("`a b`", "a b"),
        (r'"\u00e9\x41\101\n\t\\"', "éAA\n\t\\"),
        (r'"\U0010ffff"', "\U0010ffff"),
        (r'"\U00110000"', r"\U00110000"),
        (r'"\xff"', "\udcff"),
        ('"no end', '"no end'),
        ("`no end", "`no end"),
    ],
)
def test_values_in_quotes(written: str, value: str) -> None:
    assert parse("go1.22", f"build\tk={written}").setting("k") == value


@pytest.mark.parametrize("line", ["build\tno value", 'build\t"key" no value', "=>\tof nothing\tv1", "\t\t", "mod"])
def test_lines_that_say_nothing(line: str) -> None:
    info = parse("go1.22", line)
    assert info.settings == ()
    assert info.deps == ()


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(parse("go1.22", text), BuildInfo)
    assert isinstance(parse("go1.22", f"build\tx={text}\nbuild\t{text}"), BuildInfo)


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_what_is_quoted_comes_back(value: str) -> None:
    """JSON quotes ASCII as Go does, but for DEL, which either may leave alone."""
    written = json.dumps(value).replace("\\/", "/")
    assert parse("go1.22", f"build\tk={written}").setting("k") == value
