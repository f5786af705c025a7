"""The one table of the flags of ``check`` and ``fix``, and the quick way to read them.

The click commands are made of the same table. It never guesses: a line that is not plain is left to click.
"""

from __future__ import annotations

from dockerpatch.config.schema import GATES
from dockerpatch.lint.finding import SEVERITIES
from dockerpatch.reporters.catalog import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

PROFILES = ("default", "strict", "hadolint")


class Flag:
    """One long option. ``attribute`` is its name in Settings; without ``metavar`` and ``choices`` it takes no value.

    ``many`` flags may be given again, each with a list of values between commas; of all others the last one counts.
    """

    __slots__ = ("attribute", "choices", "help", "many", "metavar", "name")

    def __init__(
        self, name: str, help: str, metavar: str = "", choices: Sequence[str] = (), many: bool = False
    ) -> None:
        self.name = name
        self.attribute = name[2:].replace("-", "_")
        self.help = help
        self.metavar = metavar
        self.choices = tuple(choices)
        self.many = many

    @property
    def takes_value(self) -> bool:
        return bool(self.metavar or self.choices)


CHECK_FLAGS = (
    Flag("--format", "How the report is written.", choices=FORMATS),
    Flag("--output", "Write the report into FILE, whole at the end, instead of to standard output.", "FILE"),
    Flag(
        "--select",
        "Run only these rules: codes, names, other tools' names, or prefixes of them; instead of what a config selects"
        " and ignores.",
        "CODES",
        many=True,
    ),
    Flag("--ignore", "Do not run these rules; besides those that a config ignores.", "CODES", many=True),
    Flag("--profile", "Which rules run when none are selected.", choices=PROFILES),
    Flag(
        "--fail-on",
        "The mildest severity that makes the exit code 1 (default: warning; note with --profile hadolint).",
        choices=(*SEVERITIES, "never"),
    ),
    Flag("--gate", "Judge by what the config's [policy] says for this stage of life.", choices=GATES),
    Flag("--shellcheck", "Have ShellCheck look at the scripts of RUNs, too (pip install 'dockerpatch[shellcheck]')."),
    Flag("--config", "Use this config file for all files, instead of the nearest to each.", "FILE"),
    Flag("--as-of", "Look at the world of this day (YYYY-MM-DD), as far as the almanac goes.", "DATE"),
    Flag("--almanac", "Ask this almanac instead of the one that is built in.", "FILE"),
    Flag("--jobs", "How many processes work at once (default: as many as there are cores, once that pays).", "N"),
    Flag("--no-cache", "Neither use nor keep what is remembered in .dockerpatch_cache."),
)

FIX_FLAGS = (
    Flag("--unsafe", "Also make fixes that may change what a build does, such as a move to a newer release line."),
    Flag("--diff", "Print what would change as a unified diff, and write nothing."),
    *CHECK_FLAGS,
)

FLAGS = {"check": CHECK_FLAGS, "fix": FIX_FLAGS}


class Settings:
    """What a line of ``check`` or ``fix`` asks for; "" and () are what was not said."""

    __slots__ = (
        "almanac",
        "as_of",
        "config",
        "diff",
        "fail_on",
        "format",
        "gate",
        "ignore",
        "jobs",
        "no_cache",
        "output",
        "paths",
        "profile",
        "select",
        "shellcheck",
        "unsafe",
    )

    def __init__(self, paths: Sequence[str] = ()) -> None:
        self.paths = tuple(paths) or (".",)
        self.format = "text"
        self.output = self.config = self.as_of = self.almanac = self.profile = self.fail_on = self.gate = ""
        self.select: tuple[str, ...] = ()
        self.ignore: tuple[str, ...] = ()
        self.unsafe = self.diff = self.no_cache = self.shellcheck = False
        self.jobs = ""

    def set(self, flag: Flag, value: str | bool | tuple[str, ...] | None) -> None:
        """Take the value of ``flag``; None: it was not given."""
        if value is None:
            return
        if flag.many:
            texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
            value = tuple(part.strip() for text in texts for part in text.split(",") if part.strip())
        setattr(self, flag.attribute, value)


def quick(flags: Sequence[Flag], words: Sequence[str]) -> Settings | None:
    """The settings of a plain line: paths and known flags, each spelt in full. None: this line is for click."""
    by_name = {flag.name: flag for flag in flags}
    paths: list[str] = []
    given: dict[str, str | bool | tuple[str, ...]] = {}
    rest = iter(words)
    for word in rest:
        if word[:1] != "-" or word == "-":
            paths.append(word)
            continue
        name, equals, value = word.partition("=")
        flag = by_name.get(name)
        if flag is None or (equals and not flag.takes_value):
            return None
        if not flag.takes_value:
            given[name] = True
            continue
        if not equals:
            following = next(rest, None)
            if following is None:
                return None
            value = following
        if flag.choices and value not in flag.choices:
            return None
        if flag.many:
            before = given.get(name, ())
            assert isinstance(before, tuple)
            given[name] = (*before, value)
        else:
            given[name] = value
    if "" in paths:
        return None
    settings = Settings(paths)
    for name, found in given.items():
        settings.set(by_name[name], found)
    return settings
