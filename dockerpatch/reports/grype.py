"""Reads Grype's own JSON. It never reads its SARIF, nor the package list that Syft writes."""

from __future__ import annotations

from . import image_config
from .fault import ReportError
from .fields import distinct, items, labels, mapping, mappings, text, texts
from .reader import COUNTED, Made
from .report import FIXED, NOT_FIXED, UNKNOWN, WILL_NOT_FIX, Distro, Report, Row
from .rows import Rows
from .spelling import bare, ecosystem, is_stdlib, path_of, severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .reader import Shape

NAME = "grype-json"

_STATES = {"fixed": FIXED, "not-fixed": NOT_FIXED, "wont-fix": WILL_NOT_FIX}


def _row(match: Any) -> Row | None:
    """A match as a row; None when it names no vulnerability or no package."""
    found, package = mapping(match, "vulnerability"), mapping(match, "artifact")
    id_, name, version = text(found, "id"), text(package, "name"), text(package, "version")
    if not id_ or not name:
        return None
    kind = ecosystem_of(text(package, "type"), text(package, "purl"))
    fixed = _fixed(match, found)
    if is_stdlib(name, kind):
        version, fixed = bare(version), [bare(each) for each in fixed]
    place = _place(package)
    return Row(
        id_,
        name,
        version,
        ecosystem=kind,
        severity=severity(text(found, "severity")),
        fixed=fixed,
        state=_STATES.get(text(found, "fix", "state"), FIXED if fixed else UNKNOWN),
        aliases=[each for each in distinct(*_related(match)) if each != id_],
        origin=next((text(each, "name") for each in mappings(package, "upstreams")), ""),
        purl=text(package, "purl"),
        path=path_of(text(place, "path") or text(place, "realPath")),
        layer=text(place, "layerID"),
        source=text(found, "namespace"),
    )


def _related(match: Any) -> list[str]:
    return [text(each, "id") for each in mappings(match, "relatedVulnerabilities")]


def _fixed(match: Any, found: Any) -> list[str]:
    fixed = texts(found, "fix", "versions")
    if not fixed:
        fixed = [text(each, "version") for each in mappings(found, "fix", "available")]
    if not any(fixed):
        fixed = [text(each, "fix", "suggestedVersion") for each in mappings(match, "matchDetails")]
    return distinct(*fixed)


def _place(package: Any) -> dict[str, Any]:
    """Where the package was found: the file that is the evidence for it, not those that only support that."""
    places = list(mappings(package, "locations"))
    primary = (each for each in places if text(each, "annotations", "evidence") == "primary")
    return next(primary, places[0] if places else {})


def ecosystem_of(type_: str, purl: str) -> str:
    """The ecosystem for a package's type; what Grype calls "binary" and the like is what its package URL says."""
    return ecosystem(type_) or _purl_type(purl)


def _purl_type(purl: str) -> str:
    type_ = purl[4:].partition("/")[0].lower() if purl.startswith("pkg:") else ""
    return ecosystem(type_) or type_


_MATCH = Made(
    {
        "vulnerability": {
            "id": None,
            "namespace": None,
            "severity": None,
            "fix": {"versions": [None], "state": None, "available": [{"version": None}]},
        },
        "relatedVulnerabilities": [{"id": None}],
        "matchDetails": [{"fix": {"suggestedVersion": None}}],
        "artifact": {
            "name": None,
            "version": None,
            "type": None,
            "purl": None,
            "locations": [{"path": None, "realPath": None, "layerID": None, "annotations": {"evidence": None}}],
            "upstreams": [{"name": None}],
        },
    },
    _row,
)

SHAPES: tuple[Shape, ...] = (
    {
        "matches": [_MATCH],
        "ignoredMatches": [COUNTED],
        "source": {
            "type": None,
            "target": {
                "userInput": None,
                "imageID": None,
                "manifestDigest": None,
                "tags": [None],
                "repoDigests": [None],
                "layers": [{"digest": None}],
                "config": None,
                "labels": {"*": None},
            },
        },
        "distro": {"name": None, "version": None},
        "descriptor": {"name": None, "version": None, "timestamp": None},
    },
)


def claims(document: Any) -> bool:
    """Whether it is a report of Grype."""
    return (
        isinstance(document, dict)
        and "matches" in document
        and ("source" in document or text(document, "descriptor", "name") == "grype")
    )


def read(document: Any, path: str) -> Report:
    """The report. A template's list of matches without the rest is read too, as far as it goes."""
    if document["matches"] is not None and not isinstance(document["matches"], list):
        raise ReportError(path, "broken report of Grype: matches is no list")
    rows, unnamed = Rows(path), 0
    for match in items(document, "matches"):
        if isinstance(match, Row):
            rows.add(match)
        else:
            unnamed += 1
    target = mapping(document, "source", "target") if text(document, "source", "type") == "image" else {}
    config = image_config.decoded(text(target, "config")) if text(target, "config") else None
    layers = [text(each, "digest") for each in mappings(target, "layers")]
    distro = mapping(document, "distro")
    passed_over = {"suppressed": len(items(document, "ignoredMatches")), "entries without an id or a package": unnamed}
    return Report(
        path,
        NAME,
        "grype",
        rows.all(),
        version=text(document, "descriptor", "version"),
        created=text(document, "descriptor", "timestamp"),
        names=distinct(text(target, "userInput"), *texts(target, "tags")),
        digests=texts(target, "repoDigests"),
        image_id=text(target, "imageID"),
        manifest=text(target, "manifestDigest"),
        distro=Distro(text(distro, "name").lower(), text(distro, "version")) if text(distro, "name") else None,
        history=image_config.history(config, [layer for layer in layers if layer]),
        labels=labels(target.get("labels")) or image_config.image_labels(config),
        passed_over={kind: count for kind, count in passed_over.items() if count},
    )
