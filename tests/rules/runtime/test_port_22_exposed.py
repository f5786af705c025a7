from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize(
    "text",
    ["EXPOSE 222\n", "EXPOSE 22:80\n", "EXPOSE $PORT\n", "ONBUILD EXPOSE 22\n", "EXPOSE 23-80\n", "EXPOSE 22x\n"],
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP472").findings(HEAD + text) == []


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("22", {"DS-0004", "CKV_DOCKER_1", "kics/exposing_port_22"}),
        ("22/tcp", {"DS-0004", "CKV_DOCKER_1", "kics/exposing_port_22"}),
        ("22/udp", {"DS-0004"}),
        ("22/TCP", set()),
        ("20-25", set()),
        ("2222:22", set()),
    ],
)
def test_found(rules: Any, word: str, names: set[str]) -> None:
    assert set(rules("DP472").only(f"{HEAD}EXPOSE 80 {word}\n").same_as) == names


def test_checkov_names_the_first_only(rules: Any) -> None:
    first, second = rules("DP472").findings(HEAD + "EXPOSE 22\nEXPOSE 22\n")
    assert "CKV_DOCKER_1" in first.same_as
    assert "CKV_DOCKER_1" not in second.same_as


FIXED = [
    ("EXPOSE 22 80\n", "EXPOSE 80\n"),
    ("EXPOSE 80\t22/tcp 443\n", "EXPOSE 80 443\n"),
    ("EXPOSE 80 \\\r\n  22 \\\r\n  443\r\n", "EXPOSE 80 \\\r\n  443\r\n"),
    ("EXPOSE 22 \\\n  80\n", "EXPOSE \\\n  80\n"),
    ("EXPOSE 22\n", ""),
    ("RUN x\n\nEXPOSE 22\n\nCMD []\n", "RUN x\n\nCMD []\n"),
    ("RUN x\nEXPOSE 22", "RUN x"),
    ("EXPOSE 2222:22 80\n", "EXPOSE 80\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    assert rules("DP472").fixed(HEAD + text, unsafe=True) == HEAD + fixed
    assert rules("DP472").fixed(HEAD + text) == HEAD + text


LEFT = [
    "EXPOSE 20-25\n",
    "# for the backup\nEXPOSE 22\n",
    "EXPOSE 80 \\\n  22\n",
    "ENV P=22\nEXPOSE $P\n",
    'EXPOSE 22\nCMD ["/usr/sbin/sshd", "-D"]\n',
    "EXPOSE \\\n # why\n 22\n",
    "EXPOSE 80 \\\n # why\n 22 \\\n 443\n",
]


@pytest.mark.parametrize("text", LEFT)
def test_no_fix_where_something_would_be_lost(rules: Any, text: str) -> None:
    assert rules("DP472").findings(HEAD + text)
    assert rules("DP472").fixed(HEAD + text, unsafe=True) == HEAD + text
