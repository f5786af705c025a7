"""Judges one text by the settings of its path: which rules, which almanac, which findings. It never reads a file."""

from __future__ import annotations

from dockerpatch.config import policy
from dockerpatch.config.load import ConfigError
from dockerpatch.config.select import choices, reach, severity
from dockerpatch.hosts.catalog import host_of
from dockerpatch.hosts.host import DOCKERFILE
from dockerpatch.knowledge.almanac import Almanac, AlmanacError

from .analyze import ActiveRule, View, analyze, internal_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dockerpatch.config.settings import Config
    from dockerpatch.rules.catalog import RuleInfo
    from dockerpatch.text.source import Source

    from .analyze import Analysis
    from .report import FileReport
    from .shellcheck import Shell, ShellCheck

HADOLINT = "hadolint"
"""The profile in which rules see what hadolint sees."""


class Judge:
    """What is kept between files: the rules of each config and the almanacs, each made once."""

    __slots__ = ("_almanacs", "_shellcheck", "_views", "rules")

    def __init__(self, rules: Sequence[RuleInfo]) -> None:
        self.rules = rules
        self._almanacs: dict[tuple[str, str], Almanac] = {}
        self._views: dict[tuple[int, tuple[str, ...]], View] = {}
        self._shellcheck: ShellCheck | None = None

    def almanac(self, config: Config) -> Almanac:
        """The almanac that ``config`` asks. Raises AlmanacError, and ConfigError for a day that cannot be asked for."""
        key = (config.almanac, config.as_of)
        if key not in self._almanacs:
            try:
                self._almanacs[key] = Almanac.open(config.almanac or None, config.as_of or None)
            except ValueError as error:
                raise ConfigError(f"as-of: {error}") from None
        return self._almanacs[key]

    def shellcheck(self, config: Config) -> ShellCheck | None:
        """ShellCheck, where ``config`` asks for it. Raises ConfigError when it is not installed."""
        if config.shellcheck and self._shellcheck is None:
            from .shellcheck import ShellCheck

            self._shellcheck = ShellCheck()
        return self._shellcheck if config.shellcheck else None

    def prepare(self, reports: Sequence[tuple[FileReport, Config]]) -> None:
        """Ask ShellCheck about all scripts of files that are to be judged, in one call."""
        texts: list[bytes] = []
        for report, config in reports:
            shell = self._view(report.path, config).shell if config.shellcheck else None
            if shell is not None and report.source is not None:
                try:
                    texts += shell.texts(host_of(report.path).read(report.source))
                except Exception:
                    continue  # told when the file is judged
        if texts and self._shellcheck is not None:
            self._shellcheck.prepare(texts)

    def settle(self) -> None:
        """Make this judge another process's own: what is open is opened anew, and what is known stays known."""
        for almanac in self._almanacs.values():
            almanac.reopen()

    def about(self, path: str, config: Config) -> tuple[str, ...]:
        """What else than a text and its config decides what is found in it: other words for the same are no matter."""
        return ("python" if path.endswith(".py") else "", *policy.ignored(config, path))

    def analyzer(self, report: FileReport, config: Config) -> Callable[[Source], Analysis]:
        """What makes the analysis of a text in the place of the file."""
        view, around = self._view(report.path, config), report.around
        return lambda source: analyze(source, view, around)

    def judge(self, report: FileReport, config: Config) -> Analysis | None:
        """Take the file's analysis into its report; None when it is skipped or a fault of our own leaves none."""
        assert report.source is not None
        analyzer = self.analyzer(report, config)
        try:
            analysis = analyzer(report.source)
        except AlmanacError:
            raise
        except Exception as error:
            report.errors.append(internal_error(report.path, "reading", error))
            return None
        if analysis.errors and not report.named and analysis.document.kind != DOCKERFILE:
            report.skipped = analysis.errors[0].message
            return None
        take(report, analysis, config)
        return analysis

    def _view(self, path: str, config: Config) -> View:
        extra = policy.ignored(config, path)
        key = (id(config), extra)
        view = self._views.get(key)
        if view is None:
            almanac, as_hadolint = self.almanac(config), config.profile == HADOLINT
            heeds, shell = config.suppression_comments, self._shell(config, extra)
            active = self._active(config, extra)
            rest = self._on_request(config, extra)
            view = View(active, almanac, as_hadolint, heeds, self.rules, shell, rest)
            self._views[key] = view
        return view

    def _shell(self, config: Config, extra: tuple[str, ...]) -> Shell | None:
        program = self.shellcheck(config)
        if program is None:
            return None
        from .shellcheck import Shell

        return Shell(program, config, extra, config.profile == HADOLINT)

    def _active(self, config: Config, extra: tuple[str, ...]) -> tuple[ActiveRule, ...]:
        """The rules that ``config`` wants, but for those that go by the selectors ``extra``."""
        return self._chosen(self.rules, config, config.extend_select, extra)

    def _on_request(self, config: Config, extra: tuple[str, ...]) -> tuple[ActiveRule, ...]:
        """The rules in preview that a file may ask for: those that ``config`` does not run, and does not forbid."""
        if config.select is not None or config.profile == HADOLINT:
            return ()
        called = {rule.code: rule for rule in self.rules if rule.preview}
        active = {rule.info.code for rule in self._chosen(list(called.values()), config, config.extend_select, extra)}
        against = (*config.ignore, *extra)
        rest = [
            rule for code, rule in called.items() if code not in active and all(reach(rule, one) < 0 for one in against)
        ]
        return self._chosen(rest, config, [rule.code for rule in rest], extra)

    def _chosen(
        self, rules: Sequence[RuleInfo], config: Config, extend: Sequence[str], extra: tuple[str, ...]
    ) -> tuple[ActiveRule, ...]:
        wanted = (config.select, extend, (*config.ignore, *extra), config.profile)
        return tuple(
            ActiveRule(
                one.rule,
                policy.options(config, one.rule),
                config.severity.get(one.rule.code) or severity(one.rule, config.profile),
                one.only,
                one.without,
            )
            for one in choices(rules, *wanted, policy.set_up(config))
        )


def take(report: FileReport, analysis: Analysis, config: Config) -> None:
    """Say in ``report`` what the analysis found, placed as the profile wants it."""
    report.findings = analysis.findings
    if config.profile == HADOLINT and analysis.findings:
        from .by_instruction import by_instruction

        report.findings = by_instruction([one for one in analysis.findings if id(one) not in analysis.hidden])
    report.errors += analysis.errors
    report.suppressed = analysis.suppressed
