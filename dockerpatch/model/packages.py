"""What a command does to the packages of the distro, and where a release of the distro is named by hand.

Never knows which packages or versions exist.
"""

from __future__ import annotations

import re

from dockerpatch.model.package_tools import TOOLS, Tool, split_spec
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.model.commands import RunCommand, RunCommands, RunWord


class Package:
    """A package that a command names.

    ``operator`` and ``version`` are "" when no version is asked for; `split_spec` of package_tools says which operators
    there are. A version that holds a variable is as written. ``span`` is all of it in the file, quotes left out,
    ``version_span`` the version; None where it is not written in one piece.
    """

    __slots__ = ("name", "operator", "version", "word")

    def __init__(self, name: str, operator: str, version: str, word: RunWord) -> None:
        self.name = name
        self.operator = operator
        self.version = version
        self.word = word

    @property
    def span(self) -> Span | None:
        value = self.word.value
        return self.word.part(0, len(value)) if value is not None else self.word.span

    @property
    def version_span(self) -> Span | None:
        value = self.word.value
        if value is None or not self.version or not value.endswith(self.version):
            return None
        return self.word.part(len(value) - len(self.version), len(value))

    def __repr__(self) -> str:
        return f"Package({self.name!r}, {self.operator!r}, {self.version!r})"


class Option:
    """One option: ``name`` with its dashes, ``value`` ("" when it has none, None when only known at run time)."""

    __slots__ = ("name", "value", "word")

    def __init__(self, name: str, value: str | None, word: RunWord) -> None:
        self.name = name
        self.value = value
        self.word = word

    def __repr__(self) -> str:
        return f"Option({self.name!r}, {self.value!r})"


class PackageAction:
    """What one command does to packages.

    ``manager``: the tool ("apk", "apt-get", "dnf", ...). ``verb``: "update" (fetches the index), "upgrade" (installs
    newer packages), "install", "remove", "clean" or "other"; ``subcommand`` is the word that says so, if any.
    ``options`` are the names of the options given, short ones apart (``-yq`` is "-y" and "-q"); ``settings`` has them
    with their values. ``dynamic``: packages or options may be given that are only known at run time.
    """

    __slots__ = ("_dynamic", "_names", "_packages", "manager", "settings", "subcommand", "verb")

    def __init__(self, manager: str, dynamic: bool) -> None:
        self.manager = manager
        self.verb = "other"
        self.subcommand: RunWord | None = None
        self.settings: list[Option] = []
        self._dynamic = dynamic
        self._names: Sequence[RunWord] = ()
        """The words that name packages: read when somebody asks, which most rules do not."""
        self._packages: list[Package] | None = None

    def __repr__(self) -> str:
        return f"PackageAction({self.manager!r}, {self.verb!r}, {self.packages!r})"

    @property
    def packages(self) -> list[Package]:
        """The packages that are named, in the order of the text."""
        found = self._packages
        if found is None:
            read = [_package(word, self.family) for word in self._names]
            found = self._packages = [one for one in read if one is not None]
        return found

    @property
    def dynamic(self) -> bool:
        return self._dynamic or len(self.packages) < len(self._names)

    @property
    def family(self) -> str:
        """ "apk", "apt", "rpm" or "zypper"."""
        return TOOLS[self.manager].family

    @property
    def options(self) -> list[str]:
        return [option.name for option in self.settings]

    def has(self, *names: str) -> bool:
        """Whether one of the options is given; names with their dashes."""
        return any(option.name in names for option in self.settings)

    @property
    def refreshes(self) -> bool:
        """Whether the command fetches the package index anew, by itself or by an option."""
        if self.verb == "update":
            return True
        if self.family == "apk":
            return self.has("--no-cache", "-U", "--update-cache", "--update")
        if self.family == "apt":
            return self.manager != "aptitude" and self.has("--update", "-U")
        # The tools of rpm and zypper look at the age of the index themselves.
        return self.verb in ("install", "upgrade") and not self.has("-C", "--cacheonly", "--no-refresh")

    @property
    def upgrades_all(self) -> bool:
        """Whether the command brings every installed package of the system to its newest version."""
        if self.verb != "upgrade" or self.packages or self.dynamic:
            return False
        return not self.has(*_PARTIAL[self.family])


# Options that make an upgrade a trial, one of another root, or one of some packages only.
_PARTIAL = {
    "apk": frozenset("-s --simulate -p --root --self-upgrade-only --no-network -h --help".split()),
    "apt": frozenset(
        "-s --simulate --just-print --dry-run --recon --no-act -d --download-only --print-uris --no-download"
        " --assume-no".split()
    ),
    "rpm": frozenset(
        "--security --bugfix --enhancement --newpackage --advisory --advisories --cve --cves --bz --bzs --sec-severity"
        " --secseverity --advisory-severities --installroot --assumeno --downloadonly".split()
    ),
    "zypper": frozenset(
        "-D --dry-run -d --download-only -R --root --installroot --cve --issue --bugzilla --bz -b -g --category"
        " --severity --date".split()
    ),
}


def package_actions(command: RunCommand) -> PackageAction | None:
    """What ``command`` does to packages; None when it runs no package tool. Worked out once a command."""
    found = command.packages
    if isinstance(found, bool):
        found = command.packages = _read(command)
    return found


def _read(command: RunCommand) -> PackageAction | None:
    manager = command.program
    tool = TOOLS.get(manager) if manager is not None else None
    if manager is None or tool is None:
        return None
    action = PackageAction(manager, command.fed)
    names = _take_words(action, command.arguments, tool)
    if action.subcommand is None:
        return action
    action.verb = tool.verbs.get(action.subcommand.value or "", "other")
    if action.subcommand.value == "cache":
        action.verb = "clean" if any(word.value in ("clean", "purge") for word in names) else "other"
        return action
    if action.verb in ("install", "remove", "upgrade"):
        action._names = names
    return action


def actions_of(run: RunCommands) -> list[tuple[RunCommand, PackageAction]]:
    """The commands of a RUN that work on packages, and what they do. A RUN that names no package tool is not read."""
    if not run.mentions(TOOLS):
        return []
    return [(command, action) for command in run.commands if (action := package_actions(command)) is not None]


def _take_words(action: PackageAction, words: Sequence[RunWord], tool: Tool) -> list[RunWord]:
    """Sort the words behind the tool into options and command; what is left are arguments."""
    names: list[RunWord] = []
    valued = tool.valued
    index = 0
    plain = False
    while index < len(words):
        word = words[index]
        index += 1
        text = word.value if word.value is not None else _without_quotes(word.raw)
        if text == "--" and not plain:
            plain = True
        elif text[:1] == "-" and len(text) > 1 and not plain:
            name, sign, value = text.partition("=")
            if name[:2] == "--" or name in valued:
                takes = name in valued and not sign
                option = Option(name, value if word.value is not None else None, word)
            else:
                takes, option = _cluster(action, text, valued, word)
            if takes and index < len(words):
                option.value = words[index].value
                index += 1
            action.settings.append(option)
        elif word.value is None and action.subcommand is None:
            action._dynamic = True
        elif action.subcommand is None:
            action.subcommand = word
            valued = tool.late
        else:
            names.append(word)
    return names


def _cluster(action: PackageAction, text: str, valued: frozenset[str], word: RunWord) -> tuple[bool, Option]:
    """Short options in one word (``-yqq``, ``-oKey=value``): the last one, and whether it takes the next word."""
    for at in range(1, len(text)):
        name = "-" + text[at]
        if name in valued:
            rest = text[at + 1 :]
            return not rest, Option(name, rest.removeprefix("="), word)
        if at == len(text) - 1 or text[at + 1] == "=":
            return False, Option(name, text[at + 2 :], word)
        action.settings.append(Option(name, "", word))
    return False, Option(text, "", word)


def _package(word: RunWord, family: str) -> Package | None:
    """The package that the word names; None where that is only known at run time."""
    value = word.value
    if value is None:
        value = _without_quotes(word.raw)
        name, operator, version = split_spec(family, value)
        if family == "rpm" and not operator:
            # `name-${NAME_VERSION}` is how a version is asked for where no operator is
            before, _, behind = value.partition("-$")
            name, operator, version = (before, "-", "$" + behind) if "VER" in behind.upper() else (name, "", "")
        if not operator or "$" in name or "`" in name:
            return None
    elif not value or ("{" in word.raw and value == word.raw):
        return None
    else:
        name, operator, version = split_spec(family, value)
    return Package(name, operator, version, word)


def _without_quotes(raw: str) -> str:
    return raw.replace('"', "").replace("'", "")


def names_release(text: str, words: Sequence[str]) -> list[tuple[str, Span]]:
    """Where ``text`` names one of ``words`` (codenames, branches such as "v3.18", versions such as "22.04").

    A word counts when no letter or digit touches it, and none of a longer version: "v3.1" is not found in "v3.18" nor
    "22.04" in "22.04.1". Spans count in ``text``; they are in order and do not overlap.
    """
    wanted = tuple(word for word in words if word)
    if not any(word in text for word in wanted):
        return []
    pattern = _release_pattern(wanted)
    return [(match[0], Span(match.start(), match.end())) for match in pattern.finditer(text)]


_RELEASES: dict[tuple[str, ...], re.Pattern[str]] = {}


def _release_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    found = _RELEASES.get(words)
    if found is None:
        longest_first = sorted(set(words), key=lambda word: (-len(word), word))
        alternatives = "|".join(re.escape(word) for word in longest_first)
        found = re.compile(rf"(?<![A-Za-z0-9])(?<!\d\.)(?:{alternatives})(?![A-Za-z0-9])(?!\.\d)")
        if len(_RELEASES) > 200:
            _RELEASES.clear()
        _RELEASES[words] = found
    return found
