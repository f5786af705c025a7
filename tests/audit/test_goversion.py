from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.audit import goversion
from dockerpatch.audit.goversion import CHANGED, DEVELOPMENT, RELEASE, UNREADABLE, parse


@pytest.mark.parametrize(
    ("text", "kind", "version", "line", "word"),
    [
        ("go1.21.13", RELEASE, "1.21.13", "1.21", ""),
        ("go1.13", RELEASE, "1.13", "1.13", ""),
        ("go1.22rc1", RELEASE, "1.22rc1", "1.22", ""),
        ("go1.18beta2", RELEASE, "1.18beta2", "1.18", ""),
        ("go1.21.5 X:boringcrypto", RELEASE, "1.21.5", "1.21", "GOEXPERIMENT=boringcrypto"),
        ("go1.24.1-X:jsonv2,synctest", RELEASE, "1.24.1", "1.24", "GOEXPERIMENT=jsonv2,synctest"),
        ("go1.22.3-custom", CHANGED, "1.22.3", "1.22", "a changed Go (custom)"),
        ("go1.20.12 (Red Hat 1.20.12-1.el9_3)", CHANGED, "1.20.12", "1.20", "Red Hat"),
        ("go1.23.4+dirty", CHANGED, "1.23.4", "1.23", "a changed Go (dirty)"),
        ("go1.18 gccgo (Debian 12.2.0-14) 12.2.0", DEVELOPMENT, "", "1.18", "gccgo"),
        ("devel go1.22-abcdef0123 Tue Nov 7 2023", DEVELOPMENT, "", "1.22", "on the way to Go 1.22"),
        ("devel +abcdef0123 Tue Nov 7 2023", DEVELOPMENT, "", "", "of no line that it names"),
        (
            "go1.25-20250209-RC00 cl/724970549 +ff27d270c9 X:fieldtrack",
            DEVELOPMENT,
            "",
            "1.25",
            "on the way to Go 1.25",
        ),
        ("1.21.5", UNREADABLE, "", "", "of no form"),
        ("go", UNREADABLE, "", "", "of no form"),
        ("go1.21.5.6", UNREADABLE, "", "", "of no form"),
        ("", UNREADABLE, "", "", "of no form"),
    ],
)
def test_versions(text: str, kind: str, version: str, line: str, word: str) -> None:
    found = parse(text)
    assert (found.kind, found.version, found.line) == (kind, version, line)
    assert word in found.remark
    assert bool(word) == bool(found.remark)


def test_order() -> None:
    order = ["1.9.7", "1.20", "1.20.1", "1.21beta1", "1.21rc2", "1.21rc10", "1.21.0", "1.21.10"]
    assert sorted(order, key=goversion.number) == order
    assert goversion.number("1.21") == goversion.number("1.21.0")
    assert goversion.number("x") == ()


@given(st.text(max_size=60) | st.from_regex(r"(devel )?go1\.[0-9]{1,3}.{0,20}", fullmatch=True))
def test_any_text_is_a_version_or_none(text: str) -> None:
    found = parse(text)
    assert found.text == text
    assert bool(found.version) == (found.kind in (RELEASE, CHANGED))
