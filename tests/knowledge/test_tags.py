"""What the almanac says about tags, on days that people can check in the history of Docker's library."""

from __future__ import annotations

import pytest

from dockerpatch.knowledge import answers
from dockerpatch.knowledge.almanac import Almanac

_OPEN: dict[str | None, Almanac] = {}


def on(day: str | None = None) -> Almanac:
    if day not in _OPEN:
        _OPEN[day] = Almanac.open(as_of=day)
    return _OPEN[day]


def split(name: str) -> tuple[str, str]:
    image, _, tag = name.partition(":")
    return image, tag


@pytest.mark.parametrize(
    ("name", "day", "kind", "since", "until"),
    [
        ("python:3.13.3-alpine3.20", None, answers.DELISTED, "2025-04-09", "2025-05-30"),
        ("python:3.13.3-alpine3.20", "2025-05-30", answers.DELISTED, "2025-04-09", "2025-05-30"),
        ("python:3.13.3-alpine3.20", "2025-05-29", answers.LISTED, "2025-04-09", None),
        ("python:3.13.3-alpine3.20", "2025-04-09", answers.LISTED, "2025-04-09", None),
        ("python:3.13.3-alpine3.20", "2025-04-08", answers.NEVER_LISTED, None, None),
        ("python:3.13.15-alpine3.24", None, answers.LISTED, "2026-08-10", None),
        ("python:3.13.99", None, answers.NEVER_LISTED, None, None),
        ("python:3.13.3-ALPINE3.20", None, answers.NEVER_LISTED, None, None),
        ("centos:7", None, answers.IMAGE_REMOVED, "2015-01-05", "2024-07-02"),
        ("centos:7", "2024-07-01", answers.LISTED, "2015-01-05", None),
        ("centos:99", None, answers.NEVER_LISTED, None, None),
        ("kubernetes:1", None, answers.NOT_OFFICIAL, None, None),
        ("clickhouse:latest", "2020-01-01", answers.NOT_OFFICIAL, None, None),
        ("golang:alpine", "2024-01-15", answers.LISTED, "2015-11-13", None),
        ("debian:bookworm", None, answers.LISTED, "2021-08-17", None),
        ("ubuntu:jammy-20231004", None, answers.DELISTED, "2023-10-12", "2023-12-02"),
        ("", None, answers.NOT_OFFICIAL, None, None),
        ("python:", None, answers.NEVER_LISTED, None, None),
    ],
)
def test_status(name: str, day: str | None, kind: str, since: str | None, until: str | None) -> None:
    found = on(day).status(*split(name))
    assert (found.kind, found.since, found.until) == (kind, since, until)
    assert found.listed == (kind == answers.LISTED)
    assert found.gone == (kind in (answers.DELISTED, answers.IMAGE_REMOVED))


def test_a_tag_that_left_and_came_back() -> None:
    """oldoldstable names nothing while there is no such suite: so from the summer of 2024 to that of 2025."""
    assert on("2023-08-01").status("debian", "oldoldstable").listed
    assert on("2024-12-01").status("debian", "oldoldstable").gone
    assert on().status("debian", "oldoldstable").listed


def test_the_day_an_image_left_is_told() -> None:
    assert on().status("centos", "7").removed == "2024-07-29"
    assert on().status("centos", "99").removed == "2024-07-29"
    assert on("2024-07-01").status("centos", "7").removed is None


# name, day, newest of the line, same line on a newer distro, lines above
CHOICES = [
    ("python:3.13.3-alpine3.20", None, None, "3.13.15-alpine3.24", "3.14.7-alpine3.24"),
    ("python:3.13.3-alpine3.20", "2025-05-01", "3.13.3-alpine3.20", "3.13.3-alpine3.21", ""),
    ("python:3.13.2-slim", "2025-05-01", "3.13.3-slim", None, ""),
    ("python:3.8-slim-buster", None, None, None, "3.10-slim-trixie 3.11-slim-trixie"),
    ("golang:1.21.6-alpine", None, None, None, "1.26.7-alpine 1.27.0-alpine"),
    ("golang:1.20", None, None, None, "1.26 1.27"),
    ("golang:alpine3.18", None, None, "alpine3.24", ""),
    ("alpine:3.18.4", None, None, None, "3.21.7 3.22.5 3.23.5 3.24.1"),
    ("alpine:20240807", None, "20260805", None, ""),
    ("debian:buster", None, None, None, "bullseye bookworm trixie"),
    ("debian:bookworm-20240110-slim", None, "bookworm-20260803-slim", None, "trixie-20260803-slim"),
    ("ubuntu:focal", None, None, None, "jammy noble resolute"),
    ("ubuntu:22.04", None, "22.04", None, "24.04 26.04"),
    ("ubuntu:25.10", None, None, None, "26.04"),
    ("ubuntu:jammy-20231004", None, "jammy-20260810", None, "noble-20260810 resolute-20260811.1"),
    ("node:iron-alpine", None, None, None, "jod-alpine krypton-alpine"),
    ("node:16.20.0-bullseye-slim", "2023-08-01", "16.20.1-bullseye-slim",
     "16.20.1-bookworm-slim", "18.17.0-bullseye-slim"),
    ("eclipse-temurin:17.0.9_9-jdk-alpine", None, "17.0.20_8-jdk-alpine", None, "21.0.12_8-jdk-alpine"),
    ("eclipse-temurin:8u392-b08-jre-focal", None, None, "8u502-b07-jre-resolute", "11.0.32_9-jre-resolute"),
    ("php:8.1.2-fpm-alpine3.15", None, None, None, "8.2.33-fpm-alpine3.24"),
    ("postgres:9.6.2", None, None, None, "14.24 15.19"),
    ("postgres:13.4-alpine", None, None, None, "14.24-alpine 15.19-alpine"),
    ("docker:19.03.1-dind", None, None, None, "29.7.2-dind"),
    ("rabbitmq:3.12.1-management-alpine", None, None, None, "4.0.9-management-alpine"),
    ("mongo:4.4.6-focal", None, None, None, "7.0.40-jammy"),
    ("gradle:7.4.2-jdk17-alpine", None, "7.6.6-jdk17-alpine", None, "8.14.5-jdk17-alpine"),
    ("tomcat:9.0.50-jdk11-openjdk-slim", None, None, None, ""),
    ("clojure:temurin-11-tools-deps-1.11.1.1224-bullseye", None, "temurin-11-tools-deps-1.12.5.1664-bullseye",
     "temurin-11-tools-deps-1.12.5.1664-trixie", ""),
    ("golang:1.27rc1-alpine", None, "1.27.0-alpine", None, ""),
    ("python:3.15.0b1-slim", "2026-07-01", "3.15.0b3-slim", None, ""),
    ("php:8.4-rc-fpm", "2024-12-15", "8.4-fpm", None, ""),
    ("amazonlinux:2", None, "2", None, "2023"),
    ("buildpack-deps:bullseye-scm", None, "bullseye-scm", None, "bookworm-scm trixie-scm"),
    ("nginx:1.25.3-alpine3.18-slim", None, None, None, "1.30.4-alpine3.24-slim 1.31.4-alpine3.24-slim"),
    ("golang:1.17.5-windowsservercore-1809", None, None, None, "1.26.7-windowsservercore-ltsc2025"),
    # TinkerPop 3, which lives beside the plain image: a flavour, no technology preview.
    ("orientdb:3.2.27-tp3", None, "3.2.55-tp3", None, ""),
    ("golang:tip-20240101", None, "tip-20260815", None, ""),
    ("kubernetes:1.2.3", None, None, None, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "day", "newest", "distro", "above"), CHOICES, ids=[f"{row[0]}@{row[1]}" for row in CHOICES]
)
def test_replacements(name: str, day: str | None, newest: str | None, distro: str | None, above: str) -> None:
    almanac = on(day)
    assert almanac.newest_in_line(*split(name)) == newest
    assert almanac.same_line_newer_distro(*split(name)) == distro
    tags = [line.tag for line in almanac.next_lines(*split(name))]
    wanted = above.split()
    assert tags[: len(wanted)] == wanted
    assert bool(tags) == bool(wanted)


@pytest.mark.parametrize(
    ("name", "day", "line", "full"),
    [
        ("golang:alpine", None, "1.27-alpine", "1.27.0-alpine"),
        ("golang:alpine", "2024-01-15", "1.21-alpine", "1.21.6-alpine"),
        ("golang:latest", None, "1.27", "1.27.0"),
        ("golang:1-bookworm", None, "1.27-bookworm", "1.27.0-bookworm"),
        ("golang:1.26", None, "1.26", "1.26.7"),
        ("alpine:latest", None, "3.24", "3.24.1"),
        ("alpine:latest", "2024-01-15", "3.19", "3.19.0"),
        ("alpine:edge", None, None, None),
        ("ubuntu:latest", None, "26.04", "26.04"),
        ("ubuntu:latest", "2024-03-01", "22.04", "22.04"),
        ("ubuntu:latest", "2025-12-01", "24.04", "24.04"),
        ("debian:latest", "2023-01-01", "11", "11.6"),
        ("debian:bookworm", None, "bookworm", "12.15"),
        ("debian:stable-slim", None, None, None),
        ("node:lts-alpine", None, "24-alpine", "24.19.0-alpine"),
        ("node:lts-alpine", "2024-01-15", "20-alpine", "20.11.0-alpine"),
        ("node:slim", "2022-06-01", "18-slim", "18.2.0-slim"),
        ("python:3", None, "3.14", "3.14.7"),
        ("python:3.12-slim", "2024-05-01", "3.12-slim", "3.12.3-slim"),
        ("python:3.13.15", None, "3.13.15", "3.13.15"),
        ("python:3.13.3", None, None, None),
        ("maven:3.9-eclipse-temurin-21", None, "3.9-eclipse-temurin-21", "3.9.16-eclipse-temurin-21"),
        ("php:fpm-alpine", None, "8.5-fpm-alpine", "8.5.9-fpm-alpine"),
        ("nginx:alpine-slim", None, "1.31-alpine-slim", "1.31.4-alpine-slim"),
        ("fedora:latest", "2023-01-01", "37", "37"),
        ("golang:alpine", "2023-02-05", "1.20-alpine", "1.20.0-alpine"),
        ("pypy:slim", None, "3.11-slim", "3.11-7.3.23-slim"),
        ("eclipse-temurin:17-jdk", None, "17-jdk", "17.0.20_8-jdk"),
        ("eclipse-temurin:latest", "2024-01-15", None, None),
        ("kubernetes:latest", None, None, None),
    ],
)
def test_pin(name: str, day: str | None, line: str | None, full: str | None) -> None:
    almanac = on(day)
    assert almanac.pin(*split(name), "line") == line
    assert almanac.pin(*split(name), "full") == full


def test_pin_refuses_another_precision() -> None:
    with pytest.raises(ValueError, match="no such precision: 'patch'"):
        on().pin("golang", "alpine", "patch")


def test_aliases_of_a_shared_tag_are_those_of_the_linux_build() -> None:
    group = on().aliases("golang", "latest")
    assert {"1.27.0", "1.27", "1", "latest", "1.27.0-trixie"} <= set(group)
    assert not any("windows" in tag for tag in group)
    assert on().aliases("golang", "1.27.0") == group


def test_aliases_of_a_past_day_are_inferred() -> None:
    assert on().aliases_exact
    past = on("2024-01-15")
    assert not past.aliases_exact
    assert set(past.aliases("golang", "alpine")) == {"1.21.6-alpine", "1.21-alpine", "1-alpine", "alpine"}
    assert set(past.aliases("alpine", "latest")) == {"3.19.0", "3.19", "3", "latest"}
    assert past.aliases("python", "3.13") == ()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("python:3.13.3-alpine3.20", "3.13"),
        ("python:3", None),
        ("python:slim", None),
        ("ubuntu:22.04", "22.04"),
        ("ubuntu:jammy-20231004", "22.04"),
        ("debian:bookworm-slim", "12"),
        ("node:iron-slim", "20"),
        ("postgres:9.6.2", "9.6"),
        ("postgres:13.4", "13"),
        ("eclipse-temurin:8u392-b08-jdk", "8"),
        ("docker:19.03.1", "19.03"),
        ("docker:27.1", "27"),
        ("centos:centos7.9.2009", "7"),
    ],
)
def test_line(name: str, line: str | None) -> None:
    assert on().line(*split(name)) == line


@pytest.mark.parametrize(
    ("name", "day", "family", "version", "codename", "inferred"),
    [
        ("python:3.13.3-alpine3.20", None, "alpine", "3.20", None, False),
        ("eclipse-temurin:17-jdk-alpine-3.22", None, "alpine", "3.22", None, False),
        ("python:3.12-alpine", None, "alpine", "3.24", None, True),
        ("golang:alpine", "2024-01-15", "alpine", "3.19", None, True),
        ("golang:1.21.6-alpine", None, "alpine", "3.19", None, True),
        ("alpine:3.18", None, "alpine", "3.18", None, False),
        ("alpine:latest", None, "alpine", "3.24", None, True),
        ("python:3.12", None, "debian", "13", "trixie", True),
        ("python:3.12-slim", "2024-05-01", "debian", "12", "bookworm", True),
        ("python:3.8-slim-buster", None, "debian", "10", "buster", False),
        ("debian:bookworm-20240110-slim", None, "debian", "12", "bookworm", False),
        ("ubuntu:22.04", None, "ubuntu", "22.04", "jammy", False),
        ("mongo:4.4.6-focal", None, "ubuntu", "20.04", "focal", False),
        ("amazoncorretto:17-al2023", None, "amazonlinux", "2023", None, False),
        ("rockylinux:9", None, "rockylinux", "9", None, False),
    ],
)
def test_distro(name: str, day: str | None, family: str, version: str, codename: str | None, inferred: bool) -> None:
    assert on(day).distro(*split(name)) == answers.Distro(family, version, codename, inferred)


def test_no_distro_where_none_is_known() -> None:
    assert on().distro("hello-world", "latest") is None
    assert on().distro("kubernetes", "1") is None


@pytest.mark.parametrize(
    ("name", "day", "product", "date", "reached", "left"),
    [
        ("python:3.13.3-alpine3.20", None, "python", "2029-10-31", False, 1166),
        ("python:3.8", None, "python", "2024-10-07", True, -684),
        ("python:3.8", "2024-10-07", "python", "2024-10-07", False, 0),
        ("python:3.8", "2024-10-08", "python", "2024-10-07", True, -1),
        ("debian:buster", None, "debian", "2022-09-10", True, -1442),
        ("ubuntu:22.04", None, "ubuntu", "2027-06-01", False, 283),
        ("golang:1.25.14", None, "go", "2026-08-19", True, -3),
        ("golang:1.27", None, "go", None, False, None),
        ("node:iron", None, "nodejs", "2026-04-30", True, -114),
        ("centos:7", None, "centos", "2024-06-30", True, -783),
        ("buildpack-deps:bullseye-scm", None, "debian", "2024-08-14", True, -738),
    ],
)
def test_end_of_the_line(
    name: str, day: str | None, product: str, date: str | None, reached: bool, left: int | None
) -> None:
    found = on(day).line_eol(*split(name))
    assert found is not None
    assert (found.product, found.date, found.reached, found.days_left) == (product, date, reached, left)


def test_end_of_the_distro() -> None:
    found = on().distro_eol("python", "3.13.3-alpine3.20")
    assert found is not None
    assert (found.product, found.cycle, found.date, found.reached) == ("alpine-linux", "3.20", "2026-04-01", True)
    debian = on().distro_eol("python", "3.8-slim-buster")
    assert debian is not None
    assert (debian.source, debian.extended) == ("distro-info-data", "2024-06-30")
    assert on().distro_eol("hello-world", "latest") is None


@pytest.mark.parametrize(
    ("name", "day", "rebuilt"),
    [
        ("python:3.13.3-alpine3.20", None, "2025-05-09"),
        ("alpine:3.20", None, "2026-04-16"),
        ("alpine:latest", "2024-01-15", "2023-12-08"),
        ("golang:alpine", "2024-01-15", "2024-01-09"),
        ("python:3.13.99", None, None),
        ("python:3.12-slim", None, "2026-08-13"),
    ],
)
def test_last_rebuilt(name: str, day: str | None, rebuilt: str | None) -> None:
    assert on(day).last_rebuilt(*split(name)) == rebuilt


def test_near_misses_are_listed_and_alike() -> None:
    almanac = on()
    found = almanac.near_misses("python", "3.13-alpin")
    assert found[0] == "3.13-alpine"
    assert len(found) == 5
    assert all(almanac.status("python", tag).listed for tag in found)
    assert almanac.near_misses("python", "3.13-alpin", 2) == found[:2]
    assert almanac.near_misses("kubernetes", "1") == []


def test_successors_by_day() -> None:
    java = on().successor("java")
    assert java is not None
    assert (java.image, java.via) == ("eclipse-temurin", ("openjdk",))
    assert java.source.startswith("https://")
    then = on("2018-01-01").successor("java")
    assert then is not None
    assert then.image == "openjdk"
    assert on("2018-01-01").successor("openjdk") is None
    assert on().successor("centos") is None
    assert on().successor("python") is None


def test_description_is_plain_data() -> None:
    import json

    described = on().describe("golang", "1.21.6-alpine")
    assert json.loads(json.dumps(described)) == described
    assert described["status"] == "delisted"
    assert described["line_eol"] == {
        "product": "go", "cycle": "1.21", "date": "2024-08-13", "reached": True, "days_left": -739,
        "extended": None, "source": "endoflife.date",
    }  # fmt: skip
    assert on().describe("python", "3.13-alpin")["near_misses"]
    assert on().describe("kubernetes", "1")["status"] == "not-official"
