"""A triage as a comment on a pull request, for GitHub and GitLab. It is never longer than GitHub takes.

What does not fit is left out whole (a row, a patch), and the text says how much that is.
"""

from __future__ import annotations

from dockerpatch.reports.report import SEVERITIES
from dockerpatch.triage.answer import CLOSED, LIKELY, SETTLED, VERDICTS, WORDS, by_severity, remaining

from . import outline
from .gfm import code, diff, prose, row, table
from .outline import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.engine.report import FileReport
    from dockerpatch.triage.answer import Answer, Cause, Item

    from .view import Telling

MOST = 65_536
"""The most characters that GitHub takes in a comment."""

SPARE, SPARE_EACH = 600, 260
"""Kept free, of the text and for each image, for what is said about what is left out."""


def render(answers: Sequence[Answer], telling: Telling) -> str:
    """The comment."""
    page = _Page()
    images = [_Image(answer, telling) for answer in answers]
    page.add(*_opening(telling, page))
    # What matters most comes first: all the heads, then all the causes, the patches, and last the rows.
    for image in images:
        image.keep = page.fits(image.head, SPARE_EACH)
    shown = [image for image in images if image.keep]
    for image in shown:
        image.take_causes(page)
    for image in shown:
        image.take_patch(page)
    for image in shown:
        image.take_rows(page)
    for image in shown:
        page.add(image.head, *image.causes, image.patch, *image.rows)
    if len(shown) < len(images):
        page.add(f"{count(len(images) - len(shown), 'image')} more would not fit into a comment.\n")
    return page.text


def _opening(telling: Telling, page: _Page) -> list[str]:
    world = telling.world
    lines = [f"Facts as of {prose(world.as_of)}, from the almanac of {prose(world.date)}.\n\n"]
    if world.note:
        lines.append(f"{prose(world.note)}\n\n")
    if telling.gate:
        failing = count(len(telling.failing), "row fails it", "rows fail it") if telling.failing else "no row fails it"
        lines.append(f"**Gate {code(telling.gate)}:** {failing}.\n\n")
    remarks = [f"- {prose(remark)}\n" for remark in telling.remarks]
    kept = [line for line in [*lines, *remarks] if page.fits(line)]
    more = len(lines) + len(remarks) - len(kept)
    return [*kept, *([f"- {count(more, 'remark')} more would not fit\n"] if more else []), "\n" if remarks else ""]


class _Page:
    """The text, and how much of it is spoken for."""

    __slots__ = ("_left", "_parts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._left = MOST - SPARE

    def fits(self, text: str, more: int = 0) -> bool:
        """Speak for the room that the text and ``more`` characters take, where there is as much."""
        # Some count a character beyond the basic plane as two.
        size = len(text.encode("utf-16-le", "surrogatepass")) // 2 + more
        if size > self._left:
            return False
        self._left -= size
        return True

    def add(self, *texts: str) -> None:
        self._parts += texts

    @property
    def text(self) -> str:
        return "".join(self._parts)


class _Image:
    """The pieces of one image's part, each taken only where it fits."""

    __slots__ = ("_answer", "_bold", "_changes", "_failing", "_telling", "causes", "head", "keep", "patch", "rows")

    def __init__(self, answer: Answer, telling: Telling) -> None:
        self._answer = answer
        self._telling = telling
        self._changes = outline.hunks(answer.patch)
        self._bold = outline.hunks(answer.bold)
        self._failing = frozenset(telling.failing)
        self.keep = False
        self.causes: list[str] = []
        self.rows: list[str] = []
        self.patch = ""
        self.head = self._head()

    def _head(self) -> str:
        answer = self._answer
        items = answer.items
        left = remaining(items)
        counts = answer.counts()
        verdicts = ", ".join(f"{number:,} {WORDS[verdict]}" for verdict, number in counts.items())
        stay = "stays" if len(left) == 1 else "stay"
        bolder = sum(item.bold is not None and item.bold.verdict in (CLOSED, LIKELY) for item in items)
        image, scans = code(outline.name(answer)), " and by ".join(map(prose, outline.scans(answer)))
        sums = f"{count(len(items), 'row')}, {count(len(answer.causes), 'cause')}, {len(left):,} {stay} open"
        more = f" Unsafe fixes would close or likely close {bolder:,} more." if bolder else ""
        parts = [
            f"### {image}: {sums}\n\n",
            f"Built by {code(answer.origin.shown)}; scanned by {scans}.\n\n",
            f"What becomes of the rows: {verdicts or 'there are none'}.{more}\n\n",
        ]
        before, after = by_severity(items), by_severity(left)
        if before:
            parts.append(table(["", *before]))
            parts.append(row(["before", *(f"{number:,}" for number in before.values())]))
            parts.append(row(["after", *(f"{after.get(severity, 0):,}" for severity in before)]) + "\n")
        return "".join(parts)

    def take_causes(self, page: _Page) -> None:
        causes = self._answer.causes
        head = table(["", "Cause", "Where", "Rows", "What becomes of them", "Edit"])
        if not causes or not page.fits(head):
            return
        lines = []
        for number, cause in enumerate(causes, 1):
            line = self._cause(number, cause)
            if not page.fits(line):
                break
            lines.append(line)
        more = len(causes) - len(lines)
        note = f"\n{count(more, 'cause')} more would not fit into a comment.\n" if more else ""
        self.causes = [head, *lines, note, "\n"]

    def _cause(self, number: int, cause: Cause) -> str:
        counts = {verdict: sum(item.verdict == verdict for item in cause.items) for verdict in VERDICTS}
        verdicts = ", ".join(f"{many:,} {WORDS[verdict]}" for verdict, many in counts.items() if many)
        return row(
            [
                str(number),
                prose(cause.title),
                outline.lines(cause) or "–",
                outline.severities(cause.items),
                verdicts,
                self._edit(cause),
            ]
        )

    def _edit(self, cause: Cause) -> str:
        own = outline.own(cause, self._changes)
        if own:
            return "<br>".join(code(line.strip()) for one in own for line in one.shown[:3] if line.strip())
        if any(map(outline.is_closed, cause.items)):
            return f"that of line {', '.join(str(one.line) for one in self._changes)}"
        if all(item.verdict in SETTLED for item in cause.items):
            return "none is asked for"
        return "only an unsafe one" if outline.own(cause, self._bold) else "none"

    def take_patch(self, page: _Page) -> None:
        answer = self._answer
        place = "It stands in the file already. " if self._telling.written else ""
        found = ""
        if answer.patch is not None and answer.patch.changed:
            found += self._fenced(page, answer.patch, f"**The patch.** {place}Proven: {outline.PROVEN}.\n\n")
            for fix, closes, rule in outline.fix_of(answer):
                rows = f", closes or likely closes {count(closes, 'row')}" if closes else ""
                line = f"- {prose(fix.title)} ({fix.safety}, {code(rule)}{rows})\n"
                found += line if page.fits(line) else ""
        else:
            line = f"No safe edit of {code(answer.origin.path)} closes any of these rows.\n"
            found += line if page.fits(line) else ""
        if answer.bold is not None:
            head = "\n<details><summary>With unsafe fixes too: another release line, or another build</summary>\n\n"
            found += self._fenced(page, answer.bold, head, "\n</details>\n")
        self.patch = found + "\n"

    @staticmethod
    def _fenced(page: _Page, patch: FileReport, head: str, tail: str = "") -> str:
        block, escaped = diff(patch.diff())
        if escaped:
            head += (
                "Characters that cannot be seen are written as escapes: take this one from the file, not from here.\n\n"
            )
        text = f"{head}{block}{tail}\n"
        if page.fits(text):
            return text
        return f"A patch of {count(block.count(chr(10)) - 2, 'line')} would not fit into a comment.\n\n"

    def take_rows(self, page: _Page) -> None:
        """The rows, worst first, as many as fit; their facts are told with them."""
        items = sorted(self._answer.items, key=_order)
        if not items:
            return
        head = f"<details><summary>{count(len(items), 'row')}</summary>\n\n"
        head += table(["Severity", "Vulnerability", "Package", "Fixed in", "What becomes of it", "Why"])
        tail = "\n</details>\n\n"
        if not page.fits(head + tail):
            self.rows = [f"{count(len(items), 'row')} would not fit into a comment.\n\n"]
            return
        lines = []
        for item in items:
            line = self._row(item)
            if not page.fits(line):
                break
            lines.append(line)
        more = len(items) - len(lines)
        note = f"\n{count(more, 'row')} more would not fit into a comment.\n" if more else ""
        self.rows = [head, *lines, note, tail]

    def _row(self, item: Item) -> str:
        found = item.row
        verdict = WORDS[item.verdict]
        if item.bold is not None:
            verdict += f"; with unsafe fixes: {WORDS[item.bold.verdict]}"
        if item in self._failing:
            verdict += "; **fails the gate**"
        why = prose(item.judgement.reason)
        if item.judgement.until:
            why += f"; until {prose(item.judgement.until)}"
        for one in outline.facts(item.judgement.evidence):
            why += f"<br>{prose(one.fact)} ({', '.join(prose(part) for part in (one.source, one.date) if part)})"
        fixed = ", ".join(map(code, found.fixed[:5])) or "–"
        return row(
            [found.severity, code(found.id), f"{code(found.package)} {code(found.version)}", fixed, verdict, why]
        )


def _order(item: Item) -> tuple[int, str, str]:
    return (SEVERITIES.index(item.row.severity), item.row.package, item.row.id)
