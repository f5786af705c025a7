from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.reports import purl
from dockerpatch.reports.purl import LONGEST, Purl, of_image, of_row, parse, spellings
from dockerpatch.reports.report import APK, DEB, GO, Distro, Row

DIGEST = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("pkg:apk/alpine/openssl@3.1.4-r2?arch=x86_64&distro=3.19.0", ("apk", "alpine", "openssl", "3.1.4-r2")),
        ("PKG:Deb/Debian/LibC6@2.36-9%2Bdeb12u4", ("deb", "debian", "libc6", "2.36-9+deb12u4")),
        ("pkg:npm/%40scope/name@1.0.0", ("npm", "@scope", "name", "1.0.0")),
        ("pkg:npm/@scope/name@1.0.0", ("npm", "@scope", "name", "1.0.0")),
        ("pkg:npm/@scope/name", ("npm", "@scope", "name", "")),
        ("pkg:pypi/Django_rest@1", ("pypi", "", "django-rest", "1")),
        ("pkg:golang/golang.org/x/net@v0.1.0#subpath", ("golang", "golang.org/x", "net", "v0.1.0")),
        ("pkg:golang/stdlib@v1.22.5", ("golang", "", "stdlib", "1.22.5")),
        ("pkg://maven/org.apache/log4j@2.4/", ("maven", "org.apache", "log4j", "2.4")),
        (f"pkg:oci/app@{DIGEST.replace(':', '%3A')}", ("oci", "", "app", DIGEST)),
    ],
)
def test_parse(text: str, wanted: tuple[str, str, str, str]) -> None:
    found = parse(text)
    assert found is not None
    assert (found.type, found.namespace, found.name, found.version) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "pkg:", "pkg:apk", "pkg:apk/", "pkg:/", "openssl", "http://x/y", "pkg:a b/c", "pkg:\n/c", "pkg:a/" * LONGEST],
)
def test_what_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("general", "particular", "covers"),
    [
        ("pkg:apk/alpine/openssl", "pkg:apk/alpine/openssl@1?arch=x86_64", True),
        ("pkg:apk/alpine/openssl@1", "pkg:apk/alpine/openssl@1?arch=x86_64", True),
        ("pkg:apk/alpine/openssl@2", "pkg:apk/alpine/openssl@1", False),
        ("pkg:apk/alpine/openssl@1", "pkg:apk/alpine/openssl", False),
        ("pkg:apk/alpine/openssl?arch=x86_64", "pkg:apk/alpine/openssl@1", False),
        ("pkg:apk/alpine/openssl?arch=aarch64", "pkg:apk/alpine/openssl@1?arch=x86_64", False),
        ("pkg:apk/wolfi/openssl", "pkg:apk/alpine/openssl", False),
        ("pkg:apk/alpine/libssl3", "pkg:apk/alpine/openssl", False),
        ("pkg:deb/alpine/openssl", "pkg:apk/alpine/openssl", False),
        ("pkg:golang/stdlib@v1.22.5", "pkg:golang/stdlib@1.22.5", True),
        ("pkg:oci/app?repository_url=index.docker.io/acme/app", "pkg:oci/app?repository_url=docker.io/acme/app", True),
        (f"pkg:oci/app@{DIGEST}?arch=amd64", f"pkg:oci/app@{DIGEST}", True),
        (f"pkg:oci/app@{DIGEST}?tag=1", f"pkg:oci/app@{DIGEST}", False),
        ("pkg:oci/app?arch=amd64", f"pkg:oci/app@{DIGEST}", False),
        (f"pkg:oci/app@{DIGEST}?arch=amd64", f"pkg:oci/app@{DIGEST}?arch=arm64", False),
    ],
)
def test_covers(general: str, particular: str, covers: bool) -> None:
    one, other = parse(general), parse(particular)
    assert one is not None
    assert other is not None
    assert one.covers(other) is covers
    assert one.covers(one)


PARTS = st.text(min_size=1, max_size=8).filter(lambda text: text.strip("/") == text and "/" not in text)


@given(
    kind=st.sampled_from(["apk", "npm", "golang", "oci", "pypi", "generic"]),
    namespace=st.lists(PARTS.filter(lambda text: text.isprintable() and "@" not in text), max_size=2).map("/".join),
    name=PARTS.filter(lambda text: text.isprintable() and text.strip() != "" and "@" not in text),
    version=st.text(max_size=8).filter(str.isprintable),
)
def test_what_is_written_is_read_the_same(kind: str, namespace: str, name: str, version: str) -> None:
    try:
        one = purl.made(kind, namespace, name, version, {"arch": "x86_64"} if len(name) > 3 else {})
        text = str(one)
    except UnicodeEncodeError:
        return
    assert parse(text) == one


@pytest.mark.parametrize("kind", ["apk", "npm", "oci"])
def test_a_name_of_blanks_is_none(kind: str) -> None:
    with pytest.raises(ValueError, match="name"):
        purl.made(kind, "", " ", "1", {})
    assert parse(f"pkg:{kind}/%20") is None
    assert purl.of_row(Row("CVE-2026-1", " ", "1", ecosystem=kind), Distro("alpine", "3.20")) is None


@given(st.text(max_size=60).map(lambda text: f"pkg:{text}"))
def test_anything_may_be_asked(text: str) -> None:
    found = parse(text)
    if found is not None:
        assert found.covers(found)


@given(st.text(max_size=60))
def test_any_name_of_an_image_may_be_asked(name: str) -> None:
    for one in of_image(name, DIGEST):
        assert one.type in ("oci", "docker")


@pytest.mark.parametrize(
    ("row", "distro", "wanted"),
    [
        (Row("C", "openssl", "1", ecosystem=APK), Distro("alpine", "3.19"), "pkg:apk/alpine/openssl@1"),
        (Row("C", "libc6", "2.36+1", ecosystem=DEB), Distro("debian", "12"), "pkg:deb/debian/libc6@2.36%2B1"),
        (Row("C", "openssl", "1", ecosystem=APK), None, None),
        (Row("C", "stdlib", "1.22.5", ecosystem=GO), None, "pkg:golang/stdlib@1.22.5"),
        (Row("C", "golang.org/x/net", "v1", ecosystem=GO), None, "pkg:golang/golang.org/x/net@v1"),
        (Row("C", "@a/b", "1", ecosystem="npm"), None, "pkg:npm/%40a/b@1"),
        (Row("C", "org.a:b", "1", ecosystem="maven"), None, "pkg:maven/org.a/b@1"),
        (Row("C", "b", "1", ecosystem="maven"), None, None),
        (Row("C", "b", "1"), None, None),
        (Row("C", "b", "1", purl="pkg:apk/alpine/b@2?arch=x"), None, "pkg:apk/alpine/b@2?arch=x"),
        (Row("C", "b", "1", ecosystem="pypi", purl="none"), None, None),
    ],
)
def test_of_row(row: Row, distro: Distro | None, wanted: str | None) -> None:
    found = of_row(row, distro)
    assert (str(found) if found is not None else None) == wanted


def test_spellings_leave_out_what_scanners_write_in_their_own_ways() -> None:
    package = parse("pkg:apk/alpine/openssl@1?arch=x86_64&distro=3.19.0")
    go = parse("pkg:golang/stdlib@v1.22.5")
    assert package is not None
    assert go is not None
    assert list(map(str, spellings(package))) == ["pkg:apk/alpine/openssl@1"]
    assert list(map(str, spellings(go))) == ["pkg:golang/stdlib@1.22.5", "pkg:golang/stdlib@v1.22.5"]


def test_an_image_goes_by_several_package_urls() -> None:
    assert set(map(str, of_image("nginx:1.27"))) == {
        "pkg:oci/nginx?repository_url=docker.io/library/nginx&tag=1.27",
        "pkg:docker/library/nginx@1.27",
        "pkg:docker/nginx@1.27",
    }
    assert Purl("docker", "ghcr.io/acme", "app", DIGEST) in of_image(f"ghcr.io/acme/app@{DIGEST}")
    assert of_image(DIGEST) == []


@given(
    ecosystem=st.sampled_from(["apk", "deb", "rpm", "go", "npm", "maven", "pypi", "", "x y"]),
    package=st.text(max_size=12),
    version=st.text(max_size=8),
    told=st.one_of(st.just(""), st.text(max_size=20).map(lambda text: f"pkg:{text}")),
)
def test_any_row_may_be_asked(ecosystem: str, package: str, version: str, told: str) -> None:
    found = of_row(Row("CVE-2026-1", package, version, ecosystem=ecosystem, purl=told), Distro("alpine", "3.20"))
    assert found is None or found.name
