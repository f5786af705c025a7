"""What the Go vulnerability database says of a row for the standard library. It never looks into a binary."""

from __future__ import annotations

from dockerpatch.lint.finding import Evidence
from dockerpatch.versions.go import release

from .answer import CLOSED, DISAGREE, REBUILD, STUCK, UNPROVEN, Judgement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.knowledge.answers import Advisory
    from dockerpatch.reports.report import Row

    from .ground import Place

VULNDB = "Go vulnerability database"


def judge_stdlib(almanac: Almanac, row: Row, before: Place | None, after: Place | None) -> Judgement:
    """The verdict on a row of the standard library that was compiled by the Go of ``before``, and will be by ``after``.

    None for an image that is not known.
    """
    if release(row.version) is None:
        return Judgement(UNPROVEN, f"{row.version!r} is no Go release, so its advisories are not known")
    hit = _hit(almanac, row, row.version)
    if hit is None:
        return _not_hit(almanac, row)
    facts = [_told(hit, row.version)]
    if hit.fixed_in is None:
        return Judgement(STUCK, f"no Go release is known to fix {hit.id}", facts)
    mended = f"Go {hit.fixed_in}"
    if after is None:
        return Judgement(STUCK, f"fixed in {mended}", facts)
    new = after.go
    if not new:
        reason = f"fixed in {mended}; which Go {after.name} holds is not known"
        return Judgement(UNPROVEN, reason, facts)
    still = _hit(almanac, row, new)
    if still is not None:
        told = f"{after.name} holds Go {new}, which has it still: it takes {still.fixed_in or 'a release to come'}"
        return Judgement(STUCK, told, [*facts, _told(still, new)])
    facts.append(Evidence(VULNDB, f"Go {new} is not hit by {hit.id}", almanac.as_of))
    if before is not None and before.name == after.name:
        reason = f"{after.name} holds Go {new} today, which has the fix ({hit.id}, fixed in {hit.fixed_in})"
        return Judgement(REBUILD, reason, facts)
    return Judgement(CLOSED, f"Go {new} has the fix ({hit.id}, fixed in {hit.fixed_in})", facts)


def _hit(almanac: Almanac, row: Row, version: str) -> Advisory | None:
    """The advisory for one of the row's ids that hits the version."""
    ids = set(row.ids)
    for one in almanac.go_advisories(version, "stdlib"):
        if one.id in ids or not ids.isdisjoint(one.cves):
            return one
    return None


def _not_hit(almanac: Almanac, row: Row) -> Judgement:
    known = _known(almanac, row)
    if known is None:
        reason = f"{row.id} is in no advisory for Go's standard library that the almanac has (as of {almanac.as_of})"
        return Judgement(UNPROVEN, reason)
    fact = Evidence(VULNDB, f"{known} does not hit Go {row.version}", almanac.as_of)
    return Judgement(DISAGREE, f"{known}, the advisory for {row.id}, does not hit Go {row.version}", [fact])


def _known(almanac: Almanac, row: Row) -> str | None:
    """The id of the standard library's advisory for one of the row's ids, whatever it hits."""
    ids = set(row.ids)
    rows = almanac.store.rows(
        "select a.id, a.cves from go_advisory a join go_range r on r.advisory = a.id where r.module = 'stdlib'"
    )
    return next((number for number, cves in rows if number in ids or not ids.isdisjoint(cves.split())), None)


def _told(advisory: Advisory, version: str) -> Evidence:
    ids = f" ({', '.join(advisory.cves)})" if advisory.cves else ""
    where = f" in {', '.join(advisory.packages[:3])}" if advisory.packages else ""
    fixed = f", fixed in Go {advisory.fixed_in}" if advisory.fixed_in else ""
    return Evidence(VULNDB, f"{advisory.id}{ids}{where} hits Go {version}{fixed}", advisory.published)
