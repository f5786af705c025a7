"""The command line as click knows it: every command, its flags and its help. It never does the work of a command."""

from __future__ import annotations

import os

import click

from dockerpatch import __version__
from dockerpatch.config.schema import GATES
from dockerpatch.reporters.catalog import FORMATS
from dockerpatch.reports.report import SEVERITIES
from dockerpatch.triage.views.catalog import FORMATS as VIEWS

from .flags import FLAGS, Flag, Settings
from .problems import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

PROGRAM = "dockerpatch"

_EXITS = """\b
Exit codes:
  0  nothing at or above --fail-on remains
  1  findings remain
  2  the command line or a config cannot be used
  3  no input was found
  4  a file could not be read or parsed; all others are reported
  5  the almanac is missing or unreadable
"""


def run(words: list[str]) -> int:
    """Run the command line ``words``. Raises UsageError for one that cannot be understood."""
    if os.environ.get("_DOCKERPATCH_COMPLETE"):
        app.main(words, PROGRAM)
    try:
        with app.make_context(PROGRAM, words) as context:
            code: int | None = app.invoke(context)
            return code or 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as bare:
        click.echo(bare.format_message())
        return 2
    except click.ClickException as error:
        raise UsageError(_line(error)) from None


def _line(error: click.ClickException) -> str:
    message = " ".join(error.format_message().split()).rstrip(".")
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else PROGRAM
    return f"{message[:1].lower()}{message[1:]} (see `{command} --help`)"


class Commands(click.Group):
    """The group of all commands. A path or a misspelt command in a command's place is told what it may have meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and name[:1] != "-":
            from dockerpatch.text.suggest import did_you_mean

            near = did_you_mean(name, self.list_commands(ctx), quoted=False)
            if os.path.lexists(name) or os.sep in name or "." in name:
                raise UsageError(f"{name} is no command: did you mean `dockerpatch check {name}`?")
            raise UsageError(f"no such command: {name}{near} (see `dockerpatch --help`)")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def app() -> None:
    """Find base images that nobody rebuilds any more and packages that nobody patches, and mend the Dockerfile.

    \b
    dockerpatch check             what is wrong with the Dockerfiles below this folder
    dockerpatch fix --diff        how they would be mended
    dockerpatch fix               mend them
    """


def _flagged(flags: tuple[Flag, ...]) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The options that the table of flags holds, as click options."""

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        for flag in reversed(flags):
            kind: dict[str, Any] = {"is_flag": True, "default": False}
            if flag.takes_value:
                kind = {"type": click.Choice(flag.choices) if flag.choices else str, "default": None}
            if flag.metavar:
                kind["metavar"] = flag.metavar
            if flag.many:
                kind |= {"multiple": True, "default": ()}
            function = click.option(flag.name, flag.attribute, help=flag.help, **kind)(function)
        return function

    return decorate


def _lint(command: str, paths: tuple[str, ...], values: dict[str, Any]) -> int:
    from .lint import lint

    settings = Settings(paths)
    for flag in FLAGS[command]:
        settings.set(flag, values[flag.attribute])
    return lint(command, settings)


_PATHS = click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
_FORMAT = click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How it is written.")
_AS_OF = click.option("--as-of", default="", metavar="DATE", help="Look at the world of this day (YYYY-MM-DD).")
_ALMANAC = click.option("--almanac", default="", metavar="FILE", help="Ask this almanac instead of the built-in one.")


@app.command(epilog=_EXITS)
@_PATHS
@_flagged(FLAGS["check"])
def check(paths: tuple[str, ...], **values: Any) -> int:
    """Report what is wrong with Dockerfiles.

    PATH is a file, a folder that is searched (what .gitignore names is left out), or - for standard input; the
    default is the folder you are in.
    """
    return _lint("check", paths, values)


@app.command(epilog=_EXITS)
@_PATHS
@_flagged(FLAGS["fix"])
def fix(paths: tuple[str, ...], **values: Any) -> int:
    """Mend what can be mended safely, and say what was left and why.

    A file is written only when the new text is proven to parse, to lack the flaw and to differ nowhere else. With -
    the text comes from standard input, and the mended one goes to standard output, the report to standard error.

    With --diff nothing is written: the diff goes to standard output in the form that `git apply` and `patch -p1`
    take in this folder, all else to standard error, and the exit code is 1 also when a fix would change a file.
    """
    return _lint("fix", paths, values)


@app.command()
@click.argument("rule")
def explain(rule: str) -> int:
    """Explain a rule.

    Prints what it flags and why, its fix, examples, its settings and its sources.

    RULE is a code (DP101), a name (delisted-base-tag) or what another tool calls it (DL3007).
    """
    from .explain import explain as command

    return command(rule)


@app.group(invoke_without_command=True)
@_FORMAT
@click.pass_context
def rules(context: click.Context, form: str) -> int:
    """List all rules, those in `rules.d` too, or test rules of your own."""
    if context.invoked_subcommand is not None:
        return 0
    from .rules import rules as command

    return command(form)


@rules.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
def test(paths: tuple[str, ...]) -> int:
    """Try rules of your own on the examples that stand with them.

    PATH is a file of rules, or a folder of them such as rules.d. Python rules are run.
    """
    from .rules_test import rules_test as command

    return command(paths)


_CONFIG = click.option("--config", default="", metavar="FILE", help="Use this config file, not the nearest.")
_OUTPUT = click.option("--output", default="", metavar="FILE", help="Write the answer into FILE, whole at the end.")
_DOCKERFILE = click.option("--dockerfile", default="", metavar="FILE", help="The Dockerfile that made the image.")
_TARGET = click.option("--target", default="", metavar="STAGE", help="The stage of it that was built.")
_FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice((*SEVERITIES, "never")),
    default=None,
    help="The mildest severity of a row that makes the exit code 1 (default: as the policy says, high without one).",
)
_GATE = click.option("--gate", type=click.Choice(GATES), default=None, help="The stage of life whose policy holds.")
_VEX = click.option("--vex", multiple=True, metavar="FILE", help="An OpenVEX document to go by; may be given again.")

_TRIAGE_EXITS = """\b
Exit codes:
  0  nothing is left to do that fails the gate
  1  rows are left that do, or a waiver has ended that one of them needs
  2  the command line or a config cannot be used, or several Dockerfiles fit
  3  no Dockerfile was found
  4  a report cannot be read
  5  the almanac is missing or unreadable
"""


@app.command(epilog=_TRIAGE_EXITS)
@click.argument("words", nargs=-1, type=click.Path(), metavar="REPORT... [PATH]...")
@click.option("--format", "form", type=click.Choice(VIEWS), default="text", help="How the answer is written.")
@_OUTPUT
@_DOCKERFILE
@_TARGET
@click.option("--fix", is_flag=True, help="Write the patch, as fix does.")
@click.option("--unsafe", is_flag=True, help="Also make edits that may change what a build does.")
@click.option("--rows", is_flag=True, help="Write out every row with its verdict and the facts it rests on.")
@_FAIL_ON
@_GATE
@_VEX
@click.option("--write-vex", default="", metavar="FILE", help="Write what waivers claim into an OpenVEX document.")
@click.option("--vex-author", default="", metavar="NAME", help="Who makes its claims (default: the waivers' owners).")
@_CONFIG
@_AS_OF
@_ALMANAC
def triage(words: tuple[str, ...], **values: Any) -> int:
    """From a scanner's report to the line, the patch and what is proven.

    REPORT is what Trivy, Grype, OSV-Scanner, Docker Scout or GitLab wrote of an image (JSON, SARIF or CycloneDX; the
    format is recognised), or - for standard input. PATH is a folder in which the image's Dockerfile is looked for
    (default: the folder you are in).
    """
    from .triage import Asked
    from .triage import triage as command

    return command(Asked(words, **values))


_VERIFY_EXITS = """\b
Exit codes:
  0  what was promised is gone, and nothing new came that fails the gate
  1  something promised is still there, something new came, or a waiver has ended that is needed
  2  the command line or a config cannot be used
  4  a report cannot be read
  5  the almanac is missing or unreadable
"""


@app.command(epilog=_VERIFY_EXITS)
@click.argument("before", type=click.Path())
@click.argument("after", type=click.Path())
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@click.option("--promised", default="", metavar="FILE", help="What triage --format json said of BEFORE.")
@click.option("--format", "form", type=click.Choice(("text", "json", "markdown")), default="text", help="How.")
@_OUTPUT
@_DOCKERFILE
@_TARGET
@_FAIL_ON
@_GATE
@_VEX
@_CONFIG
@_AS_OF
@_ALMANAC
def verify(before: str, after: str, paths: tuple[str, ...], **values: Any) -> int:
    """Compare two reports of an image: what is closed, still there and new, by cause.

    BEFORE and AFTER are scanners' reports. What triage promised is taken from --promised, or worked out again from
    BEFORE and the Dockerfile in PATH (default: the folder you are in).
    """
    from .verify import verify as command

    return command(before, after, paths, **values)


@app.command()
@click.argument("file", type=click.Path())
@_AS_OF
@_ALMANAC
def ast(file: str, as_of: str, almanac: str) -> int:
    """Print a Dockerfile as JSON.

    That is its instructions as BuildKit splits them, its directives and its stages. Keywords are in upper case,
    whatever the file writes; lines count from 1. FILE may be - for standard input. The distro of a stage is what the
    almanac knows of its base image.
    """
    from .ast import ast as command

    return command(file, as_of, almanac)


_AUDIT_EXITS = """\b
Exit codes:
  0  nothing that --fail-on names was found
  1  advisories hit a program, or what else --fail-on names
  2  the command line cannot be used
  3  no Go program was found
  4  a file, or part of it, could not be read; all others are reported
  5  the almanac is missing or unreadable
"""


@app.command(epilog=_AUDIT_EXITS)
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@_FORMAT
@click.option("--output", default="", metavar="FILE", help="Write the report to this file.")
@_AS_OF
@_ALMANAC
@click.option("--repo", default=".", metavar="DIR", help="The repository whose toolchain pins count (default: here).")
@click.option(
    "--all", "everything", is_flag=True, help="List executables without build information too; look into test fixtures."
)
@click.option("--settings", is_flag=True, help="List every build setting and dependency.")
@click.option(
    "--fail-on",
    type=click.Choice(("hit", "differs", "unknown", "never")),
    default="hit",
    help="Fail for programs that advisories hit, also for those of another Go than the pinned one, also for those whose"
    " Go cannot be judged, or never (default: hit).",
)
def audit(paths: tuple[str, ...], everything: bool, **values: Any) -> int:
    """Audit release files: which Go built each program in them, what hits it, and what closes that.

    PATH is a program, an archive or package (tar, zip, gz, bz2, xz, deb, rpm, apk), a saved image, a folder of them
    (all of it is searched, whatever .gitignore says), or - for standard input. No Go is needed, and nothing is run or
    unpacked to a name.
    """
    from .audit import audit as command

    return command(
        paths,
        values["form"],
        values["output"],
        values["as_of"],
        values["almanac"],
        values["repo"],
        everything,
        values["settings"],
        values["fail_on"],
    )


@app.group()
def db() -> None:
    """Ask the almanac: what is known, and of which day."""


@db.command()
@_FORMAT
@_ALMANAC
def status(form: str, almanac: str) -> int:
    """Print where the facts come from: sources, revisions, licences, dates, sizes and age."""
    from .db import status as command

    return command(form, almanac)


@db.command()
@click.argument("reference")
@_FORMAT
@_AS_OF
@_ALMANAC
def query(reference: str, form: str, as_of: str, almanac: str) -> int:
    """Print what is known about an official image's tag, such as python:3.13.3-alpine3.20."""
    from .db import query as command

    return command(reference, form, as_of, almanac)


@app.command()
@click.option("--force", is_flag=True, help="Overwrite a config that is there.")
@click.option(
    "--from-hadolint",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[FILE]",
    help="Take the settings over from a config of hadolint's (default: .hadolint.yaml in this folder or above it).",
)
def init(force: bool, from_hadolint: str | None) -> int:
    """Write a commented config and a pre-commit entry.

    The config goes into this folder, the entry into the pre-commit config at the root of the git checkout. What is
    there already stays as it is.
    """
    from .init import init as command

    return command(force, from_hadolint)
