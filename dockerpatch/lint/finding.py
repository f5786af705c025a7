"""What a rule says: a finding, what it rests on, and at most one fix. It never says whether anyone wants to hear it."""

from __future__ import annotations

from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.text.edit import Edit

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)
"""Worst first."""

CONFIDENCES = ("high", "medium", "low")

SAFE, UNSAFE, DISPLAY = "safe", "unsafe", "display"
SAFETIES = (SAFE, UNSAFE, DISPLAY)
"""What the user may lose: nothing, what the build does today, or a decision that only a person can take."""


class Evidence:
    """A fact that a finding rests on: who says it, what it says, and the day (``YYYY-MM-DD``) it is known from."""

    __slots__ = ("date", "fact", "source")

    def __init__(self, source: str, fact: str, date: str) -> None:
        self.source = source
        self.fact = fact
        self.date = date


class Fix:
    """Edits of the finding's file that are made together or not at all, and what they may cost.

    ``reveals``: codes of rules that see flaws of the instruction only once the fix is made, though they were there.
    """

    __slots__ = ("edits", "reveals", "safety", "title")

    def __init__(self, safety: str, title: str, edits: Sequence[Edit], reveals: Sequence[str] = ()) -> None:
        self.safety = safety
        self.title = title
        self.edits = tuple(edits)
        self.reveals = tuple(reveals)


class Finding:
    """One flaw at one place.

    ``span`` is the very word that is wrong; ``covers`` are wider places (the whole instruction) above which an ignore
    comment works too. ``same_as`` are the names other tools give the flaw. ``key`` is what stays the same about the
    flaw while lines move, for the fingerprint.
    """

    __slots__ = (
        "advice",
        "code",
        "confidence",
        "covers",
        "evidence",
        "fix",
        "key",
        "message",
        "name",
        "path",
        "same_as",
        "severity",
        "span",
    )

    def __init__(
        self,
        *,
        code: str,
        name: str,
        severity: str,
        message: str,
        path: str,
        span: Span,
        confidence: str = "high",
        advice: str = "",
        same_as: Sequence[str] = (),
        covers: Sequence[Span] = (),
        evidence: Sequence[Evidence] = (),
        fix: Fix | None = None,
        key: str = "",
    ) -> None:
        self.code = code
        self.name = name
        self.severity = severity
        self.message = message
        self.path = path
        self.span = span
        self.confidence = confidence
        self.advice = advice
        self.same_as = tuple(same_as)
        self.covers = tuple(covers)
        self.evidence = tuple(evidence)
        self.fix = fix
        self.key = key

    def replace(self, **values: object) -> Finding:
        """The same finding but for the ``values`` given."""
        kept: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        return Finding(**{**kept, **values})  # type: ignore[arg-type]

    @property
    def anchor(self) -> int:
        """Where the statement that the finding belongs to begins."""
        return self.covers[0].start if self.covers else self.span.start

    @property
    def order(self) -> tuple[str, int, str, str]:
        """Where the finding stands in a report: by file, place, code."""
        return (self.path, self.span.start, self.code, self.message)

    def __repr__(self) -> str:
        return f"Finding({self.code}, {self.path}, {self.span.start}:{self.span.end}, {self.message!r})"


def fingerprint(finding: Finding, occurrence: int = 0) -> str:
    """A name for the flaw that survives edits elsewhere in the file: 16 hex digits of path, code, key and occurrence.

    ``occurrence`` counts (from 0) the findings of the file with the same code and key, in file order.
    """
    from hashlib import sha256

    text = "\0".join((finding.path, finding.code, finding.key, str(occurrence)))
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]
