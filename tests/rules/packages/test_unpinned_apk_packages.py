from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM alpine:3.24\n"

FOUND = [
    ("RUN apk add curl\n", "curl"),
    ("RUN apk add --no-cache -t .deps a=1 curl\n", "curl"),
    ("RUN apk --root r --arch x add a=1 curl\n", "curl"),
    ("RUN apk add a=1 curl@edge\n", "curl@edge"),
    ("RUN apk add so:libcurl.so.4\n", "so:libcurl.so.4"),
    ("RUN apk add python3-$V\n", "python3-$V"),
    ("RUN doas apk add curl\n", "curl"),
    ("RUN apk add --virtual=.deps \\\n  a=1 \\\n  curl\n", "curl"),
]


@pytest.mark.parametrize(("text", "word"), FOUND)
def test_found(rules: Any, text: str, word: str) -> None:
    assert [words for _, _, words in rules("DL3018").places(HEAD + text)] == [word]


SILENT = [
    "RUN apk add a=1 b~1 c~=1 'd>1' \"e<2\" 'f>=1' g@edge=1\n",
    "RUN apk add ./a.apk /tmp/b.apk *.apk http://h/c.apk\n",
    "RUN apk add $PHPIZE_DEPS \"$MORE\" $(cat list) '!gone'\n",
    "RUN apk add -t .deps\n",
    "RUN apk add --cache-dir c --keys-dir k --wait 5 a=1 -- b=1\n",
    "RUN apk upgrade --no-cache\n",
    "RUN apk del curl\n",
    "RUN apk add --simulate curl\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3018").findings(HEAD + text) == []


HADOLINT = [
    ("RUN apk add --cache-dir c a=1\n", 1),
    ("RUN apk add --virtual .deps -X u --repository u a=1\n", 0),
    ("RUN apk add -qt .deps a=1\n", 0),
    ("RUN apk add $PHPIZE_DEPS\n", 1),
    ("RUN apk add /tmp/x\n", 1),
    ("RUN busybox apk add a=1\n", 1),
    ("RUN apk add ~a b.apk\n", 0),
]


@pytest.mark.parametrize(("text", "count"), HADOLINT)
def test_as_hadolint_sees_it(rules: Any, text: str, count: int) -> None:
    assert len(rules("DL3018", profile="hadolint").findings(HEAD + text)) == count
