from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"
KEY = "org.opencontainers.image.authors"

FIXED = [
    ("MAINTAINER a b\n", f'LABEL {KEY}="a b"\n'),
    ("maintainer a\n", f'label {KEY}="a"\n'),
    ("Maintainer  a  \r\n", f'LABEL  {KEY}="a"  \r\n'),
    ('MAINTAINER "a b"\n', f'LABEL {KEY}="a b"\n'),
    ("MAINTAINER 'a $b'\n", f"LABEL {KEY}='a $b'\n"),
    ('MAINTAINER "a $b"\n', f'LABEL {KEY}="a \\$b"\n'),
    ('MAINTAINER a "b" $c\\d', f'LABEL {KEY}="a \\"b\\" \\$c\\\\d"'),
    ("MAINTAINER it's me\n", f'LABEL {KEY}="it\'s me"\n'),
    ('MAINTAINER "\n', f'LABEL {KEY}="\\""\n'),
    ("MAINTAINER \\\n  a, \\\n  # x\n  b\n", f'LABEL \\\n  {KEY}="a, \\\n  # x\n  b"\n'),
    ("MAINTAINER José <j@x.y>\n", f'LABEL {KEY}="José <j@x.y>"\n'),
    ("MAINTAINER a\nMAINTAINER b\n", f'LABEL {KEY}="a"\nLABEL {KEY}="b"\n'),
    ("LABEL a=b\nMAINTAINER a\nFROM x:1\n", f'LABEL a=b\nLABEL {KEY}="a"\nFROM x:1\n'),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    assert rules("DL4000").fixed(HEAD + text) == HEAD + fixed


def test_the_escape_of_the_file_is_used(rules: Any) -> None:
    text = "# escape=`\nFROM x:1\nMAINTAINER a\\b $c\n"
    assert rules("DL4000").fixed(text) == f'# escape=`\nFROM x:1\nLABEL {KEY}="a\\b `$c"\n'


LEFT = [
    "MAINTAINER a\nLABEL org.opencontainers.image.authors=b\n",
    "LABEL $x=b\nMAINTAINER a\n",
    "MAINTAINER a\x01b\n",
    "MAIN\\\nTAINER a\n",
]


@pytest.mark.parametrize("text", LEFT)
def test_left(rules: Any, text: str) -> None:
    lint = rules("DL4000")
    assert lint.only(HEAD + text).fix is None


def test_silent(rules: Any) -> None:
    assert rules("DL4000").findings(HEAD + "ONBUILD MAINTAINER a\nLABEL maintainer=a\n") == []


def test_every_tool_has_a_name_for_it(rules: Any) -> None:
    for name in ("MaintainerDeprecated", "DS022", "CKV_DOCKER_6", "maintainer-is-deprecated"):
        assert len(rules(name).findings(HEAD + "MAINTAINER a\n")) == 1
