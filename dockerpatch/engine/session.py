"""The one public door: check files, fix files, check a text.

It never prints, and writes nothing but a fix that was asked for.
"""

from __future__ import annotations

import os

from dockerpatch.config import policy
from dockerpatch.config.load import ConfigError, Configs
from dockerpatch.config.select import choices, severity
from dockerpatch.hosts.catalog import may_hold
from dockerpatch.hosts.host import DOCKERFILE
from dockerpatch.knowledge.almanac import Almanac, AlmanacError
from dockerpatch.rules import catalog
from dockerpatch.system.files import FileError as DiskError
from dockerpatch.system.files import read_bytes, write_bytes
from dockerpatch.text.source import Source

from .analyze import ActiveRule, analyze, internal_error
from .discover import STDIN, Missing, discover
from .report import NO_ALMANAC, USAGE, FileError, FileReport, Left
from .surroundings import Surroundings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dockerpatch.config.settings import Config

    from .analyze import Analysis
    from .discover import Found

HADOLINT = "hadolint"
"""The profile in which rules see what hadolint sees."""


class Session:
    """One run's settings and what it keeps between files: configs, rules and almanacs, each made once.

    ``config`` is a config file that holds for all files ("": the nearest to each), ``change`` puts the command line's
    word over a config. Methods raise ConfigError for the run's config when it cannot be used, RuleFileError for a rule,
    and AlmanacError for the almanac; a config further down that cannot be used is an error of the files it holds for.
    """

    __slots__ = ("_almanacs", "_configs", "_rules_for", "_told")

    def __init__(self, config: str = "", change: Callable[[Config], Config] | None = None) -> None:
        self._configs = Configs(catalog.load(), config, change)
        self._almanacs: dict[tuple[str, str], Almanac] = {}
        self._rules_for: dict[tuple[int, tuple[str, ...]], tuple[ActiveRule, ...]] = {}
        self._told: set[str] = set()

    @property
    def config(self) -> Config:
        """The config of the folder the run was started in: it speaks for the run as a whole."""
        return self._configs.of_folder(".")

    def almanac(self, config: Config | None = None) -> Almanac:
        """The almanac that ``config`` (default: the run's) asks."""
        config = config if config is not None else self.config
        key = (config.almanac, config.as_of)
        if key not in self._almanacs:
            try:
                self._almanacs[key] = Almanac.open(config.almanac or None, config.as_of or None)
            except ValueError as error:
                raise ConfigError(f"as-of: {error}") from None
        return self._almanacs[key]

    def check(self, paths: Sequence[str], stdin: Callable[[], bytes]) -> Iterator[FileReport]:
        """A report for each file that ``paths`` name or hold, as soon as it is known.

        ``stdin`` gives the text for ``-``.
        """
        for report, found, config in self._read(paths, stdin):
            if report.source is not None and found is not None:
                self._judge(report, config, Surroundings(found.path, found.root))
            yield report

    def fix(
        self, paths: Sequence[str], stdin: Callable[[], bytes], *, unsafe: bool = False, write: bool = True
    ) -> Iterator[FileReport]:
        """As `check`, with the findings mended that can be.

        Files are written only with ``write``, never standard input.
        """
        for report, found, config in self._read(paths, stdin):
            if report.source is not None and found is not None:
                around = Surroundings(found.path, found.root)
                self._mend(report, config, unsafe, around, found if write and found.path != STDIN else None)
            yield report

    def check_text(self, text: str, path: str = "Dockerfile", *, around: Surroundings | None = None) -> FileReport:
        """The report for a text that stands in no file; ``path`` is what it is called and whose config holds.

        ``around`` is what lies around it; nothing does without.
        """
        report = FileReport(path, Source.of(path, text))
        self._judge(report, self._configs.of(path), around or Surroundings())
        return report

    def fix_text(
        self, text: str, path: str = "Dockerfile", *, unsafe: bool = False, around: Surroundings | None = None
    ) -> FileReport:
        """As `check_text`, with the findings mended that can be."""
        report = FileReport(path, Source.of(path, text))
        self._mend(report, self._configs.of(path), unsafe, around or Surroundings(), None)
        return report

    def _read(
        self, paths: Sequence[str], stdin: Callable[[], bytes]
    ) -> Iterator[tuple[FileReport, Found | None, Config]]:
        here = self.config
        for found in discover(paths, here.exclude, here.root or os.curdir, _sieve):
            if isinstance(found, Missing):
                report = FileReport(found.path)
                report.missing = True
                report.errors.append(FileError(found.path, found.reason))
                yield report, None, here
                continue
            report = FileReport(found.path, named=found.named)
            try:
                config = self._configs.of(found.path)
                self.almanac(config)
            except (ConfigError, AlmanacError) as error:
                self._pass_over(report, error)
                yield report, None, here
                continue
            try:
                data = stdin() if found.path == STDIN else read_bytes(found.path, found.root)
                report.source = Source(found.path, data)
            except DiskError as error:
                report.errors.append(FileError(found.path, error.reason))
            yield report, found, config

    def _pass_over(self, report: FileReport, error: Exception) -> None:
        """Leave out a file whose own config cannot be used; that is told as an error once for each such config."""
        report.unusable = NO_ALMANAC if isinstance(error, AlmanacError) else USAGE
        report.skipped = f"its config cannot be used: {error}"
        if report.skipped not in self._told:
            self._told.add(report.skipped)
            report.errors.append(FileError(report.path, report.skipped))

    def _analyzer(self, path: str, config: Config, around: Surroundings) -> Callable[[Source], Analysis]:
        rules, almanac, as_hadolint = self._rules(path, config), self.almanac(config), config.profile == HADOLINT
        return lambda source: analyze(source, rules, almanac, as_hadolint, around)

    def _rules(self, path: str, config: Config) -> tuple[ActiveRule, ...]:
        extra = policy.ignored(config, path)
        key = (id(config), extra)
        rules = self._rules_for.get(key)
        if rules is None:
            ignore = (*config.ignore, *extra)
            picked = choices(catalog.load(), config.select, config.extend_select, ignore, config.profile)
            rules = tuple(
                ActiveRule(
                    one.rule,
                    policy.options(config, one.rule),
                    config.severity.get(one.rule.code) or severity(one.rule, config.profile),
                    one.only,
                    one.without,
                )
                for one in picked
            )
            self._rules_for[key] = rules
        return rules

    @staticmethod
    def _take(report: FileReport, analysis: Analysis, config: Config) -> None:
        report.findings = analysis.findings
        if config.profile == HADOLINT and analysis.findings:
            from .by_instruction import by_instruction

            report.findings = by_instruction(analysis.findings)
        report.errors += analysis.errors
        report.suppressed = analysis.suppressed

    def _judge(self, report: FileReport, config: Config, around: Surroundings) -> Analysis | None:
        """Take the file's analysis into its report; None when it is skipped or a fault of our own leaves none."""
        assert report.source is not None
        analyzer = self._analyzer(report.path, config, around)
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
        self._take(report, analysis, config)
        return analysis

    def _mend(
        self, report: FileReport, config: Config, unsafe: bool, around: Surroundings, found: Found | None
    ) -> None:
        """Mend what can be mended; write it to the file ``found`` unless that is None."""
        from .fixpoint import fix

        first = self._judge(report, config, around)
        if first is None or first.errors:
            report.left = [Left(finding, "not applied: the file has errors") for finding in report.findings]
            return
        try:
            result = fix(first, self._analyzer(report.path, config, around), unsafe)
        except AlmanacError:
            raise
        except Exception as error:
            report.errors.append(internal_error(report.path, "fixing", error))
            report.left = [Left(finding, "not applied: the fix failed") for finding in report.findings]
            return
        patched = result.analysis.source
        if patched.text != first.source.text and found is not None and not self._write(report, found, patched):
            report.left = [Left(finding, "not applied: the file was not written") for finding in report.findings]
            return
        self._take(report, result.analysis, config)
        report.fixed, report.left = result.applied, result.left
        if patched.text != first.source.text:
            report.fixed_source = patched

    @staticmethod
    def _write(report: FileReport, found: Found, patched: Source) -> bool:
        """Whether the file could be written; the reason why not is one of the report's errors."""
        assert report.source is not None
        try:
            write_bytes(found.path, patched.data, found.root, report.source.data)
        except DiskError as error:
            report.errors.append(FileError(found.path, error.reason))
            return False
        report.written = True
        return True


def _sieve(path: str) -> bool:
    """Whether a file met in a folder may name an image; one that cannot be read is none that anybody asked for."""
    try:
        return may_hold(read_bytes(path))
    except DiskError:
        return False
