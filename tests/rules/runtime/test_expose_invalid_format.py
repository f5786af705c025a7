from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize(
    "text",
    [
        "EXPOSE 80 443/tcp 8000-8010/udp\n",
        "EXPOSE :80\n",
        "EXPOSE $HOST:80\n",
        "EXPOSE ${PORT:-80}\n",
        "EXPOSE 80:\n",
        "EXPOSE 80:80/http\n",
        "ONBUILD EXPOSE 80:80\n",
    ],
)
def test_silent(rules: Any, text: str) -> None:
    assert rules("ExposeInvalidFormat").findings(HEAD + text) == []


FIXED = [
    ("EXPOSE 80:8080\n", "EXPOSE 8080\n"),
    ("expose  80:8080/udp   443\n", "expose  8080/udp   443\n"),
    ("EXPOSE 127.0.0.1:80:8080\n", "EXPOSE 8080\n"),
    ("EXPOSE [::1]:80:8080\n", "EXPOSE 8080\n"),
    ("EXPOSE 127.0.0.1::8080\n", "EXPOSE 8080\n"),
    ("EXPOSE 80-81:90-91/tcp\n", "EXPOSE 90-91/tcp\n"),
    ("EXPOSE 80 \\\r\n  81:81 \\\r\n  82\r\n", "EXPOSE 80 \\\r\n  81 \\\r\n  82\r\n"),
    ("ENV H=80\nEXPOSE $H:81\n", "ENV H=80\nEXPOSE 81\n"),
    ("EXPOSE ${H:-80}:81\n", "EXPOSE 81\n"),
    ("EXPOSE localhost:80:81", "EXPOSE 81"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    assert rules("ExposeInvalidFormat").fixed(HEAD + text) == HEAD + fixed


LEFT = [
    "ENV P=80:81\nEXPOSE $P\n",
    "ENV P=81\nEXPOSE 80:$P\n",
    "EXPOSE ${P:-80:81}\n",
    'EXPOSE "80:81"\n',
    "EXPOSE 80\\\n:81\n",
    "EXPOSE 80:http\n",
]


@pytest.mark.parametrize("text", LEFT)
def test_no_fix_where_the_port_is_not_written_there(rules: Any, text: str) -> None:
    assert rules("ExposeInvalidFormat").findings(HEAD + text)
    assert rules("ExposeInvalidFormat").fixed(HEAD + text, unsafe=True) == HEAD + text
