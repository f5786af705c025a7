from __future__ import annotations

import pytest

from dockerpatch.lint.key_values import in_quotes, means_the_same


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("a", "a", True),
        ("a b", '"a b"', True),
        ("a b", "a b", False),
        ("'$V'", '"\\$V"', True),
        ("'$V'", '"$V"', False),
        ("$V", '"$V"', True),
        ("$V", "'$V'", False),
        ("${V:-a b}", '"${V:-a b}"', True),
        ("a\\ b", '"a\\ b"', False),
        ("a", '"a', False),
        ("it's", "it's", False),
    ],
)
def test_means_the_same(old: str, new: str, same: bool) -> None:
    assert means_the_same("NAME", old, new, "\\") is same


def test_a_name_with_an_equals_sign_is_another_one() -> None:
    assert not means_the_same("A=B", "a", "a", "\\")


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ('a "b c"', '"a b c"'),
        ("'a \"b' c", '"a \\"b c"'),
        ("'$a' $b", '"\\$a $b"'),
        ("a\\ b\\\\c\\d", '"a b\\\\cd"'),
        ('"a\\"b" c', '"a\\"b c"'),
        ("it's", ""),
    ],
)
def test_in_quotes(value: str, quoted: str) -> None:
    assert in_quotes(value, "\\") == quoted
