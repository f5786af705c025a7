from __future__ import annotations

from typing import Any


def test_as_buildkit_tests_it(rules: Any) -> None:
    text = """FROM scratch
ARG SECRET_PASSPHRASE
ENV SUPER_Secret=foo
ENV password=bar secret=baz
ARG super_duper_secret_token=foo auth=bar
ENV apikey=bar sunflower=foo
ENV git_key=
ENV PUBLIC_KEY=
ARG public_token
"""
    assert [(line, words) for line, _, words in rules("SecretsUsedInArgOrEnv").places(text)] == [
        (2, "SECRET_PASSPHRASE"),
        (3, "SUPER_Secret"),
        (4, "password"),
        (4, "secret"),
        (5, "super_duper_secret_token"),
        (5, "auth"),
        (6, "apikey"),
        (7, "git_key"),
    ]


def test_silent(rules: Any) -> None:
    text = "ARG TOKEN\nFROM a\nONBUILD ENV TOKEN=1\nENV TOKENS=1 TOKEN_FILE=2 KEY_VERSION=3 MONKEY=4\nRUN TOKEN=1 x\n"
    assert rules("SecretsUsedInArgOrEnv").findings(text) == []


def test_a_value_that_is_no_secret_makes_a_note(rules: Any) -> None:
    lint = rules("SecretsUsedInArgOrEnv", "DL3064")
    for value in ('""', "true", "1", "/etc/keys/a.pem", "A035C8C19219BA821ECEA86B64E628F8D684696D", ""):
        for name in ("SIGN_KEY", "API_KEY"):
            assert lint.only(f"FROM a\nENV {name}={value}\n").severity == "note", value
    for value in ("abc", "$X", "12345678", "a/b"):
        assert lint.only(f"FROM a\nENV SIGN_KEY={value}\n").severity == "warning", value
    assert lint.only("FROM a\nARG SIGN_KEY\n").severity == "warning"
