"""The gate of a run: what fails it, at the stage of life it is for. It never hides what it lets pass."""

from __future__ import annotations

from dockerpatch.lint.finding import SEVERITIES
from dockerpatch.reports import report

from . import policy
from .policy_table import NEVER, PATHS, THRESHOLDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.reports.report import Row

    from .settings import Config
    from .waivers import Waiver


class Thresholds:
    """What fails: the mildest severity of findings and of vulnerabilities (or "never"), and whether fixable ones only.

    The severities are those of `dockerpatch.lint.finding` and `dockerpatch.reports.report`.
    """

    __slots__ = ("fail_on", "fixable_only", "vulnerabilities")

    def __init__(self, fail_on: str, vulnerabilities: str, fixable_only: bool) -> None:
        self.fail_on = fail_on
        self.vulnerabilities = vulnerabilities
        self.fixable_only = fixable_only

    def __repr__(self) -> str:
        return f"Thresholds({self.fail_on!r}, {self.vulnerabilities!r}, {self.fixable_only})"


class Gate:
    """The thresholds of ``config`` for the gate ``name`` (one of GATES; "": none was picked, `[policy]` alone holds).

    A key that the gate's own table does not set is as in `[policy]`; there, ``fail-on`` is the config's when it is not
    set. Then the patterns in ``paths``, those of `[policy]` first, those of the gate after them: of all that match a
    file, the last one that sets a key decides. What the command line says (``fail_on``, ``vulnerabilities``,
    ``fixable_only``; "" and None: nothing) goes before all of it, for every file.
    """

    __slots__ = ("_base", "_by_path", "_config", "_paths", "_said", "name")

    def __init__(
        self,
        config: Config,
        name: str = "",
        *,
        fail_on: str = "",
        vulnerabilities: str = "",
        fixable_only: bool | None = None,
    ) -> None:
        self.name = name
        self._config = config
        said = {"fail-on": fail_on, "vulnerabilities": vulnerabilities, "fixable-only": fixable_only}
        self._said = {key: value for key, value in said.items() if value not in ("", None)}
        of_all, own = config.policy, config.policy.get(name, {})
        self._base: dict[str, object] = {"fail-on": policy.gate(config)}
        for key in THRESHOLDS:
            for table in (of_all, own):
                if key.name in table:
                    self._base[key.name] = table[key.name]
            self._base.setdefault(key.name, key.default)
        self._paths = [*of_all.get(PATHS, {}).items(), *own.get(PATHS, {}).items()]
        self._by_path: dict[str, Thresholds] = {}

    def thresholds(self, path: str = "") -> Thresholds:
        """What fails in the file ``path``, relative to where the run was started or absolute ("": in no file)."""
        found = self._by_path.get(path)
        if found is None:
            values = dict(self._base)
            here = policy.inside(self._config, path) if path and self._paths else ""
            for pattern, table in self._paths if here else ():
                if policy.matches(pattern, here):
                    values.update(table)
            values.update(self._said)
            found = Thresholds(str(values["fail-on"]), str(values["vulnerabilities"]), bool(values["fixable-only"]))
            self._by_path[path] = found
        return found

    def fails(self, severity: str, path: str = "") -> bool:
        """Whether a finding of this severity in the file ``path`` fails the run."""
        return _at_least(severity, self.thresholds(path).fail_on, SEVERITIES)

    def fails_row(self, row: Row, path: str = "") -> bool:
        """Whether a vulnerability that a scanner reports fails the run; ``path`` is the file that answers for it.

        One that the scanner itself says does not affect the image never does.
        """
        if row.state == report.NOT_AFFECTED:
            return False
        limits = self.thresholds(path)
        if limits.fixable_only and not is_fixable(row):
            return False
        return _at_least(row.severity, limits.vulnerabilities, report.SEVERITIES)

    def fails_expired(self, waiver: Waiver, path: str = "") -> bool:
        """Whether a waiver that something in ``path`` needs and whose day is over fails the run.

        It does whatever the severity of what it was about, unless nothing of the kind ever fails.
        """
        limits = self.thresholds(path)
        return (limits.fail_on if waiver.rule else limits.vulnerabilities) != NEVER


def is_fixable(row: Row) -> bool:
    """Whether the report names a version that has the fix, or says that there is one."""
    return bool(row.fixed) or row.state == report.FIXED


def _at_least(severity: str, mildest: str, worst_first: tuple[str, ...]) -> bool:
    if mildest == NEVER:
        return False
    # A severity nobody knows is as bad as the worst: it must not slip through.
    at = worst_first.index(severity) if severity in worst_first else 0
    return at <= worst_first.index(mildest)
