"""Package URLs, as far as VEX needs them: cut up, compared, and made for a row. It never asks whether a package exists.

The grammar and the rules for each type are packageurl's, whose door this is.
"""

from __future__ import annotations

from dockerpatch.text.record import Record

from .images import cut
from .report import DISTRO_PACKAGES, GO, RPM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from packageurl import PackageURL

    from .report import Distro, Row

LONGEST = 4096
"""No package URL is longer, in characters."""

OCI, DOCKER = "oci", "docker"

_KINDS = {GO: "golang"}


class Purl(Record):
    """A package URL in its canonical form: type in lower case, all parts decoded, "" and {} for what it has not.

    The registry of an OCI image is spelt as `dockerpatch.reports.images.full` does; Go's standard library has its bare
    version.
    """

    __slots__ = ("name", "namespace", "qualifiers", "type", "version")

    def __init__(
        self, type: str, namespace: str, name: str, version: str = "", qualifiers: Mapping[str, str] | None = None
    ) -> None:
        self.type = type
        self.namespace = namespace
        self.name = name
        self.version = version
        self.qualifiers = tuple(sorted((qualifiers or {}).items()))

    def covers(self, other: Purl) -> bool:
        """Whether this one, which may say less, is about ``other``: the same but for what it leaves open.

        A version and qualifiers that it has, the other must have, too. Where both are one build of an image by its
        digest, its platform needs no telling.
        """
        if (self.type, self.namespace, self.name) != (other.type, other.namespace, other.name):
            return False
        if self.version and self.version != other.version:
            return False
        known = dict(other.qualifiers)
        told = self.type == OCI and self.version != ""
        return all(
            known.get(name) == value or (told and name in ("arch", "os") and name not in known)
            for name, value in self.qualifiers
        )

    def __str__(self) -> str:
        from urllib.parse import quote

        parts = [*(part for part in self.namespace.split("/") if part), self.name]
        text = f"pkg:{self.type}/" + "/".join(quote(part, safe="") for part in parts)
        if self.version:
            text += f"@{quote(self.version, safe=':')}"
        if self.qualifiers:
            text += "?" + "&".join(f"{name}={quote(value, safe='/:')}" for name, value in self.qualifiers)
        return text


def parse(text: str) -> Purl | None:
    """The package URL that ``text`` is; None when it is none."""
    if len(text) > LONGEST or text[:4].lower() != "pkg:":
        return None
    from packageurl import PackageURL

    try:
        kind, slash, rest = text[4:].strip("/").partition("/")
        return _ours(PackageURL.from_string(f"pkg:{kind.lower()}{slash}{rest}"))
    except ValueError:
        return None


def made(kind: str, namespace: str, name: str, version: str, qualifiers: Mapping[str, str]) -> Purl:
    """A package URL of these parts, in its canonical form. Raises ValueError where they make none."""
    from packageurl import PackageURL

    return _ours(PackageURL(kind, namespace or None, name, version or None, dict(qualifiers) or None))


def _ours(found: PackageURL) -> Purl:
    if not found.name:
        raise ValueError("a package URL needs a name")
    version, qualifiers = found.version or "", dict(found.qualifiers or {})
    if found.type == "golang" and found.name == "stdlib" and not found.namespace:
        version = version.removeprefix("go").removeprefix("v")
    if found.type == OCI and "repository_url" in qualifiers:
        qualifiers["repository_url"] = cut(qualifiers["repository_url"].rstrip("/"))[0]
    namespace, name = found.namespace or "", found.name
    # The specification has these in lower case; packageurl leaves them as they are written.
    if found.type in DISTRO_PACKAGES:
        namespace = namespace.lower()
        name = name if found.type == RPM else name.lower()
    return Purl(found.type, namespace, name, version, qualifiers)


def of_row(row: Row, distro: Distro | None = None) -> Purl | None:
    """The package URL of the row's package: the scanner's own, else one of what the report tells.

    None where that is too little.
    """
    try:
        return parse(row.purl) if row.purl else _made_of(row, distro)
    except ValueError:
        return None


def _made_of(row: Row, distro: Distro | None) -> Purl | None:
    kind = _KINDS.get(row.ecosystem, row.ecosystem)
    if not kind or not row.package:
        return None
    if row.ecosystem in DISTRO_PACKAGES:
        return made(kind, distro.family, row.package, row.version, {}) if distro is not None else None
    if row.ecosystem == "maven":
        group, colon, name = row.package.rpartition(":")
        return made(kind, group, name, row.version, {}) if colon else None
    folder, _, name = row.package.rpartition("/")
    return made(kind, folder, name, row.version, {}) if name else None


def spellings(package: Purl) -> list[Purl]:
    """``package`` as all scanners find it: without the qualifiers, in which they differ.

    They spell the version of Go's standard library in two ways.
    """
    found = [Purl(package.type, package.namespace, package.name, package.version)]
    if package.type == "golang" and package.name == "stdlib" and package.version:
        found.append(Purl(package.type, package.namespace, package.name, f"v{package.version}"))
    return found


def of_image(name: str, digest: str = "") -> list[Purl]:
    """The package URLs by which VEX documents know an image: those of the types oci and docker.

    ``name`` is one of its names, ``digest`` that of its manifest where the name has none.
    """
    repository, tag, own = cut(name)
    if not repository:
        return []
    registry, _, path = repository.partition("/")
    folder, _, last = path.rpartition("/")
    if not last.strip():
        return []
    digest = own or digest
    qualifiers = {"repository_url": repository, **({"tag": tag} if tag else {})}
    found = [made(OCI, "", last, digest, qualifiers)]
    namespace = folder if registry == "docker.io" else f"{registry}/{folder}".rstrip("/")
    for place in dict.fromkeys((namespace, "" if namespace == "library" else namespace)):
        found += [Purl(DOCKER, place, last, version) for version in (tag, digest) if version or not (tag or digest)]
    return found
