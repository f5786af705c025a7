from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13 AS a\n"
END = "WORKDIR /srv\n"


@pytest.mark.parametrize(
    "text",
    [
        "RUN cd /x && y\n",
        "RUN y; cd\n",
        "RUN (cd x; y)\n",
        "RUN for i in a; do cd $i; done\n",
        "RUN sh -c 'cd /x'\n",
        'RUN ["sh", "-c", "cd /x"]\n',
        "RUN <<EOF\ncd /x\nEOF\n",
        "ONBUILD RUN cd /x\n",
        "RUN builtin cd /x\n",
    ],
)
def test_found(rules: Any, text: str) -> None:
    lint = rules("DL3003")
    found = lint.findings(HEAD + text)
    assert len(found) == (0 if "builtin" in text else 1)
    assert len(rules("DL3003", profile="hadolint").findings(HEAD + text)) == (
        0 if "ONBUILD" in text or "-c" in text else 1
    )


@pytest.mark.parametrize(
    "text", ["RUN pushd /x\n", "RUN echo cd\n", "CMD cd /x\n", 'SHELL ["cmd", "/c"]\nRUN cd x\n', "RUN cdrecord\n"]
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3003").findings(HEAD + text) == []


def test_alone(rules: Any) -> None:
    assert "does nothing there" in rules("DL3003").only(HEAD + "RUN cd /x\n").message


FIXED = [
    ("RUN cd /x && make\n", "WORKDIR /x\nRUN make\n"),
    ("run cd /x && make\n", "workdir /x\nrun make\n"),
    ("  RUN cd /x && \\\n    make && \\\n    cd y\n", "  WORKDIR /x\n  RUN make && \\\n    cd y\n"),
    ('RUN cd "/x" && make\n', "WORKDIR /x\nRUN make\n"),
    ("RUN cd /x && make\nENV A=b\nUSER x\n", "WORKDIR /x\nRUN make\nENV A=b\nUSER x\n"),
    ("RUN cd /x && make\nCOPY a /b\n", "WORKDIR /x\nRUN make\nCOPY a /b\n"),
    ("RUN cd /x && make\nRUN cd /y && make\n", "WORKDIR /x\nRUN make\nWORKDIR /y\nRUN make\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3003")
    assert lint.fixed(HEAD + text + END) == HEAD + text + END
    assert lint.fixed(HEAD + text + END, unsafe=True) == HEAD + fixed + END


def test_line_ends_are_kept(rules: Any) -> None:
    text = f"{HEAD}RUN cd /x && make\n{END}".replace("\n", "\r\n")
    fixed = f"{HEAD}WORKDIR /x\nRUN make\n{END}".replace("\n", "\r\n")
    assert rules("DL3003").fixed(text, unsafe=True) == fixed


LEFT = [
    "RUN cd /x && make\nRUN y\n" + END,
    "RUN cd /x && make\nCOPY a b\n" + END,
    "RUN cd /x && make\nCOPY a $b\n" + END,
    "RUN cd /x && make\nWORKDIR sub\n" + END,
    "RUN cd /x && make\n",
    "RUN cd /x && make\nCMD ./a\n",
    "RUN cd /x && make\nONBUILD RUN y\n" + END,
    "RUN cd x && make\n" + END,
    "RUN cd $x && make\n" + END,
    "RUN cd ~ && make\n" + END,
    "RUN cd - && make\n" + END,
    "RUN cd /x && make && cd -\n" + END,
    "RUN cd /x && make $OLDPWD\n" + END,
    "RUN cd /x; make\n" + END,
    "RUN cd /x || make\n" + END,
    "RUN cd /x\n" + END,
    "RUN y && cd /x && make\n" + END,
    "RUN (cd /x && make)\n" + END,
    "RUN ! cd /x && make\n" + END,
    "RUN A=b cd /x && make\n" + END,
    "RUN cd /x >/dev/null && make\n" + END,
    "RUN cd /x && \\\n # why\n make\n" + END,
    "RUN --mount=type=cache,target=c cd /x && make\n" + END,
    "RUN <<EOF\ncd /x && make\nEOF\n" + END,
    'RUN ["sh", "-c", "cd /x && make"]\n' + END,
    "ONBUILD RUN cd /x && make\n" + END,
    "RUN cd /x && make\nFROM a\nRUN y\n",
]


@pytest.mark.parametrize("text", LEFT)
def test_left_alone(rules: Any, text: str) -> None:
    lint = rules("DL3003")
    assert lint.findings(HEAD + text)
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + text


def test_the_end_of_a_stage_that_nothing_is_built_on(rules: Any) -> None:
    text = HEAD + "RUN cd /x && make\nFROM debian:13\nCOPY --from=a /x /x\n"
    assert "WORKDIR /x\nRUN make\nFROM" in rules("DL3003").fixed(text, unsafe=True)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("RUN cd /x && y\n", True),
        ("RUN a &&cd /x\n", True),
        ("RUN a; cd /x\n", False),
        ("RUN (cd /x && y)\n", False),
        ("RUN cd\t/x\n", False),
        ('RUN ["sh", "-c", "cd /x"]\n', True),
        ("RUN sh -c 'cd /x'\n", False),
        ("RUN sh -c 'a && cd /x'\n", True),
        ("RUN <<EOF\ncd /x\nEOF\n", True),
        ("RUN <<EOF\na\ncd /x\nEOF\n", False),
        ("ONBUILD RUN cd /x\n", False),
    ],
)
def test_named_as_trivy_does_where_it_sees_it(rules: Any, text: str, named: bool) -> None:
    assert ("DS-0013" in rules("DL3003").only(HEAD + text).same_as) is named


@pytest.mark.parametrize("text", ["RUN " + "cd /x; \\\n" * 20_000 + "a\n", "RUN cd /x && y\n" * 3_000])
def test_many_are_read_in_time(rules: Any, text: str) -> None:
    assert len(rules("DL3003").findings(HEAD + text + END)) >= 3_000
