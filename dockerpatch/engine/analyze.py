"""One file from its text to its findings. It never reads or writes the file."""

from __future__ import annotations

import os

from dockerpatch.hosts.catalog import host_of
from dockerpatch.knowledge.almanac import AlmanacError
from dockerpatch.lint.finding import SEVERITIES
from dockerpatch.lint.names import canonical
from dockerpatch.lint.rule import Context

from .report import FileError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dockerpatch.hosts.host import Document, Fault
    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.lint.finding import Finding
    from dockerpatch.rules.catalog import RuleInfo
    from dockerpatch.text.source import Source

    from .shellcheck import Shell


class Analysis:
    """A file's document, what is wrong with it as a file, and its findings in file order.

    ``suppressed`` counts the silenced. ``hidden``: the ids of findings that hadolint has and does not show.
    """

    __slots__ = ("document", "errors", "findings", "hidden", "source", "suppressed")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = document.source
        self.errors = [_error(document.source, fault) for fault in document.faults]
        self.findings: list[Finding] = []
        self.hidden: frozenset[int] = frozenset()
        self.suppressed = 0


class ActiveRule:
    """A rule that the configuration wants for a file.

    Its options, the severity that the user or the profile gives it ("": its own), and the names by which its findings
    are let through: ``only`` (None: any) and ``without``, in the spelling of `dockerpatch.lint.names.canonical`.
    """

    __slots__ = ("info", "only", "options", "severity", "without")

    def __init__(
        self,
        info: RuleInfo,
        options: Mapping[str, object],
        severity: str,
        only: frozenset[str] | None = None,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self.info = info
        self.options = options
        self.severity = severity
        self.only = only
        self.without = without

    def lets_through(self, finding: Finding) -> bool:
        """Whether the names of the finding are such that it was asked for."""
        if self.only is None and not self.without:
            return True
        names = {canonical(name) for name in finding.same_as}
        return (self.only is None or not names.isdisjoint(self.only)) and names.isdisjoint(self.without)


def analyze(
    source: Source,
    rules: Sequence[ActiveRule],
    almanac: Almanac,
    as_hadolint: bool = False,
    shell: Shell | None = None,
    document: Document | None = None,
) -> Analysis:
    """Read and judge ``source``; findings that its comments silence are left out and counted.

    ``shell`` is asked of its scripts. ``document`` is what the source reads as, when that is known already.
    """
    if document is None:
        document = host_of(source.path).read(source)
    analysis = Analysis(document)
    findings: list[Finding] = []
    known: dict[tuple[object, ...], object] = {}
    broken: FileError | None = None
    text, keywords = source.text, document.keywords
    for rule in rules:
        info = rule.info
        if not info.may_concern(text, keywords):
            continue
        context = Context(source, document.build, document.sites, almanac, rule.options, info, known, as_hadolint)
        try:
            for finding in info.check(context):
                if rule.severity:
                    finding.severity = rule.severity
                if rule.lets_through(finding):
                    findings.append(finding)
        except AlmanacError:
            raise
        except Exception as error:
            # What several rules share may be what broke: one line for the file is enough.
            broken = broken or internal_error(source.path, rule.info.code, error)
    if broken is not None:
        analysis.errors.append(broken)
    if shell is not None:
        _ask(shell, analysis, findings)
    if findings:
        kept = findings
        if "#" in source.text:
            from dockerpatch.lint import suppress

            kept = suppress.apply(findings, suppress.suppressions(source, document.layout), almanac.as_of)
            analysis.suppressed = len(findings) - len(kept)
        once = {_identity(finding): finding for finding in reversed(kept)}
        analysis.findings = sorted(_one_a_flaw(list(once.values())), key=lambda finding: finding.order)
    return analysis


def _ask(shell: Shell, analysis: Analysis, findings: list[Finding]) -> None:
    """Add what ``shell`` has to say. Hadolint shows the last of it for each RUN, and that only when it is wanted."""
    path = analysis.source.path
    try:
        said, faults = shell.findings(analysis.document)
    except Exception as error:
        analysis.errors.append(internal_error(path, "shellcheck", error))
        return
    analysis.errors += [FileError(path, fault) for fault in faults]
    findings += [finding for finding in said if shell.wants(finding)]
    if shell.as_hadolint:
        last = {finding.anchor: id(finding) for finding in said}
        analysis.hidden = frozenset(id(finding) for finding in said if last[finding.anchor] != id(finding))


def internal_error(path: str, part: str, error: Exception) -> FileError:
    """The one line for a fault of our own in ``part``: it costs one file, never the run.

    Raises ``error`` itself where DOCKERPATCH_DEBUG is set.
    """
    if os.environ.get("DOCKERPATCH_DEBUG"):
        raise error
    words = " ".join(str(error).split())[:200]
    return FileError(path, f"internal error in {part}: {type(error).__name__}" + (f": {words}" if words else ""))


def _identity(finding: Finding) -> tuple[object, ...]:
    """What two findings share that are one: images that take their names from one ARG have their flaw at one place."""
    fix = finding.fix
    edits = tuple((edit.start, edit.end, edit.text) for edit in fix.edits) if fix is not None else None
    return (finding.code, finding.span.start, finding.span.end, finding.message, edits)


def _one_a_flaw(findings: list[Finding]) -> list[Finding]:
    """The findings without those whose flaw another one, at the same instruction, says it is the same as.

    The one that stays takes over the names of the one that goes. Our own rules go first, then the worst.
    """
    if len(findings) < 2:
        return findings
    speakers: dict[tuple[int, str], Finding] = {}
    kept = []
    ranked = sorted(findings, key=lambda one: (one.code[:2] != "DP", SEVERITIES.index(one.severity), one.order))
    for finding in ranked:
        speaker = speakers.get((finding.anchor, finding.code))
        if speaker is not None and speaker.code != finding.code:
            speaker.same_as = (*speaker.same_as, *(name for name in finding.same_as if name not in speaker.same_as))
            continue
        kept.append(finding)
        for name in finding.same_as:
            speakers.setdefault((finding.anchor, name), finding)
    return kept


def _error(source: Source, fault: Fault) -> FileError:
    if fault.offset < 0:
        return FileError(source.path, fault.message)
    at = source.position(min(fault.offset, len(source.text)))
    return FileError(source.path, fault.message, at.line, at.column)
