"""Two reports of an image, before and after: what is closed, still there and new. It takes no promise for a fact."""

from __future__ import annotations

from dockerpatch.reports.report import DISTRO_PACKAGES, GO

from .answer import CLOSED, LIKELY, REBUILD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dockerpatch.reports.report import Report, Row

    from .answer import Answer

PROMISED = (CLOSED, LIKELY, REBUILD)
"""Verdicts that say that a row will be gone once the image is built anew."""

GONE, STILL, NEW = "closed", "still-there", "new"


class Promise:
    """What triage said of a row: its verdict, and the cause it blamed in words ("" where nothing is known)."""

    __slots__ = ("cause", "verdict")

    def __init__(self, verdict: str = "", cause: str = "") -> None:
        self.verdict = verdict
        self.cause = cause


class Change:
    """One row of either report: GONE, STILL or NEW, and what was promised of it. ``row`` is the newer of the two."""

    __slots__ = ("promise", "row", "state")

    def __init__(self, row: Row, state: str, promise: Promise) -> None:
        self.row = row
        self.state = state
        self.promise = promise

    @property
    def broken(self) -> bool:
        """Whether it was to be gone and is there still."""
        return self.state == STILL and self.promise.verdict in PROMISED


class Comparison:
    """All changes from ``before`` to ``after``; ``promised`` tells whether there was anything to hold them to."""

    __slots__ = ("after", "before", "changes", "promised")

    def __init__(self, before: Report, after: Report, changes: Sequence[Change], promised: bool) -> None:
        self.before = before
        self.after = after
        self.changes = tuple(changes)
        self.promised = promised

    def by_cause(self) -> dict[str, list[Change]]:
        """The changes by what was blamed for them, the cause with most first."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.promise.cause or kind_of(change.row), []).append(change)
        return dict(sorted(found.items(), key=lambda each: -len(each[1])))

    def failing(self, counts: Callable[[Row], bool]) -> list[Change]:
        """Broken promises, and what is new and ``counts`` for the gate."""
        return [one for one in self.changes if one.broken or (one.state == NEW and counts(one.row))]


def compare(
    before: Report, after: Report, promises: Mapping[tuple[str, str, str], Promise] | None = None
) -> Comparison:
    """What became of the rows. ``promises`` are by `name_of`."""
    # A format that does not carry paths cannot tell two binaries apart, so then none are.
    paths = all(row.path for report in (before, after) for row in report.rows if not row.of_distro)

    def key(row: Row) -> tuple[str, str, str]:
        return name_of(row) if paths else (*name_of(row)[:2], "")

    known = promises or {}
    short = {(*name[:2], ""): promise for name, promise in known.items()}

    def promise(row: Row) -> Promise:
        return known.get(name_of(row)) or short.get((*name_of(row)[:2], "")) or Promise()

    then = {key(row): row for row in before.rows}
    now = {key(row): row for row in after.rows}
    changes = [Change(now.get(name, row), STILL if name in now else GONE, promise(row)) for name, row in then.items()]
    changes += [Change(row, NEW, Promise()) for name, row in now.items() if name not in then]
    return Comparison(before, after, changes, bool(known))


def promises_of(answer: Answer) -> dict[tuple[str, str, str], Promise]:
    """What the answer promises, by `name_of` of its rows."""
    found = {}
    for item in answer.items:
        place = f"{answer.origin.path}:{item.cause.line}: " if item.cause.line else ""
        found[name_of(item.row)] = Promise(item.verdict, place + item.cause.title)
    return found


def name_of(row: Row) -> tuple[str, str, str]:
    """What two scans have in common of the same flaw, whatever version is installed: vulnerability, package, file.

    The distribution has a package once; the file that some scanners name for it is its package database.
    """
    name = min((one for one in row.ids if one.startswith("CVE-")), default=row.id)
    return (name, row.package, "" if row.of_distro else row.path)


def kind_of(row: Row) -> str:
    """What a row is of, where nothing is known but the row."""
    if row.is_stdlib:
        return "Go's standard library"
    if row.ecosystem in DISTRO_PACKAGES:
        return "packages of the distribution"
    return "Go modules" if row.ecosystem == GO else "dependencies of the application"
