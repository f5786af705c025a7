"""How the package tools of the distros take their words: commands, options with values, versions. Runs none of them.

Which options take a value is from the tools' own option tables and manual pages: apk-tools 2 and 3, apt 2, aptitude,
dnf 4 and 5, yum 3, microdnf, tdnf, zypper.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Tool:
    """One package tool.

    ``valued``: options that take the next word when no ``=`` is in theirs. ``late``: the same for options behind the
    command, where that differs. ``verbs``: its commands by what they do ("update" fetches the index, "upgrade" installs
    newer packages). ``family``: "apk", "apt", "rpm" or "zypper", the way it writes versions.
    """

    __slots__ = ("family", "late", "valued", "verbs")

    def __init__(self, family: str, valued: str, verbs: Mapping[str, str], late: str | None = None) -> None:
        self.family = family
        self.valued = frozenset(valued.split())
        self.late = self.valued if late is None else frozenset(late.split())
        self.verbs = {name: verb for verb, names in verbs.items() for name in names.split()}


_APK = Tool(
    "apk",
    "-p --root -X --repository -t --virtual --arch --cache-dir --cache-max-age --keys-dir --progress-fd"
    " --repositories-file --repository-config --timeout --wait",
    {"install": "add", "remove": "del", "update": "update", "upgrade": "upgrade", "clean": "cache"},
)
_APT = Tool(
    "apt",
    "-t --target-release --default-release -o --option -c --config-file -a --host-architecture -P --build-profiles"
    " --solver --planner",
    {
        "install": "install reinstall",
        "remove": "remove purge autoremove auto-remove autopurge auto-purge",
        "update": "update",
        "upgrade": "upgrade dist-upgrade full-upgrade dselect-upgrade",
        "clean": "clean autoclean auto-clean distclean dist-clean",
    },
)
_APTITUDE = Tool(
    "apt",
    "-t --target-release -o -F --display-format -O --sort -w --width -S --add-user-tag --add-user-tag-to"
    " --remove-user-tag --remove-user-tag-from --group-by --log-file --log-level --show-package-names",
    {
        "install": "install reinstall",
        "remove": "remove purge",
        "update": "update",
        "upgrade": "upgrade safe-upgrade dist-upgrade full-upgrade",
        "clean": "clean autoclean",
    },
)
_RPM_VALUED = (
    "-c --config -R --randomwait -d --debuglevel -e --errorlevel --rpmverbosity --installroot --enablerepo"
    " --disablerepo --repo --repoid --repofrompath -x --exclude --excludepkgs --disableexcludes --disableexcludepkgs"
    " --disableplugin --enableplugin --color --releasever --setopt --setvar --forcearch --comment --advisory"
    " --advisories --bz --bzs --cve --cves --sec-severity --secseverity --downloaddir --destdir --from-repo"
    " --advisory-severities --rpmdefine"
)
_DNF = Tool(
    "rpm",
    _RPM_VALUED,
    {
        "install": "install reinstall localinstall in",
        "remove": "remove erase autoremove rm",
        "update": "makecache",
        "upgrade": "upgrade update up upgrade-minimal update-minimal up-min localupdate"
        " distro-sync distrosync distribution-synchronization dsync upgrade-to update-to",
        "clean": "clean",
    },
)
_ZYPPER_LATE = (
    "-r --repo --from --from-repo -t --type --download -b --bugzilla --bz --cve --issue --issues -g --category"
    " --severity --date -p --plus-repo --root -R --installroot --name-from"
)
_ZYPPER = Tool(
    "zypper",
    "-c --config -D --reposd-dir -C --cache-dir --raw-cache-dir --solv-cache-dir --pkg-cache-dir -R --root"
    " --installroot --releasever -p --plus-repo --plus-content -s --table-style --userdata",
    {
        "install": "install in",
        "remove": "remove rm",
        "update": "refresh ref",
        "upgrade": "update up dist-upgrade dup patch",
        "clean": "clean cc",
    },
    _ZYPPER_LATE,
)
TOOLS = {
    "apk": _APK,
    "apt-get": _APT,
    "apt": _APT,
    "aptitude": _APTITUDE,
    "dnf": _DNF,
    "dnf5": _DNF,
    "microdnf": _DNF,
    "yum": _DNF,
    "tdnf": _DNF,
    "zypper": _ZYPPER,
}

# name, operator and version of one argument; each pattern is anchored at both ends.
_SPECS = {
    # [!]name[@tag][op version]
    "apk": r"(!?[^=<>~@!\s]+)(?:@([^=<>~]+))?(?:([=<>~]+)(.+))?",
    # name[:arch][=version | /release]
    "apt": r"([^=/\s]+)(?:([=/])(.+))?",
    "rpm": r"(\S+?)(?:\s*([=<>]+)\s*(\S+)|(-)((?:\d+:)?\d[^-\s]*-\d[^-\s]*|(?:\d+:)?\d+(?:\.[\w~^+]+)+\*?|\d+\*))?",
    "zypper": r"([^=<>\s]+?)\s*(?:([=<>]+)\s*(\S+))?",
}
# Nothing longer is a package; it bounds what a pattern may cost.
_LONGEST = 400
_COMPILED: dict[str, re.Pattern[str]] = {}


def split_spec(family: str, text: str) -> tuple[str, str, str]:
    """(name, operator, version) of a package as ``family`` writes it; operator and version are "" when it has none.

    Operators: those written (``= >= ~= > <``), "@" for a tagged repository of apk, "/" for a release of apt, "-" for a
    version joined to the name of an rpm, "!" for a package that must not be there.
    """
    if "://" in text or text[:1] in "./@" or len(text) > _LONGEST:
        return text, "", ""
    pattern = _COMPILED.get(family)
    if pattern is None:
        pattern = _COMPILED[family] = re.compile(_SPECS[family])
    match = pattern.fullmatch(text)
    if match is None:
        return text, "", ""
    if family == "apk":
        name, tag, operator, version = match.groups("")
        if name[:1] == "!":
            return name[1:], "!", ""
        return (name, operator, version) if operator else (name, "@" if tag else "", tag)
    if family == "apt":
        name, operator, version = match.groups("")
        if not operator and len(name) > 1 and name[-1] == "-":
            return name[:-1], "!", ""
        return name, operator, version
    if family == "rpm":
        name, operator, version, joint, joined = match.groups("")
        return name, operator or joint, version or joined
    name, operator, version = match.groups("")
    if name[:1] in "-!" and len(name) > 1:
        return name[1:], "!", ""
    return name, operator, version
