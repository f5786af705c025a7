from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize(
    "text",
    [
        "EXPOSE 65535\n",
        "EXPOSE 0065535/tcp 0\n",
        "EXPOSE 8000-8010\n",
        "EXPOSE $PORT\n",
        "EXPOSE x70000\n",
        "ONBUILD EXPOSE 70000\n",
        "ENV PORT=8000\nEXPOSE $PORT\n",
    ],
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3011").findings(HEAD + text) == []


@pytest.mark.parametrize(
    ("text", "words", "trivy"),
    [
        ("EXPOSE 65536\n", ["65536"], True),
        ("expose 80 \\\n  70000/udp 9\n", ["70000/udp"], True),
        ("EXPOSE 80-70000\n", ["80-70000"], False),
        ("EXPOSE 070000-1\n", ["070000-1"], False),
        ("EXPOSE 70000:80\n", ["70000:80"], False),
        ("EXPOSE 127.0.0.1:80:70000/sctp\n", ["127.0.0.1:80:70000/sctp"], False),
        ("ENV PORT=70000\nEXPOSE $PORT\n", ["$PORT"], False),
        ("EXPOSE " + "9" * 5000 + "\n", ["9" * 5000], True),
    ],
)
def test_found_at_the_word(rules: Any, text: str, words: list[str], trivy: bool) -> None:
    assert [place[2] for place in rules("DL3011").places(HEAD + text)] == words
    assert ("DS-0008" in rules("DL3011").findings(HEAD + text)[0].same_as) is trivy


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3011", profile="hadolint")
    assert lint.findings(HEAD + "ENV PORT=70000\nEXPOSE $PORT\n") == []
    assert [place[:2] for place in lint.places(HEAD + "EXPOSE 1 \\\n 70000 70001\n")] == [(2, 1)]
