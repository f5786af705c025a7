"""What has been decided of a vulnerability, by a waiver of the config or by an OpenVEX statement: one question for all.

It never decides anything itself, nor reads a file: documents are handed in.
"""

from __future__ import annotations

from dockerpatch.reports.images import cut
from dockerpatch.reports.openvex import INVESTIGATED, NOT_AFFECTED, Component, Product, Statement, Statements
from dockerpatch.reports.purl import OCI, Purl, of_row, spellings
from dockerpatch.reports.report import NOT_AFFECTED as NOT_AFFECTED_ROW

from .waivers import Waivers, decisive, is_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dockerpatch.reports.report import Report, Row

    from .settings import Config
    from .waivers import Remark, Waiver

WAIVED, EXPIRED = "waived", "expired"
"""States of a decision that a waiver made; that of a statement is its status."""


class Decision:
    """What holds for one row: a ``waiver`` or a ``statement``, the other is None.

    ``state`` is WAIVED, EXPIRED or a status of OpenVEX; ``silences`` tells whether the row counts for nothing by it.
    ``words`` is one line for the user.
    """

    __slots__ = ("silences", "state", "statement", "waiver", "words")

    def __init__(
        self, state: str, silences: bool, words: str, waiver: Waiver | None = None, statement: Statement | None = None
    ) -> None:
        self.state = state
        self.silences = silences
        self.words = words
        self.waiver = waiver
        self.statement = statement

    def __repr__(self) -> str:
        return f"Decision({self.state}, {self.words!r})"


class Decisions:
    """The waivers of ``config`` on the day ``today``, and what ``statements`` say. Raises ConfigError."""

    __slots__ = ("_reports", "_statements", "waivers")

    def __init__(self, config: Config, today: str, statements: Iterable[Statement] = ()) -> None:
        self.waivers = Waivers(config, today)
        self._statements = Statements(statements)
        self._reports: dict[int, Report] = {}

    def about(self, row: Row, report: Report | None = None, file: str = "") -> Decision | None:
        """What holds for ``row`` of ``report``; None: nothing was decided, or the scanner itself says not affected.

        ``file`` is the file of the repository that answers for the row, where that is known. A waiver that holds goes
        first, then a statement that silences, then a waiver whose day is over, then any other statement. A waiver that
        is asked for here counts as needed, but for one whose day is over and whose place a statement takes; ask once
        for each row.
        """
        if report is not None:
            self.scanned(report)
        if row.state == NOT_AFFECTED_ROW:
            return None
        waivers = self.waivers.of_row(row, report, file)
        waiver = decisive(waivers)
        if waiver is not None and not self.waivers.is_expired(waiver):
            self.waivers.count(waivers)
            return Decision(WAIVED, True, _waived(waiver), waiver)
        statement = self._statements.about(row, report)
        if statement is not None and (statement.silences or waiver is None):
            return Decision(statement.status, statement.silences, _stated(statement), statement=statement)
        if waiver is not None:
            self.waivers.count(waivers)
            return Decision(EXPIRED, False, f"{_waived(waiver)}: its day is over", waiver)
        return None

    def scanned(self, report: Report) -> None:
        """Take note that ``report`` was asked about; of one without rows `about` never hears."""
        self._reports[id(report)] = report

    def expired(self) -> list[Remark]:
        """Of each waiver whose day is over and that a row still needs; any of them fails the run."""
        return [one for one in self.waivers.expired() if one.waiver.id]

    def unused(self) -> list[Remark]:
        """Of each waiver that no row needs, as far as its image is one of those whose reports were asked about.

        A waiver that names no image is for all of them: it is told only where the caller asked about any report.
        """
        reports = self._reports.values()
        return self.waivers.unused(
            lambda one: bool(one.id and reports) and (not one.image or any(is_of(one.image, each) for each in reports))
        )

    def statements(self, rows: Iterable[tuple[Row, Report, str]]) -> tuple[list[Statement], list[Waiver]]:
        """What to write into an OpenVEX document for ``rows``, and the waivers that it must leave out.

        With each row its report, and the file of the repository that answers for it ("": not known).
        A waiver that holds and has a status is a statement about the image, where its report names one, and the package
        in it. It is about the package wherever it is only when the waiver names no image and no path. A waiver without
        a status claims nothing, and OpenVEX has no word for a risk that is taken.
        """
        made: list[Statement] = []
        left: dict[int, Waiver] = {}
        for row, report, file in rows:
            waiver = decisive(self.waivers.of_row(row, report, file))
            if waiver is None or self.waivers.is_expired(waiver):
                continue
            products = _products(waiver, row, report) if waiver.status else []
            if products:
                made.append(_statement(waiver, row, products))
            else:
                left[id(waiver)] = waiver
        return made, list(left.values())


def _products(waiver: Waiver, row: Row, report: Report) -> list[Product]:
    package = of_row(row, report.distro)
    if package is None:
        return []
    parts = [_component(each) for each in spellings(package)]
    found = [Product(_component(image), parts) for image in _images(waiver, report)]
    if not (waiver.image or waiver.path):
        found += [Product(part) for part in parts]
    return found


def _images(waiver: Waiver, report: Report) -> list[Purl]:
    """The image of the report as scanners find it: by its digest where one is known, else by its name.

    With a tag only where the waiver is about one: not every scanner knows it.
    """
    digests = {digest: repository for repository, _, digest in map(cut, report.digests) if repository and digest}
    if digests:
        return [Purl(OCI, "", repository.rpartition("/")[2], digest) for digest, repository in digests.items()]
    repository, tag, _ = cut(report.names[0]) if report.names else ("", "", "")
    if not repository:
        return []
    place = repository.replace("docker.io/", "index.docker.io/", 1) if repository[:10] == "docker.io/" else repository
    qualifiers = {"repository_url": place, **({"tag": tag} if cut(waiver.image)[1] and tag else {})}
    return [Purl(OCI, "", repository.rpartition("/")[2], "", qualifiers)]


def _component(purl: Purl) -> Component:
    return Component((purl,), (str(purl),))


def _statement(waiver: Waiver, row: Row, products: Sequence[Product]) -> Statement:
    reason = f"{waiver.reason} ({waiver.owner}, until {waiver.expires})"
    return Statement(
        row.ids,
        waiver.status,
        products,
        justification=waiver.justification,
        impact=reason if waiver.status == NOT_AFFECTED and not waiver.justification else "",
        action=reason if waiver.status == "affected" else "",
        notes=reason if waiver.justification or waiver.status in (INVESTIGATED, "fixed") else "",
    )


def _waived(waiver: Waiver) -> str:
    return f"waived until {waiver.expires} by {waiver.owner}: {waiver.reason}"


def _stated(statement: Statement) -> str:
    why = statement.justification or statement.impact or statement.action or statement.notes
    said = f"{statement.status} by {statement.author or statement.path}"
    return f"{said}: {why}" if why else said
