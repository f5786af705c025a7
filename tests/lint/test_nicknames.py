"""The names of Trivy and KICS that no rule has are those of checks that rules have."""

from __future__ import annotations

import re

import pytest

from dockerpatch.lint.names import canonical
from dockerpatch.lint.nicknames import known_to_kics, of_kics, of_trivy


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("DS-0001", ("DS-0001",)),
        ("avd-ds-0001", ("DS-0001",)),
        ("DS026", ("DS-0026",)),
        ("No-Healthcheck", ("DS-0026",)),
        ("docker-no-healthcheck", ("DS-0026",)),
        ("dockerfile-no-healthcheck", ("DS-0026",)),
        ("only-one-*", ("DS-0007", "DS-0016", "DS-0023")),
        ("*-over-*", ("DS-0005", "DS-0013")),
        ("AVD-AWS-0001", ("AVD-AWS-0001",)),
        ("aws-*", ()),
        ("no-such-check", ("NO-SUCH-CHECK",)),
    ],
)
def test_trivy(name: str, codes: tuple[str, ...]) -> None:
    assert of_trivy(name) == codes


def test_kics() -> None:
    assert of_kics("9efb0b2d-89c9-41a3-91ca-dcc0aec911fd") == ("DL3006",)
    assert of_kics("FD54F200-402C-4333-A5A4-36EF6709AF2F") == ("CKV_DOCKER_3", "MISSING-USER")
    assert of_kics("00000000-0000-0000-0000-000000000000") == ("00000000-0000-0000-0000-000000000000",)
    assert all(name == canonical(name) for name in known_to_kics())
    assert all(re.fullmatch(r"[A-Z][A-Z0-9_]+|(?:[A-Z]+-)+[A-Z]+|DS-\d{4}", name) for name in known_to_kics())
