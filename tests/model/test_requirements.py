from __future__ import annotations

import pytest

from dockerpatch.model.requirements import has_version, is_local, is_plain

WITH = [
    "a==1",
    "a>=1,<2",
    "a[x]~=1.0",
    "a===1",
    "a == 1 ; python_version < '3'",
    ".",
    "./a",
    "../a[x]",
    ".[x]",
    "a/b",
    "~/a",
    "/a",
    "a.whl",
    "a-1.tar.gz",
    "https://example.com/a.zip",
    "a @ https://example.com/a.zip",
    "a[x]@https://example.com/a.zip",
    "git+https://example.com/a@v1#egg=a",
    "a @ git+ssh://git@example.com/a@v1",
    "==1",
    "a b==1",
    "",
]
WITHOUT = [
    "a",
    "a-b.c_d",
    "a[x,y]",
    "a ; python_version < '3'",
    "git+https://example.com/a",
    "git+https://user@example.com/a.git#egg=a",
    "git+ssh://git@example.com/a",
    "a @ git+https://example.com/a",
    "hg+https://example.com/a",
]


@pytest.mark.parametrize("text", WITH)
def test_with_a_version(text: str) -> None:
    assert has_version(text)


@pytest.mark.parametrize("text", WITHOUT)
def test_without_a_version(text: str) -> None:
    assert not has_version(text)


def test_names_and_paths() -> None:
    assert is_plain("a[x]")
    assert not is_plain("a==1")
    assert not is_plain("a.zip")
    assert is_local("a/b")
    assert not is_local("https://a/b")
