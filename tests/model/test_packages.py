from __future__ import annotations

import pathlib
import time

import pytest

from dockerpatch.model.commands import run_commands
from dockerpatch.model.package_tools import TOOLS, split_spec
from dockerpatch.model.packages import PackageAction, names_release, package_actions
from dockerpatch.syntax.dockerfile import parse


def actions(text: str) -> list[PackageAction]:
    found = []
    for instruction in parse(text).instructions:
        if instruction.keyword == "RUN":
            for command in run_commands(instruction).commands:
                action = package_actions(command)
                if action is not None:
                    found.append(action)
    return found


def drawn(action: PackageAction) -> str:
    """``verb package package``, and ``...`` when there may be more."""
    names = [f"{one.name}{one.operator}{one.version}" for one in action.packages]
    return " ".join([action.verb, *names, *(["..."] if action.dynamic else [])])


ACTIONS = [
    ("apk add a b", "install a b"),
    ("apk --no-cache add a", "install a"),
    ("apk add --no-cache --virtual .deps a", "install a"),
    ("apk add --virtual=.deps a", "install a"),
    ("apk add -t .deps a", "install a"),
    ("apk add a -t .deps b", "install a b"),
    ("apk add -X https://x/edge/main a", "install a"),
    ("apk --repository https://x/edge/main add a", "install a"),
    ("apk add --repository=https://x/edge/main a", "install a"),
    ("apk -p /mnt --arch x86 --keys-dir /k --repositories-file /r add a", "install a"),
    ("apk add -qUt .deps a", "install a"),
    (
        "apk add 'a>1.2' b=1.2-r0 c~=1 d~1 e@edge f@edge=2 !g 'h<2' 'i>=1' 'j<=2'",
        "install a>1.2 b=1.2-r0 c~=1 d~1 e@edge f=2 g! h<2 i>=1 j<=2",
    ),
    ('apk add "a=${V}" b=$V $C d$E', "install a=${V} b=$V ..."),
    ("apk add $(cat x)", "install ..."),
    ("apk add a-{b,c} d", "install d ..."),
    ("apk add -- -a", "install -a"),
    ("apk add ./a.apk", "install ./a.apk"),
    ("apk del .deps", "remove .deps"),
    ("apk update", "update"),
    ("apk upgrade", "upgrade"),
    ("apk -U upgrade --available", "upgrade"),
    ("apk upgrade a b", "upgrade a b"),
    ("apk cache clean", "clean"),
    ("apk cache download", "other"),
    ("apk fix", "other"),
    ("apk info -vv", "other"),
    ("apk --version", "other"),
    ("apk $X add a", "install a ..."),
    ("/sbin/apk add a", "install a"),
    ("sudo -E apk add a", "install a"),
    ("env A=b nice -n 3 apk add a", "install a"),
    ("A=b apk add a", "install a"),
    ("xargs -r apk add a", "install a ..."),
    ("apt-get update", "update"),
    ("apt-get -y install a", "install a"),
    (
        "apt-get install -y --no-install-recommends a b=1:2.3-4 c:arm64 d/bookworm-backports e:i386=1*",
        "install a b=1:2.3-4 c:arm64 d/bookworm-backports e:i386=1*",
    ),
    ("apt-get install -t bookworm-backports a", "install a"),
    ("apt-get install -yt sid a", "install a"),
    ("apt-get install --target-release sid a", "install a"),
    ("apt-get -o Dpkg::Options::=--force-confold -oA::B=c -o=D::E=f install a", "install a"),
    ("apt-get -qq=2 -q=1 install a", "install a"),
    ("apt-get install a- b+ g++", "install a! b+ g++"),
    ("apt install ./a.deb /tmp/b.deb", "install ./a.deb /tmp/b.deb"),
    ("DEBIAN_FRONTEND=noninteractive apt-get -yq upgrade", "upgrade"),
    ("apt-get dist-upgrade -y", "upgrade"),
    ("apt full-upgrade", "upgrade"),
    ("apt-get purge -y --auto-remove a", "remove a"),
    ("apt-get autoremove", "remove"),
    ("apt-get clean", "clean"),
    ("apt-get build-dep a", "other"),
    ("apt-cache search a", None),
    ("aptitude -t sid safe-upgrade", "upgrade"),
    (
        "dnf -y install a-1.2.3 b-1.2-3.el9 c-devel d-1:2.3-4 'e >= 1.2' f=1 @g java-1.8.0-openjdk gcc-12 p3.11 *.rpm",
        "install a-1.2.3 b-1.2-3.el9 c-devel d-1:2.3-4 e>=1.2 f=1 @g java-1.8.0-openjdk gcc-12 p3.11 *.rpm",
    ),
    ("dnf install -y --setopt=tsflags=nodocs --setopt install_weak_deps=0 --enablerepo x -x y a", "install a"),
    ("dnf --installroot /mnt --releasever 9 install https://x/a.rpm", "install https://x/a.rpm"),
    ("yum -y -d 1 -e 0 install a", "install a"),
    ("yum install a-${A_VERSION} b-$B c-d-$ver-1", "install a-${A_VERSION} c-d-$ver-1 ..."),
    ("yum update -y", "upgrade"),
    ("yum -y update a", "upgrade a"),
    ("microdnf upgrade --nodocs", "upgrade"),
    ("tdnf distro-sync -y", "upgrade"),
    ("dnf upgrade-minimal --security", "upgrade"),
    ("dnf makecache", "update"),
    ("dnf clean all", "clean"),
    ("dnf module enable a:1", "other"),
    ("dnf swap a b", "other"),
    ("dnf remove a", "remove a"),
    ("zypper --non-interactive install -t pattern a", "install a"),
    ("zypper -n -R /mnt in --from x a=1 'b>=2' -c", "install a=1 b>=2"),
    ("zypper -C /c in -C a", "install a"),
    ("zypper ref", "update"),
    ("zypper -n dup", "upgrade"),
    ("zypper patch", "upgrade"),
    ("zypper clean --all", "clean"),
    ("echo apk add a", None),
    ("command -v apk", None),
    ("$APK add a", None),
]


@pytest.mark.parametrize(("script", "expected"), ACTIONS)
def test_actions(script: str, expected: str | None) -> None:
    found = actions(f"RUN {script}")
    assert [drawn(one) for one in found] == ([expected] if expected is not None else [])


def test_parts_of_a_package_have_places() -> None:
    text = "FROM x\nRUN apk update && \\\n  apk add --no-cache \\\n    a=1.2-r0 \\\n    'b>1.3' c@edge d\n"
    action = actions(text)[1]
    spans = [(one.span, one.version_span) for one in action.packages]
    assert [(text[a.start : a.end], b and text[b.start : b.end]) for a, b in spans if a is not None] == [
        ("a=1.2-r0", "1.2-r0"), ("b>1.3", "1.3"), ("c@edge", "edge"), ("d", None),
    ]  # fmt: skip


def test_options_are_told_apart() -> None:
    (action,) = actions("RUN apt-get -yqq -o A=b -tsid --no-install-recommends install $X --solver=3.0 a")
    assert action.options == ["-y", "-q", "-q", "-o", "-t", "--no-install-recommends", "--solver"]
    values = {option.name: option.value for option in action.settings}
    assert values["-o"] == "A=b"
    assert values["-t"] == "sid"
    assert values["--solver"] == "3.0"
    assert action.has("-y", "--yes")
    assert not action.has("--yes")
    assert action.subcommand is not None
    assert action.subcommand.value == "install"


UPGRADES = [
    ("apk upgrade", True),
    ("apk -U upgrade", True),
    ("apk upgrade --available --no-cache", True),
    ("apk upgrade a", False),
    ("apk upgrade -s", False),
    ("apk -p /x upgrade", False),
    ("apk upgrade --self-upgrade-only", False),
    ("apk upgrade $X", False),
    ("apk add -u a", False),
    ("apt-get upgrade -y", True),
    ("apt-get -y dist-upgrade", True),
    ("apt-get upgrade -s", False),
    ("apt-get --download-only upgrade", False),
    ("dnf -y upgrade", True),
    ("yum update", True),
    ("dnf upgrade --security", False),
    ("dnf --installroot=/x upgrade", False),
    ("dnf update a", False),
    ("zypper up", True),
    ("zypper -n patch --cve=CVE-1", False),
    ("apk update", False),
    ("apt-get update", False),
]


@pytest.mark.parametrize(("script", "whole"), UPGRADES)
def test_upgrades_of_all_packages(script: str, whole: bool) -> None:
    (action,) = actions(f"RUN {script}")
    assert action.upgrades_all is whole


@pytest.mark.parametrize(
    ("script", "fetches"),
    [
        ("apk update", True), ("apk add a", False), ("apk add -U a", True), ("apk --no-cache upgrade", True),
        ("apk add -qU a", True), ("apt-get update", True), ("apt-get upgrade", False), ("apt install --update a", True),
        ("dnf upgrade", True), ("zypper up", True), ("dnf -C upgrade", False), ("zypper --no-refresh up", False),
    ],
)  # fmt: skip
def test_whether_the_index_is_fetched(script: str, fetches: bool) -> None:
    (action,) = actions(f"RUN {script}")
    assert action.refreshes is fetches


def test_nested_scripts_are_seen() -> None:
    found = actions("RUN sudo bash -c 'apt-get update && apt-get install -y a=1'")
    assert [drawn(one) for one in found] == ["update", "install a=1"]
    text = 'RUN ["apk", "add", "a=1"]'
    (action,) = actions(text)
    (package,) = action.packages
    assert package.span is not None
    assert text[package.span.start : package.span.end] == "a=1"


RELEASES = [
    ("deb http://x bookworm main", ["bookworm"]),
    ("bookworm-backports bookworm/updates", ["bookworm", "bookworm"]),
    ("bookworms xbookworm book worm", []),
    ("https://x/alpine/v3.18/main", ["v3.18"]),
    ("https://x/alpine/v3.18.2/main v3.180", []),
    ("rev3.18", []),
    ("ubuntu_22.04 22.04.1 122.04 1.22.04 xUbuntu-22.04/", ["22.04", "22.04"]),
    ("alpine3.18 alpine-3.18", ["alpine3.18"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), RELEASES)
def test_names_of_releases(text: str, expected: list[str]) -> None:
    found = names_release(text, ["bookworm", "v3.18", "22.04", "alpine3.18", "v3.1", ""])
    assert [word for word, _ in found] == expected
    assert [text[span.start : span.end] for _, span in found] == expected


def test_no_release_words_find_nothing() -> None:
    assert names_release("bookworm", []) == []


def test_every_tool_has_its_verbs_once() -> None:
    for tool in TOOLS.values():
        assert set(tool.verbs.values()) >= {"install", "remove", "update", "upgrade", "clean"}
        assert all(option.startswith("-") for option in tool.valued | tool.late)


@pytest.mark.parametrize("family", sorted({tool.family for tool in TOOLS.values()}))
@pytest.mark.parametrize(
    "text", ["a-1" * 50_000, "-" * 100_000, "=" * 100_000, "1." * 50_000, "a b" * 30_000, "-1:" * 30_000]
)
def test_hostile_package_names_cost_nothing(family: str, text: str) -> None:
    started = time.process_time()
    split_spec(family, text)
    split_spec(family, text[:400])
    assert time.process_time() - started < 0.5


def test_real_files(corpus_files: list[pathlib.Path]) -> None:
    suspicious = []
    count = 0
    for path in corpus_files:
        for action in actions(path.read_bytes().decode("utf-8", "surrogateescape")):
            count += 1
            for package in action.packages:
                # A value of an option that was taken for a package would show as one of these.
                if package.name.startswith("-") or package.name in ("", ".", "noninteractive", "true", "false"):
                    suspicious.append((path.name, package))
    assert count > 100
    assert suspicious == []
