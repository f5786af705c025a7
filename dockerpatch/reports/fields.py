"""Fields of a document of which nothing is known for sure. They never raise: what has another type is not there."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


def text(value: Any, *names: str) -> str:
    """The text at the end of ``names``, blanks around it removed; "" when there is none. Numbers are written out."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def as_written(value: dict[str, Any], name: str) -> str:
    """The text of that name with its blanks; "" when there is none."""
    found = value.get(name)
    return found if isinstance(found, str) else ""


def mapping(value: Any, *names: str) -> dict[str, Any]:
    """The object at the end of ``names``; {} when there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def items(value: Any, *names: str) -> list[Any]:
    """The list at the end of ``names``; [] when there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, list) else []


def mappings(value: Any, *names: str) -> Iterator[dict[str, Any]]:
    """The objects in the list at the end of ``names``."""
    return (each for each in items(value, *names) if isinstance(each, dict))


def texts(value: Any, *names: str) -> list[str]:
    """The texts in the list at the end of ``names``, in order, none empty or twice."""
    found = (each.strip() for each in items(value, *names) if isinstance(each, str))
    return list(dict.fromkeys(each for each in found if each))


def labels(value: Any) -> dict[str, str]:
    """An object of texts, others left out."""
    return {name: each for name, each in mapping(value).items() if isinstance(each, str)}


def distinct(*parts: str) -> list[str]:
    """The texts in order, none empty or twice."""
    return list(dict.fromkeys(part for part in parts if part))
