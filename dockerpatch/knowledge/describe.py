"""All that is known about one tag, as plain data for people and programs.

It asks the almanac and adds nothing of its own.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .almanac import Almanac
    from .answers import Eol


def describe(almanac: Almanac, image: str, tag: str) -> dict[str, object]:
    """See `Almanac.describe`. Keys that have no answer hold None, or an empty list."""
    status = almanac.status(image, tag)
    distro = almanac.distro(image, tag)
    successor = almanac.successor(image)
    sources = ["docker-library/official-images"]
    line_eol, distro_eol = almanac.line_eol(image, tag), almanac.distro_eol(image, tag)
    sources += [eol.source for eol in (line_eol, distro_eol) if eol is not None]
    go = _go(almanac, image, tag)
    if go is not None:
        sources += ["golang/vulndb", "golang/website"]
    if successor is not None:
        sources.append("docker-library/docs")
    return {
        "image": image,
        "tag": tag,
        "as_of": almanac.as_of,
        "snapshot": almanac.date,
        "status": status.kind,
        "since": status.since,
        "until": status.until,
        "last_change": status.last_change,
        "image_removed": status.removed,
        "last_rebuilt": almanac.last_rebuilt(image, tag),
        "line": almanac.line(image, tag),
        "line_eol": _eol(line_eol),
        "distro": None
        if distro is None
        else {
            "family": distro.family,
            "version": distro.version,
            "codename": distro.codename,
            "inferred": distro.inferred,
        },
        "distro_eol": _eol(distro_eol),
        "aliases": list(almanac.aliases(image, tag)),
        "aliases_exact": almanac.aliases_exact,
        "newest_in_line": almanac.newest_in_line(image, tag),
        "same_line_newer_distro": almanac.same_line_newer_distro(image, tag),
        "next_lines": [
            {"line": line.line, "tag": line.tag, "same_distro": line.same_distro}
            for line in almanac.next_lines(image, tag)
        ],
        "near_misses": [] if status.listed or status.gone else almanac.near_misses(image, tag),
        "successor": None
        if successor is None
        else {
            "image": successor.image,
            "others": list(successor.others),
            "via": list(successor.via),
            "reason": successor.reason,
            "source": successor.source,
        },
        "go": go,
        "sources": list(dict.fromkeys(sources)),
    }


def _eol(eol: Eol | None) -> dict[str, object] | None:
    if eol is None:
        return None
    return {
        name: getattr(eol, name) for name in ("product", "cycle", "date", "reached", "days_left", "extended", "source")
    }


def _go(almanac: Almanac, image: str, tag: str) -> dict[str, object] | None:
    """Advisories by kind, for a Go image with a full version."""
    version = almanac.go_version(image, tag)
    if version is None:
        return None
    return {
        "version": version,
        "latest_of_line": almanac.go_latest(almanac.line(image, tag)),
        **{
            kind: [
                {
                    "id": advisory.id,
                    "cves": list(advisory.cves),
                    "published": advisory.published,
                    "fixed_in": advisory.fixed_in,
                }
                for advisory in almanac.go_advisories(version, kind)
            ]
            for kind in ("stdlib", "toolchain")
        },
    }
