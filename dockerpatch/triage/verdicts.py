"""What becomes of each row once a patch is made and the image is built anew. It never claims what no fact carries."""

from __future__ import annotations

from dockerpatch.lint.finding import Evidence
from dockerpatch.reports.report import (
    APK,
    DEB,
    DEFERRED,
    DISTRO_PACKAGES,
    END_OF_LIFE,
    FIXED,
    GO,
    INVESTIGATED,
    NOT_AFFECTED,
    NOT_FIXED,
    RPM,
    WILL_NOT_FIX,
)

from .answer import (
    APPLICATION,
    BASE,
    CLOSED,
    COPIED,
    DISAGREE,
    INSTALLED,
    LIKELY,
    REBUILD,
    STUCK,
    TOOLCHAIN,
    UNPROVEN,
    Judgement,
)
from .golang import judge_stdlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.model.packages import Package
    from dockerpatch.reports.report import Distro, Row

    from .alpine import Branch
    from .answer import Cause, Item
    from .ground import Ground, Place

LIBRARY = "docker-library/official-images"
_FAMILIES = {APK: "apk", DEB: "apt", RPM: "rpm"}
_BY_ALPINE = ("trivy", "osv-scanner")
"""Scanners that know flaws of Alpine's packages from Alpine's own data alone."""
_MOST_FIXES = 12
"""So many of the fixes that a branch has for a package are named."""
_NO_FIX = {
    NOT_FIXED: "no fixed version is known",
    WILL_NOT_FIX: "the distribution will not fix it",
    DEFERRED: "the distribution has put the fix off",
    INVESTIGATED: "the distribution is looking into it: no fix yet",
    END_OF_LIFE: "this release of the distribution gets no fixes any more",
    NOT_AFFECTED: "the scanner itself says that it is not affected",
}


class Judge:
    """Judges the rows of one image: how its Dockerfile is (``before``) and how it will be (``after``).

    ``distro`` is the image's, where it is known.
    """

    __slots__ = ("_after", "_almanac", "_before", "_branches", "_distro", "_scanned", "_tool")

    def __init__(self, almanac: Almanac, before: Ground, after: Ground, distro: Distro | None) -> None:
        self._almanac = almanac
        self._before = before
        self._after = after
        self._distro = distro
        self._branches: dict[str, Branch] = {}
        # Of the row that is judged: its scanner, and the day of the scan ("" where the report has none).
        self._tool = self._scanned = ""

    def judge(self, item: Item) -> Judgement:
        """The verdict on a row."""
        row, cause = item.row, item.cause
        self._tool, self._scanned = item.report.tool, item.report.created[:10]
        if row.ecosystem in DISTRO_PACKAGES:
            return self._distro_row(row, cause)
        if row.is_stdlib and cause.kind in (TOOLCHAIN, BASE, COPIED):
            return self._stdlib_row(row, cause)
        return self._application_row(row, cause)

    # -- packages of the distribution

    def _distro_row(self, row: Row, cause: Cause) -> Judgement:
        branch = self._branch() if row.ecosystem == APK else None
        if branch is not None and branch.known:
            found = self._by_secdb(row, cause, branch)
            if found is not None:
                return found
        if row.state in _NO_FIX and not (row.state == NOT_FIXED and row.fixed):
            return self._without_fix(row, cause)
        if row.state != FIXED and not row.fixed:
            return Judgement(STUCK, "the report names no fixed version")
        return self._by_scanner(row, cause)

    def _branch(self, version: str = "") -> Branch | None:
        if not version:
            if self._distro is None or self._distro.family != "alpine" or not self._distro.version:
                return None
            version = self._distro.version
        name = ".".join(version.removeprefix("v").split(".")[:2])
        if name not in self._branches:
            from .alpine import Branch

            self._branches[name] = Branch(self._almanac, name)
        return self._branches[name]

    def _by_secdb(self, row: Row, cause: Cause, branch: Branch) -> Judgement | None:
        """The verdict that Alpine's own data gives; None where it is silent and could not know better."""
        from dockerpatch.versions.catalog import compare

        from .alpine import NEVER, SECDB

        package = branch.origin(row) or row.origin or row.package
        fix = branch.fix(row)
        if fix is None:
            says_alpine = self._tool in _BY_ALPINE or "alpine" in row.source.lower()
            if says_alpine or not branch.is_newer_than(row, self._scanned):
                return None
            newer = branch.open_fixes(row)[:_MOST_FIXES]
            evidence = [branch.absent(row), *(branch.told(one, package) for one in newer)]
            fixes = [f"{one.version} ({', '.join(one.ids)})" for one in newer]
            more = len(branch.open_fixes(row)) - len(newer)
            if more:
                fixes.append(f"{more} more")
            real = (
                f"; what Alpine has fixed in {package} since {row.version} on that branch: {', '.join(fixes)}"
                if fixes
                else f"; Alpine has no fix for {package} that is newer than {row.version} on that branch"
            )
            reason = f"Alpine's own data for v{branch.name} (as of {branch.seen}) does not carry it{real}"
            return Judgement(DISAGREE, reason, evidence)
        told = branch.told(fix, package)
        if fix.version == NEVER:
            return Judgement(DISAGREE, f"Alpine says that {package} was never affected by {row.id}", [told])
        if (compare(APK, fix.version, row.version) or 0) <= 0:
            reason = f"Alpine fixed {row.id} in {package} {fix.version}; {row.version} is installed, which has it"
            return Judgement(DISAGREE, reason, [told])
        since = branch.known_since(fix, self._scanned if row.fixed else "")
        fixed = f"{package} {fix.version}"
        after = self._after.base(cause.stage) if cause.kind == BASE else self._after.base(self._after.target)
        before = self._before.base(cause.stage) if cause.kind == BASE else self._before.base(self._before.target)
        moved = after is not None and before is not None and after.name != before.name
        target = after.distro if after is not None else None
        if target is not None and target.family != "alpine":
            return Judgement(UNPROVEN, f"{after.name if after else ''} is no Alpine: scan the new image", [told])
        other = self._branch(target.version) if target is not None else branch
        if other is None or other.name == branch.name:
            return self._same_branch(row, cause, fixed, since, [told], after, moved, since == fix.first_seen)
        there = other.fix(row) if other.known else None
        if there is not None and there.version == NEVER:
            reason = f"{package} of Alpine v{other.name}, which the edit moves to, was never affected"
            return Judgement(CLOSED, reason, [told, other.told(there, package)])
        added = cause.kind == INSTALLED and self._pin(row, cause) is None
        if there is not None and (added or self._upgrade(row) is not None):
            taken = "`apk add` takes it" if added else "the upgrade takes it"
            reason = f"on Alpine v{other.name} {package} has it since {there.version}, and {taken}"
            return Judgement(CLOSED, reason, [told, other.told(there, package)])
        known = since if there is None else other.known_since(there)
        facts = [told] if there is None else [told, other.told(there, package)]
        rebuilt = after.rebuilt if after is not None else ""
        if after is not None and rebuilt and known and rebuilt > known:
            facts.append(Evidence(LIBRARY, f"{after.name} was last rebuilt on {rebuilt}", self._almanac.as_of))
            own = "" if there is not None else f"; {SECDB} for v{other.name} is not in the almanac"
            taken = "; `apk add` takes what is newest" if added else ""
            reason = f"{fixed} was there by {known}, and {after.name} was rebuilt on {rebuilt}{own}{taken}"
            return Judgement(LIKELY, reason, facts)
        where = after.name if after is not None else "the new base"
        return Judgement(UNPROVEN, f"whether {where} has the fix is not known: scan the new image", facts)

    def _same_branch(
        self,
        row: Row,
        cause: Cause,
        fixed: str,
        since: str,
        facts: list[Evidence],
        after: Place | None,
        moved: bool,
        exact: bool,
    ) -> Judgement:
        if cause.kind == INSTALLED:
            pinned = self._pin(row, cause)
            if pinned is not None:
                reason = f"line {cause.line} asks for {pinned.name}={pinned.version}: raise that to {fixed.split()[-1]}"
                return Judgement(STUCK, reason, facts)
            return Judgement(REBUILD, f"the branch has {fixed}, and `apk add` takes it at the next build", facts)
        upgrade = self._upgrade(row)
        if upgrade is not None:
            if self._before.upgrade("apk", row.package, row.origin) is None:
                return Judgement(CLOSED, f"the branch has {fixed}, and `apk upgrade` takes it", facts)
            return Judgement(REBUILD, f"the branch has {fixed}; a build without its cache upgrades to it", facts)
        return self._by_rebuild(fixed, since, facts, after, moved, exact)

    def _pin(self, row: Row, cause: Cause) -> Package | None:
        """The package as the RUN that is to blame asks for one version of it; None where it takes what is newest."""
        return self._before.installs().pin(cause.start, row.package, row.origin)

    def _upgrade(self, row: Row) -> object | None:
        return self._after.upgrade(_FAMILIES[row.ecosystem], row.package, row.origin)

    def _by_rebuild(
        self, fixed: str, since: str, facts: list[Evidence], after: Place | None, moved: bool, exact: bool = False
    ) -> Judgement:
        """The verdict where only a rebuild of the base image can have brought the fix.

        It was there on the day ``since``; ``exact``: and not before.
        """
        rebuilt = after.rebuilt if after is not None else ""
        if after is None or not rebuilt:
            name = after.name if after is not None else "the base"
            return Judgement(UNPROVEN, f"{fixed} is out; whether {name} was rebuilt since is not known", facts)
        facts = [*facts, Evidence(LIBRARY, f"{after.name} was last rebuilt on {rebuilt}", self._almanac.as_of)]
        if since and rebuilt > since:
            reason = f"{fixed} was there by {since}, and {after.name} was rebuilt on {rebuilt}"
            return Judgement(LIKELY if moved else REBUILD, reason, facts)
        if moved or after.listed:
            when = f"by {since}" if since else "on a day that is not known"
            reason = f"{fixed} was there {when}; the last rebuild of {after.name} that is known was on {rebuilt}"
            return Judgement(UNPROVEN, reason, facts)
        last = f"{after.name} was last rebuilt on {rebuilt} and is not listed any more"
        if exact:
            return Judgement(STUCK, f"{last}: no rebuild will bring {fixed}, of {since}", facts)
        return Judgement(STUCK, f"{last}: whether that had {fixed} is not known, and no later one comes", facts)

    def _by_scanner(self, row: Row, cause: Cause) -> Judgement:
        """The verdict where the scanner alone says that there is a fix: never more than likely."""
        fixed = f"{row.package} {', '.join(row.fixed)}".strip()
        facts = [Evidence(self._tool, f"{row.id} is fixed in {fixed}", self._scanned)] if self._scanned else []
        after = self._after.base(cause.stage if cause.kind == BASE else self._after.target)
        before = self._before.base(cause.stage if cause.kind == BASE else self._before.target)
        moved = after is not None and before is not None and after.name != before.name
        if cause.kind == INSTALLED:
            pinned = self._pin(row, cause)
            if pinned is not None:
                return Judgement(STUCK, f"line {cause.line} asks for {pinned.name} {pinned.version}: raise that", facts)
            if after is not None and before is not None and moved and _release(after) != _release(before):
                reason = f"the scanner names {fixed} for this release of the distribution; the edit moves to another"
                return Judgement(UNPROVEN, reason, facts)
            return Judgement(REBUILD, f"the scanner names {fixed}; the next build installs what is newest", facts)
        elif self._upgrade(row) is not None:
            if self._before.upgrade(_FAMILIES[row.ecosystem], row.package, row.origin) is None:
                return Judgement(LIKELY, f"the scanner names {fixed}, and the upgrade takes what is newest", facts)
            return Judgement(REBUILD, f"the scanner names {fixed}; a build without its cache upgrades", facts)
        if cause.kind == COPIED:
            return Judgement(
                UNPROVEN, f"the scanner names {fixed}; what the copied image holds now is not known", facts
            )
        return self._by_rebuild(fixed, self._scanned, facts, after, moved)

    def _without_fix(self, row: Row, cause: Cause) -> Judgement:
        reason = _NO_FIX[row.state]
        after = self._after.base(cause.stage) if cause.kind == BASE else None
        before = self._before.base(cause.stage) if cause.kind == BASE else None
        if after is not None and before is not None and after.name != before.name:
            old, new = before.distro, after.distro
            if old is not None and new is not None and (old.family, old.version) != (new.family, new.version):
                more = f"{reason}; the edit moves to {new.family} {new.version}: scan the new image"
                return Judgement(UNPROVEN, more)
        return Judgement(STUCK, reason)

    # -- Go's standard library, and what is the application's own

    def _stdlib_row(self, row: Row, cause: Cause) -> Judgement:
        if cause.kind == TOOLCHAIN:
            before, after = self._before.base(cause.stage), self._after.base(cause.stage)
            return judge_stdlib(self._almanac, row, before, after)
        found = judge_stdlib(self._almanac, row, None, None)
        if found.verdict == DISAGREE:
            return found
        binary = f"/{row.path}" if row.path else "a program"
        after = self._after.base(cause.stage) if cause.kind == BASE else None
        where = after.name if after is not None else cause.title
        if after is not None and after.listed:
            reason = f"{binary} comes compiled in {where}, which is rebuilt; with which Go is not known: scan it anew"
            return Judgement(UNPROVEN, reason, found.evidence)
        reason = f"{binary} comes compiled in {where}: only its maker can build it with another Go"
        return Judgement(STUCK, reason, found.evidence)

    def _application_row(self, row: Row, cause: Cause) -> Judgement:
        binary = f" in /{row.path}" if row.path else ""
        fixed = f": raise it to {', '.join(row.fixed)}" if row.fixed else ", and no fixed version is known"
        if row.is_stdlib:
            reason = (
                f"the Go of this binary{binary} is chosen where it is built{fixed}; `dockerpatch audit` tells which"
            )
            return Judgement(STUCK, reason)
        if cause.kind == BASE:
            before, after = self._before.base(cause.stage), self._after.base(cause.stage)
            if before is not None and after is not None and before.name != after.name:
                reason = f"{row.package}{binary} comes with the base image; what {after.name} holds is not known"
                return Judgement(UNPROVEN, reason)
            return Judgement(STUCK, f"{row.package}{binary} comes with the base image{fixed}")
        if cause.kind == COPIED:
            what = f"{row.package}{binary} comes with {cause.title}"
            newer = f"one with {row.package} {' or '.join(row.fixed)}" if row.fixed else "one without it"
            return Judgement(STUCK, f"{what}: take {newer}, when its makers have it")
        if cause.kind == APPLICATION:
            return Judgement(STUCK, f"{row.package}{binary} is the application's own{fixed}; out of reach of this tool")
        kind = "Go module" if row.ecosystem == GO else "package"
        return Judgement(STUCK, f"{kind} {row.package}{binary}{fixed}; no instruction of the Dockerfile names it")


def _release(place: Place) -> tuple[str, str] | None:
    """The distribution and its release that an image stands on, as far as its tag tells."""
    distro = place.distro
    return (distro.family, distro.version) if distro is not None else None
