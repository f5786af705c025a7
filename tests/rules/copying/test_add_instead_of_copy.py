from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "ADD rootfs.tar.xz /\n",
    "ADD a.tgz b.TAR.GZ c.tar.zst /x/\n",
    "ADD https://example.com/a /a\n",
    "ADD git@github.com:a/b.git /b\n",
    "ADD git://host/b ssh://host/c /b/\n",
    "ADD --checksum=sha256:0 a /a\n",
    "ADD --keep-git-dir=true a /a\n",
    "ADD --unpack=false a.txt /a\n",
    "ARG U\nADD $U /a\n",
    "ARG U=https://example.com/a\nADD $U /a\n",
    "ARG V=1\nADD a-$V.tar.gz /\n",
    'ADD ["a.tar", "/"]\n',
    "COPY a /a\n",
    "ADD a.tar b /x/\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3020").findings(HEAD + text) == []


FIXED = [
    ("ADD a /a\n", "COPY a /a\n"),
    ("add a /a\r\n", "copy a /a\r\n"),
    ("ADD   a   /a\n", "COPY  a   /a\n"),
    ("ADD --chown=1:1 \\\n  # why\n  a b /a/\n", "COPY --chown=1:1 \\\n  # why\n  a b /a/\n"),
    ("ONBUILD ADD a /a\n", "ONBUILD COPY a /a\n"),
    ("ADD <<EOF /a\nx\nEOF\n", "COPY <<EOF /a\nx\nEOF\n"),
    ('ADD ["a b", "/a"]', 'COPY ["a b", "/a"]'),
    ("ADD a.zip /a\n", "COPY a.zip /a\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    assert rules("DL3020").fixed(HEAD + text) == HEAD + fixed


def test_a_wildcard_may_match_an_archive(rules: Any) -> None:
    lint = rules("DL3020")
    assert lint.fixed(HEAD + "ADD a* /a/\n") == HEAD + "ADD a* /a/\n"
    assert lint.fixed(HEAD + "ADD a* /a/\n", unsafe=True) == HEAD + "COPY a* /a/\n"


def test_a_variable_is_looked_up_and_never_fixed(rules: Any) -> None:
    lint = rules("DL3020")
    text = HEAD + "ARG F=app.py\nADD $F /a\n"
    assert lint.places(text) == [(3, 1, "ADD")]
    assert lint.fixed(text, unsafe=True) == text


def test_the_names_are_those_that_report_this_one(rules: Any) -> None:
    lint = rules("DL3020")
    assert lint.only(HEAD + "ADD a /a\n").same_as == ("DS-0005", "CKV_DOCKER_4", "prefer-copy-over-add")
    assert lint.only(HEAD + "ADD a.tart /a\n").same_as == ("CKV_DOCKER_4", "prefer-copy-over-add")
    assert lint.only(HEAD + "ONBUILD ADD a /a\n").same_as == ("prefer-copy-over-add",)


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3020", profile="hadolint")
    for text in ("ADD $U /a", "ADD a.tar b /x/", "ADD ftp://x /a", "ADD git@h:x /a", "ADD a.TAR /a", "ADD a.zst /a"):
        assert len(lint.findings(HEAD + text + "\n")) == 1, text
    for text in ("ONBUILD ADD a /a", "ADD a.Z a.tpz /x/", "ADD http://x /a"):
        assert lint.findings(HEAD + text + "\n") == [], text


def test_no_fix_brings_a_finding_of_copy(rules: Any) -> None:
    text = HEAD + "ADD a b\nADD a b /c\nADD a /b\n"
    assert rules("DL30", profile="hadolint").fixed(text) == HEAD + "ADD a b\nADD a b /c\nCOPY a /b\n"
    assert rules("DL3020", "DL3021", "DL3045").fixed(text) == HEAD + "COPY a b\nCOPY a b /c\nCOPY a /b\n"
