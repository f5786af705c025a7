from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "RUN curl -fsSL https://example.com\n",
    "RUN curl -ok https://example.com\n",
    "RUN curl -o -k https://example.com\n",
    "RUN curl -H '-k' -X -k https://example.com\n",
    "RUN curl --header -k --data --insecure https://example.com\n",
    "RUN curl https://example.com | grep -k x\n",
    "RUN wget -q --no-c https://example.com\n",
    "RUN wget --check-certificate https://example.com\n",
    "RUN echo curl -k\n",
    "RUN apt-get install -y curl wget\n",
    'SHELL ["pwsh", "-c"]\nRUN curl -k https://example.com\n',
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP430").findings(HEAD + text) == []


FIXED = [
    ("RUN curl -k x\n", "RUN curl x\n"),
    ("RUN curl x -k\n", "RUN curl x\n"),
    ("RUN curl -fsSLk x\n", "RUN curl -fsSL x\n"),
    ("RUN curl -kLo y x\n", "RUN curl -Lo y x\n"),
    ("RUN curl -k --insecure -L x\n", "RUN curl -L x\n"),
    ('RUN curl "-Lk" x\n', 'RUN curl "-L" x\n'),
    ("RUN curl \\\n    --insecure \\\n    x\n", "RUN curl \\\n    x\n"),
    ("RUN curl x \\\n    -k\n", "RUN curl x\n"),
    ("RUN curl x \\\n    -k \\\n    && y\n", "RUN curl x \\\n    && y\n"),
    ("RUN curl x \\\n    # why\n    -k\n", None),
    ("RUN a && wget --no-check-certificate -q x | y\n", "RUN a && wget -q x | y\n"),
    ("RUN wget --no-check-cert x\r\n", "RUN wget x\r\n"),
    ("RUN sudo curl -k x\n", "RUN sudo curl x\n"),
    ("RUN sh -c 'curl -k x'\n", "RUN sh -c 'curl x'\n"),
    ("RUN x=$(curl -sk y)\n", "RUN x=$(curl -s y)\n"),
    ('RUN ["curl", "-k", "x"]\n', 'RUN ["curl", "x"]\n'),
    ('RUN ["curl", "-sk", "x"]\n', 'RUN ["curl", "-s", "x"]\n'),
    ("RUN <<EOF\ncurl -k x\nwget --no-check-certificate y\nEOF\n", "RUN <<EOF\ncurl x\nwget y\nEOF\n"),
    ("ONBUILD RUN curl -k x\n", "ONBUILD RUN curl x\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str | None) -> None:
    lint = rules("DP430")
    assert lint.findings(HEAD + text)
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + (text if fixed is None else fixed)


NAMES = [
    ("RUN curl -k x\n", ("CKV2_DOCKER_2",)),
    ("RUN sudo wget --no-check-certificate x\n", ("CKV2_DOCKER_3",)),
    ("RUN wget --no-check-cert x\n", ()),
    ("RUN curl 'x?a&b' -k\n", ()),
    ("ONBUILD RUN curl -k x\n", ()),
    ('RUN ["curl", "-k", "x"]\n', ()),
    ("RUN <<EOF\ncurl -k x\nEOF\n", ("CKV2_DOCKER_2",)),
    ("RUN <<X\ncurl -k x\nX\n", ()),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names_are_true(rules: Any, text: str, names: tuple[str, ...]) -> None:
    assert rules("DP430").only(HEAD + text).same_as == names


def test_a_name_selects_its_half(rules: Any) -> None:
    text = HEAD + "RUN curl -k x\nRUN wget --no-check-certificate x\n"
    assert [line for line, _, _ in rules("CKV2_DOCKER_3").places(text)] == [3]
