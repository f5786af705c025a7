"""The commands ``check`` and ``fix``: a session, a reporter, and an exit code. It never judges a file itself."""

from __future__ import annotations

from dockerpatch.config.load import hadolint_config
from dockerpatch.config.policy import gate
from dockerpatch.engine.report import CLEAN, FINDINGS, NO_INPUT, Tally
from dockerpatch.engine.rulebook import passed_over, rulebook
from dockerpatch.engine.session import Session
from dockerpatch.reporters import catalog as reporters
from dockerpatch.reporters.reporter import CHECK, DIFF, FIX, STDIN, World
from dockerpatch.system.clock import today
from dockerpatch.text.source import encode

from . import terminal
from .output import STDOUT, File, read_stdin
from .problems import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dockerpatch.config.settings import Config
    from dockerpatch.engine.report import FileReport
    from dockerpatch.engine.standing import Standing
    from dockerpatch.rules.catalog import RuleInfo

    from .flags import Settings
    from .progress import Progress
    from .terminal import Stream


MANY = 20
"""The number of files from which on garbage is collected: until then there is not enough of it to look for."""


def lint(command: str, settings: Settings) -> int:
    """Run ``check`` or ``fix`` and give the exit code. Raises what `problems.told` knows."""
    mode = CHECK if command == "check" else DIFF if settings.diff else FIX
    rules = rulebook(settings.config)
    session = Session(
        settings.config,
        _change(settings, rules),
        rules=rules,
        cache=not settings.no_cache,
        jobs=_jobs(settings.jobs),
    )
    standing = _standing(session, settings)
    told = world(session, standing)
    out, err = terminal.out(), terminal.err()
    _point_at_hadolint(session, settings, err)
    file = File(settings.output) if settings.output not in ("", STDOUT) else None
    # What is made for other programs has standard output for itself.
    stream = err if mode == DIFF or (mode == FIX and STDIN in settings.paths) else out
    colours = (file is None and terminal.colour(stream), terminal.colour(err))
    write = stream.write if file is None else file.write
    reporter = reporters.reporter(settings.format, mode, told, write, err.write, colours)
    progress = _progress(err, session, settings)
    tally = Tally(standing)
    changed = False
    reporter.begin()
    try:
        for report in _reports(session, settings, mode):
            tally.add(report)
            changed = changed or report.changed
            if progress is not None and (report.errors or report.findings or report.changed):
                progress.erase()
            reporter.file(report)
            _hand_over(report, mode, out)
            if tally.files == MANY:
                from dockerpatch.system.garbage import collect_seldom

                collect_seldom()
            if progress is not None:
                progress.step()
    finally:
        if progress is not None:
            progress.erase()
    if standing is not None:
        standing.settle(tally, settings.paths, mode == DIFF or _narrowed(settings))
    reporter.end()
    silent = passed_over(settings.config)
    if silent:
        err.write(f"note: {silent}\n")
    if file is not None:
        file.close()
    code = tally.exit_code(gate(session.config))
    if code == NO_INPUT and not tally.missing:
        from dockerpatch.reporters.legible import legible

        err.write(f"error: no Dockerfile found in {legible(', '.join(settings.paths))}\n")
    return FINDINGS if code == CLEAN and mode == DIFF and changed else code


def _jobs(text: str) -> int:
    """The number of processes that is asked for; 0: none is. Raises UsageError."""
    if text and not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 256):
        raise UsageError(f"--jobs: must be a whole number from 1 to 256, is {text!r}")
    return int(text or 0)


def _point_at_hadolint(session: Session, settings: Settings, err: Stream) -> None:
    """Say how to move in where there is a config of hadolint's and none of ours, unless a program reads the report."""
    if session.config.path or settings.profile or (settings.format == "json" and settings.output in ("", STDOUT)):
        return
    path = hadolint_config(".")
    if path:
        err.write(f"{path} is not read; `dockerpatch init --from-hadolint` takes its settings over\n")


def _reports(session: Session, settings: Settings, mode: str) -> Iterator[FileReport]:
    paths = tuple(dict.fromkeys(settings.paths))
    if mode == CHECK:
        return session.check(paths, read_stdin)
    return session.fix(paths, read_stdin, unsafe=settings.unsafe, write=mode == FIX)


def _hand_over(report: FileReport, mode: str, out: Stream) -> None:
    """What ``fix`` gives back besides its report: the diff, or the text that was read from standard input."""
    if mode == DIFF and report.changed:
        from .diff import applicable, shown

        diff = applicable(report.diff(), report.path)
        if out.isatty():
            out.write(shown(diff, terminal.colour(out)))
        else:
            out.write_exactly(encode(diff))
    elif mode == FIX and report.path == STDIN and report.source is not None:
        out.write_exactly((report.fixed_source or report.source).data)


def _standing(session: Session, settings: Settings) -> Standing | None:
    """The policy that the run is judged by; None where neither the config nor the command line asks for one."""
    if not (session.config.policy or settings.gate):
        return None
    from dockerpatch.engine.standing import Standing

    standing = Standing(session.config, settings.gate, settings.fail_on, today())
    session.waive(standing.waivers)
    return standing


def _narrowed(settings: Settings) -> bool:
    """Whether the command line asks for less than the config, or for another world."""
    return bool(settings.select or settings.ignore or settings.profile or settings.as_of or settings.almanac)


def world(session: Session, standing: Standing | None = None) -> World:
    """The almanac that a run asks and the policy it is judged by, as they are told.

    Raises UsageError for an impossible day.
    """
    try:
        session.ready()
        almanac = session.almanac()
    except ValueError as error:
        raise UsageError(str(error)) from None
    return World(almanac.as_of, almanac.date, almanac.age_days(today()), almanac.note or "", standing)


def _change(settings: Settings, rules: Sequence[RuleInfo]) -> Callable[[Config], Config] | None:
    """How the command line changes a config; None when it says nothing."""
    said: dict[str, object] = {
        name: value for name in ("profile", "fail_on", "as_of", "almanac") if (value := getattr(settings, name)) != ""
    }
    if settings.shellcheck:
        said["shellcheck"] = True
    if not (said or settings.select or settings.ignore):
        return None
    _check_selectors(settings, rules)

    def change(config: Config) -> Config:
        values: dict[str, object] = dict(said)
        if settings.select:
            values |= {"select": settings.select, "extend_select": (), "ignore": settings.ignore}
        elif settings.ignore:
            values["ignore"] = (*config.ignore, *settings.ignore)
        changed = config.replace(**values)
        if settings.select and not changed.shellcheck:
            _check_shellcheck(settings.select)
        return changed

    return change


def _check_selectors(settings: Settings, rules: Sequence[RuleInfo]) -> None:
    if not (settings.select or settings.ignore):
        return
    from dockerpatch.config.select import unmatched

    for flag, names in (("--select", settings.select), ("--ignore", settings.ignore)):
        for name, near in unmatched(names, rules, flag == "--ignore"):
            raise UsageError(f"{flag}: no rule is called {name!r}{near}")


def _check_shellcheck(select: tuple[str, ...]) -> None:
    from dockerpatch.config.select import is_shellcheck

    for name in select:
        if is_shellcheck(name):
            raise UsageError(f"--select: {name!r} is found by ShellCheck only: turn it on with --shellcheck")


def _progress(err: Stream, session: Session, settings: Settings) -> Progress | None:
    if not terminal.may_redraw(err):
        return None
    from .progress import Progress

    def total() -> int:
        from dockerpatch.engine.discover import discover

        config = session.config
        return sum(1 for _ in discover(settings.paths, config.exclude, config.root or "."))

    return Progress(err, total)
