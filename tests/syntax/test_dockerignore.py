"""Docker's pattern language; the table is that of moby/patternmatcher's own tests, as far as it speaks of paths."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.syntax.dockerignore import BadPattern, Pattern, clean, left_out_by, read

MATCHES = [
    ("**", "file", True),
    ("**", "file/", True),
    ("**/", "file", True),
    ("**", "/", True),
    ("**/", "dir/file", True),
    ("**/**", "dir/file", True),
    ("dir/**", "dir/file", True),
    ("dir/**", "dir/dir2/file", True),
    ("**/dir", "dir", True),
    ("**/dir", "dir/file", True),
    ("**/dir2/*", "dir/dir2/file", True),
    ("**/dir2/**", "dir/dir2/dir2/file", True),
    ("**file", "file", True),
    ("**file", "dir/file", True),
    ("**/file", "dir/file", True),
    ("**/file", "dir/dir/file", True),
    ("**/file*", "dir/dir/file.txt", True),
    ("**/file*txt", "dir/dir/file.txt", True),
    ("**/file*.txt*", "dir/dir/file.txt", True),
    ("**/**/*.txt", "dir/dir/file.txt", True),
    ("**/**/*.txt2", "dir/dir/file.txt", False),
    ("**/*.txt", "file.txt", True),
    ("a**/*.txt", "a/file.txt", True),
    ("a**/*.txt", "a/dir/file.txt", True),
    ("a/*.txt", "a/dir/file.txt", False),
    ("a/*.txt", "a/file.txt", True),
    ("a[b-d]e", "ae", False),
    ("a[b-d]e", "ace", True),
    ("a[b-d]e", "aae", False),
    ("a[^b-d]e", "aze", True),
    (".*", ".foo", True),
    (".*", "foo", False),
    ("abc.def", "abcdef", False),
    ("abc.def", "abc.def", True),
    ("abc.def", "abcZdef", False),
    ("abc?def", "abcZdef", True),
    ("abc?def", "abcdef", False),
    ("a\\*b", "a*b", True),
    ("a\\*b", "acb", False),
    ("**/foo/bar", "foo/bar", True),
    ("**/foo/bar", "dir/foo/bar", True),
    ("abc/**", "abc", False),
    ("abc/**", "abc/def", True),
    ("**/.foo", ".foo", True),
    ("**/.foo", "bar.foo", False),
    ("a(b)c/def", "a(b)c/def", True),
    ("a(b)c/def", "a(b)c/xyz", False),
    ("a.|)$(}+{bc", "a.|)$(}+{bc", True),
    ("node_modules", "node_modules/a/b", True),
    ("node_modules", "node_modules2", False),
    ("a/**/b", "a/b", True),
    ("a/**/b", "a/x/y/b/c", True),
    ("a/**/b", "axb", False),
    ("[]a]", "]", None),
    ("[a", "a", None),
    ("a\\", "a", None),
]


@pytest.mark.parametrize(("pattern", "path", "wanted"), MATCHES)
def test_matches(pattern: str, path: str, wanted: bool | None) -> None:
    if wanted is None:
        with pytest.raises(BadPattern):
            Pattern(pattern, False)
    else:
        assert Pattern(clean(pattern), False).matches(path.rstrip("/") or "/") is wanted


def reference(pattern: str, path: str) -> bool:
    """Whether a pattern matches by the regular expression that Docker makes of it."""
    found, at, plain = "", 0, not any(mark in pattern.replace("**", "", 1) for mark in "*?[\\")
    if pattern.startswith("**") and plain:
        return path.endswith(pattern[2:]) or path == pattern[3:]
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char == "*" and pattern.startswith("*", at):
            at += 1
            at += pattern.startswith("/", at)
            found += "(.*/)?" if at < len(pattern) else ".*"
        elif char == "\\":
            found += re.escape(pattern[at])
            at += 1
        else:
            found += {"*": "[^/]*", "?": "[^/]"}.get(char, re.escape(char))
    return re.fullmatch(found, path, re.DOTALL) is not None


PARTS = st.sampled_from(["a", "b", "/", "*", "**", "**/", "?", ".", "x.y", "\\.", "/**", "{", "$"])


@given(
    st.lists(PARTS, min_size=1, max_size=7),
    st.lists(st.sampled_from(["a", "b", "/", ".", "x.y", "$", "c"]), max_size=7),
)
def test_as_the_regular_expression(parts: list[str], path_parts: list[str]) -> None:
    path = clean("a" + "".join(path_parts))
    pattern = clean("".join(parts)).removeprefix("/")
    if not pattern or pattern == ".":
        return
    folders = path.split("/")
    wanted = any(reference(pattern, "/".join(folders[: size + 1])) for size in range(len(folders)))
    assert Pattern(pattern, False).matches(path) is wanted


def test_a_file_is_read_line_by_line() -> None:
    patterns = read("\ufeffa\r\n\n# no\n  # yes\n!  b/ \n/c/../d//e\n.\n")
    assert [(one.text, one.keeps) for one in patterns] == [
        ("a", False),
        ("# yes", False),
        ("b", True),
        ("d/e", False),
        (".", False),
    ]
    with pytest.raises(BadPattern):
        read("a\n !\n")


def test_what_no_one_can_tell_leaves_nothing_out() -> None:
    # Of these the regular expression makes a class of letters, or something else that nobody meant.
    for pattern in ("src\\build", "[a\\d]", "[*a]", "a" * 300 + "*", "*a" * 40):
        assert not Pattern(pattern, False).matches("src/build")
        assert Pattern(pattern, True).matches("src/build")
        assert Pattern(pattern, True).may_match_below("x")


@pytest.mark.parametrize(
    ("text", "path", "by"),
    [
        ("a", "a", "a"),
        ("a", "b", None),
        ("*\n!a", "b", "*"),
        ("*\n!a", "a", None),
        ("*\n!a/b/c", "a", None),
        ("*\n!a/b/c", "a/b/d", "*"),
        ("*\n!a\na", "a/x", "a"),
        ("*\n!a\na/x", "a", None),
        ("*\n!*.md", "docs", "*"),
        ("*\n!*/x.md", "docs", None),
        ("*", ".", "*"),
        ("**", ".", "**"),
        (".*", ".", None),
        ("?", ".", None),
        ("*\n!a", ".", None),
    ],
)
def test_left_out_by(text: str, path: str, by: str | None) -> None:
    pattern = left_out_by(read(text), path)
    assert (pattern.text if pattern is not None else None) == by


def test_no_pattern_takes_long() -> None:
    start = time.process_time()
    for pattern in ("**/a" * 60, "*a" * 16 + "b", "**/" * 16 + "b", "a*" * 120, "[a-z]" * 50, "(" * 250 + "*"):
        Pattern(clean(pattern), False).matches("a/" * 250 + "c")
        Pattern(clean(pattern), True).may_match_below("a/" * 250 + "c")
    assert time.process_time() - start < 2
