"""One workshop for all tests of the folder: a registry with hand-made official images, and Trivy's databases."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator

import pytest

from dockerpatch.engine.session import Session
from dockerpatch.knowledge.almanac import Almanac

from . import components, hub
from .hub import Branch, Package
from .workshop import Workshop

AS_OF = "2026-08-22"
"""The day that the tests look at the world from: that of the snapshot that the almanac is made of."""

GO = "go::The Go Vulnerability Database"
# The newest fix of OpenSSL that the almanac has for 3.21 comes with `apk upgrade` only.
BRANCHES = {
    "alpine:3.19.0": Branch(
        "3.19.0",
        [
            Package("musl", "1.2.4_git20230717-r4"),
            Package("busybox", "1.36.1-r15"),
            Package("libcrypto3", "3.1.4-r2", "openssl"),
            Package("libssl3", "3.1.4-r2", "openssl"),
        ],
        [
            Package("musl", "1.2.4_git20230717-r4"),
            Package("busybox", "1.36.1-r20"),
            Package("libcrypto3", "3.1.8-r0", "openssl"),
            Package("libssl3", "3.1.8-r0", "openssl"),
        ],
        [Package("curl", "8.5.0-r0")],
    ),
    "alpine:3.21.7": Branch(
        "3.21.7",
        [
            Package("musl", "1.2.5-r9"),
            Package("busybox", "1.37.0-r14"),
            Package("libcrypto3", "3.3.2-r0", "openssl"),
            Package("libssl3", "3.3.2-r0", "openssl"),
        ],
        [
            Package("musl", "1.2.5-r9"),
            Package("busybox", "1.37.0-r14"),
            Package("libcrypto3", "3.3.7-r0", "openssl"),
            Package("libssl3", "3.3.7-r0", "openssl"),
        ],
        [Package("curl", "8.14.1-r2")],
    ),
    "python:3.13.3-alpine3.20": Branch(
        "3.20.6",
        [Package("musl", "1.2.5-r1"), Package("sqlite-libs", "3.45.3-r1", "sqlite")],
        [Package("musl", "1.2.5-r1"), Package("sqlite-libs", "3.45.3-r3", "sqlite")],
        [],
    ),
    "python:3.13.15-alpine3.24": Branch(
        "3.24.0",
        [Package("musl", "1.2.6-r0"), Package("sqlite-libs", "3.51.2-r0", "sqlite")],
        [Package("musl", "1.2.6-r0"), Package("sqlite-libs", "3.51.2-r0", "sqlite")],
        [],
    ),
}
FIXED_IN_324 = {"sqlite": "3.51.0-r0", "musl": "1.2.6-r0"}
"""What the databases hold for 3.24, of which the almanac knows nothing: all ids of 3.20 are fixed in these."""


@pytest.fixture(scope="session")
def almanac() -> Almanac:
    return Session(change=lambda config: config.replace(as_of=AS_OF)).almanac()


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop with the images that the Dockerfiles of the tests name, before and after."""
    missing = components.absent()
    if missing:
        pytest.skip(f"absent: {'; '.join(missing)}")
    made = Workshop(tmp_path_factory.mktemp("workshop"))
    try:
        made.start()
        for name, branch in BRANCHES.items():
            image, _, tag = name.partition(":")
            more = hub.PIP if image == "python" else {}
            made.publish(image, tag, {**branch.root(), **more}, "ADD rootfs.tar.gz / # buildkit", [])
        publish_go(made, "alpine", "old")
        publish_go(made, f"{components.NEWEST_GO}-alpine", "new")
        yield made
    finally:
        made.stop()


def publish_go(workshop: Workshop, tag: str, age: str) -> None:
    """Put golang:TAG into the registry, with the "old" or the "new" Go."""
    root = BRANCHES["alpine:3.19.0"].root()
    workshop.publish("golang", tag, {**root, **hub.go_program(age)}, "ADD rootfs.tar.gz / # buildkit", hub.GO_ENV)


def entries(almanac: Almanac) -> list[list[str]]:
    """What Trivy's database is to hold: all that the almanac knows of the images' packages and of the old Go."""
    found: list[list[str]] = []
    ids: set[str] = set()

    def put(bucket: str, package: str, number: str, value: dict[str, object]) -> None:
        ids.add(number)
        found.append([bucket, package, number, json.dumps(value)])

    for branch in {each.release.rpartition(".")[0] for each in BRANCHES.values()}:
        bucket = f"alpine {branch}"
        source = {"ID": "alpine", "Name": "Alpine Secdb", "URL": "https://secdb.alpinelinux.org/"}
        found.append(["data-source", bucket, json.dumps(source)])
        for package in ("musl", "busybox", "openssl", "curl", "sqlite"):
            for fix in almanac.alpine_fixes("3.20" if branch == "3.24" else branch, package):
                # A fix in "0" says that the package was never affected.
                for number in fix.ids if fix.version != "0" else ():
                    version = FIXED_IN_324.get(package, fix.version) if branch == "3.24" else fix.version
                    put(bucket, package, number, {"FixedVersion": version})
    source = {"ID": "govulndb", "Name": "The Go Vulnerability Database", "URL": "https://pkg.go.dev/vuln/"}
    found.append(["data-source", GO, json.dumps(source)])
    rows = almanac.store.rows(
        "select a.cves, r.ranges from go_range r join go_advisory a on a.id = r.advisory where r.module = 'stdlib'"
    )
    for cves, ranges in rows:
        spans = [span.split(":") for span in ranges.split()]
        value = {
            "PatchedVersions": [fixed for _, fixed in spans if fixed],
            "VulnerableVersions": [_range(*span) for span in spans],
        }
        for number in cves.split():
            put(GO, "stdlib", number, value)
    found += [["vulnerability", number, json.dumps({"Title": number, "Severity": "HIGH"})] for number in sorted(ids)]
    return found


def _range(introduced: str, fixed: str) -> str:
    since = "" if introduced == "0" else f">={introduced}"
    return ", ".join(filter(None, (since, f"<{fixed}" if fixed else ""))) or ">=0"


@pytest.fixture(scope="session")
def database(workshop: Workshop, almanac: Almanac) -> pathlib.Path:
    """Trivy's cache with a database of what the almanac knows."""
    return workshop.database("known", entries(almanac))


@pytest.fixture(scope="session")
def later(workshop: Workshop, almanac: Almanac) -> pathlib.Path:
    """The same on a later day: one more flaw is known, of the package that the patched image holds."""
    new = ["alpine 3.21", "busybox", "CVE-2099-1", json.dumps({"FixedVersion": "1.99-r0"})]
    return workshop.database(
        "later", [*entries(almanac), new, ["vulnerability", "CVE-2099-1", '{"Title": "new", "Severity": "CRITICAL"}']]
    )
