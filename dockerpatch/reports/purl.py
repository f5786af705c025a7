"""Package URLs, as far as VEX needs them: cut up, compared, and made for a row. It never asks whether a package exists.

The grammar and the rules for each type are those of the package-url specification.
"""

from __future__ import annotations

import re

from dockerpatch.text.record import Record

from .images import cut
from .report import DEB, GO, RPM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .report import Distro, Row

LONGEST = 4096
"""No package URL is longer, in characters."""

OCI, DOCKER = "oci", "docker"

_TYPE = re.compile(r"[a-z][a-z0-9.+-]{0,40}").fullmatch
_KEY = re.compile(r"[a-z][a-z0-9._-]{0,40}").fullmatch

_LOWER_NAMES = frozenset(("apk", "deb", "github", "bitbucket", "oci", "pypi", "composer"))
_LOWER_NAMESPACES = frozenset(("apk", "deb", "rpm", "github", "bitbucket", "composer"))
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
    from urllib.parse import unquote

    rest, _, query = text[4:].partition("#")[0].partition("?")
    kind, slash, path = rest.lstrip("/").partition("/")
    path = path.strip("/")
    version = ""
    if "@" in path[1:]:
        # The name of an npm scope begins with one, and may be written as it is.
        at = path.rindex("@")
        if at > 0 and path[at - 1] != "/":
            path, version = path[:at], unquote(path[at + 1 :])
    folder, _, name = path.rpartition("/")
    if not slash or not name or _TYPE(kind.lower()) is None:
        return None
    return made(kind, unquote(folder), unquote(name), version, _qualifiers(query))


def made(kind: str, namespace: str, name: str, version: str, qualifiers: Mapping[str, str]) -> Purl:
    """A package URL of these parts, in its canonical form."""
    kind = kind.lower()
    if kind in _LOWER_NAMESPACES:
        namespace = namespace.lower()
    if kind in _LOWER_NAMES:
        name = name.lower()
    if kind == "pypi":
        name = name.replace("_", "-")
    if kind == "golang" and name == "stdlib" and not namespace:
        version = version.removeprefix("go").removeprefix("v")
    found = dict(qualifiers)
    if kind == OCI and "repository_url" in found:
        found["repository_url"] = cut(found["repository_url"].rstrip("/"))[0]
    return Purl(kind, namespace, name, version, found)


def _qualifiers(query: str) -> dict[str, str]:
    from urllib.parse import unquote

    found: dict[str, str] = {}
    for pair in query.split("&") if query else ():
        name, _, value = pair.partition("=")
        if value and _KEY(name.lower()) is not None:
            found[name.lower()] = unquote(value)
    return found


def of_row(row: Row, distro: Distro | None = None) -> Purl | None:
    """The package URL of the row's package: the scanner's own, else one of what the report tells.

    None where that is too little.
    """
    if row.purl:
        return parse(row.purl)
    kind = _KINDS.get(row.ecosystem, row.ecosystem)
    if not kind or not row.package:
        return None
    if row.ecosystem in ("apk", DEB, RPM):
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
    digest = own or digest
    qualifiers = {"repository_url": repository, **({"tag": tag} if tag else {})}
    found = [made(OCI, "", last, digest, qualifiers)]
    namespace = folder if registry == "docker.io" else f"{registry}/{folder}".rstrip("/")
    for place in dict.fromkeys((namespace, "" if namespace == "library" else namespace)):
        found += [Purl(DOCKER, place, last, version) for version in (tag, digest) if version or not (tag or digest)]
    return found
