"""How a run stands by the policy of its config: what fails it, what is waived, and what is to be said of the waivers.

It is made only for a run that has a policy, and never judges a file.
"""

from __future__ import annotations

import os

from dockerpatch.config.gate import Gate
from dockerpatch.config.select import is_shellcheck
from dockerpatch.config.waivers import Waivers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.config.settings import Config
    from dockerpatch.config.waivers import Remark, Waiver

    from .report import FileReport, Tally


class Standing:
    """The policy of ``config`` at the gate ``name`` ("": none was picked) on the day ``today``.

    ``fail_on`` is what the command line says. Raises ConfigError for a waiver that cannot be used. After `settle`,
    ``remarks`` are what is to be said of waivers.
    """

    __slots__ = ("_config", "fails", "gate", "remarks", "waivers")

    def __init__(self, config: Config, name: str, fail_on: str, today: str) -> None:
        self._config = config
        self.gate = Gate(config, name, fail_on=fail_on)
        self.waivers = Waivers(config, today)
        self.fails = False
        """Whether anything so far fails the run."""
        self.remarks: list[Remark] = []

    @property
    def name(self) -> str:
        """The gate that was picked; "" for none."""
        return self.gate.name

    def add(self, report: FileReport) -> None:
        """Take in a file, of which what is waived was set aside."""
        for waived in report.waived:
            self.waivers.count(self.waivers.of_finding(waived.finding))
        for finding in report.findings:
            expired = self.waivers.of_finding(finding)
            self.waivers.count(expired)
            self.fails = (
                self.fails
                or self.gate.fails(finding.severity, finding.path)
                or any(self.gate.fails_expired(one, finding.path) for one in expired)
            )

    def settle(self, tally: Tally, paths: Sequence[str], narrowed: bool) -> None:
        """Say what is to be said at the end of a run over ``paths``.

        Of a waiver that was not needed only when all files below the config were looked at and could be, and the
        command line did not ask for less than the config (``narrowed``).
        """
        self.remarks = self.waivers.expired()
        if not narrowed and not (tally.broken or tally.unusable or tally.missing) and self._is_whole(paths):
            self.remarks += self.waivers.unused(self._was_asked)

    def _is_whole(self, paths: Sequence[str]) -> bool:
        root = os.path.realpath(self._config.root or os.curdir)
        folders = (os.path.join(os.path.realpath(path), "") for path in paths if os.path.isdir(path))
        return any(os.path.join(root, "").startswith(folder) for folder in folders)

    def _was_asked(self, waiver: Waiver) -> bool:
        return bool(waiver.rule) and (self._config.shellcheck or not is_shellcheck(waiver.rule))
