from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    'CMD ["a"]\n',
    "CMD []\n",
    "CMD\n",
    'ENTRYPOINT [ "a" , "b" ]\n',
    "HEALTHCHECK NONE\n",
    'HEALTHCHECK --interval=5s CMD ["a"]\n',
    "ONBUILD CMD a\n",
    "RUN a\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3025").findings(HEAD + text) == []


FIXED = [
    ("CMD a\n", 'CMD ["a"]\n'),
    ("cmd  a   b\t-c\n", 'cmd  ["a",   "b",\t"-c"]\n'),
    ("CMD a 'b c' \"d\"e \\f\n", 'CMD ["a", "b c", "de", "f"]\n'),
    ("CMD a '\"' '\\'\n", 'CMD ["a", "\\"", "\\\\"]\n'),
    ("CMD a '*' \"?\" '$x' \"{}\"\n", 'CMD ["a", "*", "?", "$x", "{}"]\n'),
    ("CMD a \\\r\n  # why\r\n  b \\\r\n  c\r\n", 'CMD ["a", \\\r\n  # why\r\n  "b", \\\r\n  "c"]\r\n'),
    ("CMD a \\\n# the end\n", 'CMD ["a"] \\\n# the end\n'),
    ("ENTRYPOINT exec  a b\n", 'ENTRYPOINT ["a", "b"]\n'),
    ("HEALTHCHECK --interval=5s \\\n  CMD a -b\n", 'HEALTHCHECK --interval=5s \\\n  CMD ["a", "-b"]\n'),
    ("CMD a=b c\n", None),
    ("CMD env a=b c\n", 'CMD ["env", "a=b", "c"]\n'),
    ("CMD a b#c\n", 'CMD ["a", "b#c"]\n'),
    ("CMD é", 'CMD ["é"]'),
    ("CMD ['a', 'b']\n", 'CMD ["a", "b"]\n'),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str | None) -> None:
    for lint in (rules("DL3025"), rules("DL3025", profile="hadolint")):
        assert lint.findings(HEAD + text)
        assert lint.fixed(HEAD + text, unsafe=True) == HEAD + (text if fixed is None else fixed)
        assert lint.fixed(HEAD + text) == HEAD + text


LEFT = [
    "CMD a $b\n",
    'CMD a "$b"\n',
    "CMD a `b`\n",
    "CMD a *.b\n",
    "CMD a {b,c}\n",
    "CMD ~/a\n",
    "CMD a && b\n",
    "CMD a; b\n",
    "CMD a;\n",
    "CMD a &\n",
    "CMD a | b\n",
    "CMD ! a\n",
    "CMD a > b\n",
    "CMD a # b\n",
    "CMD (a)\n",
    "CMD { a; }\n",
    "CMD if a; then b; fi\n",
    "CMD cd a\n",
    "CMD echo a\n",
    "CMD exec\n",
    "CMD exec -a b c\n",
    "CMD exec $a\n",
    "CMD '' a\n",
    "CMD [ -f a ]\n",
    "CMD a $'b'\n",
    "CMD a 'b\n",
    "CMD a\\\nb c\n",
    "CMD a 'b\tc'\n",
    "CMD C:\\app.exe a\n",
    "CMD powershell -File a\n",
    'SHELL ["/bin/bash", "-c"]\nCMD a\n',
    'ENTRYPOINT a\nCMD ["b"]\n',
    'CMD ["b"]\nENTRYPOINT a\n',
    "CMD a <<E\n",
]


@pytest.mark.parametrize("text", LEFT)
def test_no_fix_where_a_shell_does_more(rules: Any, text: str) -> None:
    assert rules("DL3025").findings(HEAD + text)
    assert rules("DL3025").fixed(HEAD + text, unsafe=True) == HEAD + text


def test_no_fix_on_windows(rules: Any) -> None:
    text = "FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCMD app\n"
    assert rules("DL3025").fixed(text, unsafe=True) == text


@pytest.mark.parametrize(
    ("text", "has"),
    [("CMD a\n", True), ('SHELL ["a"]\nCMD a\n', False), ("HEALTHCHECK CMD a\n", False), ("CMD ['a']\n", True)],
)
def test_buildkit_is_named_where_it_sees_it(rules: Any, text: str, has: bool) -> None:
    assert ("JSONArgsRecommended" in rules("DL3025").only(HEAD + text).same_as) is has


def test_one_finding_with_its_twins(rules: Any) -> None:
    lint = rules("DL3025", "JSONArgsRecommended", "DP473")
    assert [one.code for one in lint.findings(HEAD + "CMD a\n")] == ["DL3025"]
    assert [one.code for one in lint.findings(HEAD + "CMD ['a']\n")] == ["DP473"]


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3025", profile="hadolint")
    assert lint.findings(HEAD + 'CMD ["C:\\app"]\n') == []
    assert rules("DL3025").findings(HEAD + 'CMD ["C:\\app"]\n')
    assert [place[:2] for place in lint.places(HEAD + "CMD \\\n  a\n")] == [(2, 1)]
