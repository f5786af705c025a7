"""The real Trivy, with a tiny database of its own, leaves out what a document written here says, and nothing else."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess

import pytest

from dockerpatch.config.decisions import Decisions
from dockerpatch.config.settings import Config
from dockerpatch.reports.openvex import read
from dockerpatch.reports.openvex_writer import written
from dockerpatch.reports.report import APK, Distro, Report, Row

pytestmark = pytest.mark.slow

GOCODE = pathlib.Path("/usr/share/gocode/src/go.etcd.io/bbolt")
DIGEST = "sha256:" + "a" * 64
IMAGE = f"pkg:oci/app@{DIGEST}?arch=amd64&repository_url=ghcr.io%2Facme%2Fapp"
OPENSSL = "pkg:apk/alpine/openssl@3.1.4-r2?arch=x86_64&distro=3.19.0"
IDS = [f"CVE-2026-000{at}" for at in range(1, 6)]

# Trivy's database is one file of nested buckets: platform, package, vulnerability.
BUILDER = """\
package main

import (
	"os"

	bolt "go.etcd.io/bbolt"
)

func main() {
	db, err := bolt.Open(os.Args[1], 0o600, nil)
	check(err)
	put := func(value string, names ...string) {
		check(db.Update(func(tx *bolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte(names[0]))
			check(err)
			for _, name := range names[1 : len(names)-1] {
				bucket, err = bucket.CreateBucketIfNotExists([]byte(name))
				check(err)
			}
			return bucket.Put([]byte(names[len(names)-1]), []byte(value))
		}))
	}
	put(`{"ID":"alpine","Name":"test","URL":"https://example.com"}`, "data-source", "alpine 3.19")
	for _, id := range os.Args[2:] {
		put(`{"FixedVersion":"3.1.4-r9"}`, "alpine 3.19", "openssl", id)
		put(`{"Title":"test","Severity":"HIGH"}`, "vulnerability", id)
	}
	check(db.Close())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
"""

PROPERTIES = {"PkgID": "openssl@3.1.4-r2", "PkgType": "alpine", "SrcName": "openssl", "SrcVersion": "3.1.4-r2"}
SBOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "version": 1,
    "metadata": {"component": {"bom-ref": "image", "type": "container", "name": "ghcr.io/acme/app:1.0", "purl": IMAGE}},
    "components": [
        {"bom-ref": "os", "type": "operating-system", "name": "alpine", "version": "3.19.0"},
        {
            "bom-ref": "openssl",
            "type": "library",
            "name": "openssl",
            "version": "3.1.4-r2",
            "purl": OPENSSL,
            "properties": [
                {"name": f"aquasecurity:trivy:{name}", "value": value} for name, value in PROPERTIES.items()
            ],
        },
    ],
    "dependencies": [
        {"ref": "image", "dependsOn": ["os"]},
        {"ref": "os", "dependsOn": ["openssl"]},
        {"ref": "openssl", "dependsOn": []},
    ],
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A cache of Trivy's that holds a database of five vulnerabilities."""
    go = shutil.which("go")
    if go is None or not GOCODE.is_dir():
        pytest.skip(
            "no Go with bbolt to build a database with: apt-get install golang-go golang-github-coreos-bbolt-dev"
        )
    folder = tmp_path_factory.mktemp("trivy")
    (folder / "db").mkdir()
    (folder / "main.go").write_text(BUILDER)
    environment = {"PATH": os.environ["PATH"], "GO111MODULE": "off", "GOPATH": str(GOCODE.parent.parent.parent)}
    subprocess.run(
        [go, "run", folder / "main.go", folder / "db" / "trivy.db", *IDS],
        env={**environment, "GOCACHE": str(folder / "go"), "HOME": str(folder), "GOFLAGS": ""},
        check=True,
        timeout=300,
    )
    times = dict.fromkeys(("UpdatedAt", "DownloadedAt"), "2026-01-01T00:00:00Z")
    (folder / "db" / "metadata.json").write_text(
        json.dumps({"Version": 2, "NextUpdate": "2199-01-01T00:00:00Z", **times})
    )
    (folder / "sbom.json").write_text(json.dumps(SBOM))
    return folder


def scan(trivy: str, cache: pathlib.Path, *words: str) -> list[str]:
    """The ids that Trivy reports."""
    line = [trivy, "sbom", "--cache-dir", cache, "--skip-db-update", "--offline-scan", "-q", "--scanners", "vuln"]
    done = subprocess.run(
        [*line, "--format", "json", *words, cache / "sbom.json"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout).get("Results", [])
    return sorted(row["VulnerabilityID"] for result in results for row in result.get("Vulnerabilities", []))


@pytest.mark.parametrize("pushed", [True, False])
def test_trivy_heeds_what_is_written(trivy: str, cache: pathlib.Path, tmp_path: pathlib.Path, pushed: bool) -> None:
    assert scan(trivy, cache) == IDS
    terms = {"reason": "never parsed", "owner": "team", "expires": "2027-01-31", "line": 1}
    claims: list[dict[str, str]] = [
        {"status": "not_affected", "justification": "vulnerable_code_not_in_execute_path", "image": "ghcr.io/acme/app"},
        {"status": "not_affected"},
        {"status": "under_investigation"},
        {"status": "fixed", "package": "openssl"},
        {},
    ]
    waivers = tuple({"id": id, **terms, **claim} for id, claim in zip(IDS, claims, strict=True))
    rows = [Row(id, "openssl", "3.1.4-r2", ecosystem=APK, purl=OPENSSL) for id in IDS]
    digests = (f"ghcr.io/acme/app@{DIGEST}",) if pushed else ()
    report = Report(
        "r", "x", "trivy", rows, names=("ghcr.io/acme/app:1.0",), digests=digests, distro=Distro("alpine", "3")
    )
    decisions = Decisions(Config("c", policy={"waivers": waivers}), "2026-11-25")
    statements, left = decisions.statements((row, report, "") for row in rows)
    assert [waiver.id for waiver in left] == [IDS[4]]
    path = tmp_path / "app.openvex.json"
    path.write_text(written(statements, author="Acme", timestamp="2026-11-25T00:00:00Z"), encoding="utf-8")
    assert scan(trivy, cache, "--vex", str(path)) == [IDS[2], IDS[4]]


def said(
    product: dict[str, object], status: str = "fixed", time: str = "", **vulnerability: object
) -> dict[str, object]:
    found: dict[str, object] = {
        "vulnerability": {"name": IDS[0], **vulnerability},
        "products": [product],
        "status": status,
    }
    return {**found, "timestamp": time} if time else found


def within(*parts: str, product: str = "pkg:oci/app") -> dict[str, object]:
    return {"@id": product, "subcomponents": [{"@id": part} for part in parts]}


DOCUMENTS = {
    "the image by digest": [said({"@id": f"pkg:oci/app@{DIGEST}"})],
    "the image as Trivy writes it": [said({"@id": IMAGE})],
    "the image by its place": [said({"@id": "pkg:oci/app?repository_url=ghcr.io/acme/app"})],
    "the image by its last name": [said({"@id": "pkg:oci/app"})],
    "the image under identifiers": [said({"identifiers": {"purl": "pkg:oci/app"}})],
    "another image": [said({"@id": "pkg:oci/other"})],
    "another digest": [said({"@id": f"pkg:oci/app@sha256:{'b' * 64}"})],
    "another place": [said({"@id": "pkg:oci/app?repository_url=ghcr.io/acme/other"})],
    "a part": [said(within("pkg:apk/alpine/openssl"))],
    "a part of that version": [said(within("pkg:apk/alpine/openssl@3.1.4-r2"))],
    "a part as Trivy writes it": [said(within(OPENSSL))],
    "one of two parts": [said(within("pkg:apk/alpine/zlib", OPENSSL))],
    "a part of another version": [said(within("pkg:apk/alpine/openssl@3.1.4-r1"))],
    "a part for another machine": [said(within("pkg:apk/alpine/openssl?arch=aarch64"))],
    "another part": [said(within("pkg:apk/alpine/zlib"))],
    "the part of another image": [said(within(OPENSSL, product="pkg:oci/other"))],
    "the package": [said({"@id": "pkg:apk/alpine/openssl"})],
    "the package as Trivy writes it": [said({"@id": OPENSSL})],
    "the package of another version": [said({"@id": "pkg:apk/alpine/openssl@1"})],
    "the package with a part": [said(within(OPENSSL, product=OPENSSL))],
    "a name that is no package URL": [said({"@id": "openssl"})],
    "under an alias": [said({"@id": OPENSSL}, name="GHSA-1", aliases=[IDS[0]])],
    "another vulnerability": [said({"@id": OPENSSL}, name="CVE-2026-00011")],
    "in lower case": [said({"@id": OPENSSL}, name=IDS[0].lower())],
    "under investigation": [said({"@id": OPENSSL}, "under_investigation")],
    "affected": [said({"@id": OPENSSL}, "affected")],
    "affected later": [
        said({"@id": OPENSSL}, time="2026-01-01T00:00:00Z"),
        said({"@id": OPENSSL}, "affected", time="2026-01-02T00:00:00Z"),
    ],
    "affected before": [
        said({"@id": OPENSSL}, time="2026-01-02T00:00:00Z"),
        said({"@id": OPENSSL}, "affected", time="2026-01-01T00:00:00Z"),
    ],
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_silences_here_silences_there(trivy: str, cache: pathlib.Path, tmp_path: pathlib.Path, name: str) -> None:
    document = {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": "https://example.com/vex",
        "author": "Acme",
        "timestamp": "2026-01-01T00:00:00Z",
        "version": 1,
        "statements": DOCUMENTS[name],
    }
    path = tmp_path / "app.openvex.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    row = Row(IDS[0], "openssl", "3.1.4-r2", ecosystem=APK, purl=OPENSSL)
    report = Report("r", "x", "trivy", [row], names=("ghcr.io/acme/app:1.0",), digests=(f"ghcr.io/acme/app@{DIGEST}",))
    decision = Decisions(Config(), "2026-11-25", read(path.read_bytes(), "v")).about(row, report)
    ours = decision is not None and decision.silences
    assert ours == (IDS[0] not in scan(trivy, cache, "--vex", str(path)))
