"""DP303.

A Go that a build fetches by hand and that no updater sees: behind its line, with known holes, or unverified.
"""

from __future__ import annotations

from dockerpatch.lint.downloads import ARCHES, downloads, sums_of_go
from dockerpatch.lint.finding import SAFE, Evidence, Fix
from dockerpatch.lint.golang import named, proof, safer_release, worst_first
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.downloads import Download
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_SUMS = "docker-library/golang"


def check(ctx: Context) -> Iterator[Finding]:
    seen: set[tuple[int, str]] = set()
    for stage in ctx.build.stages:
        for download in downloads(stage):
            span = download.versions[0] or Span(download.instruction.start, download.instruction.body_end)
            if (span.start, download.version) not in seen:
                seen.add((span.start, download.version))
                yield from _judge(ctx, download, span)


def _judge(ctx: Context, download: Download, span: Span) -> Iterator[Finding]:
    version = download.version
    covers = (Span(download.instruction.start, download.instruction.end),)
    advisories = worst_first(ctx.almanac.go_advisories(version))
    target, safety = safer_release(ctx, version)
    if target is not None and target != version:
        fix = _fix(ctx, download, target, safety)
        latest = Evidence("go.dev/dl", f"Go {target} is the release to move to", ctx.almanac.as_of)
        yield ctx.report(
            span,
            "vulnerable" if advisories else "behind",
            advice="line" if fix is not None and safety == SAFE else "next" if fix is not None else "by-hand",
            covers=covers,
            evidence=[*proof(ctx, version, advisories), latest],
            fix=fix,
            version=version,
            target=target,
            count=len(advisories),
            flaws="flaw" if len(advisories) == 1 else "flaws",
            named=named(advisories),
        )
    elif advisories:
        yield ctx.report(
            span,
            "vulnerable",
            advice="no-way-out",
            covers=covers,
            evidence=proof(ctx, version, advisories),
            version=version,
            target="",
            count=len(advisories),
            flaws="flaw" if len(advisories) == 1 else "flaws",
            named=named(advisories),
        )
    if not download.checked:
        sum_ = ctx.almanac.go_archive_sha256(version)
        known = (
            [Evidence(_SUMS, f"go{version}.linux-amd64.tar.gz has sha256 {sum_}", ctx.almanac.as_of)] if sum_ else []
        )
        yield ctx.report(span, "unchecked", covers=covers, evidence=known, version=version)


def _fix(ctx: Context, download: Download, target: str, safety: str) -> Fix | None:
    """Version and checksums together, or nothing.

    A sum that is not known to belong to the old archive cannot be replaced.
    """
    if any(span is None for span in download.versions):
        return None
    edits = [Edit(span.start, span.end, target) for span in download.versions if span is not None]
    known = {text for text, _ in download.checksums}
    # What verifies the archive may stand in another instruction: it must move along.
    elsewhere = [(text, span) for text, span in sums_of_go(ctx) if text not in known]
    for text, span in [*download.checksums, *elsewhere]:
        new = _sum_for(ctx, text, download.version, target)
        if span is None or new is None:
            return None
        edits.append(Edit(span.start, span.end, new))
    return Fix(safety, f"fetch Go {target}", edits)


def _sum_for(ctx: Context, old: str, version: str, target: str) -> str | None:
    """The checksum that takes the place of ``old``: of the same platform's archive of ``target``."""
    for arch in ARCHES:
        if ctx.almanac.go_archive_sha256(version, arch) == old:
            return ctx.almanac.go_archive_sha256(target, arch)
    return None
