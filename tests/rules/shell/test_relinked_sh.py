from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"
BASH = 'SHELL ["/bin/bash", "-c"]'

FIXED = [
    ("RUN ln -sf /bin/bash /bin/sh\n", f"{BASH}\n"),
    ("RUN ln -s --force bash /bin/sh\r\nRUN x\r\n", f"{BASH}\r\nRUN x\r\n"),
    ("RUN rm /bin/sh && ln -s /bin/bash /bin/sh\n", f"{BASH}\n"),
    ("RUN rm -f /bin/sh; \\\n  ln -s /bin/bash /bin/sh\n", f"{BASH}\n"),
    ("run ln -snf /usr/bin/zsh /usr/bin/sh", 'shell ["/usr/bin/zsh", "-c"]'),
    ("  RUN ln -sf /bin/bash /bin/sh\n", f"  {BASH}\n"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DL4005")
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


LEFT = [
    "RUN a && ln -sf /bin/bash /bin/sh\n",
    "RUN ln -sf /bin/bash /bin/sh && a\n",
    "RUN ln -sf $x /bin/sh\n",
    "RUN ln -sf /bin/busybox /bin/sh\n",
    "RUN ln -sf /opt/x/bash /bin/sh\n",
    "RUN ln -sf /bin/bash \\\n # why\n  /bin/sh\n",
    "RUN <<EOF\nln -sf /bin/bash /bin/sh\nEOF\n",
    "ONBUILD RUN ln -sf /bin/bash /bin/sh\n",
]


@pytest.mark.parametrize("text", LEFT)
def test_left_alone(rules: Any, text: str) -> None:
    lint = rules("DL4005")
    assert len(lint.findings(HEAD + text)) == 1
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + text


@pytest.mark.parametrize(
    "text", ["RUN ln -s /bin/sh /bin/x\n", "RUN ln /bin/sh\n", "RUN cp a /bin/sh\n", "RUN ln a b\n"]
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL4005").findings(HEAD + text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RUN ln -s /bin/sh /bin/x\n", True),
        ("RUN ln /bin/sh\n", True),
        ("RUN ln -sf a /usr/bin/sh # /bin/sh\n", False),
        ("RUN sudo ln -sf a /bin/sh\n", False),
    ],
)
def test_as_hadolint_sees_it(rules: Any, text: str, found: bool) -> None:
    assert bool(rules("DL4005", profile="hadolint").findings(HEAD + text)) is found


def test_many_are_read_in_time(rules: Any) -> None:
    assert len(rules("DL4005").findings(HEAD + "RUN " + "ln x /bin/sh; \\\n" * 10_000 + "a\n")) == 10_000
