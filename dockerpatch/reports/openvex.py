"""OpenVEX documents: read, asked about a row of a report, and written. It never makes a claim that nobody made.

What a statement is about is decided as the tools that read OpenVEX do (0.2.0, and the plain texts of 0.0.1): by ids as
they are written, package URLs from the general to the particular, hashes, and subcomponents where a product has some.
"""

from __future__ import annotations

from dockerpatch.text.record import Record

from . import purl
from .purl import Purl

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from .report import Report, Row

LIMIT = 16 << 20
"""The longest document that is read, in bytes."""
MOST = 100_000
"""Statements that a document may have; products and subcomponents of a statement, too."""

CONTEXT = "https://openvex.dev/ns/v0.2.0"
NOT_AFFECTED, AFFECTED, FIXED, INVESTIGATED = "not_affected", "affected", "fixed", "under_investigation"
STATUSES = (NOT_AFFECTED, AFFECTED, FIXED, INVESTIGATED)
SILENCING = (NOT_AFFECTED, FIXED)
"""What scanners leave a vulnerability out for."""


class OpenVexError(Exception):
    """A document that cannot be used. ``str()`` is one line: the path, the statement's number, and what is wrong."""


class Component(Record):
    """A product or a subcomponent: what it is called, package URLs apart from other ids and hashes."""

    __slots__ = ("purls", "texts")

    def __init__(self, purls: Sequence[Purl], texts: Sequence[str]) -> None:
        self.purls = tuple(purls)
        self.texts = tuple(texts)

    def is_one_of(self, others: Thing) -> bool:
        """Whether one of its names is, or covers, one of the ``others``."""
        return not others.texts.isdisjoint(self.texts) or any(
            mine.covers(other) for mine in self.purls for other in others.purls
        )


class Product(Record):
    """A product of a statement, and the parts of it that the statement is about; none: the whole."""

    __slots__ = ("component", "parts")

    def __init__(self, component: Component, parts: Sequence[Component] = ()) -> None:
        self.component = component
        self.parts = tuple(parts)

    def is_about(self, thing: Thing, part: Thing) -> bool:
        return self.component.is_one_of(thing) and (not self.parts or any(one.is_one_of(part) for one in self.parts))


class Thing:
    """What a row is about, by all its names: an image or a package."""

    __slots__ = ("purls", "texts")

    def __init__(self, purls: Iterable[Purl] = (), texts: Iterable[str] = ()) -> None:
        self.purls = tuple(purls)
        self.texts = frozenset(texts)


class Statement(Record):
    """One statement: what its ``author`` says of a vulnerability (``ids``, its name first) in some products.

    ``status`` is one of STATUSES. ``justification`` and ``impact`` are why a product is not affected, ``action`` what
    to do where it is, ``notes`` how the status was found; "" for what is not said. ``timestamp`` is as written, its
    own or its document's; ``path`` is the document.
    """

    __slots__ = (
        "action",
        "author",
        "ids",
        "impact",
        "justification",
        "notes",
        "path",
        "products",
        "status",
        "timestamp",
    )

    def __init__(
        self,
        ids: Sequence[str],
        status: str,
        products: Sequence[Product],
        timestamp: str = "",
        *,
        justification: str = "",
        impact: str = "",
        action: str = "",
        notes: str = "",
        author: str = "",
        path: str = "",
    ) -> None:
        self.ids = tuple(ids)
        self.status = status
        self.products = tuple(products)
        self.timestamp = timestamp
        self.justification = justification
        self.impact = impact
        self.action = action
        self.notes = notes
        self.author = author
        self.path = path

    @property
    def silences(self) -> bool:
        """Whether scanners leave the vulnerability out for it."""
        return self.status in SILENCING


class Statements:
    """What all documents together say: of several statements about one thing the latest holds.

    Of two that are of the same time, the one that silences nothing holds.
    """

    __slots__ = ("_by_id", "_image", "_ordered")

    def __init__(self, statements: Iterable[Statement]) -> None:
        # The last one that is about a row is the one that holds for it.
        self._ordered = sorted(statements, key=_weight)
        self._by_id: dict[str, list[int]] = {}
        for at, statement in enumerate(self._ordered):
            for name in dict.fromkeys(statement.ids):
                self._by_id.setdefault(name, []).append(at)
        self._image: tuple[Report, Thing] | None = None

    def __bool__(self) -> bool:
        return bool(self._ordered)

    def about(self, row: Row, report: Report | None = None) -> Statement | None:
        """The statement that holds for ``row``, found in ``report``; None: there is none."""
        candidates = {at for name in row.ids for at in self._by_id.get(name, ())}
        if not candidates:
            return None
        own = purl.of_row(row, report.distro if report is not None else None)
        package = Thing((own,) if own is not None else (), (row.purl,) if row.purl else ())
        image = self._image_of(report)
        for at in sorted(candidates, reverse=True):
            statement = self._ordered[at]
            # A package may be its own part, as Trivy has it.
            if any(one.is_about(package, package) or one.is_about(image, package) for one in statement.products):
                return statement
        return None

    def _image_of(self, report: Report | None) -> Thing:
        if report is None:
            return Thing()
        if self._image is None or self._image[0] is not report:
            self._image = (report, image_of(report))
        return self._image[1]


def image_of(report: Report) -> Thing:
    """The image of a scan by all its names: package URLs, references, digests with and without their algorithm."""
    digests = [name.rpartition("@")[2] for name in report.digests]
    purls = {one: None for name in report.names for digest in ("", *digests) for one in purl.of_image(name, digest)}
    purls |= {one: None for name in report.digests for one in purl.of_image(name)}
    texts = [*report.names, *report.digests, *digests]
    texts += [digest.removeprefix("sha256:") for digest in digests]
    return Thing(purls, [*texts, *map(str, purls)])


def _weight(statement: Statement) -> tuple[float, bool]:
    moment = _moment(statement.timestamp)
    return (moment.timestamp() if moment is not None else float("-inf"), not statement.silences)


def _moment(text: str) -> datetime | None:
    """The time that ``text`` is by RFC 3339; None for another text."""
    import re
    from datetime import datetime

    found = re.fullmatch(
        r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d{1,9})?\d{0,30}([Zz]|[+-]\d\d:\d\d)", text, re.ASCII
    )
    if found is None:
        return None
    zone = "+00:00" if found[4] in "Zz" else found[4]
    fraction = (found[3] or ".0")[:7].ljust(7, "0")
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{fraction}{zone}")
        moment.timestamp()
    except (ValueError, OverflowError):
        return None
    return moment


def load(paths: Iterable[str]) -> list[Statement]:
    """The statements of all documents in the files ``paths``. Raises FileError, and OpenVexError."""
    from dockerpatch.system.files import read_bytes, shown

    return [one for path in dict.fromkeys(paths) for one in read(read_bytes(path, limit=LIMIT), shown(path))]


def read(data: bytes, path: str) -> list[Statement]:
    """The statements of the document ``data``, called ``path`` in messages. Raises OpenVexError."""
    import json

    if len(data) > LIMIT:
        raise _wrong(path, f"longer than {LIMIT >> 20} MiB")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _wrong(path, "not UTF-8") from None
    except RecursionError:
        raise _wrong(path, "nested too deep") from None
    except ValueError:
        raise _wrong(path, "not JSON") from None
    context = document.get("@context") if isinstance(document, dict) else None
    if not isinstance(context, str) or not context.startswith("https://openvex.dev/ns"):
        raise _wrong(path, "not an OpenVEX document: its @context is not https://openvex.dev/ns")
    rows = document.get("statements")
    if not isinstance(rows, list):
        raise _wrong(path, "statements must be a list")
    if len(rows) > MOST:
        raise _wrong(path, f"more than {MOST} statements")
    author, issued = _text(document, "author", path), _text(document, "timestamp", path)
    return [_statement(row, f"{path}: statement {at}", path, author, issued) for at, row in enumerate(rows, start=1)]


def _statement(row: object, place: str, path: str, author: str, issued: str) -> Statement:
    if not isinstance(row, dict):
        raise _wrong(place, "must be an object")
    status = _text(row, "status", place)
    if status not in STATUSES:
        raise _wrong(place, f"status must be one of {', '.join(STATUSES)}, is {status[:100]!r}")
    timestamp = _text(row, "timestamp", place) or issued
    if _moment(timestamp) is None:
        raise _wrong(place, f"has no time of its own or of its document's (RFC 3339): {timestamp[:100]!r}")
    return Statement(
        _ids(row.get("vulnerability"), place),
        status,
        [_product(one, place) for one in _list(row, "products", place)],
        timestamp,
        justification=_text(row, "justification", place),
        impact=_text(row, "impact_statement", place),
        action=_text(row, "action_statement", place),
        notes=_text(row, "status_notes", place),
        author=author,
        path=path,
    )


def _ids(found: object, place: str) -> list[str]:
    """The name of a vulnerability and all else it goes by; in 0.0.1 it is a text."""
    if isinstance(found, dict):
        names = [_text(found, "name", place), *_list(found, "aliases", place), _text(found, "@id", place)]
    else:
        names = [found]
    kept = [name for name in names if isinstance(name, str) and name]
    if not kept:
        raise _wrong(place, "names no vulnerability")
    return list(dict.fromkeys(kept))


def _product(found: object, place: str) -> Product:
    parts = _list(found, "subcomponents", place) if isinstance(found, dict) else []
    return Product(_component(found, place), [_component(part, place) for part in parts])


def _component(found: object, place: str) -> Component:
    if isinstance(found, str):
        found = {"@id": found}
    if not isinstance(found, dict):
        raise _wrong(place, "a product must be an object")
    texts = [_text(found, "@id", place)]
    for key in ("identifiers", "hashes"):
        table = found.get(key, {})
        if not isinstance(table, dict):
            raise _wrong(place, f"{key} of a product must be an object")
        texts += [value for value in table.values() if isinstance(value, str)]
    kept = tuple(dict.fromkeys(text for text in texts if text))
    purls = [one for one in map(purl.parse, kept) if one is not None]
    return Component(purls, kept)


def _text(table: Mapping[str, object], key: str, place: str) -> str:
    value = table.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(place, f"{key} must be a text")
    return value


def _list(table: Mapping[str, Any], key: str, place: str) -> list[Any]:
    value = table.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _wrong(place, f"{key} must be a list")
    if len(value) > MOST:
        raise _wrong(place, f"more than {MOST} {key}")
    return value


def _wrong(place: str, message: str) -> OpenVexError:
    return OpenVexError(f"{place}: {message}")
