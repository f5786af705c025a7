"""What ShellCheck says of the scripts in the RUNs of files, as findings. It never runs unless a config asks for it.

One call takes the scripts of many files, and what was said of a text once is remembered: a file that a fix changed
costs a call only for the RUNs that the fix changed.
"""

from __future__ import annotations

import re

from dockerpatch.config.load import ConfigError
from dockerpatch.config.select import choices
from dockerpatch.lint.finding import ERROR, NOTE, UNSAFE, WARNING, Finding, Fix
from dockerpatch.lint.scripts import scripts
from dockerpatch.system.programs import ProgramError, find, run_on_texts, stamp
from dockerpatch.text.edit import Edit, OverlapError, ordered
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from dockerpatch.config.settings import Config
    from dockerpatch.hosts.host import Document
    from dockerpatch.lint.scripts import Script

NAME = "shellcheck"
"""What all its findings are called, beside their codes."""

EXCLUDED = (1090, 1091, 2187)
"""Files that are sourced cannot be followed, and ``ash`` is taken for dash: hadolint leaves these out, too."""

WIKI = "https://www.shellcheck.net/wiki"
_SEVERITIES = {"error": ERROR, "warning": WARNING, "info": NOTE, "style": NOTE}
# A call has a minute, and a second for each two scripts.
_SECONDS, _SECONDS_EACH = 60.0, 0.5
_MOST_REMEMBERED = 5_000
# SC2086 wants quotes. What these name is put there as several words on purpose: options, packages, plurals.
_UNQUOTED = 2086
_LISTS = r"(?i)opt|arg|flag|dep|pkg|pack|list|mark|param|extra|s\Z"
# The line before ours is not the first one, whatever a script begins with.
_NOT_FIRST = 1128

Notes = list[dict[str, "Any"]] | str
"""What was said of one text; a text: why nothing could be said."""


class ShellCheck:
    """The program, and what it said of texts so far. Raises ConfigError when it is not installed."""

    __slots__ = ("_known", "_program")

    def __init__(self) -> None:
        self._program = find(NAME)
        if not self._program:
            raise ConfigError("shellcheck is not installed: pip install 'dockerpatch[shellcheck]'")
        self._known: dict[bytes, Notes] = {}

    @property
    def identity(self) -> str:
        """What tells this program from another version of it."""
        return stamp(self._program)

    def prepare(self, texts: Iterable[bytes]) -> None:
        """Have said what is to say of all ``texts``, in one call."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if not new:
            return
        if len(self._known) + len(new) > _MOST_REMEMBERED:
            self._known.clear()
        self._ask(new)

    def notes(self, text: bytes) -> Notes:
        """What is said of ``text``."""
        if text not in self._known:
            self.prepare((text,))
        return self._known[text]

    def _ask(self, texts: Sequence[bytes]) -> None:
        try:
            found = self._call(texts)
        except ProgramError as error:
            if len(texts) == 1:
                self._known[texts[0]] = str(error)
                return
            # One of them is to blame: the others need not suffer.
            half = len(texts) // 2
            self._ask(texts[:half])
            self._ask(texts[half:])
            return
        for text, notes in zip(texts, found, strict=True):
            self._known[text] = notes

    def _call(self, texts: Sequence[bytes]) -> list[list[dict[str, Any]]]:
        import json

        options = ("--norc", "--format=json1", f"--exclude={','.join(f'SC{code}' for code in EXCLUDED)}", "--")
        seconds = _SECONDS + _SECONDS_EACH * len(texts)
        done = run_on_texts(self._program, options, texts, seconds, ("SHELLCHECK_OPTS",))
        if done.code not in (0, 1):
            words = done.err.decode("utf-8", "replace").strip().split("\n")[0][:200]
            raise ProgramError(f"shellcheck failed with exit code {done.code}" + (f": {words}" if words else ""))
        found: list[list[dict[str, Any]]] = [[] for _ in texts]
        try:
            for note in json.loads(done.out)["comments"]:
                found[int(note["file"])].append(note)
        except (ValueError, KeyError, TypeError, IndexError, RecursionError):
            raise ProgramError("shellcheck gave an answer that cannot be read") from None
        return found


class _Code:
    """A code of ShellCheck's as the selection of rules sees it: on, wherever ShellCheck is."""

    __slots__ = ("code",)

    name = NAME
    same_as: tuple[str, ...] = ()
    default = True
    preview = False
    hadolint = "info"
    setting = ""
    severity = NOTE
    options: Mapping[str, Mapping[str, Any]] = {}

    def __init__(self, code: str) -> None:
        self.code = code


class Shell:
    """ShellCheck for the files of one config. ``ignored`` are selectors that the config adds for them."""

    __slots__ = ("_config", "_ignored", "_program", "_wanted", "as_hadolint")

    def __init__(self, program: ShellCheck, config: Config, ignored: Sequence[str], as_hadolint: bool) -> None:
        self._program = program
        self._config = config
        self._ignored = ignored
        self._wanted: dict[str, bool] = {}
        self.as_hadolint = as_hadolint

    def texts(self, document: Document) -> list[bytes]:
        """The texts that `findings` will ask for."""
        return [_asked(script) for script in scripts(document.build, self.as_hadolint)]

    def findings(self, document: Document) -> tuple[list[Finding], list[str]]:
        """All that ShellCheck says of the file, wanted or not, each script in its own order; and what went wrong."""
        found: list[Finding] = []
        faults: dict[str, None] = {}
        all_of_them = scripts(document.build, self.as_hadolint)
        self._program.prepare(map(_asked, all_of_them))
        for script in all_of_them:
            notes = self._program.notes(_asked(script))
            if isinstance(notes, str):
                faults[notes] = None
                continue
            reader = _Reader(script, document, self.as_hadolint)
            found += [finding for note in notes if (finding := reader.finding(note)) is not None]
        for finding in found:
            finding.severity = self._config.severity.get(finding.code, finding.severity)
        return found, list(faults)

    def wants(self, finding: Finding) -> bool:
        """Whether the config asks for findings of this code."""
        code = finding.code
        wanted = self._wanted.get(code)
        if wanted is None:
            config = self._config
            ignore = (*config.ignore, *self._ignored)
            picked = choices((_Code(code),), config.select, config.extend_select, ignore, config.profile)
            wanted = self._wanted[code] = bool(picked)
        return wanted


def _head(script: Script) -> str:
    """The lines that ShellCheck gets before the script."""
    exports = f"export {' '.join(f'{name}=1' for name in script.variables)}\n" if script.variables else ""
    return f"{script.shebang}\n{exports}"


def _asked(script: Script) -> bytes:
    return f"{_head(script)}{script.text}\n".encode("utf-8", "surrogateescape")


class _Reader:
    """Makes findings of the notes on one script."""

    __slots__ = ("_as_hadolint", "_document", "_head", "_lines", "_script")

    def __init__(self, script: Script, document: Document, as_hadolint: bool) -> None:
        self._script = script
        self._document = document
        self._as_hadolint = as_hadolint
        self._head = _head(script).count("\n")
        # Where each line of the script starts in it.
        self._lines = [0]
        at = script.text.find("\n")
        while at >= 0:
            self._lines.append(at + 1)
            at = script.text.find("\n", at + 1)

    def finding(self, note: Mapping[str, Any]) -> Finding | None:
        script, source = self._script, self._document.source
        code = int(note["code"])
        start = self._offset(int(note["line"]), int(note["column"]))
        end = self._offset(int(note["endLine"]), int(note["endColumn"]))
        if start is None and not self._as_hadolint:
            return None
        if code == _NOT_FIRST:
            return None
        written, instruction = script.written, script.instruction
        span = self._span(start, end) if start is not None and end is not None else None
        severity = _SEVERITIES.get(str(note["level"]), NOTE)
        place = span if span is not None else Span(instruction.start, instruction.keyword_end)
        return Finding(
            code=f"SC{code}",
            name=NAME,
            severity=severity,
            message=" ".join(str(note["message"]).split()).removesuffix("."),
            path=source.path,
            span=place,
            advice=f"{WIKI}/SC{code}",
            covers=(Span(written.start, written.end),),
            fix=self._fix(code, note.get("fix"), span, start, end),
            key=place.text(source.text),
        )

    def _offset(self, line: int, column: int) -> int | None:
        """The offset in the script of a place as ShellCheck counts it; None before its first line."""
        index = line - self._head - 1
        if index < 0:
            return None
        if index >= len(self._lines):
            return len(self._script.text)
        return min(self._lines[index] + column - 1, len(self._script.text))

    def _span(self, start: int, end: int) -> Span | None:
        """Where the characters stand, up to the first line end between them."""
        script, text = self._script, self._document.source.text
        first = script.at(start) if start < len(script.text) else script.behind(start)
        if first is None:
            return None
        last = script.behind(end) if end > start else None
        if last is None or last <= first:
            return Span(first, max(first, min(first + 1, len(text))))
        newline = text.find("\n", first, last)
        if newline > first:
            escape = self._document.build.dockerfile.escape
            last = first + len(text[first:newline].rstrip().removesuffix(escape).rstrip()) or last
        return Span(first, max(last, first + 1))

    def _fix(
        self, code: int, fix: Mapping[str, Any] | None, place: Span | None, first: int | None, last: int | None
    ) -> Fix | None:
        """ShellCheck's own fix, where each piece of it stands in one piece in the file.

        None where it puts a variable in quotes that had better stay bare. What the note is about
        stands from ``first`` to ``last`` of the script.
        """
        if code == _UNQUOTED and place is not None and self._stays_bare(place):
            return None
        edits = []
        for one in fix["replacements"] if fix else ():
            start = self._offset(int(one["line"]), int(one["column"]))
            end = self._offset(int(one["endLine"]), int(one["endColumn"]))
            if start is None or end is None:
                return None
            edit = self._edit(start, end, str(one["replacement"]), first, last)
            if edit is None:
                return None
            edits.append(edit)
        try:
            return Fix(UNSAFE, "apply ShellCheck's own fix", ordered(edits)) if edits else None
        except OverlapError:
            return None

    def _stays_bare(self, place: Span) -> bool:
        """Whether a variable is meant to be several words, or none at all, or stands between quotes already.

        Only a variable that is a whole word can be meant so; its name, or what takes its place, tells.
        """
        text = self._document.source.text
        word = re.fullmatch(r"\$(?:\{(\w+)(:?[-+][^}]*)?\}|(\w+))", place.text(text))
        around = text[place.start - 1 : place.start] + text[place.end : place.end + 1]
        if '"' in around:
            return True
        if word is None or around.strip(" \t\r\n;)&|"):
            return False
        return word[2] is not None or re.search(_LISTS, word[1] or word[3]) is not None

    def _edit(self, start: int, end: int, text: str, first: int | None, last: int | None) -> Edit | None:
        script = self._script
        if "\n" in text or "\r" in text:
            return None
        if start == end:
            before, behind = script.behind(start), script.at(start)
            # A line end in the file may lie between the two: what the note is about stays together.
            at = behind if start == first else before
            if at is None or (before != behind and start not in (first, last)):
                return None
            return Edit(at, at, text)
        first, last = script.at(start), script.behind(end)
        return (
            Edit(first, last, text) if first is not None and last is not None and last - first == end - start else None
        )
