from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.syntax.gomod import parse


def test_the_lines_about_go_and_where_they_are() -> None:
    text = (
        "// a comment\nmodule example.com/app // the app\n\ngo 1.21.0\n\ntoolchain go1.22.3 // tested\n\n"
        "require (\n\tgo.uber.org/zap v1.0.0\n)\n"
    )
    found = parse(text)
    assert found.module == "example.com/app"
    assert found.go is not None
    assert found.toolchain is not None
    assert found.go[0] == found.go[1].text(text) == "1.21.0"
    assert found.toolchain[0] == found.toolchain[1].text(text) == "go1.22.3"


@pytest.mark.parametrize(
    "text", ['module "example.com/app"\r\n', "module `example.com/app`", "\tmodule\texample.com/app\n"]
)
def test_ways_to_write_it(text: str) -> None:
    assert parse(text).module == "example.com/app"


@pytest.mark.parametrize(
    "text", ["", "go.uber.org/zap v1\n", "// go 1.21\n", "golang 1.21\n", "go (\n1.21\n)\n", "go\n"]
)
def test_what_is_no_such_line(text: str) -> None:
    found = parse(text)
    assert (found.module, found.go, found.toolchain) == ("", None, None)


@given(st.text(st.sampled_from('go module toolchain 1."`\\/\n\r\t '), max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = parse(text)
    for one in (found.go, found.toolchain):
        assert one is None or one[1].text(text) == one[0]
