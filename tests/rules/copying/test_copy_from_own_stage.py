from __future__ import annotations

from typing import Any

HEAD = "FROM debian:13 AS one\nFROM debian:13 AS two\n"


def test_by_name_in_any_case_and_by_number(rules: Any) -> None:
    lint = rules("DL3023")
    assert lint.places(HEAD + "COPY --from=two a b\n") == [(3, 13, "two")]
    assert lint.only(HEAD + "COPY --from=TWO a b\n").same_as == ("DS-0006", "copy-from-own-alias")
    assert lint.only(HEAD + "COPY --from=1 a b\n").same_as == ()


def test_silent(rules: Any) -> None:
    lint = rules("DL3023")
    for line in ("COPY --from=one a b", "COPY --from=0 a b", "COPY a two", "ONBUILD COPY --from=two a b"):
        assert lint.findings(HEAD + line + "\n") == [], line
    assert lint.findings("FROM two\nCOPY --from=two a b\n") == []


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3023", profile="hadolint")
    assert len(lint.findings(HEAD + "COPY --from=two a b\n")) == 1
    for origin in ("TWO", "1", '"two"'):
        assert lint.findings(HEAD + f"COPY --from={origin} a b\n") == [], origin
