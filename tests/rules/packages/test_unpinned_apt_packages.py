from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

FOUND = [
    ("RUN apt-get install -y curl\n", "curl"),
    ("RUN apt-get install a=1 curl:amd64 b=2\n", "curl:amd64"),
    ("RUN apt-get install -t sid a=1 curl\n", "curl"),
    ("RUN apt-get install -o Dpkg::Use-Pty=0 -c f a=1 -- curl\n", "curl"),
    ("RUN apt-get install gcc-${MAJOR} $MORE\n", "gcc-${MAJOR}"),
    ("RUN apt-get install a=1 \\\n  # why\n  curl\n", "curl"),
    ("RUN sudo apt-get install curl\n", "curl"),
    ("RUN sh -c 'apt-get install curl'\n", "curl"),
    ('RUN ["apt-get", "install", "curl"]\n', '"curl"'),
    ("RUN <<EOF\napt-get install curl\nEOF\n", "curl"),
    ("ONBUILD RUN apt-get install curl\r\n", "curl"),
    ("RUN apt-get install 'curl'\n", "'curl'"),
]


@pytest.mark.parametrize(("text", "word"), FOUND)
def test_found(rules: Any, text: str, word: str) -> None:
    assert [words for _, _, words in rules("DL3008").places(HEAD + text)] == [word]


SILENT = [
    "RUN apt-get install a=1 b/sid ./c.deb /tmp/d.deb e.deb\n",
    'RUN apt-get install a=$V b=${V} "c=$V"\n',
    'RUN apt-get install $PACKAGES "$MORE" $(cat list) `cat list` gone-\n',
    "RUN apt-get install -t sid --target-release sid -o A::B=c -a amd64\n",
    "RUN apt-get install nginx${V:+=$V} $DIR/x.deb $X.deb\n",
    "RUN apt-get install\n",
    "RUN apt-get install -s curl\n",
    "RUN apt-get update && apt-get upgrade -y\n",
    "RUN xargs apt-get install -y < list\n",
    "RUN echo apt-get install curl\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3008").findings(HEAD + text) == []


def test_one_finding_a_command_names_all(rules: Any) -> None:
    text = HEAD + "RUN apt-get install b a=1 c b && apt-get install " + " ".join(f"p{one}" for one in range(9)) + "\n"
    first, second = rules("DL3008").messages(text)
    assert first.endswith("newest of `b`, `c`")
    assert second.endswith("`p5` and 3 more")


def test_a_strange_name_does_not_break_the_message(rules: Any) -> None:
    (message,) = rules("DL3008").messages(HEAD + "RUN apt-get install 'a`b\\\n  c'" + "x" * 80 + "\n")
    assert "\n" not in message
    assert message.count("`") == 4


HADOLINT = [
    ("RUN apt-get install -c f a=1\n", 1),
    ("RUN apt-get install -tsid curl\n", 0),
    ("RUN apt-get install -t=sid curl\n", 1),
    ("RUN apt-get install -- a=1\n", 1),
    ("RUN apt-get install $PACKAGES\n", 1),
    ("RUN exec apt-get install a=1\n", 1),
    ("RUN apt-get install a-\n", 1),
    ("RUN apt-get install a==1 b/ c.deb\n", 0),
]


@pytest.mark.parametrize(("text", "count"), HADOLINT)
def test_as_hadolint_sees_it(rules: Any, text: str, count: int) -> None:
    assert len(rules("DL3008", profile="hadolint").findings(HEAD + text)) == count
