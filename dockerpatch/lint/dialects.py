"""Reads the comments that silence findings, each in the words and with the reach that its tool gives it.

Where a tool is strict, so are we: what it does not read silences nothing here either. It never looks at a finding.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from .names import canonical
from .suppress import (
    BUILDKIT,
    CHECKOV,
    EXPERIMENTAL,
    HADOLINT,
    KICS,
    OWN,
    SEMGREP,
    TALLY,
    TRIVY,
    Mention,
    Suppression,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dockerpatch.text.layout import Comment, Layout, Statement
    from dockerpatch.text.source import Source

    from .suppress import Reach

# Kept as texts: `re` compiles them for the first file that has such a comment.
_OURS = r"(?i)#\s*dockerpatch:\s*(ignore|ignore-file)\s*\[([^\]\n]*)\](.*)"
_UNTIL = r"\buntil=(\S*)"
_REASON = r"\breason=(.*)$"

PRAGMA = (
    r"#[ \t]*hadolint[ \t]+(?:(global|stage)[ \t]+)?ignore[ \t]*="
    r"[ \t]*([DLSC0-9]+(?:[ \t]*,[ \t]*[DLSC0-9]+)*+)[ \t]*(?:#(.*))?"
)
"""What hadolint takes for an ignore, the whole of a comment: its scope, its codes, and the words behind it."""

_PRAGMA_MEANT = r"(?i)#[ \t]*hadolint[ \t]+(?:global[ \t]+|stage[ \t]+)?ignore[ \t]*=[ \t]*[A-Z]{2}[0-9]{4}"
_CHECK = r"(?i)#\s*(check)\s*=\s*(.*)"
_TALLY = r"(?i)#\s*tally\s+(global\s+)?ignore\s*=\s*([\w/.-]+(?:\s*,\s*[\w/.-]+)*+)\s*(?:;\s*reason\s*=\s*(.*))?"
_TRIVY = r"(?<![^\s])[#/*]*+((?:trivy|tfsec):([^\s\[]*)(?:\[[^\s\]]*\])?([^\s]*))"
_CHECKOV = r"(?:checkov|bridgecrew|cortex):skip= *([A-Za-z_\d-]+(?:,[A-Za-z_\d-]+)*+)(?::([^\n]*))?"
_SEMGREP = r"(?i) nosem(?:grep)?(?![\w-])(?::\s?([\w./-]+(?:\s*,\s*[\w./-]+)*+))?(.*)"
_KICS = r"(?i)(?:#|//|;)*\s*kics-scan\b\s*(.*)"
_KICS_LINE, _KICS_BLOCK = "ignore-line", "ignore-block"


class Reader:
    """The comments of one file. Those that speak of a statement find it by the gap they stand in, or by its line."""

    __slots__ = (
        "_block",
        "_end",
        "_first",
        "_found",
        "_froms",
        "_gap",
        "_layout",
        "_source",
        "_stage",
        "_starts",
        "_text",
    )

    def __init__(self, source: Source, layout: Layout) -> None:
        self._source = source
        self._text = source.text
        self._layout = layout
        self._end = len(source.text) + 1
        self._starts = [each.start for each in layout.instructions]
        self._froms: list[int] | None = None
        self._found: list[Suppression] = []
        # BuildKit's comment in the gap that is read: of several the first one counts.
        self._gap = -1
        self._first: Suppression | None = None
        # Hadolint's last comment about a stage.
        self._stage: Suppression | None = None
        # Where the last block that KICS is to leave alone ends.
        self._block = -1

    def read(self) -> list[Suppression]:
        lowered = self._text.lower()
        for directive in self._layout.directives:
            if directive.name == "check":
                self._check(directive.value, directive.start, self._line_end(directive.start), (0, self._end))
        readers = [read for marks, read in self._readers() if any(mark in lowered for mark in marks)]
        for comment in self._layout.comments if readers else ():
            for read in readers:
                if read(comment):
                    break
        if "trivy:" in lowered or "tfsec:" in lowered:
            self._trivy()
        if " nosem" in lowered:
            self._semgrep()
        self._found.sort(key=lambda one: one.start)
        return self._found

    def _readers(self) -> Iterator[tuple[Sequence[str], Callable[[Comment], bool]]]:
        yield ("dockerpatch",), self._ours
        yield (HADOLINT,), self._hadolint
        yield ("check",), self._buildkit
        yield (TALLY,), self._tally
        yield ("checkov:", "bridgecrew:", "cortex:"), self._checkov
        yield ("kics-scan",), self._kics

    def _add(
        self,
        dialect: str,
        comment: tuple[int, int],
        mentions: Iterable[Mention],
        reach: Reach | None,
        reason: str = "",
    ) -> bool:
        start, end = comment
        reaches = () if reach is None else (reach,)
        self._found.append(Suppression(dialect, start, end, mentions, reaches, reason.strip()))
        return True

    # Where a comment holds.

    def _below(self, at: int) -> Statement | None:
        """The first statement that starts behind ``at``."""
        index = bisect_right(self._starts, at)
        return self._layout.instructions[index] if index < len(self._starts) else None

    def _around(self, at: int) -> Statement | None:
        """The statement that holds ``at``."""
        index = bisect_right(self._starts, at) - 1
        found = self._layout.instructions[index] if index >= 0 else None
        return found if found is not None and at < found.end else None

    def _on_line(self, line: int) -> Statement | None:
        """The statement whose first line is ``line``."""
        starts = self._source.starts
        if line > len(starts):
            return None
        found = self._below(starts[line - 1] - 1)
        return found if found is not None and self._source.line_at(found.start) == line else None

    def _to_next_from(self, start: int) -> Reach:
        """From ``start`` to the next FROM behind it."""
        if self._froms is None:
            self._froms = [each.start for each in self._layout.instructions if each.keyword == "FROM"]
        index = bisect_right(self._froms, start)
        return (start, self._froms[index] if index < len(self._froms) else self._end)

    def _stage_below(self, line: int) -> Reach | None:
        """What hadolint takes for the stage of a comment above ``line``: what stands below the line, to the next FROM.

        The next FROM is part of it, and whatever is on the line is not, be it a FROM or another instruction.
        """
        starts = self._source.starts
        if line >= len(starts):
            return None
        start = starts[line]
        to = self._to_next_from(start - 1)[1]
        last = self._below(to - 1)
        return (start, last.end if last is not None else self._end)

    def _line_end(self, at: int) -> int:
        return self._source.line_end(self._source.line_at(at))

    # What each tool's comments look like.

    def _ours(self, comment: Comment) -> bool:
        found = re.match(_OURS, self._text[comment.start : comment.end])
        if found is None:
            return False
        until, reason = re.search(_UNTIL, found[3]), re.search(_REASON, found[3])
        day = (until[1] or "?") if until is not None else ""
        mentions = [
            Mention(text, at, ["*" if text.upper() == "ALL" else canonical(text)], day)
            for text, at in _parts(found[2], comment.start + found.start(2))
        ]
        one = self._around(comment.start) or self._below(comment.start)
        reach = (0, self._end) if found[1].lower() == "ignore-file" else _of(one)
        return self._add(OWN, (comment.start, comment.end), mentions, reach, reason[1] if reason else "")

    def _hadolint(self, comment: Comment) -> bool:
        text = self._text[comment.start : comment.end]
        found = re.fullmatch(PRAGMA, text)
        if found is None:
            if re.match(_PRAGMA_MEANT, text) is None:
                return False
            return self._add(HADOLINT, (comment.start, comment.end), (), None)
        mentions = [Mention(code, at, [code]) for code, at in _parts(found[2], comment.start + found.start(2))]
        reach: Reach | None = None
        if self._around(comment.start) is None:
            line = self._source.line_at(comment.start) + 1
            below = self._on_line(line)
            if found[1] == "global":
                reach = (0, self._end)
            elif found[1] == "stage":
                reach = self._stage_below(line)
                if reach is not None and self._stage is not None:
                    # A second one takes the place of the first.
                    self._stage.reaches = tuple([(start, min(end, reach[0])) for start, end in self._stage.reaches])
            elif below is not None:
                reach = (below.start, below.end)
            elif line <= self._source.line_count:
                # Another comment, of which a rule may speak too.
                reach = (self._source.line_start(line), self._source.line_end(line) + 1)
        self._add(HADOLINT, (comment.start, comment.end), mentions, reach, found[3] or "")
        if found[1] == "stage":
            self._stage = self._found[-1]
        return True

    def _buildkit(self, comment: Comment) -> bool:
        below = self._below(comment.start)
        gap = below.start if below is not None else self._end
        if gap != self._gap:
            self._gap, self._first = gap, None
        line = self._source.line_at(comment.start)
        if self._source.line_text(line)[:1] != "#" or self._around(comment.start) is not None:
            return False  # one that is indented keeps its mark, and then it is no name
        text = self._text[comment.start : comment.end]
        if not text[1:].strip():
            # An empty comment parts what stands above it from the instruction.
            if self._first is not None:
                self._first.reaches = ()
            self._first = None
            return True
        found = re.fullmatch(_CHECK, text)
        if found is None:
            return False
        reach = _of(below) if self._first is None else None
        if not self._check(found[2], comment.start, comment.end, reach, found.start(2)):
            return False
        self._first = self._first or self._found[-1]
        return True

    def _check(self, value: str, start: int, end: int, reach: Reach | None, offset: int = -1) -> bool:
        """Take the value of a ``check``, which ends at its first blank; one with an option nobody knows is void."""
        at = start + offset if offset >= 0 else self._text.index(value, start)
        options, _, reason = value.partition(" ")
        names: list[tuple[str, int]] = []
        for part, place in _parts(options, at, ";", 2):
            key, equals, rest = part.partition("=")
            if not equals or key.strip() not in ("skip", "error", "experimental"):
                return False
            if key.strip() == "skip":
                names = list(_parts(rest, place + len(key) + 1))
        mentions = [
            Mention(name, place, [f"*{BUILDKIT}" if name == "all" and len(names) == 1 else canonical(name)])
            for name, place in names
        ]
        for mention in mentions:
            if mention.names[0] in EXPERIMENTAL:
                mention.names = ()
        return bool(mentions) and self._add(BUILDKIT, (start, end), mentions, reach, reason)

    def _tally(self, comment: Comment) -> bool:
        found = re.fullmatch(_TALLY, self._text[comment.start : comment.end])
        if found is None:
            return False
        mentions = [
            Mention(text, at, ["*" if text == "all" else canonical(re.sub(r"^(?:hadolint|buildkit)/", "", text))])
            for text, at in _parts(found[2], comment.start + found.start(2))
        ]
        reach = (0, self._end) if found[1] else _of(self._below(comment.start))
        return self._add(TALLY, (comment.start, comment.end), mentions, reach, found[3] or "")

    def _checkov(self, comment: Comment) -> bool:
        text = self._text[comment.start : comment.end]
        found = re.search(_CHECKOV, text)
        if found is None:
            return False
        # It compares by the letter, and does not take a list apart.
        mention = Mention(found[1], comment.start + found.start(1), [found[1]])
        return self._add(CHECKOV, (comment.start, comment.end), [mention], (0, self._end), found[2] or "")

    def _kics(self, comment: Comment) -> bool:
        found = re.fullmatch(_KICS, self._text[comment.start : comment.end])
        if found is None:
            return False
        from .nicknames import of_kics

        at = comment.start + found.start(1)
        first, _, rest = found[1].partition(" ")
        place = (comment.start, comment.end)
        every = [Mention(first or "kics-scan", at if first else comment.start, [f"*{KICS}"])]
        words = found[1].lower().split()
        if _KICS_LINE in words or _KICS_BLOCK in words:
            below = self._below(comment.start) if self._around(comment.start) is None else None
            if below is None or _KICS_LINE in words:
                return self._add(KICS, place, every, _of(below), rest)
            reach = self._to_next_from(below.start)
            # A second one in a stage adds nothing.
            again = self._block == reach[1]
            self._block = reach[1]
            return self._add(KICS, place, every, None if again else reach, rest)
        # The others count only above all that is built.
        if self._starts and comment.start > self._starts[0]:
            return False
        if first.lower() in ("", "ignore"):
            return self._add(KICS, place, every, (0, self._end), rest)
        key, equals, ids = first.partition("=")
        if key.lower() != "disable" or not equals:
            return False
        mentions = [Mention(text, start, of_kics(text)) for text, start in _parts(ids, at + len(key) + 1)]
        return self._add(KICS, place, mentions, (0, self._end), rest)

    def _trivy(self) -> None:
        """Trivy reads lines, whatever they are part of: a line of ignores holds for its own and for the next one.

        A line that begins with one holds for the lines of the line of ignores right below it, where there is one.
        """
        from .nicknames import of_trivy

        lines: dict[int, tuple[list[Mention], str, bool]] = {}
        for found in re.finditer(r"(?m)^.*(?:trivy|tfsec):.*$", self._text):
            parts = [(part, _trivy_mention(part, found.start(), of_trivy)) for part in re.finditer(_TRIVY, found[0])]
            mentions = [mention for _, mention in parts if mention is not None]
            if mentions:
                words = re.sub(_TRIVY, "", found[0]).strip("#/* \t\r")
                opens = not found[0][: parts[0][0].start(1)].strip("#/* \t\ufeff")
                lines[self._source.line_at(found.start())] = (mentions, words, opens)
        target: dict[int, int] = {}
        for line in sorted(lines, reverse=True):
            mentions, words, opens = lines[line]
            at = target[line] = target.get(line + 1, line) if opens else line
            reaches = [reach for reach in (_of(self._on_line(at)), _of(self._on_line(at + 1))) if reach is not None]
            start = mentions[0].start
            if self._on_line(line) is None:
                mark = self._text.find("#", self._source.line_start(line), start)
                start = mark if mark >= 0 else start
            else:
                words = ""  # those of the instruction
            self._found.append(Suppression(TRIVY, start, self._source.line_end(line), mentions, reaches, words))

    def _semgrep(self) -> None:
        """Semgrep reads lines too: on the line a statement starts on, or alone on the line above it."""
        for found in re.finditer(_SEMGREP, self._text):
            line = self._source.line_at(found.start())
            start = self._source.line_start(line)
            alone = not any(char.isalnum() for char in self._text[start : found.start()])
            here = self._on_line(line)
            below = self._on_line(line + 1) if alone else None
            reaches = [one for one in (_of(here), _of(below)) if one is not None]
            if found[1]:
                mentions = [
                    Mention(text, at, [canonical(text.rpartition(".")[2])])
                    for text, at in _parts(found[1], found.start(1))
                ]
            else:
                mentions = [Mention(found[0].split()[0].strip(":"), found.start() + 1, [f"*{SEMGREP}"])]
            first = self._text.find("#", start, found.start() + 1)
            reason = found[2].strip(" \t\r-:") if here is None else ""
            place = first if first >= 0 and here is None else found.start() + 1
            self._found.append(Suppression(SEMGREP, place, self._source.line_end(line), mentions, reaches, reason))


def _trivy_mention(part: re.Match[str], offset: int, named: Callable[[str], tuple[str, ...]]) -> Mention | None:
    """The ``trivy:ignore:ID`` of one word, with the day in it; None for a word that has no such thing."""
    pieces = (part[2] + part[3]).split(":")
    said = dict(zip(pieces[::2], pieces[1::2], strict=False))
    name = said.get("ignore")
    if not name:
        return None
    day = (said["exp"] or "?") if "exp" in said else ""
    names = (f"*{TRIVY}",) if name == "*" else named(name)
    return Mention(name, offset + part.start(1), names, day, offset + part.end(1))


def _of(statement: Statement | None) -> Reach | None:
    return (statement.start, statement.end) if statement is not None else None


def _parts(text: str, at: int, mark: str = ",", most: int = -1) -> Iterator[tuple[str, int]]:
    """The parts of a list without the blanks around them, each with the place it starts at; ``at`` is the list's."""
    for part in text.split(mark, most):
        bare = part.strip()
        if bare:
            yield bare, at + part.index(bare)
        at += len(part) + len(mark)
