"""A report as bytes: what comes back is what went in, and nothing else is taken for one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.engine import entry
from dockerpatch.engine.report import FileError, FileReport
from dockerpatch.lint.finding import CONFIDENCES, SAFETIES, SEVERITIES, Evidence, Finding, Fix
from dockerpatch.text.edit import Edit
from dockerpatch.text.source import Source
from dockerpatch.text.span import Span

TEXT = "FROM alpine\nRUN é \udce9 x\n"
WORDS = st.text("ab \n\t\0'\"|,;\\é\udce9\u2028", max_size=6)
MARKS = st.sampled_from(["\x1c", "\x1d", "\x1e", "\x1f"])
SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda two: Span(min(two), max(two)))
EDITS = st.builds(lambda span, text: Edit(span.start, span.end, text), SPANS, WORDS)
FIXES = st.builds(Fix, st.sampled_from(SAFETIES), WORDS, st.lists(EDITS, max_size=3))
FINDINGS = st.builds(
    Finding,
    code=WORDS,
    name=WORDS,
    severity=st.sampled_from(SEVERITIES),
    confidence=st.sampled_from(CONFIDENCES),
    message=WORDS,
    advice=WORDS,
    key=WORDS,
    path=st.just("Dockerfile"),
    span=SPANS,
    covers=st.lists(SPANS, max_size=2),
    same_as=st.lists(st.text("AB-1", min_size=1, max_size=4), max_size=3),
    evidence=st.lists(st.builds(Evidence, WORDS, WORDS, WORDS), max_size=2),
    fix=st.none() | FIXES,
)
ERRORS = st.builds(FileError, st.just("Dockerfile"), WORDS, st.integers(0, 9), st.integers(0, 9))


def report(findings: list[Finding], errors: list[FileError], skipped: str, suppressed: int) -> FileReport:
    made = FileReport("Dockerfile", Source.of("Dockerfile", TEXT))
    made.findings, made.errors, made.skipped, made.suppressed = findings, errors, skipped, suppressed
    return made


def said(one: FileReport) -> object:
    return [
        (one.skipped, one.suppressed),
        [(error.path, error.message, error.line, error.column) for error in one.errors],
        [
            (
                *(getattr(each, name) for name in Finding.__slots__ if name not in ("fix", "evidence")),
                [(fact.source, fact.fact, fact.date) for fact in each.evidence],
                each.fix and (each.fix.safety, each.fix.title, each.fix.edits),
            )
            for each in one.findings
        ],
    ]


@given(st.lists(FINDINGS, max_size=3), st.lists(ERRORS, max_size=2), WORDS, st.integers(0, 99))
def test_what_goes_in_comes_out(findings: list[Finding], errors: list[FileError], skipped: str, hidden: int) -> None:
    before = report(findings, errors, skipped, hidden)
    data = entry.packed(before)
    assert data is not None
    after = report([], [], "", 0)
    assert entry.unpack(data, after)
    assert said(after) == said(before)


@given(FINDINGS, MARKS, st.sampled_from(["message", "key", "code"]))
def test_a_text_with_a_mark_of_the_format_is_not_packed(finding: Finding, mark: str, where: str) -> None:
    assert entry.packed(report([finding.replace(**{where: f"a{mark}b"})], [], "", 0)) is None


@given(st.lists(FINDINGS, min_size=1, max_size=2), st.data())
def test_other_bytes_are_no_entry(findings: list[Finding], data: st.DataObject) -> None:
    packed = entry.packed(report(findings, [], "", 0))
    assert packed is not None
    at = data.draw(st.integers(0, len(packed) - 1))
    for other in (packed[:at], packed[:at] + b"\x1f" + packed[at:], packed[:at] + b"\xff" + packed[at + 1 :], b""):
        after = report([], [], "", 0)
        if not entry.unpack(other, after):
            assert said(after) == said(report([], [], "", 0))
        else:
            assert all(0 <= one.span.start <= one.span.end <= len(TEXT) for one in after.findings)


def test_a_place_outside_the_text_is_no_entry() -> None:
    finding = Finding(
        code="X", name="x", severity="note", message="m", path="Dockerfile", span=Span(0, len(TEXT) + 1), key="k"
    )
    packed = entry.packed(report([finding], [], "", 0))
    assert packed is not None
    assert not entry.unpack(packed, report([], [], "", 0))
