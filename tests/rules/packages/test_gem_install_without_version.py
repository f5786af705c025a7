from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM ruby:3.4\n"

SILENT = [
    "gem install a:1 'b:~> 2'",
    "gem install a -v 1",
    "gem install a -v1",
    "gem install a --version=1",
    'gem install a -v "$V"',
    "gem install a:$V $A",
    "gem install --no-document --source https://example.com a:1 -- --with-b c",
    "gem install a-1.gem ./a.gem *.gem",
    "gem install -g Gemfile",
    "gem install --local a",
    "gem update --system",
    "gem list install",
    "bundle install",
    "echo gem install a",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3028").findings(f"{HEAD}RUN {text}\n") == []


FOUND = [
    ("gem install a", "`a`"),
    ("gem i a b:1 c", "`a`, `c`"),
    ("gem inst --no-document a", "`a`"),
    ("gem install a -- -v 1", "`a`"),
    ("gem install -i x -n y a", "`a`"),
    ("sudo gem install a", "`a`"),
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_found(rules: Any, text: str, names: str) -> None:
    found = rules("DL3028").only(f"{HEAD}RUN {text}\n")
    assert found.message == f"`gem install` takes any version of {names}"
    assert found.fix is None


AS_HADOLINT = {
    "gem install a": True,
    "gem i a": True,
    "gem inst a": False,
    "gem list install": True,
    "gem install --no-document a": False,
    "gem install --a --b c": True,
    "gem install --a --b --c d": False,
    "gem install a -v1": True,
    "gem install a -- -v 1": False,
    "gem install -q -- a": False,
    "gem install a.gem": True,
    "gem install https://a/b": False,
    "exec gem install a:1": True,
    "gem2.7 install a": False,
}


@pytest.mark.parametrize(("text", "found"), AS_HADOLINT.items())
def test_as_hadolint_sees_it(rules: Any, text: str, found: bool) -> None:
    assert bool(rules("DL3028", profile="hadolint").findings(f"{HEAD}RUN {text}\n")) is found
