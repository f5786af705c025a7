"""What a policy decides of the rows of reports: what fails, what is waived, what VEX says. It never asks the day."""

from __future__ import annotations

from dockerpatch.config.decisions import EXPIRED, WAIVED, Decisions
from dockerpatch.config.gate import Gate
from dockerpatch.config.policy_table import VEX
from dockerpatch.lint.finding import Evidence
from dockerpatch.reports import openvex, openvex_writer

from . import answer as answers
from .answer import CLOSED, LIKELY, SETTLED, Judgement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dockerpatch.config.settings import Config
    from dockerpatch.config.waivers import Remark, Waiver
    from dockerpatch.reports.report import Report, Row

    from .answer import Answer, Item


class Ruling:
    """The policy of ``config`` on the day ``today``, at the gate ``name`` ("": none was picked).

    ``vex`` are documents besides those that the config names; ``fail_on`` is the mildest severity of a row that fails
    ("": the policy says). Raises ConfigError, OpenVexError and FileError.
    """

    __slots__ = ("_config", "_decisions", "_expired", "gate")

    def __init__(self, config: Config, today: str, name: str = "", fail_on: str = "", vex: Sequence[str] = ()) -> None:
        self._config = config
        self.gate = Gate(config, name, vulnerabilities=fail_on)
        self._decisions = Decisions(config, today, openvex.load((*config.policy.get(VEX, ()), *vex)))
        self._expired: list[tuple[Waiver, str]] = []

    def scanned(self, report: Report) -> None:
        """Take note of a report that is asked about, whether it has rows or not."""
        self._decisions.scanned(report)

    def decide(self, row: Row, report: Report, file: str = "") -> Judgement | None:
        """The verdict that was decided on, whatever the facts say; None where nothing silences the row.

        ``file`` is the file of the repository that answers for it.
        """
        decision = self._decisions.about(row, report, file)
        if decision is None:
            return None
        if decision.state == EXPIRED and decision.waiver is not None:
            self._expired.append((decision.waiver, file))
        if not decision.silences:
            return None
        if decision.state == WAIVED and decision.waiver is not None:
            waiver = decision.waiver
            reason = f"waived until {waiver.expires} by {waiver.owner}: {waiver.reason}"
            return Judgement(answers.WAIVED, reason, until=waiver.expires)
        statement = decision.statement
        told = [Evidence("OpenVEX", decision.words, statement.timestamp[:10])] if statement is not None else []
        return Judgement(answers.WAIVED, decision.words, told)

    def fails(self, item: Item, file: str, written: bool) -> bool:
        """Whether the row fails the run: it is bad enough, and there is something left to do about it.

        ``written``: the patch stands in the file, so what it closes is done.
        """
        if item.verdict in SETTLED or (written and item.verdict in (CLOSED, LIKELY)):
            return False
        return self.gate.fails_row(item.row, file)

    @property
    def is_failed(self) -> bool:
        """Whether a waiver whose day is over, and that a row still needs, fails the run."""
        return any(self.gate.fails_expired(waiver, file) for waiver, file in self._expired)

    def remarks(self) -> list[Remark]:
        """What is to be said of waivers, once all rows were asked about."""
        return [*self._decisions.expired(), *self._decisions.unused()]

    def document(self, told: Iterable[Answer], timestamp: str, author: str = "") -> tuple[str, list[Waiver]]:
        """The OpenVEX document of what was decided of the answers' rows, and the waivers that claim nothing in it.

        "" where there is nothing to state. Without ``author`` it is by the owners of the waivers.
        """
        rows = [
            (item.row, item.report, one.origin.path)
            for one in told
            for item in one.items
            if item.verdict == answers.WAIVED
        ]
        statements, silent = self._decisions.statements(rows)
        if not statements:
            return "", silent
        owners = {waiver.owner for waiver in self._decisions.waivers.all if waiver.status and waiver.used}
        by = author or ", ".join(sorted(owners))
        return openvex_writer.written(statements, author=by, timestamp=timestamp, tooling="dockerpatch"), silent
