from __future__ import annotations

from typing import Any

HEAD = "FROM debian:13 AS a\n"


def test_found(rules: Any) -> None:
    lint = rules("DL3067")
    for line in ("/ /", '"/" /', "/. /", "// /.", "/x / /"):
        assert len(lint.findings(HEAD + f"FROM debian:13\nCOPY --from=a {line}\n")) == 1, line
    assert lint.places(HEAD + 'FROM debian:13\nCOPY --from=a ["/", "/"]\n') == [(3, 16, '"/"')]


def test_silent(rules: Any) -> None:
    lint = rules("DL3067")
    for line in ("COPY --from=a / /x", "COPY --from=a /x /", "COPY / /", "COPY --from=a /* /", "ADD / /"):
        assert lint.findings(HEAD + f"FROM debian:13\n{line}\n") == [], line
    assert lint.findings(HEAD + "FROM scratch AS b\nFROM b\nCOPY --from=a / /\n") == []


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3067", profile="hadolint")
    assert len(lint.findings(HEAD + "FROM scratch\nCOPY --from=a / /\n")) == 1
    assert lint.findings(HEAD + "FROM debian:13\nCOPY --from=a /. /\nONBUILD COPY --from=a / /\n") == []
