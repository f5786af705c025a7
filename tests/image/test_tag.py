from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.image import tag as tags


def words(found: tags.Tag) -> str:
    return " ".join(f"{word.name}={word.version}" if word.version else word.name for word in found.words)


# tag, version, flavour words, stamps
TABLE = [
    ("3.13.3-alpine3.20", "3.13.3", "alpine=3.20", ""),
    ("3.13.3-slim-bookworm", "3.13.3", "slim bookworm", ""),
    ("22.04", "22.04", "", ""),
    ("latest", None, "latest", ""),
    ("lts-alpine3.20", None, "lts alpine=3.20", ""),
    ("8u392-b08-jdk-alpine-3.24", "8u392-b08", "jdk alpine=3.24", ""),
    ("17.0.9_9-jdk-alpine", "17.0.9_9", "jdk alpine", ""),
    ("11.0.20.1_1-jre-ubi9-minimal", "11.0.20.1_1", "jre ubi=9 minimal", ""),
    ("1.27rc1-alpine", "1.27rc1", "alpine", ""),
    ("8.6-rc-cli-trixie", "8.6-rc", "cli trixie", ""),
    ("13-ea-22-jdk-oraclelinux7", "13-ea-22", "jdk oraclelinux=7", ""),
    ("4.0.0-rc-5-eclipse-temurin-17-alpine", "4.0.0-rc-5", "eclipse temurin=17 alpine", ""),
    ("10.1.0-M6-jdk16-corretto", "10.1.0-M6", "jdk=16 corretto", ""),
    ("9.0-minimal-beta1", "9.0-beta1", "minimal", ""),
    ("3.9-7.3.9-slim", "3.9-7.3.9", "slim", ""),
    ("8.0.25-15-centos", "8.0.25-15", "centos", ""),
    ("ps-8.0.26-16", "8.0.26-16", "ps", ""),
    ("v2.7.1-alpine", "2.7.1", "v alpine", ""),
    ("open-17.0.9_9-jre", "17.0.9_9", "open jre", ""),
    ("beta-6.3-RC4-php8.2-fpm", "6.3-RC4", "beta php=8.2 fpm", ""),
    ("jammy-20231004", None, "jammy", "20231004"),
    ("bookworm-20240110-slim", None, "bookworm slim", "20240110"),
    ("20240807", None, "", "20240807"),
    ("base-20260816.0.574111", None, "base", "20260816.0.574111"),
    ("10-kitten-minimal-20250803", "10", "kitten minimal", "20250803"),
    ("temurin-11-tools-deps-1.12.0.1495-bullseye", "1.12.0.1495", "temurin=11 tools deps bullseye", ""),
    (
        "11.0.10_9-jre-openj9-0.24.0-windowsservercore-1809",
        "11.0.10_9",
        "jre openj=9-0.24.0 windowsservercore=1809",
        "",
    ),
    ("windowsservercore-1809", None, "windowsservercore=1809", ""),
    ("1.27.0-windowsservercore-ltsc2025", "1.27.0", "windowsservercore ltsc=2025", ""),
    ("php8.1-fpm-alpine", None, "php=8.1 fpm alpine", ""),
    ("1.12.2-otp-24-alpine", "1.12.2", "otp=24 alpine", ""),
    ("3.5.2-scala2.12-java11-python3-ubuntu", "3.5.2", "scala=2.12 java=11 python=3 ubuntu", ""),
    ("9.0.50-jdk11-openjdk-slim", "9.0.50", "jdk=11 openjdk slim", ""),
    ("7.2.1-32bit-bookworm", "7.2.1", "32bit bookworm", ""),
    ("32bit", None, "32bit", ""),
    ("3.2.27-tp3", "3.2.27", "tp=3", ""),
    ("17.0.13-ubuntu-22.04", "17.0.13", "ubuntu=22.04", ""),
    ("18.0.0.4-microProfile2-java8-openj9", "18.0.0.4", "microProfile=2 java=8 openj=9", ""),
    ("centos7.2.1511", None, "centos=7.2.1511", ""),
]


@pytest.mark.parametrize(("text", "version", "flavour", "stamps"), TABLE, ids=[row[0] for row in TABLE])
def test_parts(text: str, version: str | None, flavour: str, stamps: str) -> None:
    found = tags.parse(text)
    assert (found.version.text if found.version else None) == version
    assert words(found) == flavour
    assert " ".join(found.stamps) == stamps


@pytest.mark.parametrize(
    ("text", "version", "prerelease", "revision"),
    [
        ("1.27rc1-alpine", "1.27", "rc1", None),
        ("13-ea-22-jdk", "13", "ea-22", None),
        ("3.0.0-rc.3", "3.0.0", "rc.3", None),
        ("8.0.25-15-centos", "8.0.25", None, "15"),
        ("v2.7.1", "2.7.1", None, None),
    ],
)
def test_places(text: str, version: str, prerelease: str | None, revision: str | None) -> None:
    found = tags.parse(text)
    spans = (found.version_span, found.prerelease_span, found.revision_span)
    assert [text[span[0] : span[1]] if span else None for span in spans] == [version, prerelease, revision]


def test_a_word_knows_where_its_version_stands() -> None:
    text = "8-jdk-alpine-3.24"
    word = tags.parse(text).flavour[-1]
    assert text[word.start : word.end] == "alpine-3.24"
    assert text[word.version_start : word.end] == "3.24"


@pytest.mark.parametrize(
    "text", ["1.27rc1", "3.15.0a1", "8.6-rc", "22-ea", "2.0.0-preview1", "4.0-beta4", "9.0-minimal-beta1"]
)
def test_prereleases(text: str) -> None:
    assert tags.parse(text).is_prerelease


@pytest.mark.parametrize(
    "text", ["3.13.3", "8u392-b08", "latest", "17.0.9_9-jdk", "beta", "1.0GA", "6.2.0-bookworm", "5.8-b"]
)
def test_finals(text: str) -> None:
    assert not tags.parse(text).is_prerelease


_PARTS = st.sampled_from(
    ["3", "3.13.3", "8u392", "b08", "17.0.9_9", "rc1", "rc", "ea", "5", "alpine", "alpine3.20",
     "slim", "20240110", "v1.2",
     "", "ltsc2022", "openj9", "0.24.0", "1.0GA", "32bit", "M6", "_", ".", "ü", "3.0_rc1", "99999999999999999999"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=140), st.lists(_PARTS, max_size=8).map("-".join)))
def test_pieces_tile_any_text(text: str) -> None:
    found = tags.parse(text)
    at = 0
    for piece in found.pieces:
        assert piece.start == at
        assert piece.end > piece.start
        at = piece.end
    assert at == len(text)
    for word in found.words:
        assert 0 <= word.start < word.end <= len(text)
        assert (word.version_start == -1) == (not word.version)


def test_long_texts_are_one_word() -> None:
    text = "1.1-" * 1_000_000
    assert len(tags.parse(text).pieces) == 1
