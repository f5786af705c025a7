from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize("text", ["apt-get upgrade -y", "apt upgrade", "echo apt-get dist-upgrade", "dnf distro-sync"])
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP411").findings(f"{HEAD}RUN {text} # dist-upgrade\n") == []


NAMES = [
    ("apt-get -y dist-upgrade", {"DS-0024", "avoid-apt-get-upgrade"}),
    ("apt-get update && apt-get dist-upgrade", {"DS-0024", "DS-0017", "avoid-apt-get-upgrade"}),
    ("apt-get update && apt-get -y dist-upgrade && apt-get -y install x", {"DS-0024", "avoid-apt-get-upgrade"}),
    ("apt update && apt full-upgrade -y", {"DS-0017"}),
    ("apt-get dist-upgrade -y", {"avoid-apt-get-upgrade"}),
    ("sudo apt-get -y full-upgrade", set()),
    ("apt full-upgrade", set()),
    ("aptitude dist-upgrade", set()),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_found(rules: Any, text: str, names: set[str]) -> None:
    finding = rules("DP411").only(f"{HEAD}RUN {text}\n")
    assert set(finding.same_as) == names
    assert finding.fix is None


def test_off_by_default(rules: Any) -> None:
    from dockerpatch.rules.catalog import load

    assert [rule.default for rule in load() if rule.code == "DP411"] == [False]
