"""Image references: registry, repository, tag and digest, each with its place in the text.

It never asks a registry and never raises.
"""

from __future__ import annotations

import re

MAX_REPOSITORY = 255
"""Longest repository name that Docker accepts, registry included, in characters."""

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_REGISTRY = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:]+\])(?::[0-9]+)?"
_COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"

_path = re.compile(rf"{_COMPONENT}(?:/{_COMPONENT})*").fullmatch
_tag = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}").fullmatch
# Most references have neither a registry nor a digest; these are compiled, and kept by `re`, for the first that has.
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}"
_HEXADECIMAL = r"[0-9a-f]+"

_DIGEST_LENGTHS = {"sha256": 64, "sha384": 96, "sha512": 128}
_DOCKER_HUB = frozenset(("", "docker.io", "index.docker.io"))


class Reference:
    """An image reference, cut up. ``registry``, ``tag`` and ``digest`` are "" when not written; spans are then None.

    ``repository`` is the path without the registry, as written ("python", "library/python", "team/app"). Spans are
    (start, end) offsets in ``text``, end exclusive; the separators ``/ : @`` belong to no span.
    """

    __slots__ = (
        "digest",
        "digest_span",
        "registry",
        "registry_span",
        "repository",
        "repository_span",
        "tag",
        "tag_span",
        "text",
    )

    def __init__(self, text: str, registry_end: int, repository_end: int, tag_end: int) -> None:
        self.text = text
        self.registry = text[:registry_end]
        self.registry_span = (0, registry_end) if registry_end else None
        repository_start = registry_end + 1 if registry_end else 0
        self.repository = text[repository_start:repository_end]
        self.repository_span = (repository_start, repository_end)
        self.tag = text[repository_end + 1 : tag_end]
        self.tag_span = (repository_end + 1, tag_end) if tag_end > repository_end else None
        self.digest = text[tag_end + 1 :]
        self.digest_span = (tag_end + 1, len(text)) if tag_end < len(text) else None

    @property
    def name(self) -> str:
        """Registry and repository as written, without tag and digest."""
        return self.text[: self.repository_span[1]]

    @property
    def official(self) -> str | None:
        """The name in Docker's official library ("python" for ``docker.io/library/python``); None for other images."""
        if self.registry not in _DOCKER_HUB:
            return None
        name = self.repository.removeprefix("library/")
        return None if "/" in name else name

    def __repr__(self) -> str:
        return f"Reference({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reference) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


def parse(text: str) -> Reference | None:
    """The reference that ``text`` is, by Docker's grammar; None when it is none.

    As Docker does it, the first component is a registry when it holds a dot, a colon or an upper-case letter, or is
    ``localhost``; 64 hexadecimal digits alone are an image id and not a name.
    """
    tag_end = text.find("@")
    if tag_end < 0:
        tag_end = len(text)
    elif not _is_digest(text[tag_end + 1 :]):
        return None
    repository_end = text.rfind(":", text.rfind("/", 0, tag_end) + 1, tag_end)
    if repository_end < 0:
        repository_end = tag_end
    elif not _tag(text, repository_end + 1, tag_end):
        return None
    if not 0 < repository_end <= MAX_REPOSITORY:
        return None
    registry_end = _registry_end(text, repository_end)
    if registry_end and not re.fullmatch(_REGISTRY, text[:registry_end]):
        return None
    start = registry_end + 1 if registry_end else 0
    if not _path(text, start, repository_end):
        return None
    if not registry_end and repository_end == 64 and re.fullmatch(_HEXADECIMAL, text[:64]):
        return None
    return Reference(text, registry_end, repository_end, tag_end)


def _registry_end(text: str, end: int) -> int:
    slash = text.find("/", 0, end)
    if slash < 0:
        return 0
    first = text[:slash]
    if "." in first or ":" in first or first == "localhost" or first != first.lower():
        return slash
    return 0


def _is_digest(text: str) -> bool:
    if not re.fullmatch(_DIGEST, text):
        return False
    algorithm, _, value = text.partition(":")
    length = _DIGEST_LENGTHS.get(algorithm)
    return length is None or (len(value) == length and re.fullmatch(_HEXADECIMAL, value) is not None)
