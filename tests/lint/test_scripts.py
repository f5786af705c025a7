from __future__ import annotations

import pytest

from dockerpatch.hosts.catalog import host_of
from dockerpatch.lint.scripts import Script, scripts
from dockerpatch.text.source import Source


def read(text: str, as_hadolint: bool = False) -> list[Script]:
    return scripts(host_of("Dockerfile").read(Source.of("Dockerfile", text)).build, as_hadolint)


def only(text: str, as_hadolint: bool = False) -> Script:
    (script,) = read(text, as_hadolint)
    return script


@pytest.mark.parametrize(
    "text",
    [
        "FROM a\nRUN a b\n",
        "FROM a\nRUN --mount=type=cache,target=/x a \\\n  # why\n\n  && b \\\n c\n",
        "FROM a\nRUN <<EOF\na\nb \\\n c\nEOF\n",
        "FROM a\nRUN cat <<A <<B > x && y\na $x\nA\nb\nB\n",
        "FROM a\r\nRUN a \\\r\n  b\r\n",
        "FROM a\nONBUILD RUN a \\\n b\n",
        "\ufeffFROM a\nRUN é \\\n ü\n",
    ],
)
def test_each_character_is_where_it_says(text: str) -> None:
    script = only(text)
    for offset, character in enumerate(script.text):
        at = script.at(offset)
        if at is not None:
            assert text[at] == character
            assert script.behind(offset + 1) == at + 1
    assert script.at(0) is not None
    assert script.at(-1) is None
    assert script.at(len(script.text)) is None
    assert script.behind(0) is None


def test_texts() -> None:
    assert only("FROM a\nRUN a \\\n  # why\n  b\n").text == "a  b"
    assert only("FROM a\nRUN a  \\\n\t\t  b\\\nc\n", True).text == "a   bc"
    assert only("FROM a\nRUN <<EOF\na\nEOF\n").text == "a\n"
    assert only("FROM a\nRUN cat <<EOF > x\nb\nEOF\n").text == "cat <<EOF > x\nb\nEOF"


SHELLS = [
    ("RUN a\n", "#!/bin/sh"),
    ('SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a\n', "#!/bin/bash"),
    ('SHELL ["/usr/bin/env", "bash", "-euo", "pipefail", "-c"]\nENV X=1\nRUN a\n', "#!/bin/bash -e"),
    ('SHELL ["/bin/ash", "-c"]\nRUN a\n', "#!/bin/ash"),
    ("SHELL /bin/bash -c\nRUN a\n", "#!/bin/sh"),
    ("# hadolint shell=bash\nRUN a\n", "#!/bin/bash"),
    ('SHELL ["/bin/bash", "-c"]\nFROM s\nRUN a\n', "#!/bin/bash"),
    ('SHELL ["/bin/bash", "-c"]\nFROM b\nRUN a\n', "#!/bin/sh"),
    ("RUN <<EOF\n#!/bin/bash -e\na\nEOF\n", "#!/bin/bash -e"),
    ("RUN <<EOF\n#!/usr/bin/env bash\na\nEOF\n", "#!/bin/bash"),
    ('SHELL ["/bin/bash", "-c"]\nONBUILD RUN a\n', "#!/bin/bash"),
]


@pytest.mark.parametrize(("text", "shebang"), SHELLS)
def test_shells(text: str, shebang: str) -> None:
    assert only(f"FROM a AS s\n{text}").shebang == shebang


@pytest.mark.parametrize(
    "text",
    [
        'RUN ["a", "$b"]\n',
        'SHELL ["pwsh", "-c"]\nRUN a\n',
        'SHELL ["cmd", "/S", "/C"]\nRUN a\n',
        'SHELL ["/bin/zsh", "-c"]\nRUN a\n',
        "# hadolint shell=powershell\nRUN a\n",
        "RUN <<EOF\n#!/usr/bin/python3\na\nEOF\n",
        "CMD a\n",
        "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN dir\n",
    ],
)
def test_what_is_no_script_of_a_unix_shell(text: str) -> None:
    assert read(f"FROM a\n{text}") == []


def test_a_pragma_above_the_first_stage_is_for_all() -> None:
    text = "# hadolint shell=bash\nFROM a\nRUN a\nFROM b\nRUN b\n"
    assert [one.shebang for one in read(text)] == ["#!/bin/bash", "#!/bin/bash"]


def test_variables() -> None:
    text = "ARG g=1\nFROM a AS s\nARG a b=2\nENV c=3 d.e=4\nRUN $a $b $c $d $g $http_proxy $later\nENV later=1\n"
    assert only(text).variables == ("a", "b", "c", "http_proxy")
    assert read(f"{text}FROM s\nRUN $c\n")[1].variables == ("c",)
    assert read(f"{text}FROM b\nRUN $c\n")[1].variables == ()
    assert only("FROM a\nENV a=1\nRUN $ab\n").variables == ()


HADOLINT = [
    ('SHELL ["bash", "-c"]\nRUN a\n', "#!bash"),
    ('SHELL ["/bin/bash", "-e", "-c"]\nRUN a\n', "#!/bin/bash"),
    ("SHELL /bin/bash -c\nRUN a\n", "#!/bin/bash"),
    ('SHELL ["/bin/bash", "-c"]\nENV A=1\nRUN a\n', "#!/bin/sh"),
    ('SHELL ["/bin/bash", "-c"]\nONBUILD RUN a\n', "#!/bin/sh"),
    ('ONBUILD SHELL ["/bin/bash", "-c"]\nONBUILD RUN a\n', "#!/bin/bash"),
    ('SHELL ["/bin/bash", "-c"]\nFROM s:1\nRUN a\n', "#!/bin/bash"),
    ('SHELL ["/bin/bash", "-c"]\nFROM S\nRUN a\n', "#!/bin/sh"),
    ("# hadolint shell=bash\nRUN a\n", "#!bash"),
    ('SHELL ["/bin/zsh", "-c"]\nRUN a\n', "#!/bin/zsh"),
    ("RUN <<EOF\n#!/usr/bin/python3\na\nEOF\n", "#!/bin/sh"),
]


@pytest.mark.parametrize(("text", "shebang"), HADOLINT)
def test_shells_of_hadolint(text: str, shebang: str) -> None:
    assert only(f"FROM a AS s\n{text}", True).shebang == shebang


def test_variables_of_hadolint() -> None:
    assert only("FROM a\nARG a b\nENV c=1 d=2\nRUN $a $b $c $d\n", True).variables == ("a", "c", "d")
    assert only("FROM a\nENV a_${b}=1\nRUN a\n", True).variables == ("a_${b}",)
    assert only("FROM a\nENV a=1\nONBUILD RUN $a\n", True).variables == ()
    assert read('FROM a\nSHELL ["C:\\\\pwsh"]\nRUN a\n', True) == []


def test_heredocs_of_hadolint() -> None:
    assert only("FROM a\nRUN <<EOF b $c\na\nEOF\n", True).text == " b $c\na\n"
    assert only("FROM a\nRUN cat <<EOF > x && y\na\nEOF\n", True).text == "cat "


def test_many_are_read_in_time() -> None:
    names = "".join(f"ENV a{n}=1\n" for n in range(5_000))
    assert len(read(f"FROM a\n{names}" + "RUN $a1\n" * 5_000)) == 5_000
    pragmas = "# hadolint shell=bash\n" * 20_000
    assert only(f"FROM a\n{pragmas}RUN a\n").shebang == "#!/bin/bash"
