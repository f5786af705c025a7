"""Reads CycloneDX JSON that holds vulnerabilities, as Trivy, Grype and osv-scanner write it.

It never takes a plain SBOM for a report without findings, nor the image's diff ids, which Trivy writes in alphabetical
order, for its history.
"""

from __future__ import annotations

import re

from . import purls
from .component import Component, places
from .cvss import base_score
from .fault import ReportError
from .fields import distinct, items, mapping, mappings, text
from .reader import Made
from .report import FIXED, INVESTIGATED, NOT_AFFECTED, UNKNOWN, Distro, Report, Row
from .rows import Rows
from .spelling import bare, is_stdlib, severity, severity_of_score, versions
from .trivy import is_archive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from .reader import Shape

NAME = "cyclonedx"

_STATES = {"not_affected": NOT_AFFECTED, "false_positive": NOT_AFFECTED, "in_triage": INVESTIGATED}


class _Rating:
    """One opinion on how bad it is."""

    __slots__ = ("method", "severity", "source", "told")

    def __init__(self, rating: Any) -> None:
        self.source = text(rating, "source", "name").lower()
        self.method = text(rating, "method")
        self.severity = severity(text(rating, "severity"))
        self.told = bool(text(rating, "severity"))
        if not self.told and self.method.startswith("CVSS"):
            self.severity = severity_of_score(text(rating, "score") or base_score(text(rating, "vector")))
            self.told = self.severity != UNKNOWN


_PART: dict[str, Shape] = {
    "bom-ref": None,
    "type": None,
    "group": None,
    "name": None,
    "version": None,
    "purl": None,
    "properties": [{"name": None, "value": None}],
}
_NESTED: Shape = Made({**_PART, "components": [Made(_PART, Component)]}, Component)

SHAPES: tuple[Shape, ...] = (
    {
        "bomFormat": None,
        "metadata": {
            "timestamp": None,
            # A list of tools until CycloneDX 1.4, an object since.
            "tools": {"components": [{"name": None, "version": None}]},
            "component": Made(_PART, Component),
        },
        "components": [_NESTED],
        "dependencies": [{"ref": None, "dependsOn": [None]}],
        "vulnerabilities": [
            {
                "id": None,
                "source": {"name": None},
                "references": [{"id": None}],
                "ratings": [
                    Made(
                        {"source": {"name": None}, "severity": None, "score": None, "vector": None, "method": None},
                        _Rating,
                    )
                ],
                "recommendation": None,
                "analysis": {"state": None},
                "affects": [{"ref": None}],
            }
        ],
    },
    {"metadata": {"tools": [{"name": None, "version": None}]}},
)


def claims(document: Any) -> bool:
    """Whether it is CycloneDX with a list of vulnerabilities, be it empty."""
    return isinstance(document, dict) and document.get("bomFormat") == "CycloneDX" and "vulnerabilities" in document


def read(document: Any, path: str) -> Report:
    """The report. Raises ReportError when the vulnerabilities are no list."""
    if not isinstance(document["vulnerabilities"], list):
        raise ReportError(path, "broken CycloneDX: vulnerabilities is no list")
    metadata = mapping(document, "metadata")
    found = _tools(metadata)
    tool = next((name for name, _ in found if name in ("trivy", "grype", "osv-scanner")), found[0][0] if found else "")
    image = metadata.get("component")
    image = image if isinstance(image, Component) else Component({})
    components = [each for each in items(document, "components") if isinstance(each, Component)]
    components += [inner for each in components for inner in each.inner]
    rows, lost = _rows(document, components, tool, path)
    names, digests, manifest = _image(image)
    return Report(
        path,
        NAME,
        tool,
        rows,
        version=next((version for name, version in found if name == tool), ""),
        created=text(metadata, "timestamp"),
        names=names,
        digests=digests,
        image_id=image.first("aquasecurity:trivy:ImageID") if image.type == "container" else "",
        manifest=manifest,
        distro=_distro(components),
        passed_over={"entries without an id or a package": lost} if lost else {},
    )


def _tools(metadata: Any) -> list[tuple[str, str]]:
    tools = metadata.get("tools")
    listed = mappings(tools, "components") if isinstance(tools, dict) else mappings(metadata, "tools")
    return [(text(each, "name").lower(), text(each, "version")) for each in listed]


def _image(image: Component) -> tuple[list[str], list[str], str]:
    """The image's names, its repository digests and its manifest's digest."""
    if image.type != "container":
        return [], [], ""
    tags = image.all("aquasecurity:trivy:RepoTag")
    names = distinct(*tags, image.name) if is_archive(image.name) else distinct(image.name, *tags)
    manifest = image.version if image.version.startswith("sha256:") else ""
    return names, distinct(*image.all("aquasecurity:trivy:RepoDigest")), manifest


def _distro(components: Sequence[Component]) -> Distro | None:
    for each in components:
        if each.type == "operating-system" and each.name:
            return Distro(each.name.lower(), each.version)
    for each in components:
        parts = purls.read(each.purl) if each.purl else None
        family, _, release = (parts.qualifiers.get("distro", "") if parts else "").rpartition("-")
        if family:
            return Distro(family.lower(), release)
    return None


def _rows(document: Any, components: Sequence[Component], tool: str, path: str) -> tuple[tuple[Row, ...], int]:
    """The rows, and how many entries name no vulnerability or nothing that it affects."""
    by_ref = _by_ref(components)
    files = places(components, document)
    rows, lost = Rows(path), 0
    for entry in mappings(document, "vulnerabilities"):
        affected = [each for ref in mappings(entry, "affects") for each in _affected(text(ref, "ref"), by_ref)]
        if not text(entry, "id") or not affected:
            lost += 1
            continue
        named = {each.title(tool) for each in affected}
        for component in affected:
            rows.add(_row(entry, component, tool, files, len(named) == 1))
    return rows.all(), lost


def _by_ref(components: Sequence[Component]) -> dict[str, list[Component]]:
    """Components by their reference, and by their package URL without its version: osv-scanner refers by that."""
    found: dict[str, list[Component]] = {}
    for each in components:
        if each.ref:
            found[each.ref] = [each]
    for each in components:
        package = each.purl.partition("?")[0].rpartition("@")[0]
        if package and (package not in found or found[package][0].ref != package):
            found.setdefault(package, []).append(each)
    return found


def _affected(ref: str, by_ref: Mapping[str, list[Component]]) -> list[Component]:
    # A link to another document of the same scan ends with the reference.
    known = by_ref.get(ref) or by_ref.get(ref.rpartition("#")[2])
    if known:
        return known
    parts = purls.read(ref) if ref.startswith("pkg:") else None
    return [Component({"name": parts.name, "version": parts.version, "purl": ref})] if parts else []


_advice = re.compile(r"Upgrade (\S+) to version ([^;]+)").findall


def _fixed(advice: str, package: str, alone: bool) -> list[str]:
    """The versions that the advice for this package names; advice that names another is for that one."""
    found = _advice(advice)
    fitting = [words for name, words in found if name == package or (alone and len(found) == 1)]
    return distinct(*(each for words in fitting for each in versions(words)))


def _row(entry: Any, component: Component, tool: str, files: Mapping[str, str], alone: bool) -> Row:
    id_, package, version = text(entry, "id"), component.title(tool), component.version
    kind = component.ecosystem
    fixed = _fixed(text(entry, "recommendation"), package, alone)
    if is_stdlib(package, kind):
        version, fixed = bare(version), [bare(each) for each in fixed]
    return Row(
        id_,
        package,
        version,
        ecosystem=kind,
        severity=_severity(entry, component, tool),
        fixed=fixed,
        state=_STATES.get(text(entry, "analysis", "state"), FIXED if fixed else UNKNOWN),
        aliases=[each for each in distinct(*_references(entry)) if each != id_],
        origin=component.origin,
        purl=component.purl,
        path=component.path or files.get(component.ref, ""),
        layer=component.layer,
        source=text(entry, "source", "name"),
    )


def _references(entry: Any) -> Iterator[str]:
    return (text(each, "id") for each in mappings(entry, "references"))


# Whose word Trivy takes where the data that the finding is from has none: trivy-db, AllSourceIDs. The rest come last.
_PRECEDENCE = (
    *("nvd", "redhat", "redhat-oval", "debian", "ubuntu", "alpine", "amazon", "oracle-oval", "suse-cvrf", "photon"),
    *("arch-linux", "alma", "rocky", "cbl-mariner", "azure", "ruby-advisory-db", "php-security-advisories"),
    *("nodejs-security-wg", "ghsa", "glad", "aqua", "osv", "k8s", "wolfi", "chainguard", "bitnami", "govulndb"),
)
# Red Hat's data does not name itself in all versions.
_VENDORS = {"centos": "redhat", "redhat": "redhat"}


def _severity(entry: Any, component: Component, tool: str) -> str:
    """The severity by whose data the finding is; else, with Trivy, by the one that it asks next; else the first.

    Of one's two scores that of the newer kind counts.
    """
    ratings = [each for each in items(entry, "ratings") if isinstance(each, _Rating) and each.told]
    source = text(entry, "source", "name").lower() or _VENDORS.get(component.distro, "")
    for name in (source, *(_PRECEDENCE if tool == "trivy" else ())):
        fitting = [each for each in ratings if name and each.source == name]
        if fitting:
            return max(fitting, key=lambda rating: rating.method).severity
    return ratings[0].severity if ratings else UNKNOWN
