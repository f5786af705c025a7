"""The proof that a patch must give before it is written. It never repairs a patch: it says what is wrong with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from dockerpatch.hosts.catalog import host_of
from dockerpatch.hosts.host import DOCKERFILE
from dockerpatch.lint.finding import NOTE
from dockerpatch.text.edit import moved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dockerpatch.lint.finding import Finding
    from dockerpatch.text.edit import Edit
    from dockerpatch.text.layout import Statement
    from dockerpatch.text.source import Source

    from .analyze import Analysis


def objections(before: Analysis, after: Analysis, edits: Sequence[Edit], applied: Sequence[Finding]) -> list[str]:
    """What speaks against the patch that ``edits`` (ordered) make of ``before``; [] when it is proven.

    It must parse, change nothing that its host knows it should not, remove the findings it was made for, and bring no
    new one above a note but what its fixes say they reveal; a Dockerfile must look to dockerfile-parse like the same
    file outside the edited lines.
    """
    if after.errors:
        return [f"the patched file would have an error: {after.errors[0].message}"]
    found = host_of(before.source.path).objections(before.document, after.document, edits)
    found += _gone(before, after, edits, applied)
    if not found and before.document.kind == DOCKERFILE:
        found = _second_opinion(before, after, edits)
    return found


def _count(findings: Sequence[Finding], place: Callable[[int], int]) -> dict[tuple[str, str, int], int]:
    counts: dict[tuple[str, str, int], int] = {}
    for finding in findings:
        key = (finding.code, finding.severity, place(finding.anchor))
        counts[key] = counts.get(key, 0) + 1
    return counts


def _statements(after: Analysis) -> list[int]:
    """Where the instructions of the patched file begin; [] for a file that has none."""
    document = after.document
    return [one.start for one in document.build.dockerfile.instructions] if document.kind == DOCKERFILE else []


def _gone(before: Analysis, after: Analysis, edits: Sequence[Edit], applied: Sequence[Finding]) -> list[str]:
    """Findings are matched by rule, severity and the instruction they belong to: the words in it may have changed."""
    starts = _statements(after)

    def now(offset: int) -> int:
        return offset if not starts or offset < starts[0] else starts[bisect_right(starts, offset) - 1]

    def then(offset: int) -> int:
        return now(moved(offset, edits))

    old = _count(before.findings, then)
    new = _count(after.findings, now)
    for finding in applied:
        key = (finding.code, finding.severity, then(finding.anchor))
        if new.get(key, 0) >= old.get(key, 0):
            return [f"the patch would not remove {finding.code} ({finding.name})"]
    revealed = {
        (code, then(finding.anchor)) for finding in applied if finding.fix is not None for code in finding.fix.reveals
    }
    for finding in after.findings:
        key = (finding.code, finding.severity, now(finding.anchor))
        if finding.severity == NOTE or (finding.code, key[2]) in revealed:
            continue
        if new[key] > old.get(key, 0):
            line = after.source.line_at(finding.span.start)
            return [f"the patch would bring a new finding: {finding.code} on line {line}: {finding.message}"]
    return []


def _second_opinion(before: Analysis, after: Analysis, edits: Sequence[Edit]) -> list[str]:
    """What dockerfile-parse reads, before and after, on the lines that no edit touches."""
    old_lines: set[int] = set()
    new_lines: set[int] = set()
    shift = 0
    for edit in edits:
        start = edit.start + shift
        shift += len(edit.text) - (edit.end - edit.start)
        old_lines.update(_lines(before.source, edit.start, edit.end))
        new_lines.update(_lines(after.source, start, start + len(edit.text)))
        if edit.text or edit.start == edit.end:
            continue
        if "\n" not in before.source.text[edit.start : edit.end]:
            new_lines.add(after.source.line_at(start))
        else:
            # Where lines of an instruction are gone as a whole, it is not the one it was.
            old, new = _above(before, edit.start), _above(after, start)
            if old is not None and new is not None and edit.start < old.end:
                old_lines.update(_lines(before.source, old.start, old.end))
                new_lines.update(_lines(after.source, new.start, new.end))
    first = _structure(before.source, old_lines)
    if first is None or first == _structure(after.source, new_lines):
        return []
    return ["dockerfile-parse reads instructions outside the patch differently after it"]


def _above(analysis: Analysis, offset: int) -> Statement | None:
    """The last instruction that starts before ``offset``."""
    instructions = analysis.document.layout.instructions
    at = bisect_left(instructions, offset, key=_start) - 1
    return instructions[at] if at >= 0 else None


def _start(statement: Statement) -> int:
    return statement.start


def _lines(source: Source, start: int, end: int) -> range:
    """The lines (from 1) that the characters stand on; none for the empty place at the start of a line."""
    text = source.text
    at_line_start = start == 0 or text[start - 1] == "\n"
    if start == end and at_line_start:
        return range(0)
    if end > start and text[end - 1] == "\n":
        end -= 1
    return range(source.line_at(start), source.line_at(end) + 1)


def _structure(source: Source, without: set[int]) -> list[tuple[str, str]] | None:
    """dockerfile-parse's instructions that stand on none of the lines ``without``.

    None when it cannot read the file.
    """
    import io

    from dockerfile_parse import DockerfileParser

    try:
        parsed = DockerfileParser(fileobj=io.BytesIO(source.data)).structure
    except (UnicodeDecodeError, ValueError, KeyError, IndexError, TypeError):
        return None
    kept = []
    for entry in parsed:
        lines = range(entry["startline"] + 1, entry["endline"] + 2)
        if without.isdisjoint(lines):
            kept.append((entry["instruction"], entry["content"]))
    return kept
