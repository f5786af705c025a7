"""What a file's report says, as bytes and back: what the cache keeps and worker processes hand over.

It never holds the file's text, nor its path. Read, it is checked: a text that did not come from here gives no entry.
"""

from __future__ import annotations

from dockerpatch.lint.finding import CONFIDENCES, SAFETIES, SEVERITIES, Evidence, Finding, Fix
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

from .report import FileError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .report import FileReport

# A plain text in fields needs no module to be read; JSON would cost a small run more than all of its reading.
_RECORD, _FIELD, _PART, _ATOM = "\x1e", "\x1f", "\x1d", "\x1c"
_MARKS = (_RECORD, _FIELD, _PART, _ATOM)


def packed(report: FileReport) -> bytes | None:
    """The report's findings, errors and skip; None where a text in it has a mark of this format in it."""
    head = _row((report.skipped, str(report.suppressed), str(len(report.errors))))
    rows = [head, *map(_error, report.errors), *map(_finding, report.findings)]
    if any(row is None for row in rows):
        return None
    return _RECORD.join(row for row in rows if row is not None).encode("utf-8", "surrogateescape")


def unpack(data: bytes, report: FileReport) -> bool:
    """Put into ``report``, whose source is there, what `packed` gave; False, and nothing is put, for other bytes."""
    assert report.source is not None
    size = len(report.source.text)
    try:
        head, *rows = data.decode("utf-8", "surrogateescape").split(_RECORD)
        skipped, suppressed, errors = head.split(_FIELD)
        count, hidden = int(errors), int(suppressed)
        found_errors = [_read_error(row, report.path) for row in rows[:count]]
        findings = [_read_finding(row, report.path, size) for row in rows[count:]]
    except (ValueError, IndexError):
        return False
    report.skipped, report.suppressed = skipped, hidden
    report.errors += found_errors
    report.findings = findings
    return True


def _row(fields: Iterable[str]) -> str | None:
    texts = tuple(fields)
    return None if any(mark in text for text in texts for mark in _MARKS) else _FIELD.join(texts)


def _group(atoms: Iterable[object]) -> str | None:
    texts = tuple(str(atom) for atom in atoms)
    return None if any(mark in text for text in texts for mark in _MARKS) else _ATOM.join(texts)


def _error(error: FileError) -> str | None:
    return _row((error.message, str(error.line), str(error.column)))


def _read_error(row: str, path: str) -> FileError:
    message, line, column = row.split(_FIELD)
    return FileError(path, message, int(line), int(column))


def _finding(one: Finding) -> str | None:
    fix = one.fix
    groups = (
        [_group((span.start, span.end)) for span in (one.span, *one.covers)],
        [_group(one.same_as)],
        [_group((each.source, each.fact, each.date)) for each in one.evidence],
        [_group((edit.start, edit.end, edit.text)) for edit in fix.edits] if fix is not None else [],
    )
    plain = (one.code, one.name, one.severity, one.confidence, one.message, one.advice, one.key)
    row = _row((*plain, fix.safety if fix is not None else "", fix.title if fix is not None else ""))
    if row is None or any(text is None for group in groups for text in group):
        return None
    return _FIELD.join((row, *(_PART.join(text for text in group if text is not None) for group in groups)))


def _read_finding(row: str, path: str, size: int) -> Finding:
    code, name, severity, confidence, message, advice, key, safety, title, *groups = row.split(_FIELD)
    spans, same_as, evidence, edits = groups
    if severity not in SEVERITIES or confidence not in CONFIDENCES:
        raise ValueError
    span, *covers = [_read_span(text, size) for text in spans.split(_PART)]
    fix = None
    if safety:
        if safety not in SAFETIES:
            raise ValueError
        fix = Fix(safety, title, [_read_edit(text, size) for text in edits.split(_PART)] if edits else [])
    return Finding(
        code=code,
        name=name,
        severity=severity,
        message=message,
        path=path,
        span=span,
        confidence=confidence,
        advice=advice,
        same_as=same_as.split(_ATOM) if same_as else (),
        covers=covers,
        evidence=[_read_evidence(text) for text in evidence.split(_PART)] if evidence else (),
        fix=fix,
        key=key,
    )


def _read_span(text: str, size: int) -> Span:
    start, end = map(int, text.split(_ATOM))
    if not 0 <= start <= end <= size:
        raise ValueError
    return Span(start, end)


def _read_edit(text: str, size: int) -> Edit:
    start, end, words = text.split(_ATOM)
    span = _read_span(f"{start}{_ATOM}{end}", size)
    return Edit(span.start, span.end, words)


def _read_evidence(text: str) -> Evidence:
    source, fact, date = text.split(_ATOM)
    return Evidence(source, fact, date)
