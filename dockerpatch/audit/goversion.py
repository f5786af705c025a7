"""Go versions as binaries have them: releases, prereleases, changed and development versions. It asks no almanac."""

from __future__ import annotations

import re

from dockerpatch.text.record import Record

RELEASE, CHANGED, DEVELOPMENT, UNREADABLE = "release", "changed", "development", "unreadable"

_VERSION = re.compile(
    r"go([0-9]{1,4})\.([0-9]{1,4})(?:\.([0-9]{1,4}))?((?:rc|beta)[0-9]{1,4})?(?![0-9.])(.*)", re.DOTALL
)
_THREE_NUMBERS = (1, 21)
"""From this line on every release has three: what has two and more words ("go1.25-20250209-RC00") comes before it."""

_EXPERIMENT = re.compile(r"[ -]X:([A-Za-z0-9_,]+)")


class GoVersion(Record):
    """What a version text says.

    ``kind`` is RELEASE (prereleases too), CHANGED (a release with changes of somebody's own), DEVELOPMENT or
    UNREADABLE. ``version`` is the release that it is or was made from ("1.21.5", "1.22rc1"), "" where there is none;
    ``line`` its release line ("1.21"), "" when it is not known; ``remark`` what the text says beyond that.
    """

    __slots__ = ("kind", "line", "remark", "text", "version")

    def __init__(self, text: str, kind: str, version: str = "", line: str = "", remark: str = "") -> None:
        self.text = text
        self.kind = kind
        self.version = version
        self.line = line
        self.remark = remark


def parse(text: str) -> GoVersion:
    """The version in ``text``, as ``runtime.Version`` gives it; never raises."""
    if text.startswith("devel"):
        return _development(text)
    match = _VERSION.match(text)
    if match is None:
        return GoVersion(text, UNREADABLE, remark="the text of its version is of no form that Go's own releases have")
    major, minor, patch, pre, rest = match.groups()
    line = f"{major}.{minor}"
    if rest.startswith("-") and patch is None and not pre and number(line) >= _THREE_NUMBERS:
        return _towards(text, line)
    version = f"{line}{'' if patch is None else f'.{patch}'}{pre or ''}"
    return _with(text, version, line, rest)


def _with(text: str, version: str, line: str, rest: str) -> GoVersion:
    """A release with what stands behind its number: experiments leave it what it is, all else may have changed it."""
    experiments = [name for match in _EXPERIMENT.finditer(rest) for name in match[1].split(",")]
    said = f"built with GOEXPERIMENT={','.join(experiments)}" if experiments else ""
    other = _EXPERIMENT.sub("", rest).strip()
    if other.startswith("gccgo"):
        remark = "built by gccgo, which has releases of its own: which advisories hit its library is not known"
        return GoVersion(text, DEVELOPMENT, "", line, remark)
    if not other:
        return GoVersion(text, RELEASE, version, line, said)
    changed = f"a changed Go ({other.lstrip('-+ ')}): judged as {version}, its makers may have carried fixes over"
    return GoVersion(text, CHANGED, version, line, f"{changed}; {said}" if said else changed)


def _development(text: str) -> GoVersion:
    match = re.match(r"devel \+?go([0-9]{1,4}\.[0-9]{1,4})(?![0-9])", text)
    return _towards(text, match[1] if match else "")


def _towards(text: str, line: str) -> GoVersion:
    towards = f"on the way to Go {line}" if line else "of no line that it names"
    return GoVersion(
        text, DEVELOPMENT, "", line, f"a development version {towards}: which advisories hit it is not known"
    )


def number(version: str) -> tuple[int, ...]:
    """The order of versions: a final release comes behind its prereleases, "1.21" counts as "1.21.0"."""
    match = re.fullmatch(r"([0-9]{1,4})\.([0-9]{1,4})(?:\.([0-9]{1,4}))?(?:(rc|beta)([0-9]{1,4}))?", version)
    if match is None:
        return ()
    rank = {"beta": 0, "rc": 1, None: 2}[match[4]]
    return (int(match[1]), int(match[2]), int(match[3] or 0), rank, int(match[5] or 0))
