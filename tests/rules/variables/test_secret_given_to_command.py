from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM debian:13\n"


@pytest.mark.parametrize(
    ("run", "word", "in_trivy"),
    [
        ("aws configure set aws_access_key_id x", "aws_access_key_id", True),
        ("aws configure set default.aws_secret_access_key x", "default.aws_secret_access_key", False),
        ("aws configure set aws_session_token x", "aws_session_token", False),
        ("true && sudo gcloud auth activate-service-account --key-file=x", "activate-service-account", True),
        ("az login -u a -p b", "-p", True),
        ("az login --password=b", "--password=b", False),
        ("doctl auth init -t x", "-t", True),
        ("<<E\naws configure set aws_access_key_id x\nE", "aws_access_key_id", False),
    ],
)
def test_found(rules: Any, run: str, word: str, in_trivy: bool) -> None:
    finding = rules("DP460").only(HEAD + f"RUN {run}\n")
    assert finding.span.text(HEAD + f"RUN {run}\n") == word
    assert finding.same_as == (("DS-0031",) if in_trivy else ())


def test_trivy_looks_at_the_last_stage(rules: Any) -> None:
    text = HEAD + "RUN aws configure set aws_access_key_id x\nFROM debian:13\n"
    assert rules("DP460").only(text).same_as == ()


@pytest.mark.parametrize(
    "run",
    [
        "aws configure set region x",
        "aws configure",
        "aws s3 ls",
        "echo aws configure set aws_access_key_id x",
        "gcloud auth list",
        "az login",
        "az account show -p",
        "doctl auth init",
        "--mount=type=secret,id=a aws configure set aws_access_key_id $(cat /run/secrets/a)",
        "--mount=id=a,type=secret aws configure set aws_access_key_id x",
    ],
)
def test_silent(rules: Any, run: str) -> None:
    assert rules("DP460").findings(HEAD + f"RUN {run}\n") == []
