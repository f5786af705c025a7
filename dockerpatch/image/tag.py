"""The grammar of image tags: words, a version, a prerelease, date stamps. It knows no product.

It never says whether a tag exists.
"""

from __future__ import annotations

import re

from dockerpatch.text.memo import lately

from . import version as versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .version import Version

MAX_TAG = 128
"""The longest tag that Docker accepts, in characters; anything longer is read as one word."""

SYSTEMS = frozenset(
    "al alma almalinux alpine amazonlinux amazon centos debian fedora nanoserver oraclelinux photon rhel rockylinux "
    "ubi ubuntu windowsservercore".split()
)
"""Words that name an operating system: a number behind one is its version, never that of the product."""

_STAMP = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:\.[0-9]+)*"
_number = re.compile(
    r"(?P<v>v(?=[0-9]))?(?P<release>[0-9]{1,18}(?:\.[0-9]{1,18})*)(?:u(?P<update>[0-9]{1,18}))?"
    r"(?:_(?P<build>[0-9]{1,18}(?:\.[0-9]{1,18})*))?"
    r"(?P<rest>[._]?(?P<pre>[A-Za-z]+)\.?(?P<prenumber>[0-9]{0,9}))?"
).fullmatch
_word = re.compile(r"([A-Za-z](?:[A-Za-z+_]|[0-9]+(?=[A-Za-z_+]))*?)([0-9]+(?:[._][0-9]+)*)?").fullmatch
# Rare ones are compiled, and kept by `re`, when they are first asked for.
_MARKER = r"([A-Za-z]+)\.?([0-9]{0,9})"
_JAVA_BUILD = r"b([0-9]{1,9})"


class Word:
    """A word of a tag: its name, the version that stands with it ("3.20" of alpine3.20, "17" of temurin-17), its place.

    ``version_start`` is where that version begins, -1 without one. Offsets count characters in the tag, end exclusive.
    """

    __slots__ = ("end", "name", "start", "version", "version_start")

    def __init__(self, name: str, version: str, start: int, end: int, version_start: int) -> None:
        self.name = name
        self.version = version
        self.start = start
        self.end = end
        self.version_start = version_start

    def __repr__(self) -> str:
        return f"Word({self.name!r}, {self.version!r})"


class Piece:
    """A part of a tag:

    kind ("version", "prerelease", "revision", "word", "stamp", "separator") and place, end exclusive.
    """

    __slots__ = ("end", "kind", "start")

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"Piece({self.kind!r}, {self.start}, {self.end})"


class Tag:
    """A tag, cut up.

    ``prefix`` holds the words before the version ("ps" of ps-8.0.26), ``flavour`` those after it, or all words when
    there is no version. ``version`` covers release, build, revision and prerelease; ``version_span`` is the place of
    release and build alone. ``stamps`` are dates ("20240110") as written. ``pieces`` tile the text from end to end.
    """

    __slots__ = (
        "flavour",
        "pieces",
        "prefix",
        "prerelease_span",
        "revision_span",
        "stamps",
        "text",
        "version",
        "version_span",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.prefix: tuple[Word, ...] = ()
        self.flavour: tuple[Word, ...] = ()
        self.version: Version | None = None
        self.version_span: tuple[int, int] | None = None
        self.prerelease_span: tuple[int, int] | None = None
        self.revision_span: tuple[int, int] | None = None
        self.stamps: tuple[str, ...] = ()
        self.pieces: tuple[Piece, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """All words, in the order they stand in."""
        return self.prefix + self.flavour

    @property
    def is_prerelease(self) -> bool:
        """True for a version that is marked as not final."""
        return self.version is not None and self.version.is_prerelease

    def __repr__(self) -> str:
        return f"Tag({self.text!r})"


def _stamp(segment: str) -> bool:
    """Whether the segment is a date ("20240110"), perhaps with a number behind it."""
    return segment[:2] in ("19", "20") and len(segment) >= 8 and re.fullmatch(_STAMP, segment) is not None


def parse(text: str) -> Tag:
    """The parts of ``text``. Any text has some: what cannot be understood is a word. Never raises.

    Linear in its length. A tag that was read lately is not read again.
    """
    return _read(text) if len(text) > MAX_TAG else _read_lately(text)


def _read(text: str) -> Tag:
    if len(text) > MAX_TAG:
        tag = Tag(text)
        tag.flavour = (Word(text, "", 0, len(text), -1),)
        tag.pieces = (Piece("word", 0, len(text)),)
        return tag
    return _Reader(text).read()


_read_lately = lately(_read, 512)


class _Reader:
    """Reads one tag from left to right, segment by segment ("-" parts segments)."""

    __slots__ = (
        "at",
        "build",
        "number",
        "pieces",
        "pre",
        "prefix",
        "primary",
        "release",
        "revision",
        "segments",
        "tag",
        "update",
        "words",
    )

    def __init__(self, text: str) -> None:
        self.tag = Tag(text)
        self.segments = list(_segments(text))
        self.primary = _primary(self.segments)
        self.at = 0
        self.words: list[Word] = []
        self.prefix: tuple[Word, ...] = ()
        self.pieces: list[Piece] = []
        self.release: tuple[str, ...] = ()
        self.update = False
        self.build: tuple[str, ...] = ()
        self.revision: tuple[str, ...] = ()
        self.pre = ""
        self.number = -1

    def read(self) -> Tag:
        tag, stamps = self.tag, []
        while self.at < len(self.segments):
            start, segment = self.segments[self.at]
            end = start + len(segment)
            if _stamp(segment):
                stamps.append(segment)
                self._piece("stamp", start, end)
            elif self.at == self.primary:
                self._version(start, segment)
            elif not (self.release and (self._behind_version(start, segment) or self._marker(start, segment))):
                self._put_word(start, segment)
            self.at += 1
        tag.stamps = tuple(stamps)
        tag.prefix = self.prefix
        tag.flavour = tuple(self.words)
        tag.pieces = tuple(self._tiled())
        if self.release and tag.version_span is not None:
            written = tag.text[tag.version_span[0] : tag.version_span[1]]
            for span in sorted(filter(None, (tag.revision_span, tag.prerelease_span))):
                written += tag.text[span[0] - 1 if tag.text[span[0] - 1] in "-._" else span[0] : span[1]]
            tag.version = versions.Version(
                written, self.release, self.update, self.build, self.revision, self.pre, self.number
            )
        return tag

    def _piece(self, kind: str, start: int, end: int) -> None:
        self.pieces.append(Piece(kind, start, end))

    def _tiled(self) -> Iterator[Piece]:
        end = 0
        for piece in self.pieces:
            if piece.start > end:
                yield Piece("separator", end, piece.start)
            yield piece
            end = piece.end
        if end < len(self.tag.text):
            yield Piece("separator", end, len(self.tag.text))

    def _version(self, start: int, segment: str) -> None:
        match = _number(segment)
        assert match is not None
        self.prefix, self.words = tuple(self.words), []
        self.release = tuple(match["release"].split("."))
        if match["update"]:
            self.release += (match["update"],)
            self.update = True
        if match["build"]:
            self.build = tuple(match["build"].split("."))
        if match["v"]:
            self._piece("word", start, start + 1)
            self.prefix += (Word("v", "", start, start + 1, -1),)
        end = start + (match.start("rest") if match["rest"] else len(segment))
        self.tag.version_span = (start + (1 if match["v"] else 0), end)
        self._piece("version", *self.tag.version_span)
        if match["rest"]:
            self._behind_number(start, segment, match)

    def _behind_number(self, start: int, segment: str, match: re.Match[str]) -> None:
        at = start + match.start("pre")
        if _marks_prerelease(match["pre"], match["prenumber"]):
            self._set_prerelease(match["pre"], match["prenumber"], at, start + len(segment))
        else:
            self._put_word(at, segment[match.start("pre") :])

    def _set_prerelease(self, name: str, number: str, start: int, end: int) -> None:
        self.pre = name
        self.number = int(number) if number else -1
        self.tag.prerelease_span = (start, end)
        self._piece("prerelease", start, end)

    def _behind_version(self, start: int, segment: str) -> bool:
        """A bare number, or a Java build, that belongs to what stands before it."""
        end = start + len(segment)
        build = re.fullmatch(_JAVA_BUILD, segment)
        if build and self.update and self.at == self.primary + 1:
            self.build = (build[1],)
            assert self.tag.version_span is not None
            self.tag.version_span = (self.tag.version_span[0], end)
            self.pieces[-1].end = end
            return True
        if not segment[:1].isdigit() or _number(segment) is None or not segment[-1].isdigit():
            return False
        if self.at == self.primary + 1 and not self.words and not self.pre and "u" not in segment:
            self.revision = (
                tuple(re.split("[._]", segment)) if segment.replace(".", "").replace("_", "").isdigit() else ()
            )
            if self.revision:
                self.tag.revision_span = (start, end)
                self._piece("revision", start, end)
                return True
        if self.tag.prerelease_span and self.number < 0 and segment.isdigit() and self.pieces[-1].kind == "prerelease":
            # 13-ea-22, 4.0.0-rc-5
            self.number = int(segment[:9])
            self.tag.prerelease_span = (self.tag.prerelease_span[0], end)
            self.pieces[-1].end = end
            return True
        return False

    def _marker(self, start: int, segment: str) -> bool:
        """A prerelease marker that stands as a segment of its own, anywhere behind the version."""
        match = re.fullmatch(_MARKER, segment)
        if not match or self.tag.prerelease_span or not _marks_prerelease(match[1], match[2]):
            return False
        self._set_prerelease(match[1], match[2], start, start + len(segment))
        return True

    def _put_word(self, start: int, segment: str) -> None:
        end = start + len(segment)
        if segment[:1].isdigit() and self.words and self.pieces[-1].kind == "word" and _number(segment):
            before = self.words[-1]
            joined = f"{before.version}-{segment}" if before.version else segment
            from_version = before.version_start if before.version else start
            self.words[-1] = Word(before.name, joined, before.start, end, from_version)
            self.pieces[-1].end = end
            return
        match = _word(segment)
        if match and match[2]:
            self.words.append(Word(match[1], match[2], start, end, start + match.start(2)))
        elif segment:
            self.words.append(Word(segment, "", start, end, -1))
        if segment:
            self._piece("word", start, end)


def _segments(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for segment in text.split("-"):
        yield start, segment
        start += len(segment) + 1


def _primary(segments: list[tuple[int, str]]) -> int:
    """The index of the segment that is the product's version; -1 without one.

    The first segment when it is a number; else the number with the most components that is not an operating system's.
    """
    best, components = -1, 0
    before = ""
    for index, (_, segment) in enumerate(segments):
        if _is_version(segment) and not _stamp(segment) and before.lower() not in SYSTEMS:
            if index == 0:
                return 0
            count = segment.count(".") + segment.count("_") + 1
            if count > components:
                best, components = index, count
        before = segment
    return best


def _is_version(segment: str) -> bool:
    """A number, but not one that begins a word: "32bit" is a word."""
    match = _number(segment)
    if match is None:
        return False
    return "." in match["release"] or not match["rest"] or _marks_prerelease(match["pre"], match["prenumber"])


def _marks_prerelease(name: str, number: str) -> bool:
    return name.lower() in versions.PRERELEASE_RANKS and (len(name) > 1 or bool(number))
