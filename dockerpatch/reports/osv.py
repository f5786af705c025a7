"""Reads osv-scanner's own JSON, of images and of folders. It never asks OSV for anything."""

from __future__ import annotations

from .cvss import base_score
from .fault import ReportError
from .fields import as_written, distinct, items, mapping, mappings, text, texts
from .reader import Made
from .report import FIXED, UNKNOWN, Report, Row, Step
from .rows import Rows
from .spelling import bare, distro, is_stdlib, osv_ecosystem, path_of, severity, severity_of_score

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from .reader import Shape

NAME = "osv-scanner"


class _Flaw:
    """One entry of the database: ``fixes`` are the fixed versions by the affected package's name, in its order."""

    __slots__ = ("aliases", "fixes", "id", "severity")

    def __init__(self, entry: Any) -> None:
        self.id = text(entry, "id")
        self.aliases = texts(entry, "aliases")
        # A distribution's entry for one CVE names it as what it comes from; a notice for several has no alias.
        upstream = texts(entry, "upstream")
        if len(upstream) == 1:
            self.aliases = distinct(*self.aliases, *upstream)
        self.severity = severity(text(entry, "database_specific", "severity"))
        if self.severity == UNKNOWN:
            self.severity = _severity(entry)
        self.fixes: dict[str, tuple[str, ...]] = {}
        for affected in mappings(entry, "affected"):
            name = text(affected, "package", "name")
            events = (
                text(event, "fixed")
                for span in mappings(affected, "ranges")
                if text(span, "type") != "GIT"
                for event in mappings(span, "events")
            )
            self.fixes[name] = tuple(distinct(*self.fixes.get(name, ()), *events))

    def fixed(self, *names: str) -> list[str]:
        """The fixed versions of the package with one of these names; of the only one, if none is called so."""
        fitting = [self.fixes[name] for name in names if name in self.fixes]
        if not fitting and len(self.fixes) == 1:
            fitting = list(self.fixes.values())
        return list(fitting[0]) if fitting else []


def _severity(entry: Any) -> str:
    """The severity in the entry's list: a distribution's word, or a vector of CVSS 3."""
    found = (text(each, "score") for each in mappings(entry, "severity"))
    return next((each for words in found if (each := _of_words(words)) != UNKNOWN), UNKNOWN)


def _of_words(words: str) -> str:
    found = severity(words)
    return severity_of_score(base_score(words)) if found == UNKNOWN else found


SHAPES: tuple[Shape, ...] = (
    {
        "results": [
            {
                "source": {"path": None, "type": None},
                "packages": [
                    {
                        "package": {
                            "name": None,
                            "os_package_name": None,
                            "version": None,
                            "ecosystem": None,
                            "image_origin_details": {"index": None},
                        },
                        "groups": [{"ids": [None], "aliases": [None], "max_severity": None}],
                        "vulnerabilities": [
                            Made(
                                {
                                    "id": None,
                                    "aliases": [None],
                                    "upstream": [None],
                                    "database_specific": {"severity": None},
                                    "severity": [{"score": None}],
                                    "affected": [
                                        {
                                            "package": {"name": None},
                                            "ranges": [{"type": None, "events": [{"fixed": None}]}],
                                        }
                                    ],
                                },
                                _Flaw,
                            )
                        ],
                        "licenses": [None],
                        "license_violations": [None],
                    }
                ],
            }
        ],
        "experimental_config": {},
        "image_metadata": {
            "os": None,
            "layer_metadata": [{"diff_id": None, "command": None, "is_empty": None, "base_image_index": None}],
            "base_images": [[{"name": None}]],
        },
    },
)


def claims(document: Any) -> bool:
    """Whether it is a report of osv-scanner."""
    if not isinstance(document, dict) or "results" not in document:
        return False
    if "experimental_config" in document or "image_metadata" in document:
        return True
    return any("packages" in each and "source" in each for each in mappings(document, "results"))


def read(document: Any, path: str) -> Report:
    """The report. The image has no name in it: osv-scanner keeps that on the command line."""
    if document["results"] is not None and not isinstance(document["results"], list):
        raise ReportError(path, "broken report of osv-scanner: results is no list")
    image = mapping(document, "image_metadata")
    layers = [text(each, "diff_id") for each in mappings(image, "layer_metadata")]
    rows, unnamed, licences = Rows(path), 0, 0
    for result in mappings(document, "results"):
        for package in mappings(result, "packages"):
            found = list(_rows(package, text(result, "source", "path"), layers))
            rows.extend(found)
            unnamed += len(items(package, "vulnerabilities")) - len(found)
            licences += len(items(package, "license_violations"))
    passed_over = {"licences": licences, "entries without an id or a package": unnamed}
    return Report(
        path,
        NAME,
        "osv-scanner",
        rows.all(),
        distro=distro(text(image, "os")),
        history=[_step(each) for each in mappings(image, "layer_metadata")],
        bases=_bases(image),
        passed_over={kind: count for kind, count in passed_over.items() if count},
    )


def _step(layer: Any) -> Step:
    made = "" if layer.get("is_empty") is True else text(layer, "diff_id")
    index = layer.get("base_image_index")
    # The first of the base images stands for the image itself.
    return Step(as_written(layer, "command"), made, index != 0 if isinstance(index, int) else None)


def _bases(image: Any) -> list[str]:
    listed = (each if isinstance(each, list) else [each] for each in items(image, "base_images"))
    return distinct(*(text(base, "name") for bases in listed for base in bases))


def _rows(entry: Any, path: str, layers: Sequence[str]) -> list[Row]:
    package = mapping(entry, "package")
    source, version = text(package, "name"), text(package, "version")
    name = text(package, "os_package_name") or source
    kind = osv_ecosystem(text(package, "ecosystem"))
    index = mapping(package, "image_origin_details").get("index")
    layer = layers[index] if isinstance(index, int) and 0 <= index < len(layers) else ""
    stdlib = is_stdlib(name, kind)
    groups = _groups(entry)
    rows = []
    for flaw in items(entry, "vulnerabilities"):
        if not isinstance(flaw, _Flaw) or not flaw.id or not name:
            continue
        aliases, score = groups.get(flaw.id, ((), ""))
        fixed = flaw.fixed(source, name)
        found = severity_of_score(score)
        rows.append(
            Row(
                flaw.id,
                name,
                bare(version) if stdlib else version,
                ecosystem=kind,
                severity=flaw.severity if found == UNKNOWN else found,
                fixed=[bare(each) for each in fixed] if stdlib else fixed,
                state=FIXED if fixed else UNKNOWN,
                aliases=[each for each in distinct(*flaw.aliases, *aliases) if each != flaw.id],
                origin=source if name != source else "",
                path=path_of(path),
                layer=layer,
                source=text(package, "ecosystem"),
            )
        )
    return rows


def _groups(entry: Any) -> Mapping[str, tuple[Sequence[str], str]]:
    """By id, the other ids of the same flaw and its score."""
    found: dict[str, tuple[Sequence[str], str]] = {}
    for group in mappings(entry, "groups"):
        ids = texts(group, "ids")
        others = distinct(*ids, *texts(group, "aliases"))
        found.update((each, (others, text(group, "max_severity"))) for each in ids)
    return found
