from __future__ import annotations

from typing import Any

import pytest

SECRETS = (
    "PASSWORD DB_PASSWORD dbPassword DBPASSWORD NPM_TOKEN apiToken API_KEY API_KEYS SECRET_KEY_BASE CLIENT_SECRETS"
    " SSH_PRIVATE_KEY MYSQL_PASSWD AWS_ACCESS_KEY_ID"
).split()
HARMLESS = (
    "TOKENIZERS_PARALLELISM USERNAME PRIVATE_NETWORK PASSWORD_FILE PasswordFile SECRETS_VERSION PUBLIC_TOKEN TOKEN_URL"
    " SECRETARY MYSQL_ALLOW_EMPTY_PASSWORD PASSWORD_LENGTH PATH PASSWORDLESS_SUDO"
).split()


@pytest.mark.parametrize("name", SECRETS)
def test_secrets(rules: Any, name: str) -> None:
    lint = rules("DL3064")
    assert lint.places(f"FROM debian:13\nENV A=1 {name}=x\nARG {name}\n") == [(2, 9, name), (3, 5, name)]
    assert len(lint.findings(f"ARG {name}=1\nFROM debian:13\nONBUILD ENV {name} x\n")) == 2


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless(rules: Any, name: str) -> None:
    assert rules("DL3064").findings(f"FROM debian:13\nENV {name}=x\nARG A {name}\n") == []


def test_what_other_tools_say_of_this_one(rules: Any) -> None:
    lint = rules("DL3064")

    def names(text: str) -> tuple[str, ...]:
        return tuple(lint.only(text).same_as)

    assert names("FROM a\nENV API_KEY=1\n") == ("SecretsUsedInArgOrEnv", "DS-0031")
    assert names("FROM a\nARG API_KEY=a=b\n") == ("SecretsUsedInArgOrEnv", "secret-in-build-arg")
    assert names("FROM a\nENV API_KEY=1\nFROM b\n") == ("SecretsUsedInArgOrEnv",)
    assert names("FROM a\nENV API_KEYS=1\n") == ()
    assert names("ARG API_KEY\nFROM a\n") == ("secret-in-build-arg",)
    assert names("FROM a\nONBUILD ENV API_KEY=1\n") == ()


def test_one_flaw_is_one_finding(rules: Any) -> None:
    both = rules("DL3064", "SecretsUsedInArgOrEnv")
    text = "FROM a\nENV API_KEY=1\nENV API_KEYS=1 SORT_KEY=2\nENV SORT_KEY=2\n"
    found = [finding.code for finding in both.findings(text)]
    assert found == ["DL3064", "DL3064", "SecretsUsedInArgOrEnv", "SecretsUsedInArgOrEnv"]


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3064", profile="hadolint")
    for line in ("ENV TOKENIZERS_PARALLELISM=1", "ARG USERNAME", "ENV privatex=1", "ENV aws_access_key_id=1"):
        assert len(lint.findings(f"FROM a\n{line}\n")) == 1, line
    for line in ("ARG A TOKEN", "ENV APIKEY=1", "ENV PASSWD=1", "ENV MY_AWS_ACCESS_KEY_ID=1"):
        assert lint.findings(f"FROM a\n{line}\n") == [], line
    assert len(lint.findings("FROM a\nENV TOKEN=1 SECRET=2\n")) == 1
