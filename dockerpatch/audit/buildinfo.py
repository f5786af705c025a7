"""Go's build information as text: the module lines that the linker puts into a binary, and what they say.

It never looks for them in a file; `dockerpatch.audit.search` does. The format is that of Go's runtime/debug.
"""

from __future__ import annotations

import re

from dockerpatch.text.record import Record

_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))", re.DOTALL)
_QUOTED = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL).match
_PLAIN = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class Module(Record):
    """A module: path, version ("(devel)" for one that was built in place), checksum, and what took its place."""

    __slots__ = ("path", "replaced_by", "sum", "version")

    def __init__(self, path: str, version: str = "", sum: str = "", replaced_by: Module | None = None) -> None:
        self.path = path
        self.version = version
        self.sum = sum
        self.replaced_by = replaced_by


class BuildInfo(Record):
    """What a binary says of its build.

    ``version`` is Go's, as written; ``path`` the main package; ``main`` its module (None: built outside of one);
    ``deps`` the other modules; ``settings`` the build settings (Go 1.18 and later), in their order.
    """

    __slots__ = ("deps", "main", "path", "settings", "version")

    def __init__(
        self,
        version: str,
        path: str = "",
        main: Module | None = None,
        deps: tuple[Module, ...] = (),
        settings: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.version = version
        self.path = path
        self.main = main
        self.deps = deps
        self.settings = settings

    def setting(self, name: str) -> str:
        """The value of a build setting; "" when it is not there."""
        return next((value for key, value in self.settings if key == name), "")


def parse(version: str, text: str) -> BuildInfo:
    """The build information in ``text``, the module lines without their frame. A line of no known kind is left out."""
    path = ""
    main: Module | None = None
    deps: list[Module] = []
    settings: list[tuple[str, str]] = []
    last: Module | None = None
    for line in text.split("\n"):
        kind, _, rest = line.partition("\t")
        if kind == "path":
            path = rest
        elif kind == "mod":
            main = last = _module(rest)
        elif kind == "dep":
            last = _module(rest)
            deps.append(last)
        elif kind == "=>":
            if last is not None:
                last.replaced_by = _module(rest)
                last = None
        elif kind == "build":
            setting = _setting(rest)
            if setting is not None:
                settings.append(setting)
    return BuildInfo(version, path, main, tuple(deps), tuple(settings))


def _module(text: str) -> Module:
    path, version, checksum = [*text.split("\t"), "", ""][:3]
    return Module(path, version, checksum)


def _setting(text: str) -> tuple[str, str] | None:
    """``key=value``, either of which is quoted as Go quotes where it has to be."""
    if text[:1] in ('"', "`"):
        key, rest = _quoted(text)
        if rest[:1] != "=":
            return None
        value = rest[1:]
    else:
        key, mark, value = text.partition("=")
        if not mark:
            return None
    if value[:1] in ('"', "`"):
        value, _ = _quoted(value)
    return (key, value)


def _quoted(text: str) -> tuple[str, str]:
    """The text in quotes that ``text`` begins with, and what follows it; all of it where the quotes do not end."""
    if text[0] == "`":
        end = text.find("`", 1)
        return (text[1:end], text[end + 1 :]) if end > 0 else (text, "")
    match = _QUOTED(text)
    if match is None:
        return text, ""
    return _ESCAPE.sub(_unescaped, match[1]), text[match.end() :]


def _unescaped(match: re.Match[str]) -> str:
    byte, short, long, octal, mark = match.groups()
    if short or long:
        number = int(short or long, 16)
        return chr(number) if number < 0x110000 else match[0]
    if byte or octal:
        number = int(byte, 16) if byte else int(octal, 8)
        return chr(number) if number < 0x80 else chr(0xDC00 + (number & 0xFF))
    return _PLAIN.get(mark, mark)
