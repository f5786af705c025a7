"""One spelling for what scanners spell in their own ways: severities, ecosystems, paths, Go's standard library.

It never looks at a whole report.
"""

from __future__ import annotations

import re

from .report import APK, DEB, DISTRO_PACKAGES, GO, RPM, STDLIB, UNKNOWN, Distro

_SEVERITIES = {
    "critical": "critical",
    "high": "high",
    "important": "high",
    "medium": "medium",
    "moderate": "medium",
    "low": "low",
    "negligible": "negligible",
    "info": "negligible",
    "informational": "negligible",
    "none": "negligible",
    "unimportant": "negligible",
}

# The bands of CVSS 3 and 4: from this score on.
_BANDS = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.1, "low"), (0.0, "negligible"))


def severity(word: str) -> str:
    """One of SEVERITIES; "unknown" for words that none of the scanners has."""
    return _SEVERITIES.get(word.lower(), UNKNOWN)


def severity_of_score(score: str) -> str:
    """The severity of a CVSS base score written as a number; "unknown" when it is none from 0 to 10."""
    try:
        value = float(score)
    except ValueError:
        return UNKNOWN
    if not 0 <= value <= 10:
        return UNKNOWN
    return next(name for start, name in _BANDS if value >= start)


# What scanners call kinds of packages, and distributions by which they mean their packages.
_ECOSYSTEMS = {
    APK: "alpine apk chainguard wolfi",
    DEB: "deb debian echo ubuntu",
    RPM: "alma almalinux amazon amazonlinux azurelinux bottlerocket cbl-mariner centos coreos fedora mageia mariner "
    "openeuler opensuse opensuse-leap opensuse-tumbleweed opensuse.leap opensuse.tumbleweed oracle oraclelinux photon "
    "redhat rhel rocky rockylinux rpm slem sles suse",
    GO: "go go-module gobinary golang gomod",
    "bitnami": "bitnami",
    "cargo": "cargo crates.io rust-binary rust-crate rustbinary",
    "cocoapods": "cocoapods pod",
    "composer": "composer composer-vendor packagist php-composer",
    "conan": "conan conancenter",
    "conda": "conda conda-environment conda-pkg",
    "cran": "cran r-package",
    "gem": "bundler gem gemspec rubygems",
    "github": "github-action",
    "hackage": "hackage",
    "hex": "hex mix-lock",
    "julia": "julia",
    "maven": "gradle gradle-lockfile jar java-archive jenkins-plugin maven pom sbt sbt-lockfile",
    "npm": "bun javascript jsdist node-pkg npm pnpm yarn",
    "nuget": "dotnet dotnet-core dotnet-deps nuget nuget-config packages-config packages-props",
    "pub": "dart-pub pub pubspec-lock",
    "pypi": "pip pipenv poetry pylock pypi python python-pkg uv",
    "swift": "swift swifturl",
}
_BY_NAME = {name: ecosystem for ecosystem, names in _ECOSYSTEMS.items() for name in names.split()}


def ecosystem(kind: str) -> str:
    """The ecosystem for a scanner's word for a kind of packages, in any case; "" for words that are not known."""
    return _BY_NAME.get(kind.lower(), "")


# Distributions as OSV names them, up to the first colon, and as os-release words them.
_LONG_NAMES = {
    "alma linux": "alma",
    "almalinux": "alma",
    "alpine linux": "alpine",
    "amazon linux": "amazon",
    "azure linux": "azurelinux",
    "centos linux": "centos",
    "centos stream": "centos",
    "debian gnu/linux": "debian",
    "fedora linux": "fedora",
    "opensuse leap": "opensuse-leap",
    "oracle linux server": "oracle",
    "photon os": "photon",
    "red hat": "redhat",
    "red hat enterprise linux": "redhat",
    "rocky linux": "rocky",
    "suse linux enterprise server": "sles",
    "vmware photon os": "photon",
}
_release = re.compile(r"([^0-9:]{1,60}?)[\s:]+v?([0-9][0-9A-Za-z._-]*)").match


def osv_ecosystem(name: str) -> str:
    """The ecosystem for OSV's name of it: "PyPI", "Alpine:v3.18", "Red Hat:enterprise_linux:9"; "" if unknown."""
    family = name.partition(":")[0].lower()
    return ecosystem(_LONG_NAMES.get(family, family))


def distro(words: str) -> Distro | None:
    """The distribution in "alpine 3.10.2", "debian:11", "Ubuntu 26.04 LTS" or "Wolfi"; None for other words."""
    match = _release(words.strip())
    if match is None:
        rolling = words.strip().lower()
        return Distro(rolling, "") if ecosystem(rolling) in DISTRO_PACKAGES else None
    family = match[1].lower()
    return Distro(_LONG_NAMES.get(family, family), match[2])


def path_of(name: str) -> str:
    """A path in the image, without the leading slashes that some scanners write."""
    return name.lstrip("/")


def is_stdlib(package: str, kind: str) -> bool:
    """Whether this is Go's standard library; ``kind`` is an ecosystem, "" if the report does not tell."""
    return package == STDLIB and kind in (GO, "")


_go_version = re.compile(r"(?:go|v)?(?=[0-9])(\S+)").match


def bare(version: str) -> str:
    """A version of Go as a number only: "go1.19.8" and "v1.22.5" are "1.19.8" and "1.22.5"."""
    match = _go_version(version)
    return match[1] if match else version


def versions(words: str) -> list[str]:
    """Versions that are written in one text, parted by commas."""
    return list(dict.fromkeys(part.strip() for part in words.split(",") if part.strip()))
