from __future__ import annotations

from typing import Any

import pytest

RIGHT: list[str] = ["MIT", "Apache-2.0", "GPL-2.0-only", "BSD-3-Clause"]
WRONG: list[str] = [
    "mit",
    "Apache 2.0",
    "GPLv3",
    "BSD",
    "Proprietary",
    "MIT,Apache-2.0",
    "MIT OR",
    "(MIT",
    "NONE",
    "MIT or ISC",
    "a" * 2000,
    "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((MIT))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))",
]
RIGHT_TO_HADOLINT: list[str] = ["MIT "]
RIGHT_TO_US: list[str] = [
    "Apache-2.0 OR MIT",
    "(MIT OR ISC) AND Apache-2.0+",
    "GPL-2.0",
    "GPL-2.0-only WITH Classpath-exception-2.0",
    "LicenseRef-x",
    "DocumentRef-a:LicenseRef-b",
    "( MIT )",
]


def found(rules: Any, value: str, **config: object) -> bool:
    return bool(rules("DL3054", label_schema={"k": "spdx"}, **config).findings(f"FROM x:1\nLABEL k='{value}'\n"))


@pytest.mark.parametrize("value", [*RIGHT, *RIGHT_TO_US])
def test_silent(rules: Any, value: str) -> None:
    assert not found(rules, value)


@pytest.mark.parametrize("value", [*WRONG, *RIGHT_TO_HADOLINT])
def test_found(rules: Any, value: str) -> None:
    assert found(rules, value)


@pytest.mark.parametrize("value", [*RIGHT, *WRONG, *RIGHT_TO_HADOLINT, *RIGHT_TO_US])
def test_as_hadolint_sees_it(rules: Any, value: str) -> None:
    assert found(rules, value, profile="hadolint") == (value in WRONG or value in RIGHT_TO_US)


def test_what_a_build_argument_says_is_not_judged(rules: Any) -> None:
    lint = rules("DL3054", label_schema={"k": "spdx"})
    assert lint.findings("FROM x:1\nARG K=?\nLABEL k=$K j=?\nLABEL k=\n") == []
    assert lint.places('FROM x:1\nLABEL j=1 k="? $"\n') == [(2, 13, '"? $"')]
