"""One file from its text to its findings. It never reads or writes the file."""

from __future__ import annotations

import os

from dockerpatch.hosts.catalog import host_of
from dockerpatch.knowledge.almanac import AlmanacError
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


class Analysis:
    """A file's document, what is wrong with it as a file, and its findings in file order.

    ``suppressed`` counts the silenced.
    """

    __slots__ = ("document", "errors", "findings", "source", "suppressed")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = document.source
        self.errors = [_error(document.source, fault) for fault in document.faults]
        self.findings: list[Finding] = []
        self.suppressed = 0


class ActiveRule:
    """A rule that the configuration wants for a file.

    Its options, and the severity that the user gives it ("": its own).
    """

    __slots__ = ("info", "options", "severity")

    def __init__(self, info: RuleInfo, options: Mapping[str, object], severity: str) -> None:
        self.info = info
        self.options = options
        self.severity = severity


def analyze(source: Source, rules: Sequence[ActiveRule], almanac: Almanac) -> Analysis:
    """Read and judge ``source``; findings that its comments silence are left out and counted."""
    document = host_of(source.path).read(source)
    analysis = Analysis(document)
    findings: list[Finding] = []
    known: dict[tuple[object, ...], object] = {}
    broken: FileError | None = None
    for rule in rules:
        if not rule.info.may_concern(source.text):
            continue
        context = Context(source, document.build, document.sites, almanac, rule.options, rule.info, known)
        try:
            for finding in rule.info.check(context):
                if rule.severity:
                    finding.severity = rule.severity
                findings.append(finding)
        except AlmanacError:
            raise
        except Exception as error:
            # What several rules share may be what broke: one line for the file is enough.
            broken = broken or internal_error(source.path, rule.info.code, error)
    if broken is not None:
        analysis.errors.append(broken)
    if findings:
        kept = findings
        if "#" in source.text:
            from dockerpatch.lint import suppress

            kept = suppress.apply(findings, suppress.suppressions(source, document.layout), almanac.as_of)
            analysis.suppressed = len(findings) - len(kept)
        once = {_identity(finding): finding for finding in reversed(kept)}
        analysis.findings = sorted(once.values(), key=lambda finding: finding.order)
    return analysis


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


def _error(source: Source, fault: Fault) -> FileError:
    if fault.offset < 0:
        return FileError(source.path, fault.message)
    at = source.position(min(fault.offset, len(source.text)))
    return FileError(source.path, fault.message, at.line, at.column)
