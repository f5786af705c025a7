"""A component of a CycloneDX document, and the files that components stand in. It knows no vulnerability."""

from __future__ import annotations

import re

from . import purls
from .fields import distinct, items, mappings, text
from .grype import ecosystem_of
from .spelling import ecosystem, path_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_location = re.compile(r"syft:location:([0-9]{1,6}):(path|layerID)").fullmatch
_TELLING = ("aquasecurity:trivy:", "syft:package:type", "syft:location:")


class Component:
    """One component. Of its properties only those are kept that tell of the package, its file and its layer."""

    __slots__ = ("_properties", "group", "inner", "name", "purl", "ref", "type", "version")

    def __init__(self, component: Any) -> None:
        self.ref = text(component, "bom-ref")
        self.type = text(component, "type")
        self.group = text(component, "group")
        self.name = text(component, "name")
        self.version = text(component, "version")
        self.purl = text(component, "purl")
        if not self.version and self.purl:
            parts = purls.read(self.purl)
            self.version = parts.version if parts else ""
        self.inner = tuple(each for each in items(component, "components") if isinstance(each, Component))
        found = ((text(each, "name"), text(each, "value")) for each in mappings(component, "properties"))
        self._properties = tuple(each for each in found if each[0].startswith(_TELLING))

    def all(self, name: str) -> list[str]:
        """The values of a property, in order."""
        return distinct(*(value for each, value in self._properties if each == name))

    def first(self, name: str) -> str:
        """The first value of a property, "" when there is none."""
        return next((value for each, value in self._properties if each == name), "")

    def title(self, tool: str) -> str:
        """The package's name as the scanner writes it in its own report: Trivy's has the group in it, Grype's not."""
        if not self.group or tool == "grype":
            return self.name
        parts = purls.read(self.purl) if self.purl else None
        return parts.name if parts else f"{self.group}/{self.name}"

    @property
    def ecosystem(self) -> str:
        """The package's ecosystem, by its package URL or what the scanner calls its type."""
        parts = purls.read(self.purl) if self.purl else None
        if parts is not None and parts.ecosystem not in ("", "generic"):
            return parts.ecosystem
        told = self.first("syft:package:type")
        return ecosystem_of(told, self.purl) if told else ecosystem(self.first("aquasecurity:trivy:PkgType"))

    @property
    def distro(self) -> str:
        """The family of the distribution that the package is of, as its package URL says."""
        parts = purls.read(self.purl) if self.purl else None
        return parts.qualifiers.get("distro", "").rpartition("-")[0].lower() if parts else ""

    @property
    def origin(self) -> str:
        """The source package."""
        told = self.first("aquasecurity:trivy:SrcName")
        parts = None if told or not self.purl else purls.read(self.purl)
        if parts is None:
            return told
        upstream = parts.qualifiers.get("upstream", "")
        if upstream.endswith(".src.rpm"):
            return upstream.rsplit("-", 2)[0]
        return upstream.partition("@")[0]

    @property
    def path(self) -> str:
        """The file that the package was found in, as far as the component itself tells."""
        return path_of(self.first("aquasecurity:trivy:FilePath") or self._at_first_location("path"))

    @property
    def layer(self) -> str:
        """The diff id of the layer."""
        return self.first("aquasecurity:trivy:LayerDiffID") or self._at_first_location("layerID")

    def _at_first_location(self, what: str) -> str:
        numbered = ((_location(name), value) for name, value in self._properties)
        found = [(int(match[1]), value) for match, value in numbered if match and match[2] == what]
        return min(found)[1] if found else ""


def places(components: Sequence[Component], document: Any) -> dict[str, str]:
    """By reference, the file of components that stand in one: what Trivy's binaries and lock files depend on."""
    needs: dict[str, list[Any]] = {}
    for each in mappings(document, "dependencies"):
        needs.setdefault(text(each, "ref"), []).extend(items(each, "dependsOn"))
    found: dict[str, str] = {}
    for top in components:
        if top.type != "application" or not top.first("aquasecurity:trivy:Type"):
            continue
        waiting = list(needs.get(top.ref, ()))
        while waiting:
            ref = waiting.pop()
            if isinstance(ref, str) and ref not in found:
                found[ref] = path_of(top.name)
                waiting += needs.get(ref, ())
    return found
