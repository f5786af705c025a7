from __future__ import annotations

import pytest

from dockerpatch.model.platform import parse

CASES = [
    ("linux/amd64", "linux/amd64"),
    ("Linux/AMD64", "linux/amd64"),
    ("linux/x86_64", "linux/amd64"),
    ("linux/aarch64/v8", "linux/arm64"),
    ("linux/arm/v7", "linux/arm"),
    ("armhf", "linux/arm"),
    ("arm64", "linux/arm64"),
    ("i386", "linux/386"),
    ("windows", "windows/amd64"),
    ("windows(10.0.17763)/amd64", "windows/amd64"),
    ("macos/arm64", "darwin/arm64"),
    ("foo/bar", "foo/bar"),
    ("foo", None),
    ("", None),
    ("linux/", None),
    ("/amd64", None),
    ("linux/amd64/v1/x", None),
    ("linux/*", None),
    ("linux/amd64,linux/arm64", None),
    ("linux /amd64", None),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_parse(text: str, wanted: str | None) -> None:
    found = parse(text)
    assert (str(found) if found is not None else None) == wanted
