from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "RUN apt-get install -y apt\n",
    "RUN which apt && command -v apt && echo apt install\n",
    "RUN apt-cache search x\n",
    "ENV A=apt\n",
    'SHELL ["powershell", "-Command"]\nRUN apt install x\n',
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3027").findings(HEAD + text) == []


FIXED = [
    ("RUN apt update\n", "RUN apt-get update\n"),
    ("RUN apt install -y x\n", "RUN apt-get install -y x\n"),
    ("RUN apt install x\n", "RUN apt-get install -y x\n"),
    ("RUN yes | apt install x\n", "RUN yes | apt-get install x\n"),
    ("RUN apt upgrade -y\n", "RUN apt-get upgrade --with-new-pkgs -y\n"),
    ("RUN apt upgrade --with-new-pkgs\n", "RUN apt-get upgrade --with-new-pkgs\n"),
    ("RUN apt -y remove x; apt purge y; apt autoremove; apt clean\n", None),
    ("RUN sudo /usr/bin/apt update\n", "RUN sudo /usr/bin/apt-get update\n"),
    ("RUN 'apt' update\r\n", "RUN 'apt-get' update\r\n"),
    ('RUN ["apt", "install", "x"]\n', 'RUN ["apt-get", "install", "-y", "x"]\n'),
    ("RUN if apt update; then apt install \\\n x; fi\n", "RUN if apt-get update; then apt-get install -y \\\n x; fi\n"),
    ("run <<EOF\napt update\nEOF\n", "run <<EOF\napt-get update\nEOF\n"),
    ("RUN apt install x/sid y=1 $Z\n", "RUN apt-get install -y x/sid y=1 $Z\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str | None) -> None:
    lint = rules("DL3027")
    assert len(lint.findings(HEAD + text)) == text.count("apt")
    assert lint.fixed(HEAD + text) == HEAD + (fixed if fixed is not None else text.replace("apt", "apt-get"))


UNFIXED = [
    "RUN apt install ./x.deb\n",
    "RUN apt install -y $DIR/x.deb\n",
    "RUN apt install /tmp/*.deb\n",
    "RUN apt list --installed\n",
    "RUN apt search x\n",
    "RUN apt show x\n",
    "RUN apt full-upgrade -y\n",
    "RUN apt $COMMAND x\n",
    "RUN apt\n",
    "RUN apt --version\n",
]


@pytest.mark.parametrize("text", UNFIXED)
def test_unfixed(rules: Any, text: str) -> None:
    lint = rules("DL3027")
    finding = lint.only(HEAD + text)
    assert finding.fix is None
    assert finding.advice
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + text


CHECKOV = [
    ("RUN apt update\n", True),
    ("RUN true && apt update\n", False),
    ("RUN true && \\\n  apt update\n", True),
    ("RUN apt update && rm x\n", True),
    ("RUN apt update; rm x\n", False),
    ("ONBUILD RUN apt update\n", False),
]


@pytest.mark.parametrize(("text", "seen"), CHECKOV)
def test_the_name_of_checkov_is_true(rules: Any, text: str, seen: bool) -> None:
    assert ("CKV_DOCKER_9" in rules("DL3027").only(HEAD + text).same_as) is seen


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3027", profile="hadolint")
    assert lint.findings(HEAD + "RUN sudo apt update && /usr/bin/apt update\n") == []
    text = HEAD + "RUN exec apt update\nRUN apt update; \\\n apt upgrade\n"
    assert [line for line, _, _ in lint.places(text)] == [2, 3]


@pytest.mark.parametrize("profile", ["default", "strict", "hadolint"])
def test_what_the_other_rules_see_then_is_no_obstacle(rules: Any, profile: str) -> None:
    lint = rules("DL3008", "DL3014", "DL3015", "DL3027", profile=profile)
    fixed = lint.fixed(HEAD + "RUN apt install x\n")
    assert fixed == HEAD + "RUN apt-get install -y x\n"
    assert {finding.code for finding in lint.findings(fixed)} == {"DL3008", "DL3015"}
