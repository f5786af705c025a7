from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "COPY a.tgz /t/\nRUN tar -xzf /t/a.tgz --strip-components=1\n",
    "COPY a.tgz /t/\nRUN tar -xzf /t/a.tgz one/file\n",
    "COPY a.tgz /t/\nRUN tar -xzOf /t/a.tgz\n",
    "COPY a.tgz /t/\nRUN tar -tf /t/a.tgz\n",
    "COPY a.tgz /t/\nRUN tar -czf /t/a.tgz x\n",
    "COPY a.zip /t/\nRUN unzip /t/a.zip\n",
    "COPY a.gz /t/\nRUN gunzip /t/a.gz\n",
    "COPY a.tgz /t/\nFROM debian:13\nRUN tar xf /t/a.tgz\n",
    "RUN tar xf /t/a.tgz\nCOPY a.tgz /t/\n",
    "COPY --from=x a.tgz /t/\nRUN tar xf /t/a.tgz\n",
    "COPY a.tgz /t/\nRUN tar x < /t/a.tgz\n",
    "COPY a.tgz /t/\nRUN tar xf\n",
    "COPY a.tgz /t/\nRUN tar\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3010").findings(HEAD + text) == []


FIXED = [
    ("COPY a.tgz /t/\nRUN tar xzf /t/a.tgz -C /srv && rm -f /t/a.tgz\n", "ADD a.tgz /srv/\n"),
    ("COPY a.tgz /t/\n\nRUN tar -C/srv -xf/t/a.tgz\nCMD x", "ADD a.tgz /srv/\n\nCMD x"),
    (
        "copy a.tgz /t/\nRUN mkdir -p /srv && \\\n  tar --extract --file=/t/a.tgz --directory /srv\n",
        "add a.tgz /srv/\n",
    ),
    ("WORKDIR /w\nCOPY a.tgz /t/b.tgz\nRUN tar xf /t/b.tgz\n", "WORKDIR /w\nADD a.tgz ./\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3010")
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


NOT_FIXED = [
    "COPY a.tgz /t/\nRUN tar xzf /t/a.tgz -C /srv && ls\n",
    "COPY a.tgz /t/\n# why\nRUN tar xzf /t/a.tgz -C /srv\n",
    "COPY a.tgz /t/\nRUN tar xzf /t/a.tgz -C /srv\nRUN ls /t/a.tgz\n",
    "COPY a.tgz /t/\nRUN tar xzf /t/a.tgz\n",
    "COPY a.tgz b /t/\nRUN tar xzf /t/a.tgz -C /srv\n",
    "COPY a*.tgz /t/\nRUN tar xzf /t/a*.tgz -C /srv\n",
    "COPY a.tgz /t/\nRUN tar xzf /t/a.tgz -C /srv || true\n",
    "COPY a.tgz /t/\nRUN --network=none tar xzf /t/a.tgz -C /srv\n",
    "COPY a.tgz /t/\nRUN sudo sh -c 'tar xzf /t/a.tgz -C /srv'\n",
    "COPY a.tgz /t/\nRUN tar xzf /t/a.tgz -C $D\n",
]


@pytest.mark.parametrize("text", NOT_FIXED)
def test_not_fixed(rules: Any, text: str) -> None:
    lint = rules("DL3010")
    assert len(lint.findings(HEAD + text)) == 1
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + text


def test_the_place_is_the_archive(rules: Any) -> None:
    text = HEAD + "COPY a x/b.tar.gz /t/\nRUN cd /t && tar xf b.tar.gz\n"
    assert rules("DL3010").places(text) == [(2, 8, "x/b.tar.gz")]


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3010", profile="hadolint")
    for run in ("tar -xf /t/a.tgz --strip-components=1", "unzip a.tgz", "zcat /x/a.tgz", "tar -x a.tgz"):
        assert len(lint.findings(HEAD + f"COPY a.tgz /t/\nRUN {run}\n")) == 1, run
    for run in ("tar xf /t/a.tgz", "tar -x --file=/t/a.tgz", "sudo tar -xf a.tgz", "tar -xf a.tgz\nFROM debian:13"):
        assert lint.findings(HEAD + f"COPY a.tgz /t/\nRUN {run}\n") == [], run
    assert len(lint.findings(HEAD + 'COPY a${V}.tgz /t/\nRUN tar -xf "/t/a$V.tgz"\n')) == 1
    assert len(lint.findings(HEAD + "COPY data /t/a.tgz\nRUN tar -xf /t/a.tgz\n")) == 1


def test_hadolint_needs_no_stage_and_knows_paths_of_windows(rules: Any) -> None:
    lint = rules("DL3010", profile="hadolint")
    text = 'COPY out\\pack.tar.gz "C:\\Any Folder\\In"\nRUN tar -xf "C:\\Any Folder\\In\\pack.tar.gz"\n'
    assert len(lint.findings(HEAD + text)) == 1
    assert len(lint.findings(HEAD + 'COPY a "C:\\In\\pack.tar.gz"\nRUN tar -xf pack.tar.gz\n')) == 1
    for text, count in (("COPY a.tgz /t/\nRUN tar -xf a.tgz\n", 1), ("COPY a.tgz /\nFROM a:1\nRUN tar -xf a.tgz\n", 0)):
        assert len(lint.session.check_text(text).findings) == count
        assert rules("DL3010").session.check_text(text).findings == []
