from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.config.places import line_of

TEXT = '''\
a = 1  # a comment with [b] and x = 1
b.c = """
d = 2
""\\""""
"e f" = [
  { g = 1, h = 2 },
  { g = """[i]
""", h.j = 3 },
]

[k]  # [l]
m = \'\'\'
[n]
\'\'\'
'o' = "[p]"
q = { r = {
}, s = 1 }

  [ t . "u.v" ]
w = 1979-05-27T07:32:00Z
w-x = [ [1], [2,
 3] ]
y = "\\\\"
z = 1
'''.replace("q = { r = {\n}, s = 1 }", "q = { r = { }, s = [\n1] }")

PLACES = [
    (("a",), 1),
    (("b",), 2),
    (("b", "c"), 2),
    (("e f",), 5),
    (("e f", "h"), 6),
    (("e f", "h", "j"), 8),
    (("k",), 11),
    (("k", "m"), 12),
    (("k", "o"), 15),
    (("k", "q", "r"), 16),
    (("k", "q", "s"), 16),
    (("t",), 19),
    (("t", "u.v"), 19),
    (("t", "u.v", "w"), 20),
    (("t", "u.v", "w-x"), 21),
    (("t", "u.v", "z"), 24),
    (("t", "u.v", "missing"), 19),
    (("missing",), 1),
]


def test_the_text_is_toml() -> None:
    assert tomllib.loads(TEXT)["t"]["u.v"]["z"] == 1


@pytest.mark.parametrize(("path", "line"), PLACES)
def test_line_of(path: tuple[str, ...], line: int) -> None:
    assert line_of(TEXT, path) == line
    assert line_of(TEXT.replace("\n", "\r\n"), path) == line


KEYS = st.one_of(
    st.text("ab-_1", min_size=1, max_size=3), st.text('a ".\\#=[', min_size=1, max_size=3).map(lambda key: key + " ")
)
VALUES = st.sampled_from(
    [
        "1",
        '"x = 1"',
        "'''\n[no]\nno = 1\n'''",
        '"""\\"""\nno = 1"""',
        "[1,\n2, # [x\n]",
        "{ no = 1 }",
        "1979-05-27",
        "'#'",
    ]
)


def quoted(key: str) -> str:
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"' if " " in key else key


@given(st.dictionaries(st.tuples(KEYS, KEYS), st.tuples(VALUES, st.integers(0, 2)), max_size=6), st.booleans())
def test_finds_each_key_where_it_was_written(entries: dict[tuple[str, str], tuple[str, int]], dotted: bool) -> None:
    lines: list[str] = []
    wanted: dict[tuple[str, str], int] = {}
    for table in sorted({table for table, _ in entries}):
        if not dotted:
            lines.append(f"[{quoted(table)}]")
        for (one, key), (value, blanks) in entries.items():
            if one == table:
                lines += ["# no = 1"] * blanks
                wanted[table, key] = len(lines) + 1
                start = f"{quoted(table)} . {quoted(key)}" if dotted else quoted(key)
                lines += f"{start} = {value}".split("\n")
    text = "\n".join(lines)
    tomllib.loads(text)
    for path, line in wanted.items():
        assert line_of(text, path) == line
