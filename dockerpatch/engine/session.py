"""The one public door: check files, fix files, check a text.

It never prints, and writes nothing but a fix that was asked for.
"""

from __future__ import annotations

import os

from dockerpatch.config.load import ConfigError, Configs
from dockerpatch.hosts.catalog import may_hold
from dockerpatch.knowledge.almanac import AlmanacError
from dockerpatch.rules import catalog
from dockerpatch.system.files import FileError as DiskError
from dockerpatch.system.files import read_bytes, write_bytes
from dockerpatch.text.source import Source

from .analyze import internal_error
from .discover import STDIN, Missing, discover
from .judge import Judge, take
from .report import NO_ALMANAC, USAGE, FileError, FileReport, Left
from .surroundings import Surroundings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dockerpatch.config.settings import Config
    from dockerpatch.config.waivers import Waivers
    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.lint.finding import Finding
    from dockerpatch.rules.catalog import RuleInfo

    from .analyze import Analysis
    from .discover import Found
    from .fixpoint import Wanted
    from .memory import Memory


class Session:
    """One run's settings and what it keeps between files: configs, rules and almanacs, each made once.

    ``config`` is a config file that holds for all files ("": the nearest to each), ``change`` puts the command line's
    word over a config. Methods raise ConfigError for the run's config when it cannot be used, RuleFileError for a rule,
    and AlmanacError for the almanac; a config further down that cannot be used is an error of the files it holds for.
    """

    __slots__ = ("_configs", "_jobs", "_judge", "_memory", "_told", "_waivers")

    def __init__(
        self,
        config: str = "",
        change: Callable[[Config], Config] | None = None,
        *,
        rules: Sequence[RuleInfo] = (),
        cache: bool = False,
        jobs: int = 1,
    ) -> None:
        """``rules`` are all that there are (none: those of the tool).

        With ``cache`` findings are remembered between runs; ``jobs`` is how many processes may work (0: as pays).
        """
        rules = rules or catalog.load()
        self._configs = Configs(rules, config, change)
        self._judge = Judge(rules)
        self._told: set[str] = set()
        self._jobs = jobs
        self._memory: Memory | None = None
        self._waivers: Waivers | None = None
        if cache:
            from .memory import Memory

            self._memory = Memory(self.config, self._judge)

    @property
    def config(self) -> Config:
        """The config of the folder the run was started in: it speaks for the run as a whole."""
        return self._configs.of_folder(".")

    def almanac(self, config: Config | None = None) -> Almanac:
        """The almanac that ``config`` (default: the run's) asks."""
        return self._judge.almanac(config if config is not None else self.config)

    def ready(self) -> None:
        """Raise ConfigError or AlmanacError where something is not there that the run's config asks for."""
        self.almanac()
        self._judge.shellcheck(self.config)

    def waive(self, waivers: Waivers) -> None:
        """From now on set aside the findings that ``waivers`` hold for: they are told apart, and not mended."""
        self._waivers = waivers

    def check(self, paths: Sequence[str], stdin: Callable[[], bytes]) -> Iterator[FileReport]:
        """A report for each file that ``paths`` name or hold, as soon as it is known.

        ``stdin`` gives the text for ``-``.
        """
        from .judged import judged

        for report in judged(self._read(paths, stdin), self._judge, self._memory, self._jobs):
            # What is waived today is not for the cache to remember.
            self._set_aside(report)
            yield report

    def fix(
        self,
        paths: Sequence[str],
        stdin: Callable[[], bytes],
        *,
        unsafe: bool = False,
        write: bool = True,
        only: Wanted | None = None,
    ) -> Iterator[FileReport]:
        """As `check`, with the findings mended that can be, and of those ``only`` the ones it is true of.

        Files are written only with ``write``, never standard input.
        """
        for report, found, config in self._read(paths, stdin):
            if report.source is not None and found is not None and not self._is_fine(report, config):
                self._mend(report, config, unsafe, found if write and found.path != STDIN else None, only)
            yield report

    def sources(self, paths: Sequence[str]) -> Iterator[tuple[str, Source]]:
        """The path and text of each file that ``paths`` name or hold and that can be read; nothing is judged."""
        for report, found, _ in self._read(paths, bytes):
            if report.source is not None and found is not None:
                yield report.path, report.source

    def check_text(self, text: str, path: str = "Dockerfile", *, around: Surroundings | None = None) -> FileReport:
        """The report for a text that stands in no file; ``path`` is what it is called and whose config holds.

        ``around`` is what lies around it; nothing does without.
        """
        report = FileReport(path, Source.of(path, text), around=around)
        self._judge.judge(report, self._configs.of(path))
        self._set_aside(report)
        return report

    def fix_text(
        self, text: str, path: str = "Dockerfile", *, unsafe: bool = False, around: Surroundings | None = None
    ) -> FileReport:
        """As `check_text`, with the findings mended that can be."""
        report = FileReport(path, Source.of(path, text), around=around)
        self._mend(report, self._configs.of(path), unsafe, None)
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
            report = FileReport(found.path, named=found.named, around=Surroundings(found.path, found.root))
            try:
                config = self._configs.of(found.path)
                self.almanac(config)
                self._judge.shellcheck(config)
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

    def _is_fine(self, report: FileReport, config: Config) -> bool:
        """Whether an earlier run knows that there is nothing at all to say of the file."""
        if self._memory is None or not self._memory.recall(report, config):
            return False
        if report.findings or report.errors or report.skipped or report.suppressed:
            report.forget()
            return False
        return True

    def _mend(
        self, report: FileReport, config: Config, unsafe: bool, found: Found | None, only: Wanted | None = None
    ) -> None:
        """Mend what can be mended; write it to the file ``found`` unless that is None."""
        from .fixpoint import fix

        first = self._judge.judge(report, config)
        if self._waivers is not None:
            self._set_aside(report)
            if first is not None:
                self._without_waived(first)
        if first is None or first.errors:
            report.left = [Left(finding, "not applied: the file has errors") for finding in report.findings]
            return
        try:
            result = fix(first, self._analyzer(report, config), unsafe, only)
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
        if result.analysis is not first:
            take(report, result.analysis, config)
            self._set_aside(report, result.analysis.set_aside)
        report.fixed = result.applied
        report.left = [left for left in result.left if id(left.finding) not in result.analysis.hidden]
        if patched.text != first.source.text:
            report.fixed_source = patched

    def _set_aside(self, report: FileReport, known: Sequence[Finding] = ()) -> None:
        """Tell the findings that are waived today from the others; ``known`` are such that were taken out before."""
        if self._waivers is not None:
            report.findings, report.waived = self._waivers.split([*report.findings, *known])

    def _analyzer(self, report: FileReport, config: Config) -> Callable[[Source], Analysis]:
        analyze = self._judge.analyzer(report, config)
        return analyze if self._waivers is None else lambda source: self._without_waived(analyze(source))

    def _without_waived(self, analysis: Analysis) -> Analysis:
        """``analysis``, with the findings that are waived set aside: their fixes are not wanted."""
        assert self._waivers is not None
        waived = {id(one) for one in analysis.findings if self._waivers.holding(one) is not None}
        if waived:
            analysis.set_aside = [one for one in analysis.findings if id(one) in waived]
            analysis.findings = [one for one in analysis.findings if id(one) not in waived]
        return analysis

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
