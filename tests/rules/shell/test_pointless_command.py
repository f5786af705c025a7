from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize("program", ["free", "kill", "mount", "ps", "service", "shutdown", "ssh", "top", "vim"])
def test_found(rules: Any, program: str) -> None:
    finding = rules("DL3001").only(f"{HEAD}RUN true && {program} x\n")
    assert program in finding.message
    assert finding.same_as == (() if program == "ssh" else ("nonsensical-command",))


SILENT = [
    "RUN vim +PluginInstall +qall\n",
    "RUN vim -es -c quit x\n",
    "RUN service mysql start && mysql < a\n",
    "RUN server & sleep 1 && kill $!\n",
    "RUN service x start; a; kill 1\n",
    "RUN apt-get install -y ssh vim\n",
    "RUN echo top\n",
    "RUN psql x\n",
    "CMD top\n",
    'SHELL ["pwsh", "-c"]\nRUN ps\n',
    'SHELL ["cmd", "/c"]\nRUN kill 1\n',
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3001").findings(HEAD + text) == []


@pytest.mark.parametrize(
    "text", ["RUN sudo top\n", "RUN sh -c 'ps aux'\n", "RUN /usr/bin/top\n", "ONBUILD RUN env ps\n"]
)
def test_seen_through(rules: Any, text: str) -> None:
    assert len(rules("DL3001").findings(HEAD + text)) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RUN sudo top\n", False),
        ("RUN /usr/bin/top\n", False),
        ("RUN vim +q\n", True),
        ("RUN exec top\n", True),
        ("RUN exec -a x top\n", True),
        ("RUN exec -ca x top\n", True),
        ("RUN exec -- top\n", True),
        ("RUN exec -z top\n", False),
        ("RUN command -v top\n", False),
        ("RUN busybox top\n", True),
        ("RUN command exec top\n", False),
        ('SHELL ["pwsh"]\nRUN top\n', True),
        ('RUN ["top"]\n', True),
        ("RUN <<EOF cat\ntop\nEOF\n", True),
        ("RUN <<EOF top\nx\nEOF\n", True),
        ("RUN cat <<EOF && top\nx\nEOF\n", False),
        ("RUN top <<EOF && x\ny\nEOF\n", True),
        ("RUN <<EOF\r\ntop\r\nEOF\r\n", True),
        ("RUN ifconfig\n", False),
    ],
)
def test_as_hadolint_sees_it(rules: Any, text: str, found: bool) -> None:
    assert bool(rules("DL3001", profile="hadolint").findings(HEAD + text)) is found


def test_many_in_one_run_are_read_in_time(rules: Any) -> None:
    assert len(rules("DL3001").findings(HEAD + "RUN " + "kill 1; \\\n" * 20_000 + "a\n")) == 20_000
