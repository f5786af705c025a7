"""The formats of reports, and how one is known by its content. It never looks at a file's name.

`read` takes a path, `read_from` a stream of bytes, such as standard input's.
"""

from __future__ import annotations

from .fault import ReportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .decode import Read
    from .json_pass import Document
    from .reader import Reader
    from .report import Report


def readers() -> tuple[Reader, ...]:
    """All readers. They are imported here: who reads no report does not pay for them."""
    from . import cyclonedx, gitlab, grype, grype_sarif, osv, osv_sarif, scout_sarif, trivy, trivy_sarif

    return (trivy, trivy_sarif, grype, grype_sarif, cyclonedx, osv, osv_sarif, scout_sarif, gitlab)


def read(path: str) -> Report:
    """The report in the file ``path``. Raises ReportError when it cannot be read, or is none that is known."""
    from dockerpatch.system.files import FileError, opened

    try:
        file = opened(path)
    except FileError as error:
        raise ReportError(path, error.reason) from None
    with file:
        return read_from(file.read, path)


def read_from(read_bytes: Read, path: str = "-") -> Report:
    """The report that ``read_bytes``, a binary stream's method, yields; ``path`` is what it is called ("-": stdin).

    Raises ReportError as `read` does.
    """
    from .decode import pieces
    from .json_pass import document

    known = readers()
    try:
        found = document(pieces(read_bytes, path), [shape for reader in known for shape in reader.SHAPES], path)
    except OSError as error:
        raise ReportError(path, (error.strerror or "cannot be read").lower()) from None
    for reader in known:
        if reader.claims(found.root):
            return reader.read(found.root, path)
    raise ReportError(path, _what(found))


def _what(found: Document) -> str:
    """What a JSON document is that no reader claims, as far as its field names tell."""
    root: Any = found.root
    if isinstance(root, list):
        return "no report that is known: an empty list" if not root else "no report that is known: a list"
    names = set(found.names)
    for marks, what in _TELLING:
        if marks <= names:
            return what
    if "runs" in names:
        from .sarif import tools

        found_tools = ", ".join(tools(root)[:3])
        return f"SARIF of a tool that is not known: {found_tools}" if found_tools else "SARIF that names no tool"
    if not names:
        return "no report that is known: an empty object"
    shown = ", ".join(found.names[:6])
    return f"no report that is known: an object with {shown}{', ...' if len(found.names) > 6 else ''}"


_SBOM = "scan it first (trivy sbom, grype sbom:FILE)"
_TELLING = (
    ({"bomFormat"}, f"a CycloneDX SBOM without vulnerabilities: {_SBOM}"),
    ({"spdxVersion"}, f"an SPDX SBOM, which holds no vulnerabilities: {_SBOM}"),
    ({"SPDXID"}, f"an SPDX SBOM, which holds no vulnerabilities: {_SBOM}"),
    ({"artifacts", "artifactRelationships"}, f"a package list of Syft, which holds no vulnerabilities: {_SBOM}"),
    ({"@context", "statements"}, "a VEX document, not a scanner's report"),
    ({"document", "product_tree"}, "a CSAF advisory, not a scanner's report"),
    ({"schemaVersion", "mediaType"}, "an image's manifest, not a scanner's report"),
    ({"architecture", "rootfs"}, "an image's config, not a scanner's report"),
    ({"auditReportVersion", "vulnerabilities"}, "a report of npm audit, which is not read"),
    ({"packageManager", "vulnerabilities"}, "a report of Snyk, which is not read"),
    ({"scan", "vulnerabilities"}, "a GitLab report of another kind than container scanning"),
)
