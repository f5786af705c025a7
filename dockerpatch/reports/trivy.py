"""Reads Trivy's own JSON: SchemaVersion 2, and the bare list of results that came before. It never reads its SARIF."""

from __future__ import annotations

import re

from . import image_config
from .fault import ReportError
from .fields import distinct, items, mapping, mappings, text, texts
from .reader import COUNTED, Made
from .report import (
    DEFERRED,
    DISTRO_PACKAGES,
    END_OF_LIFE,
    FIXED,
    INVESTIGATED,
    NOT_AFFECTED,
    NOT_FIXED,
    UNKNOWN,
    WILL_NOT_FIX,
    Distro,
    Report,
    Row,
)
from .rows import Rows
from .spelling import bare, ecosystem, is_stdlib, path_of, severity, versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .reader import Shape

NAME = "trivy-json"

_STATES = {
    "fixed": FIXED,
    "affected": NOT_FIXED,
    "will_not_fix": WILL_NOT_FIX,
    "fix_deferred": DEFERRED,
    "end_of_life": END_OF_LIFE,
    "under_investigation": INVESTIGATED,
    "not_affected": NOT_AFFECTED,
}

# Kinds whose result gathers packages of many files: its target is a word ("Java"), and each package has its own path.
_GATHERED = {"conda-pkg", "gemspec", "jar", "node-pkg", "python-pkg"}


class _Finding:
    """One vulnerability before it is known which result it stands in."""

    __slots__ = ("fixed", "id", "layer", "package", "path", "pkg_id", "purl", "severity", "source", "state", "version")

    def __init__(self, entry: Any) -> None:
        self.id = text(entry, "VulnerabilityID")
        self.package = text(entry, "PkgName")
        self.version = text(entry, "InstalledVersion")
        self.fixed = tuple(versions(text(entry, "FixedVersion")))
        self.state = _STATES.get(text(entry, "Status"), FIXED if self.fixed else UNKNOWN)
        self.severity = severity(text(entry, "Severity"))
        self.purl = text(entry, "PkgIdentifier", "PURL")
        self.path = path_of(text(entry, "PkgPath"))
        self.pkg_id = text(entry, "PkgID")
        self.layer = text(entry, "Layer", "DiffID")
        self.source = text(entry, "DataSource", "ID")


def _finding(entry: Any) -> _Finding | None:
    """The finding; None when it names no vulnerability or no package."""
    found = _Finding(entry)
    return found if found.id and found.package else None


class _Result:
    """One target: its findings as rows, and how much else it holds."""

    __slots__ = ("kind", "others", "rows", "target", "unnamed")

    def __init__(self, result: Any) -> None:
        self.target = text(result, "Target")
        type_ = text(result, "Type").lower()
        self.kind = ecosystem(type_)
        class_ = text(result, "Class")
        of_distro = {"os-pkgs": True, "lang-pkgs": False}.get(class_)
        here = ""
        if class_ in ("lang-pkgs", "") and self.kind not in DISTRO_PACKAGES and type_ not in _GATHERED:
            here = path_of(self.target)
        origins = {each[0]: each[1] for each in items(result, "Packages") if each}
        found = [each for each in items(result, "Vulnerabilities") if isinstance(each, _Finding)]
        self.rows = [self._row(each, here, origins, of_distro) for each in found]
        self.unnamed = len(items(result, "Vulnerabilities")) - len(self.rows)
        self.others = {
            "misconfigurations": len(items(result, "Misconfigurations")),
            "secrets": len(items(result, "Secrets")),
            "licences": len(items(result, "Licenses")),
            "suppressed": len(items(result, "ExperimentalModifiedFindings")),
        }

    def _row(self, found: _Finding, here: str, origins: dict[str, str], of_distro: bool | None) -> Row:
        stdlib = is_stdlib(found.package, self.kind)
        return Row(
            found.id,
            found.package,
            bare(found.version) if stdlib else found.version,
            ecosystem=self.kind,
            severity=found.severity,
            fixed=tuple(bare(each) for each in found.fixed) if stdlib else found.fixed,
            state=found.state,
            origin=origins.get(found.pkg_id, ""),
            purl=found.purl,
            path=found.path or here,
            layer=found.layer,
            source=found.source,
            of_distro=of_distro,
        )


def _origin(package: Any) -> tuple[str, str] | None:
    names = (text(package, "ID"), text(package, "SrcName"))
    return names if all(names) else None


_RESULT = Made(
    {
        "Target": None,
        "Class": None,
        "Type": None,
        "Packages": [Made({"ID": None, "SrcName": None}, _origin)],
        "Vulnerabilities": [
            Made(
                {
                    "VulnerabilityID": None,
                    "PkgID": None,
                    "PkgName": None,
                    "PkgPath": None,
                    "PkgIdentifier": {"PURL": None},
                    "InstalledVersion": None,
                    "FixedVersion": None,
                    "Status": None,
                    "Severity": None,
                    "Layer": {"DiffID": None},
                    "DataSource": {"ID": None},
                },
                _finding,
            )
        ],
        "Misconfigurations": [COUNTED],
        "Secrets": [COUNTED],
        "Licenses": [COUNTED],
        "ExperimentalModifiedFindings": [COUNTED],
    },
    _Result,
)

SHAPES: tuple[Shape, ...] = (
    {
        "SchemaVersion": None,
        "Trivy": {"Version": None},
        "CreatedAt": None,
        "ArtifactName": None,
        "ArtifactType": None,
        "Metadata": {
            "OS": {"Family": None, "Name": None, "EOSL": None},
            "ImageID": None,
            "DiffIDs": [None],
            "RepoTags": [None],
            "RepoDigests": [None],
            "Reference": None,
            "Layers": [{"DiffID": None}],
            "ImageConfig": image_config.SHAPE,
        },
        "Results": [_RESULT],
        "ClusterName": None,
    },
    [_RESULT],
)


def claims(document: Any) -> bool:
    """Whether it is a report of Trivy, of one image or of a whole cluster."""
    if isinstance(document, list):
        # An empty list is what the old form says of an image without packages, but anything else may say it as well.
        return any(isinstance(each, _Result) and each.target for each in document)
    return isinstance(document, dict) and (
        ("SchemaVersion" in document and ("ArtifactName" in document or "Results" in document))
        or "ClusterName" in document
        or ("ArtifactName" in document and "Results" in document)
    )


def read(document: Any, path: str) -> Report:
    """The report. ``Results`` may be null or absent: nothing was found, not even packages."""
    if isinstance(document, list):
        return _legacy([each for each in document if isinstance(each, _Result)], path)
    if "ClusterName" in document:
        raise ReportError(path, "a report of a whole cluster (trivy k8s): scan its images one by one (trivy image)")
    version = document.get("SchemaVersion", 2)
    if version != 2:
        raise ReportError(
            path, f"a report of Trivy with SchemaVersion {text(document, 'SchemaVersion')[:20]}; 2 is read"
        )
    if document.get("Results") is not None and not isinstance(document["Results"], list):
        raise ReportError(path, "broken report of Trivy: Results is no list")
    results = [each for each in items(document, "Results") if isinstance(each, _Result)]
    metadata = mapping(document, "Metadata")
    config = metadata.get("ImageConfig")
    layers = texts(metadata, "DiffIDs") or [text(each, "DiffID") for each in mappings(metadata, "Layers")]
    return Report(
        path,
        NAME,
        "trivy",
        _rows(results, path),
        version=text(document, "Trivy", "Version"),
        created=text(document, "CreatedAt"),
        names=_names(document, metadata),
        digests=texts(metadata, "RepoDigests"),
        image_id=text(metadata, "ImageID"),
        distro=_distro(mapping(metadata, "OS")),
        history=image_config.history(config, [layer for layer in layers if layer]),
        labels=image_config.image_labels(config),
        passed_over=_others(results),
    )


def _names(document: Any, metadata: Any) -> list[str]:
    kind = text(document, "ArtifactType")
    if kind != "container_image" and (kind or not text(metadata, "ImageID")):
        return []
    typed = text(document, "ArtifactName")
    names = [text(metadata, "Reference"), *texts(metadata, "RepoTags")]
    return distinct(*names, typed) if is_archive(typed) else distinct(typed, *names)


def is_archive(name: str) -> bool:
    """Whether what was scanned is a file that holds an image: that is less telling than the image's tags."""
    return name.endswith((".tar", ".tar.gz", ".tgz"))


def _distro(system: Any) -> Distro | None:
    family = text(system, "Family").lower()
    if not family or family == "none":
        return None
    return Distro(family, text(system, "Name"), system.get("EOSL") is True)


def _rows(results: list[_Result], path: str) -> tuple[Row, ...]:
    rows = Rows(path)
    for result in results:
        rows.extend(result.rows)
    return rows.all()


def _others(results: list[_Result]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for result in results:
        for kind, count in (*result.others.items(), ("entries without an id or a package", result.unnamed)):
            if count:
                counts[kind] = counts.get(kind, 0) + count
    return counts


_image_target = re.compile(r"(\S+) \((\S+) (\S+)\)").fullmatch


def _legacy(results: list[_Result], path: str) -> Report:
    """The old list tells the image and its distribution only as the target of the distribution's packages."""
    names, distro = [], None
    for result in results:
        match = _image_target(result.target) if result.kind in DISTRO_PACKAGES else None
        if match is not None:
            names.append(match[1])
            distro = Distro(match[2].lower(), match[3])
    return Report(
        path, NAME, "trivy", _rows(results, path), names=distinct(*names), distro=distro, passed_over=_others(results)
    )
