from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    'CMD ["a"]\n',
    "CMD [ -f a ] && b\n",
    'RUN [ "$A" = b ] || [ "c" ] && d\n',
    "RUN [ 'a' = 'b' ]\n",
    "RUN [ a ]\n",
    'RUN [[ "$A" == b ]]\n',
    "COPY [a-z]*.txt /b\n",
    "COPY [ab] c\n",
    "HEALTHCHECK NONE\n",
    "CMD a [b]\n",
    "ENV A=['b']\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP473").findings(HEAD + text) == []


FIXED = [
    ("CMD ['a', 'b c']\n", 'CMD ["a", "b c"]\n'),
    ("CMD [ 'a' ]\n", 'CMD [ "a" ]\n'),
    ("CMD [\"a\", 'b']\n", 'CMD ["a", "b"]\n'),
    ("RUN ['a']\r\n", 'RUN ["a"]\r\n'),
    ('CMD ["a", "b", ]\n', 'CMD ["a", "b" ]\n'),
    ('CMD ["a",\\\n  "b",\\\n]\n', 'CMD ["a",\\\n  "b"\\\n]\n'),
    ("CMD [“a”, ‘b’]\n", 'CMD ["a", "b"]\n'),
    ("CMD [npm, start]\n", 'CMD ["npm", "start"]\n'),
    ("CMD [npm]\n", 'CMD ["npm"]\n'),
    ("VOLUME [/data]\n", 'VOLUME ["/data"]\n'),
    ("VOLUME ['/data', \"/more\"]\n", 'VOLUME ["/data", "/more"]\n'),
    ("COPY --chown=a ['b c', 'd']\n", 'COPY --chown=a ["b c", "d"]\n'),
    ("COPY [a, b]\n", 'COPY ["a", "b"]\n'),
    ('CMD ["C:\\app\\x.exe", "a"]\n', 'CMD ["C:\\\\app\\\\x.exe", "a"]\n'),
    ('CMD ["a", "b"\n', 'CMD ["a", "b"]\n'),
    ("SHELL ['/bin/bash', '-c']\n", 'SHELL ["/bin/bash", "-c"]\n'),
    ("HEALTHCHECK --retries=2 \\\n  CMD ['a']\n", 'HEALTHCHECK --retries=2 \\\n  CMD ["a"]\n'),
    ("ONBUILD CMD ['a']\n", 'ONBUILD CMD ["a"]\n'),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    assert rules("DP473").fixed(HEAD + text, unsafe=True) == HEAD + fixed
    assert rules("DP473").fixed(HEAD + text) == HEAD + text


LEFT = [
    'CMD ["a" "b"]\n',
    'CMD ["a"] # b\n',
    'CMD ["a"];\n',
    "CMD ['a\"b']\n",
    "CMD ['a\\b']\n",
    'CMD ["a\\\\b\\c"]\n',
    'CMD ["a\n',
    "CMD ['a',,]\n",
    "CMD ['a', b c]\n",
    'CMD ["a\\\n\\x"]\n',
]


@pytest.mark.parametrize("text", LEFT)
def test_no_fix_where_more_than_one_list_may_be_meant(rules: Any, text: str) -> None:
    assert rules("DP473").findings(HEAD + text)
    assert rules("DP473").fixed(HEAD + text, unsafe=True) == HEAD + text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("CMD ['a']\n", {"DL3025", "JSONArgsRecommended"}),
        ('CMD ["C:\\app"]\n', {"JSONArgsRecommended"}),
        ("HEALTHCHECK CMD ['a']\n", {"DL3025"}),
        ("SHELL [\"a\"]\nCMD ['a']\n", {"DL3025"}),
        ("RUN ['a']\n", set()),
    ],
)
def test_the_names_are_those_of_the_tools_that_see_it(rules: Any, text: str, names: set[str]) -> None:
    assert {name for name in rules("DP473").only(HEAD + text).same_as if name[0] in "DJ"} == names
