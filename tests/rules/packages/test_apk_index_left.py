from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM alpine:3.24\n"

SILENT = [
    "RUN apk add --no-cache x\n",
    "RUN apk --no-cache add x\n",
    "RUN apk add x --no-cache\n",
    "RUN apk add --no-network x\n",
    "RUN apk add --simulate x\n",
    "RUN apk upgrade\n",
    "RUN apk update\n",
    "RUN apk del x\n",
    "RUN echo apk add x\n",
    "RUN --mount=type=cache,target=/var/cache/apk apk add x\n",
    "RUN --mount=type=tmpfs,dst=/var/cache apk add x\n",
    "RUN --mount=type=cache,target=/etc/apk/cache apk add x\n",
    'ENV FLAGS="-q --no-cache"\nRUN apk add $FLAGS x\n',
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3019").findings(HEAD + text) == []


FIXED = [
    ("RUN apk add x\n", "RUN apk add --no-cache x\n"),
    ("RUN apk -q add -t .d x\r\n", "RUN apk -q add --no-cache -t .d x\r\n"),
    ("RUN apk add --update x\n", "RUN apk add --no-cache --update x\n"),
    ("RUN sudo apk add x\n", "RUN sudo apk add --no-cache x\n"),
    ('RUN ["apk", "add", "x"]\n', 'RUN ["apk", "add", "--no-cache", "x"]\n'),
    ("RUN apk update && apk add x\n", "RUN apk add --no-cache x\n"),
    ("RUN apk update; apk add x; apk add y\n", "RUN apk add --no-cache x; apk add --no-cache y\n"),
    (
        "RUN set -e \\\n && apk update \\\n && apk add x \\\n && rm -rf /var/cache/apk/*\n",
        "RUN set -e \\\n && apk add --no-cache x \\\n && rm -rf /var/cache/apk/*\n",
    ),
    ("RUN <<EOF\napk update\napk add x\nEOF\n", "RUN <<EOF\napk add --no-cache x\nEOF\n"),
    # Somebody else needs the index, or it may be so.
    ("RUN apk update && apk upgrade && apk add x\n", "RUN apk update && apk upgrade && apk add --no-cache x\n"),
    ("RUN apk update && apk add x && apk upgrade\n", "RUN apk update && apk add --no-cache x && apk upgrade\n"),
    ("RUN apk update && make && apk add x\n", "RUN apk update && make && apk add --no-cache x\n"),
    ("RUN apk update && apk add x && ./y.sh\n", "RUN apk update && apk add --no-cache x && ./y.sh\n"),
    ("RUN apk update || apk add x\n", "RUN apk update || apk add --no-cache x\n"),
    ("RUN apk update --wait 5 && apk add x\n", "RUN apk update --wait 5 && apk add --no-cache x\n"),
    ("RUN apk update \\\n # why\n && apk add x\n", "RUN apk update \\\n # why\n && apk add --no-cache x\n"),
    ("RUN apk update && apk add x\nRUN apk upgrade\n", "RUN apk update && apk add --no-cache x\nRUN apk upgrade\n"),
    (
        "RUN apk update && apk add x\nRUN apk update && apk upgrade\n",
        "RUN apk add --no-cache x\nRUN apk update && apk upgrade\n",
    ),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL3019")
    assert {words.strip('"') for _, _, words in lint.places(HEAD + text)} == {"add"}
    assert lint.fixed(HEAD + text) == HEAD + fixed


def test_an_update_that_a_stage_built_on_it_needs_stays(rules: Any) -> None:
    text = "FROM alpine:3.24 AS a\nRUN apk update && apk add x\nFROM a\nRUN apk fetch y\n"
    assert rules("DL3019").fixed(text) == text.replace("add", "add --no-cache")


UNFIXED = [
    HEAD + "RUN apk add x && rm /var/cache/apk/*\n",
    HEAD + "RUN --network=none apk add x.apk\n",
    HEAD + "RUN ln -s /var/cache/apk /etc/apk/cache\nRUN apk add x\n",
    "FROM alpine:3.2\nRUN apk add x\n",
]


@pytest.mark.parametrize("text", UNFIXED)
def test_unfixed(rules: Any, text: str) -> None:
    lint = rules("DL3019")
    assert len(lint.findings(text)) == 1
    assert lint.fixed(text, unsafe=True) == text


def test_removal_by_hand_is_told(rules: Any) -> None:
    lint = rules("DL3019")
    assert "removed by hand" in lint.only(HEAD + "RUN apk add x && rm -rf /var/cache/apk/*\n").message
    assert "stays" in lint.only(HEAD + "RUN apk add x && rm -rf /tmp/*\n").message


TRIVY = [
    ("RUN apk add x\n", True),
    ("RUN A=b time apk -q add x\n", True),
    ('RUN ["apk", "add", "x"]\n', True),
    ("RUN sudo apk add x\n", False),
    ("RUN /sbin/apk add x\n", False),
    ("RUN apk --repository u add x\n", False),
    ("RUN sh -c 'apk add x'\n", False),
    ("ONBUILD RUN apk add x\n", False),
]


@pytest.mark.parametrize(("text", "seen"), TRIVY)
def test_the_name_of_trivy_is_true(rules: Any, text: str, seen: bool) -> None:
    assert ("DS-0025" in rules("DL3019").only(HEAD + text).same_as) is seen


HADOLINT = [
    ("RUN --mount=type=cache,target=/x/var/cache/apkx apk add x\n", 0),
    ("RUN --mount=type=cache,target=/var/cache apk add x\n", 1),
    ("RUN apk add --no-network x\n", 1),
    ("RUN apk add --no-cache=true x\n", 0),
    ("RUN sudo apk add x\n", 0),
]


@pytest.mark.parametrize(("text", "count"), HADOLINT)
def test_as_hadolint_sees_it(rules: Any, text: str, count: int) -> None:
    assert len(rules("DL3019", profile="hadolint").findings(HEAD + text)) == count


@pytest.mark.parametrize("placement", ["own-run", "first-add"])
def test_together_with_the_upgrade_of_the_base(rules: Any, placement: str) -> None:
    lint = rules("DL3019", "DL3014", "DL3027", "DP2", "DP41", upgrade_placement=placement)
    fixed = lint.fixed(HEAD + "RUN apk update && apk add x\n", unsafe=True)
    assert "apk add --no-cache x" in fixed
    assert "apk upgrade --no-cache" in fixed
    assert lint.findings(fixed) == []
