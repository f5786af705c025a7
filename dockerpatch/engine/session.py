"""The one public door: check files, fix files, check a text.

It never prints, and writes nothing but a fix that was asked for.
"""

from __future__ import annotations

import os

from dockerpatch.config import policy
from dockerpatch.config.load import ConfigError, Configs
from dockerpatch.config.select import choices, severity
from dockerpatch.hosts.catalog import host_of, may_hold
from dockerpatch.hosts.host import DOCKERFILE
from dockerpatch.knowledge.almanac import Almanac, AlmanacError
from dockerpatch.rules import catalog
from dockerpatch.system.files import FileError as DiskError
from dockerpatch.system.files import read_bytes, write_bytes
from dockerpatch.text.source import Source

from .analyze import ActiveRule, analyze, internal_error
from .discover import STDIN, Missing, discover
from .report import NO_ALMANAC, USAGE, FileError, FileReport, Left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dockerpatch.config.settings import Config
    from dockerpatch.hosts.host import Document

    from .analyze import Analysis
    from .discover import Found
    from .shellcheck import Shell, ShellCheck

    _Ready = tuple[FileReport, Found | None, Config, Document | None]

HADOLINT = "hadolint"
"""The profile in which rules see what hadolint sees."""

BATCH = 200
"""So many scripts, or files, wait for one call of ShellCheck."""


class Session:
    """One run's settings and what it keeps between files: configs, rules and almanacs, each made once.

    ``config`` is a config file that holds for all files ("": the nearest to each), ``change`` puts the command line's
    word over a config. Methods raise ConfigError for the run's config when it cannot be used, RuleFileError for a rule,
    and AlmanacError for the almanac; a config further down that cannot be used is an error of the files it holds for.
    """

    __slots__ = ("_almanacs", "_configs", "_rules_for", "_shellcheck", "_shells", "_told")

    def __init__(self, config: str = "", change: Callable[[Config], Config] | None = None) -> None:
        self._configs = Configs(catalog.load(), config, change)
        self._almanacs: dict[tuple[str, str], Almanac] = {}
        self._rules_for: dict[tuple[int, tuple[str, ...]], tuple[ActiveRule, ...]] = {}
        self._shellcheck: ShellCheck | None = None
        self._shells: dict[tuple[int, tuple[str, ...]], Shell] = {}
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
        for report, found, config, document in self._ready(paths, stdin):
            if report.source is not None and found is not None:
                self._judge(report, config, document)
            yield report

    def fix(
        self, paths: Sequence[str], stdin: Callable[[], bytes], *, unsafe: bool = False, write: bool = True
    ) -> Iterator[FileReport]:
        """As `check`, with the findings mended that can be.

        Files are written only with ``write``, never standard input.
        """
        for report, found, config, document in self._ready(paths, stdin):
            if report.source is not None and found is not None:
                self._mend(report, config, unsafe, found if write and found.path != STDIN else None, document)
            yield report

    def check_text(self, text: str, path: str = "Dockerfile") -> FileReport:
        """The report for a text that stands in no file; ``path`` is what it is called and whose config holds."""
        report = FileReport(path, Source.of(path, text))
        self._judge(report, self._configs.of(path))
        return report

    def fix_text(self, text: str, path: str = "Dockerfile", *, unsafe: bool = False) -> FileReport:
        """As `check_text`, with the findings mended that can be."""
        report = FileReport(path, Source.of(path, text))
        self._mend(report, self._configs.of(path), unsafe, None)
        return report

    def _ready(self, paths: Sequence[str], stdin: Callable[[], bytes]) -> Iterator[_Ready]:
        """As `_read`; files whose scripts ShellCheck is to see are held back until there are enough for a call."""
        held: list[_Ready] = []
        texts: list[bytes] = []
        for report, found, config in self._read(paths, stdin):
            document: Document | None = None
            if config.shellcheck and report.source is not None and found is not None:
                try:
                    document = host_of(report.path).read(report.source)
                    texts += self._shell(report.path, config).texts(document)
                except Exception:
                    document = None  # to be told when the file's turn comes
            held.append((report, found, config, document))
            if len(texts) >= BATCH or len(held) >= BATCH or not config.shellcheck:
                yield from self._released(held, texts)
                held, texts = [], []
        yield from self._released(held, texts)

    def _released(self, held: list[_Ready], texts: list[bytes]) -> Iterator[_Ready]:
        if texts:
            self._program().prepare(texts)
        yield from held

    def _program(self) -> ShellCheck:
        if self._shellcheck is None:
            from .shellcheck import ShellCheck

            self._shellcheck = ShellCheck()
        return self._shellcheck

    def _shell(self, path: str, config: Config) -> Shell:
        extra = policy.ignored(config, path)
        key = (id(config), extra)
        shell = self._shells.get(key)
        if shell is None:
            from .shellcheck import Shell

            shell = self._shells[key] = Shell(self._program(), config, extra, config.profile == HADOLINT)
        return shell

    def _read(
        self, paths: Sequence[str], stdin: Callable[[], bytes]
    ) -> Iterator[tuple[FileReport, Found | None, Config]]:
        here = self.config
        if here.shellcheck:
            self._program()
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
                if config.shellcheck:
                    self._program()
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

    def _analyzer(self, path: str, config: Config) -> Callable[[Source, Document | None], Analysis]:
        rules, almanac, as_hadolint = self._rules(path, config), self.almanac(config), config.profile == HADOLINT
        shell = self._shell(path, config) if config.shellcheck else None
        return lambda source, document: analyze(source, rules, almanac, as_hadolint, shell, document)

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

            report.findings = by_instruction([one for one in analysis.findings if id(one) not in analysis.hidden])
        report.errors += analysis.errors
        report.suppressed = analysis.suppressed

    def _judge(self, report: FileReport, config: Config, document: Document | None = None) -> Analysis | None:
        """Take the file's analysis into its report; None when it is skipped or a fault of our own leaves none."""
        assert report.source is not None
        analyzer = self._analyzer(report.path, config)
        try:
            analysis = analyzer(report.source, document)
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
        self, report: FileReport, config: Config, unsafe: bool, found: Found | None, document: Document | None = None
    ) -> None:
        """Mend what can be mended; write it to the file ``found`` unless that is None."""
        from .fixpoint import fix

        first = self._judge(report, config, document)
        if first is None or first.errors:
            report.left = [Left(finding, "not applied: the file has errors") for finding in report.findings]
            return
        analyzer = self._analyzer(report.path, config)
        try:
            result = fix(first, lambda source: analyzer(source, None), unsafe)
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
        report.fixed = result.applied
        report.left = [left for left in result.left if id(left.finding) not in result.analysis.hidden]
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
