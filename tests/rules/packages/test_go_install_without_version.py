from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM golang:1.26\n"

SILENT = [
    "RUN go install example.com/a@v1\n",
    "RUN go install example.com/a@abcdef example.com/b/...@v2\n",
    "RUN go install ./... . ../a /a cmd/go std\n",
    "RUN go run main.go\n",
    "RUN go run example.com/a@v1 example.com/b\n",
    "RUN go install -ldflags '-s -w' -tags a example.com/a@v1\n",
    "RUN go -C /src install ./cmd/a\n",
    "RUN go install $A example.com/a@$V\n",
    "RUN go get -d ./...\n",
    "RUN go build example.com/a\n",
    "RUN go mod download example.com/a@latest\n",
    "COPY . .\nRUN go install example.com/a\n",
    "FROM golang:1.26 AS a\nADD . .\nFROM a\nRUN go run example.com/a\n",
    "RUN echo go install example.com/a\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3062").findings(HEAD + text) == []


FOUND = [
    ("RUN go install example.com/a@latest\n", "`example.com/a@latest`"),
    ("RUN go install -v example.com/a example.com/b@main ./c\n", "`example.com/a`, `example.com/b@main`"),
    ("RUN go run example.com/a@upgrade b\n", "`example.com/a@upgrade`"),
    ("COPY . .\nRUN go get example.com/a\n", "`example.com/a`"),
    ("RUN CGO_ENABLED=0 /usr/local/go/bin/go install example.com/a@latest\n", "`example.com/a@latest`"),
    ("RUN env GOBIN=/x go install example.com/a@latest\n", "`example.com/a@latest`"),
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_found(rules: Any, text: str, names: str) -> None:
    found = rules("DL3062").only(HEAD + text)
    assert found.message == f"go takes any version of {names}"
    assert found.fix is None


AS_HADOLINT = {
    "go install a": True,
    "go install a@latest": True,
    "go install a@none": True,
    "go install a@main": False,
    "go install a@v1": False,
    "go install tool": False,
    "go install $A/b": True,
    "go install -ldflags a b@v1": True,
    "go install -ldflags '-a' b@v1": False,
    "go -C a install b@v1": True,
    "go get a": True,
    "go run a.go": True,
    "go run a@v1 b": False,
    "go run run a": False,
    "go build run": True,
    "go run a@v1 && go install b": False,
    "go run && go install b": True,
    "go mod download a@latest": False,
    "exec go install a@v1": True,
    "sudo go install a": False,
}


@pytest.mark.parametrize(("text", "found"), AS_HADOLINT.items())
def test_as_hadolint_sees_it(rules: Any, text: str, found: bool) -> None:
    assert bool(rules("DL3062", profile="hadolint").findings(f"{HEAD}RUN {text}\n")) is found
