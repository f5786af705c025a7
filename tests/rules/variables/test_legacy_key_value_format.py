from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.engine.session import Session
from dockerpatch.syntax.dockerfile import parse
from dockerpatch.syntax.expand import expand, names
from dockerpatch.text.traced import Traced

HEAD = "FROM debian:13\n"
SESSION = Session(change=lambda own: own.replace(as_of="2026-08-22", select=("LegacyKeyValueFormat",)))


def test_as_buildkit_tests_it(rules: Any) -> None:
    lint = rules("LegacyKeyValueFormat")
    assert [line for line, _, _ in lint.places("\nFROM scratch\nENV testkey value\nLABEL key value\n")] == [3, 4]
    assert lint.findings("\nFROM scratch\nENV testkey=value\nLABEL key=value\n") == []
    assert lint.findings("\nFROM scratch\nONBUILD ENV testkey value\nARG a b\n") == []


FIXED = [
    ("ENV A b", "ENV A=b"),
    ("ENV  A   b\r\n", "ENV  A=b\r\n"),
    ("LABEL a b c\n", 'LABEL a="b c"\n'),
    ("ENV A $B c\n", 'ENV A="$B c"\n'),
    ('ENV A "b c"\n', 'ENV A="b c"\n'),
    ('ENV A "b" c\n', 'ENV A="b c"\n'),
    ("ENV A 'b $c' d\n", 'ENV A="b \\$c d"\n'),
    ("ENV A b\\ c\n", "ENV A=b\\ c\n"),
    ("ENV A C:\\\\Program Files\\\\x\n", 'ENV A="C:\\\\Program Files\\\\x"\n'),
    ("ENV A C:\\x\n", "ENV A=C:\\x\n"),
    ("ENV A b # c\n", 'ENV A="b # c"\n'),
    ("ENV A b=c d=e\n", 'ENV A="b=c d=e"\n'),
    ("ENV A ${B:-x y} z\n", 'ENV A="${B:-x y} z"\n'),
    ('ENV A ${B:-"x y"} c\n', 'ENV A="${B:-x y} c"\n'),
    ("ENV A ${B:+$B:}$C\n", "ENV A=${B:+$B:}$C\n"),
    ("ENV A \\\n    b\n", "ENV A=b\n"),
    ("ENV A \\\n\tb \\\n# why\n\tc\n", 'ENV A="b \\\n# why\n\tc"\n'),
    ("ENV A b \t\n", "ENV A=b \t\n"),
    ("# escape=`\nFROM x\nENV A C:\\x y\n", '# escape=`\nFROM x\nENV A="C:\\x y"\n'),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    head = "" if text.startswith("#") else HEAD
    assert rules("LegacyKeyValueFormat").fixed(head + text) == head + fixed


NOT_FIXED = [
    'LABEL A = "x" \\\n  B="y"\n',
    "ENV A it's\n",
    "ENV A \\\n# why\n  b\n",
    "ENV A a \\\n  'b c'\n",
    "ENV A ${B c\n",
]


@pytest.mark.parametrize("text", NOT_FIXED)
def test_not_fixed(rules: Any, text: str) -> None:
    lint = rules("LegacyKeyValueFormat")
    assert len(lint.findings(HEAD + text)) == 1
    assert lint.fixed(HEAD + text) == HEAD + text


PIECES = """a b ' " \\ = # ` é $ $V ${V} ${V:-x} ${ } $$ \\$ \\" """.split()
PIECES += [" ", "  ", "\t", "${V:-a b}", "\\\n", "\\\n# c\n", "\\ "]
VALUES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join)


@given(VALUES, st.sampled_from(["\\", "`"]))
def test_a_fix_keeps_the_value(value: str, escape: str) -> None:
    head = f"# escape={escape}\nFROM debian:13\n"
    text = f"{head}ENV NAME {value.replace(chr(92), escape)}\nENV LAST=1\n"
    report = SESSION.fix_text(text)
    if report.fixed_source is None or report.errors:
        return
    before, after = parse(text), parse(report.fixed_source.text)
    assert [one.logical for one in before.instructions[2:]] == [one.logical for one in after.instructions[2:]]
    assert len(before.comments) == len(after.comments)
    old, new = before.instructions[1].args, after.instructions[1].args
    assert len(new) == 2
    assert new[0] == old[0]
    for env in (None, "", "x  'y\"$z\\"):
        values = {name: Traced.foreign(env) for name in names(old[1], escape)} if env is not None else {}
        assert expand(new[1], values, escape).value.text == expand(old[1], values, escape).value.text
