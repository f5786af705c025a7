from __future__ import annotations

from typing import Any

import pytest

from dockerpatch.lint.registries import is_trusted


def lint(rules: Any, *trusted: str, **config: object) -> Any:
    from dockerpatch.engine.session import Session

    values = {"select": ("DL3026",), "rules": {"DL3026": {"trusted-registries": trusted}}, **config}
    found = rules("DL3026")
    found.session = Session(change=lambda own: own.replace(**values))
    return found


PATTERNS = [
    ("registry.example", "registry.example", True),
    ("registry.example:5000", "registry.example", False),
    ("registry.example:5000", "registry.*", True),
    ("a.registry.example", "*.example", True),
    ("registry.example", "*.registry.example", False),
    ("anything:1", "*", True),
    ("registry.example", "*registry*", False),
    ("registry.example", "reg*ple", False),
    ("registry.example", "**", False),
    ("", "docker.io", True),
    ("", "hub.docker.com", True),
    ("", "*.io", True),
    ("", "index.docker.io", False),
    ("docker.io", "hub.docker.com", False),
    ("quay.io", "", False),
]


@pytest.mark.parametrize(("registry", "pattern", "trusted"), PATTERNS)
def test_patterns(registry: str, pattern: str, trusted: bool) -> None:
    assert is_trusted(registry, (pattern,)) is trusted


def test_silent_without_a_list(rules: Any) -> None:
    assert rules("DL3026").findings("FROM quay.io/a/b:1\n") == []


FOUND = [
    ("FROM a:1\nFROM docker.io/a:1\nFROM index.docker.io/a:1\nFROM library/a:1\n", []),
    ("FROM quay.io/a:1\n", ["quay.io"]),
    ("FROM localhost:5000/a\n", ["localhost:5000"]),
    ("ARG R=quay.io\nFROM $R/a:1\n", ["quay.io"]),
    ("ARG R\nFROM $R/a:1\n", []),
    ("FROM scratch AS Base\nFROM base\nCOPY --from=0 /a /b\nCOPY --from=base /a /b\n", []),
    ("FROM a:1\nCOPY --from=quay.io/b /a /b\nRUN --mount=from=gcr.io/c,target=/x y\n", ["quay.io", "gcr.io"]),
]


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_found(rules: Any, text: str, words: list[str]) -> None:
    assert [words for _, _, words in lint(rules, "docker.io").places(text)] == words


def test_an_image_without_a_registry_comes_from_docker_hub(rules: Any) -> None:
    found = lint(rules, "quay.io")
    assert found.messages("FROM a:1\nFROM quay.io/b:1\n") == ["`docker.io` is not one of the trusted registries"]


HADOLINT = [
    ("FROM x.y/a\nFROM x.y:5/a\nFROM a\nFROM scratch\n", [2, 3]),
    ("FROM x.y/a AS b\nFROM z.w/b\nFROM B\nFROM b:1\nFROM c\n", [3, 5]),
    ("FROM $A.x/b\nFROM x.y/$A\n", [1]),
    ("FROM x.y/a AS b\nCOPY --from=0 c d\nCOPY --from=b c d\nCOPY --from=b:1 c d\nCOPY --from=x.y/e c d\n", [2, 4]),
    ("FROM x.y/a\nRUN --mount=type=bind,from=z.w/b,target=/x ls\nONBUILD COPY --from=z.w/b c d\n", [2]),
]


@pytest.mark.parametrize(("text", "lines"), HADOLINT)
def test_as_hadolint_sees_it(rules: Any, text: str, lines: list[int]) -> None:
    assert [line for line, _, _ in lint(rules, "x.y", profile="hadolint").places(text)] == lines
