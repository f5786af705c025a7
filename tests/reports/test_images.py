from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.reports.images import cut, forms, full

DIGEST = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("alpine", "docker.io/library/alpine"),
        ("alpine:3.19", "docker.io/library/alpine:3.19"),
        ("acme/app", "docker.io/acme/app"),
        ("index.docker.io/library/alpine", "docker.io/library/alpine"),
        ("docker.io/alpine", "docker.io/library/alpine"),
        ("ghcr.io/acme/app:1", "ghcr.io/acme/app:1"),
        ("localhost/app", "localhost/app"),
        ("reg:5000/app", "reg:5000/app"),
        (f"alpine@{DIGEST}", f"docker.io/library/alpine@{DIGEST}"),
        ("*/app", "*/app"),
        ("ghcr.io/*", "ghcr.io/*"),
        (DIGEST, DIGEST),
    ],
)
def test_full(name: str, wanted: str) -> None:
    assert full(name) == wanted


def test_cut() -> None:
    assert cut(f"reg:5000/a/b:1@{DIGEST}") == ("reg:5000/a/b", "1", DIGEST)
    assert cut("reg:5000/a") == ("reg:5000/a", "", "")
    assert cut(DIGEST) == ("", "", DIGEST)


def test_forms() -> None:
    assert forms("alpine") == ["docker.io/library/alpine", "docker.io/library/alpine:latest"]
    assert set(forms(f"a.b/c:1@{DIGEST}")) == {
        "a.b/c",
        "a.b/c:1",
        f"a.b/c@{DIGEST}",
        f"a.b/c:1@{DIGEST}",
        DIGEST,
    }


@given(st.text(max_size=40))
def test_a_name_in_full_stays_as_it_is(name: str) -> None:
    assert full(full(name)) == full(name)
    assert forms(name)
