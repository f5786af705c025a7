from __future__ import annotations

from typing import Any

TEXT = 'FROM x:1\nLABEL a=1 b=2 "c"=3 $d=4\nONBUILD LABEL e=5\nLABEL a=6\n'


def test_each_name_that_the_schema_does_not_have(rules: Any) -> None:
    lint = rules("DL3050", label_schema={"a": "text"}, strict_labels=True)
    assert lint.places(TEXT) == [(2, 11, "b"), (2, 15, '"c"'), (3, 15, "e")]


def test_all_labels_without_a_schema(rules: Any) -> None:
    assert len(rules("DL3050", strict_labels=True).findings(TEXT)) == 5


def test_nothing_unless_strict(rules: Any) -> None:
    assert rules("DL3050", label_schema={"a": "text"}).findings(TEXT) == []


def test_as_hadolint_sees_it(rules: Any) -> None:
    lint = rules("DL3050", label_schema={"a": "text"}, strict_labels=True, profile="hadolint")
    assert [(line, column) for line, column, _ in lint.places(TEXT)] == [(2, 1)]
