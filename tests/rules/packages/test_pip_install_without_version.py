from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM python:3.14\n"

SILENT = [
    "pip install a==1",
    "pip install 'a>=1,<2' \"b~=1.2\" a===1 'c[x]==1'",
    "pip install -r requirements.txt -e . . ./a a/b .[dev] a.whl a.zip a.tar.gz",
    "pip install -rrequirements.txt --requirement=more.txt -qr last.txt",
    "pip install -c constraints.txt a",
    "pip install --constraint=constraints.txt a",
    "pip install https://example.com/a.tar.gz 'a @ https://example.com/a.whl'",
    "pip install git+https://example.com/a.git@v1 'a @ git+ssh://git@example.com/a@v1'",
    'pip install a==$V "a==${V}" $A $(cat list) a$V',
    "pip install -i https://example.com -f x --target y --timeout 3 --retries 3 --log z a==1",
    "pip install --dry-run a",
    "pip install --help",
    "pip install",
    "pip download a",
    "pip list",
    "pip install 'a==1; python_version > \"3\"'",
    "echo pip install a",
    "python -m venv a",
    "python -c 'import pip' -m pip install a",
    "pipenv install a",
    "pip install a>=1",  # the shell's, another rule's
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3013").findings(f"{HEAD}RUN {text}\n") == []


FOUND = [
    ("pip install a", ["a"]),
    ("pip3.12 install -U pip setuptools==1", ["pip"]),
    ("python3 -m pip install a", ["a"]),
    ("python3 -mpip install a", ["a"]),
    ("python3 -I -W ignore -m pip install a", ["a"]),
    ("python${V} -m pip install a", ["a"]),
    ("$VENV/bin/pip install a", ["a"]),
    ("pipx install a", ["a"]),
    ("sudo -H pip install a", ["a"]),
    ("/usr/bin/pip install a", ["a"]),
    ("bash -c 'pip install a'", ["a"]),
    ("pip -q install a && pip install b", ["a", "b"]),
    ("pip install -r requirements.txt a", ["a"]),
    ("pip install -e . 'a[x]'", ["'a[x]'"]),
    ("pip install git+ssh://git@example.com/a", ["git+ssh://git@example.com/a"]),
    ("pip install 'a; python_version > \"3\"'", ["'a; python_version > \"3\"'"]),
    ("pip install --target x a", ["a"]),
    ("pip install -- a", ["a"]),
    ("pip install b==1 \\\n  # why\n  a c", ["a"]),
]


@pytest.mark.parametrize(("text", "places"), FOUND)
def test_found(rules: Any, text: str, places: list[str]) -> None:
    lint = rules("DL3013")
    found = lint.findings(f"{HEAD}RUN {text}\n")
    assert [finding.span.text(f"{HEAD}RUN {text}\n") for finding in found] == places
    assert all(finding.fix is None for finding in found)


def test_many_names_are_counted(rules: Any) -> None:
    text = HEAD + "RUN pip install a b==1 c a d e f\n"
    assert rules("DL3013").messages(text) == ["`pip install` takes any version of `a`, `c`, `d`, `e` and 1 more"]


AS_HADOLINT = {
    "pip install a": True,
    "pip install -r x a": False,
    "pip install --requirement=x a": True,
    "pip install . a": False,
    "pip install -qc x a": False,
    "pip install --target x a==1": False,
    "pip install --timeout 3 a==1": True,
    "pip install -t -i a b==1": False,
    "pip install .[x]": True,
    "pip install a.zip": True,
    "pip install $A": True,
    "pip install a==$(cat x)": False,
    "pip install a$(x|y)==1": False,
    "pip install `echo a==1`": True,
    "pip install {a,b}": True,
    "pip install svn/a": True,
    "pip install hg+lp:a/b": False,
    "pip install a/b install": True,
    "pipx install a": True,
    "pipenv install a": False,
    "sudo pip install a": False,
    "exec pip install a": True,
    "python -m pip -q install a": False,
    "python x.py -m pip install a": True,
    "bash -c 'pip install a'": False,
}


@pytest.mark.parametrize(("text", "found"), AS_HADOLINT.items())
def test_as_hadolint_sees_it(rules: Any, text: str, found: bool) -> None:
    assert bool(rules("DL3013", profile="hadolint").findings(f"{HEAD}RUN {text}\n")) is found


def test_as_hadolint_sees_a_heredoc_with_carriage_returns(rules: Any) -> None:
    text = "FROM a:1\r\nRUN <<EOF\r\npip install a==1\r\npip install b\r\nEOF\r\n"
    assert len(rules("DL3013", profile="hadolint").findings(text)) == 1
