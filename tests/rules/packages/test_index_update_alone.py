from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"

SILENT = [
    "RUN apt-get update && apt-get install -y x\n",
    "RUN apt-get update; apt-get -y upgrade\n",
    "RUN apt-get update && apt-get -y dist-upgrade\n",
    "RUN apt-get update && apt-get build-dep x\n",
    "RUN apt-get update && aptitude install x\n",
    "RUN apt-get update && cat list | xargs apt-get install -y\n",
    "RUN apt-get update && xx-apt-get install x\n",
    "RUN apt-get update && ./install.sh\n",
    "RUN apt-get update && curl u | bash\n",
    "RUN if a; then apt-get update; fi && apt-get install x\n",
    "RUN apk update && apk upgrade\n",
    "RUN apk update && apk add --no-cache x\n",
    "RUN apk upgrade --no-cache\n",
    "RUN yum update -y\n",
    "RUN dnf -y update\n",
    "RUN zypper up\n",
    "RUN npm update && git submodule update\n",
    "RUN apt-get update && apt-get install x && apt-get update && rm -rf /var/lib/apt/lists/*\n",
    "RUN --network=none echo apt-get update\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP410").findings(HEAD + text) == []


FOUND = [
    "RUN apt-get update\n",
    "RUN sudo apt-get -qq update || true\n",
    "RUN aptitude update\n",
    "RUN apk update && adduser mike\n",
    "RUN apt-get install x && apt-get update\n",
    "RUN apt-get update && apk add x\n",
    "RUN apt-get update && apt-get install x && add-key && apt-get update\n",
    "RUN apt-get update && rm -rf /var/lib/apt/lists/*\n",
    "ONBUILD RUN apt-get update\n",
    'RUN ["apk", "update"]\n',
    "RUN <<EOF\napt-get update\nEOF\n",
]


@pytest.mark.parametrize("text", FOUND)
def test_found(rules: Any, text: str) -> None:
    found = rules("DP410").places(HEAD + text)
    assert [words.strip('"') for _, _, words in found] == ["update"]


def test_an_index_that_is_removed_unused(rules: Any) -> None:
    lint = rules("DP410")
    assert "nothing uses" in lint.only(HEAD + "RUN apt-get update && rm -rf /var/lib/apt/lists/*\n").message
    assert "nothing uses" in lint.only(HEAD + "RUN apk update && rm -rf /var/cache/apk/*\n").message


FIXED = [
    ("RUN sh -c 'apt-get update'\nRUN apt-get install x\n", "RUN sh -c 'apt-get update' && apt-get install x\n"),
    ("RUN apt-get update\nRUN apt-get install x\n", "RUN apt-get update && apt-get install x\n"),
    ("RUN apk update\n\nRUN apk add \\\n  x\n", "RUN apk update && apk add \\\n  x\n"),
    (
        "RUN true && \\\n  apt-get update\r\nRUN make && apt-get install x\r\n",
        "RUN true && \\\n  apt-get update && make && apt-get install x\r\n",
    ),
    (
        "RUN --network=host apt-get update\nRUN --network=host apt-get upgrade\n",
        "RUN --network=host apt-get update && apt-get upgrade\n",
    ),
    ("run apt-get update   \nrun apt-get install x", "run apt-get update && apt-get install x"),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str) -> None:
    lint = rules("DP410")
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + fixed


UNFIXED = [
    "RUN apt-get update # the index\nRUN apt-get install x\n",
    "RUN apt-get update\n# why\nRUN apt-get install x\n",
    "RUN apt-get update\nENV A=b\nRUN apt-get install x\n",
    "RUN apt-get update\nRUN apt-get update && apt-get install x\n",
    "RUN apt-get update\nRUN make; apt-get install x\n",
    "RUN apt-get update || true\nRUN apt-get install x\n",
    "RUN apt-get update\nRUN --network=host apt-get install x\n",
    "RUN apt-get update\nRUN <<EOF\napt-get install x\nEOF\n",
    'RUN apt-get update\nRUN ["apt-get", "install", "x"]\n',
    "RUN apt-get update\nRUN ./install.sh\n",
    "RUN apt-get update\nFROM a\nRUN apt-get install x\n",
    "RUN apt-get update \\\n\nRUN apt-get install x\n",
]


@pytest.mark.parametrize("text", UNFIXED)
def test_unfixed(rules: Any, text: str) -> None:
    assert rules("DP410").fixed(HEAD + text, unsafe=True) == HEAD + text


def test_findings_of_the_second_run_move_with_it(rules: Any) -> None:
    lint = rules("DP410", "DL3008", "DL3009", "DL3014")
    text = HEAD + "RUN apt-get update\nRUN apt-get install x\n"
    wanted = HEAD + "RUN apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/*\n"
    assert lint.fixed(text, unsafe=True) == wanted


NAMES = [
    ("RUN apt-get update\n", {"DS-0017", "CKV_DOCKER_5"}),
    ("RUN apt-get update\nRUN apt-get install x\n", {"DS-0017"}),
    ("RUN sudo apk update\n", {"DS-0017", "CKV_DOCKER_5"}),
    ("RUN sh -c 'apt-get update'\n", set()),
    ("RUN (apt-get update)\n", set()),
    ("RUN aptitude update\n", {"CKV_DOCKER_5"}),
    ("RUN apt-get update && apt-get install x && apt-get update\n", set()),
    ("ONBUILD RUN apt-get update\n", set()),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_the_names_are_true(rules: Any, text: str, names: set[str]) -> None:
    assert set(rules("DP410").only(HEAD + text).same_as) == names
