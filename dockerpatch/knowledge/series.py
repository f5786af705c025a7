"""What two tags of an image must share to be the same thing in another version.

It works on names alone and knows no days.

A *series* is all tags of one image with the same release line, flavour, distro and precision: 3.13.3-alpine3.20 and
3.13.4-alpine3.20, not 3.13-alpine3.20. Its *family* is the flavour with the distro's version taken out, so that
``-slim-buster`` and ``-slim-trixie`` are one family and ``-alpine`` and ``-alpine3.20`` are two.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.image.tag import Tag, Word

    from .names import Names

BUILD_PRECISION = 100
"""The precision of a version with a build number: 17.0.9_9 and 11.0.20.1_1 are equally precise."""

_WINDOWS = frozenset(("windowsservercore", "nanoserver"))
_SYNONYMS = {"al": "amazonlinux", "alma": "almalinux"}
_UNSTABLE = frozenset(
    "tip nightly edge experimental unstable devel rawhide sid testing snapshot rolling rc-buggy".split()
)


class Series:
    """The key of a series: see the module. ``distro`` is (family, version) or None.

    ``prerelease`` sets apart what is not final.
    """

    __slots__ = ("distro", "family", "line", "precision", "prerelease", "unstable")

    def __init__(
        self,
        line: str,
        family: str,
        distro: tuple[str, str] | None,
        precision: int,
        prerelease: bool,
        unstable: bool,
    ) -> None:
        self.line = line
        self.family = family
        self.distro = distro
        self.precision = precision
        self.prerelease = prerelease
        self.unstable = unstable

    @property
    def key(self) -> tuple[object, ...]:
        """All of it, to compare."""
        return (self.line, self.family, self.distro, self.precision, self.prerelease)


def of(text: str, names: Names) -> Series:
    """The series of the tag ``text``."""
    from dockerpatch.image import tag as tags

    return of_tag(tags.parse(text), names)


def of_tag(tag: Tag, names: Names) -> Series:
    """The series of a parsed tag."""
    from dockerpatch.image.tag import SYSTEMS

    state = _State(names, SYSTEMS)
    parts = []
    for word in tag.prefix:
        parts.append(state.word(word, before=True))
    version = tag.version
    line = state.line
    precision = state.precision
    if version is not None:
        line = version.line(names.line_depth(tag))
        precision = BUILD_PRECISION if version.build else version.precision + 10 * len(version.revision)
        parts.append("{v}")
    for word in tag.flavour:
        parts.append(state.word(word, before=version is None))
    family = "-".join(filter(None, parts))
    if tag.stamps:
        family += "@"
    return Series(
        line or state.line, family, state.distro, precision or state.precision, tag.is_prerelease, state.unstable
    )


class _State:
    """What the words read so far have told."""

    __slots__ = ("distro", "line", "names", "precision", "system", "systems", "unstable")

    def __init__(self, names: Names, systems: frozenset[str]) -> None:
        self.names = names
        self.systems = systems
        self.distro: tuple[str, str] | None = None
        self.line = ""
        self.precision = 0
        self.system = ""
        self.unstable = False

    def word(self, word: Word, *, before: bool) -> str:
        """The word's part of the family."""
        name = word.name.lower()
        system, self.system = self.system, name if name in _WINDOWS else ""
        if name in _UNSTABLE:
            self.unstable = True
        if not word.version:
            return self._plain(word, name, before)
        if system and name in ("ltsc", "sac") and self._claim("windows", name + word.version):
            return "{}"
        if before and name == self.names.image:
            self.line = self.line or _cut(word.version, self.names.depth)
            self.precision = word.version.count(".") + 1
            return word.name + "{v}"
        if name in self.systems:
            family = "windows" if name in _WINDOWS else _SYNONYMS.get(name, name)
            version = word.version
            known = self.names.codenames.get(version)
            if self._claim(family, known[1] if known else version):
                dash = "-" if word.version_start - word.start > len(word.name) else ""
                return f"{word.name}{dash}{{}}"
        return word.name + ("-" if word.version_start - word.start > len(word.name) else "") + word.version

    def _plain(self, word: Word, name: str, before: bool) -> str:
        named = self.names.lines.get(name)
        if named is not None:
            self.line = self.line or named
            return "{name}"
        known = self.names.codenames.get(name)
        if known is None:
            return word.name
        if self.names.is_distro and before and not self.line:
            self.line = known[1]
            return f"{{codename:{known[0]}}}"
        return f"{{{known[0]}}}" if self._claim(*known) else word.name

    def _claim(self, family: str, version: str) -> bool:
        if self.distro is not None:
            return False
        self.distro = (family, version)
        return True


def _cut(version: str, depth: int) -> str:
    return ".".join(version.split(".")[:depth])


def order(text: str) -> int:
    """A number that orders the texts of lines and distro versions:

    3.9 before 3.20, 22.04 before 22.10, ltsc2016 before 1709.
    """
    lowered = text.lower()
    for windows in ("ltsc", "sac"):
        if lowered.startswith(windows) and lowered[len(windows) :].isdigit():
            # A Windows release of the long-term channel comes out in the autumn of its year; 1709 is that of 2017.
            return (int(lowered[len(windows) :][-2:]) * 100 + 9) * 100_000_000
    numbers: list[int] = []
    for part in lowered.replace("u", ".").replace("_", ".").replace("-", ".").split("."):
        digits = "".join(character for character in part if character.isdigit())
        numbers.append(min(int(digits[:9]), 99_999_999) if digits else 0)
    numbers = [*numbers, 0, 0, 0][:4]
    return ((numbers[0] * 1000 + min(numbers[1], 999)) * 1000 + min(numbers[2], 999)) * 100 + min(numbers[3], 99)
