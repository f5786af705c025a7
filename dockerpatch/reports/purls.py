"""What a package URL says of a row, spelt as scanners spell it. It never raises for a text that is no package URL."""

from __future__ import annotations

from .purl import parse
from .spelling import ecosystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_known: dict[str, Purl | None] = {}
_MOST_KNOWN = 20_000


class Purl:
    """A package URL taken apart. ``name`` is as scanners write the package: "org.example:lib", "@scope/lib", "curl"."""

    __slots__ = ("ecosystem", "name", "qualifiers", "version")

    def __init__(self, ecosystem: str, name: str, version: str, qualifiers: Mapping[str, str]) -> None:
        self.ecosystem = ecosystem
        self.name = name
        self.version = version
        self.qualifiers = qualifiers


_OWNED = ("apk", "deb", "rpm")  # here the namespace is the distribution, not a part of the name


def read(text: str) -> Purl | None:
    """The parts of ``text``; None when it is no package URL."""
    if text not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[text] = _read(text)
    return _known[text]


def _read(text: str) -> Purl | None:
    found = parse(text)
    if found is None:
        return None
    namespace, name, version, qualifiers = found.namespace, found.name, found.version, dict(found.qualifiers)
    if namespace and found.type not in _OWNED:
        name = f"{namespace}{':' if found.type == 'maven' else '/'}{name}"
    epoch = qualifiers.get("epoch", "0")
    if found.type in ("deb", "rpm") and epoch != "0" and ":" not in version:
        version = f"{epoch}:{version}"
    return Purl(ecosystem(found.type) or found.type, name, version, qualifiers)
