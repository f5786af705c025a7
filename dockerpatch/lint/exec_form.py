"""Commands that an image starts through a shell, and the same commands as a list. It never says which one is better."""

from __future__ import annotations

import re

from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

from .finding import UNSAFE, Fix
from .steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.syntax.shell import ShellWord

    from .rule import Context
    from .steps import Step

# What a shell does itself, or does otherwise than the program of that name.
_BUILTINS = frozenset(
    ". : [ [[ (( alias bg break builtin caller cd command compgen complete continue coproc declare dirs disown echo"
    " enable eval exec exit export false fc fg function getopts hash help history jobs kill let local logout popd"
    " printf pushd pwd read readarray readonly return select set shift shopt source suspend test time times trap true"
    " type typeset ulimit umask unalias unset wait".split()
)
_QUOTED = r"'[^']*+'|\"(?:[^\"\\]|\\.)*+\"|\\."
# What a shell may fill in, were it not for quotes; and a backslash with nothing behind it.
_FILLED = r"[*?\[{~$`!\\]"
# What only Windows runs, whatever the base is called.
_WINDOWS = r"(?i)\b[a-z]:\\|\.(?:bat|cmd|exe|ps1)\b|^(?:cmd|powershell|pwsh)\b"
# A list as hadolint reads it: it does not look at what a backslash escapes.
_STRING = r'"(?:[^"\\]|\\.)*+"'
_LIST = rf"\[\s*(?:{_STRING}\s*(?:,\s*{_STRING}\s*)*+)?\]\s*"


class ShellForm:
    """A CMD, ENTRYPOINT or HEALTHCHECK CMD that is no JSON array.

    ``text`` is the command on one line, which starts at ``at`` of the instruction's joined line. ``is_given_more``: its
    program would get the words of a CMD, which it does not as long as a shell runs it.
    """

    __slots__ = ("_fix", "at", "is_given_more", "step", "text")

    def __init__(self, step: Step, at: int, is_given_more: bool) -> None:
        self.step = step
        self.at = at
        self.text = step.instruction.logical[at:]
        self.is_given_more = is_given_more
        self._fix: Fix | bool | None = False

    @property
    def keyword(self) -> str:
        return self.step.instruction.keyword

    @property
    def place(self) -> Span:
        """The first word of the command; the keyword where there is none."""
        first = self.text.split(None, 1)[:1]
        if not first:
            return self.step.keyword_span
        return self.step.instruction.span_of(self.at, self.at + len(first[0]))

    @property
    def fix(self) -> Fix | None:
        """The fix that makes a list of the command, or mends the list that it was meant to be."""
        if isinstance(self._fix, bool):
            from .almost_json import is_meant, repaired

            meant = is_meant(self.text, self.keyword)
            edits = repaired(self.step.instruction, self.at) if meant else as_list(self)
            self._fix = Fix(UNSAFE, "write the command as a list", edits) if edits is not None else None
        return self._fix

    @property
    def is_list_to_hadolint(self) -> bool:
        return self.text[:1] == "[" and re.fullmatch(_LIST, self.text) is not None

    @property
    def is_by_default(self) -> bool:
        """Whether Docker's own shell runs it: no SHELL of the file is in force there."""
        stage = self.step.stage
        return stage is not None and stage.shell_at(self.step.written) is None


def shell_forms(ctx: Context) -> Sequence[ShellForm]:
    """The commands in shell form, in the order of the text; no triggers of ONBUILDs."""
    return ctx.once("shell forms", lambda: _read(ctx))


def _read(ctx: Context) -> list[ShellForm]:
    found = []
    with_cmd = {id(step.stage) for step in steps(ctx, "CMD") if not step.is_trigger}
    for step in steps(ctx, "CMD", "ENTRYPOINT", "HEALTHCHECK"):
        if not step.is_trigger:
            at = command_at(step)
            if at >= 0:
                is_given_more = step.instruction.keyword == "ENTRYPOINT" and id(step.stage) in with_cmd
                found.append(ShellForm(step, at, is_given_more))
    return found


def command_at(step: Step) -> int:
    """Where in the joined line the command starts; -1 when it is a JSON array, or a HEALTHCHECK without command."""
    instruction = step.instruction
    if instruction.is_json:
        return -1
    if instruction.keyword != "HEALTHCHECK":
        return instruction.rest_start
    args = instruction.args
    if len(args) < 2 or args[0].upper() != "CMD" or not instruction.logical.endswith(args[1]):
        return -1
    return len(instruction.logical) - len(args[1])


def as_list(form: ShellForm) -> list[Edit] | None:
    """The edits that write the command as a JSON array, word by word; None when a shell would do more than run it.

    They keep the line ends, and the comments between. ``exec`` in front goes: without a shell there is nothing to
    replace.
    """
    stage = form.step.stage
    if stage is None or stage.is_windows or not form.is_by_default or form.is_given_more:
        return None
    if re.search(_WINDOWS, form.text) is not None:
        return None
    words = plain_words(form.text)
    if words is None:
        return None
    from dockerpatch.model.ground import Ground

    ground = Ground(form.at, form.step.instruction)
    spans = [ground.span(word.start, word.end) for word in words]
    edits = []
    for number, (word, span) in enumerate(zip(words, spans, strict=True)):
        if span is None:
            return None
        before = "[" if number == 0 else ""
        after = "]" if number == len(words) - 1 else ","
        edits.append(Edit(span.start, span.end, f"{before}{json_string(word.value or '')}{after}"))
    first = form.place
    if spans[0] is not None and spans[0].start != first.start:
        gap = ground.span(0, words[0].start)
        if gap is None:
            return None
        edits.append(Edit(gap.start, gap.end, ""))
    return edits


def plain_words(text: str) -> list[ShellWord] | None:
    """The words of the one program that ``sh`` would run for ``text``, all known; None where it would do anything else.

    Without an ``exec`` in front.
    """
    from dockerpatch.syntax.shell import Command, parse  # most files start their programs without a shell

    script = parse(text)
    nodes = script.root.nodes
    if script.fault is not None or len(nodes) != 1 or len(script.commands) != 1:
        return None
    node = nodes[0]
    if not isinstance(node, Command) or node.before or node.after or node.negated or node.lead != node.start:
        return None
    if node.redirects or node.assignments or not node.words or node.start or node.end != len(text.rstrip()):
        return None
    words = list(node.words)
    if any(word.value is None or not word.value.isprintable() or _is_filled(word.raw) for word in words):
        return None
    if words[0].value == "exec" and len(words) > 1 and (words[1].value or "-")[0] != "-":
        return words[1:]
    return None if words[0].value in _BUILTINS or not words[0].value else words


def _is_filled(raw: str) -> bool:
    # Some shells know `$'..'`, `$".."` and `$[..]`, and some do not.
    return re.search(_FILLED, re.sub(_QUOTED, "", raw)) is not None or any(mark in raw for mark in ("$'", '$"', "$["))


def json_string(value: str) -> str:
    """The JSON string that means ``value``, which can be printed."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def other_names(form: ShellForm, code: str) -> list[str]:
    """What tools call the shell form, each as far as it sees it, but for ``code``."""
    found = []
    if not form.is_list_to_hadolint:
        found.append("DL3025")
    if form.keyword != "HEALTHCHECK":
        found += ["prefer-json-notation", "kics/not_using_json_in_cmd_and_entrypoint_arguments"]
        if form.is_by_default:
            found.append("JSONArgsRecommended")
    return [name for name in found if name != code]
