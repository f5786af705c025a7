from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM node:24\n"

SILENT = [
    "npm install",
    "npm ci",
    "npm ci a",
    "npm install a@1 @a/b@2 a@^3 a@npm:b@1 a@next",
    "npm i -g a@1",
    "npm install . .. ./a ../a /a ~/a file:a link:a a.tgz https://example.com/a.tgz",
    "npm install git+ssh://git@example.com/a#v1 github:a/b#v1 a/b#v1",
    "npm install --prefix /x --omit dev --loglevel warn --registry https://example.com a@1",
    "npm install --unsafe-perm true a@1",
    "npm install --only production",
    'npm install $A a@$V "a@${V}" $(cat list)',
    "npm install --help a",
    "npm run install a",
    "npm run build -- a",
    "pnpm install a",
    "echo npm install a",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3016").findings(f"{HEAD}RUN {text}\n") == []


FOUND = [
    ("npm install a", "`a`"),
    ("npm i -g a b@1 @a/b", "`a`, `@a/b`"),
    ("npm add a", "`a`"),
    ("npm -g install a@latest", "`a@latest`"),
    ("npm install @a/b@", "`@a/b@`"),
    ("npm install a/b", "`a/b`"),
    ("npm install git+https://example.com/a", "`git+https://example.com/a`"),
    ("npm install --prefix x a", "`a`"),
    ("npm install --foo a", "`a`"),
    ("sudo npm install a", "`a`"),
    ("sh -c 'npm install a'", "`a`"),
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_found(rules: Any, text: str, names: str) -> None:
    found = rules("DL3016").only(f"{HEAD}RUN {text}\n")
    assert found.message == f"`npm install` takes any version of {names}"
    assert found.fix is None


AS_HADOLINT = {
    "npm install a": True,
    "npm i a": False,
    "npm install .": True,
    "npm install ./a": False,
    "npm install a@latest": False,
    "npm install @a/b": True,
    "npm install @a/b@1": False,
    "npm install $A": True,
    "npm install git+ssh://git@a/b": True,
    "npm install git://a/b#1": False,
    "npm install git@a:b": False,
    "npm install https://a/b.tgz": False,
    "npm install file:a": True,
    "npm install --prefix x a@1": True,
    "npm install --loglevel x a@1": False,
    "npm install a@1 install": True,
    "npm install install": False,
    "npm install -- a@1": True,
    "npm audit install a": False,
    "exec npm install a": False,
    "npm install {a,b}@1": True,
}


@pytest.mark.parametrize(("text", "found"), AS_HADOLINT.items())
def test_as_hadolint_sees_it(rules: Any, text: str, found: bool) -> None:
    assert bool(rules("DL3016", profile="hadolint").findings(f"{HEAD}RUN {text}\n")) is found
