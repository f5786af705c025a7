"""What a rule of the user's own looks for, and the edit it makes, as its YAML says. It never runs anything of theirs.

Texts are matched by globs, whose cost grows with the length of the text and of the pattern and with nothing else.
"""

from __future__ import annotations

from dockerpatch.lint.edits import add_word, append_command, drop_instruction, drop_word
from dockerpatch.lint.finding import Fix
from dockerpatch.lint.steps import steps
from dockerpatch.lint.uses import uses_in
from dockerpatch.syntax.glob import Glob
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from dockerpatch.image.site import ImageSite
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.commands import RunWord

FIELDS = frozenset("instruction image registry repository tag digest command word flag key value arguments".split())
"""What a message, an advice or a fix may name in braces; what the place has not is empty."""
PARTS = ("name", "registry", "repository", "tag", "digest")
"""The parts of an image that can be asked for."""
EVERY = (
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER RUN SHELL STOPSIGNAL USER VOLUME WORKDIR"
).split()


class Condition:
    """What is asked of a text: one of some globs, none of them (``{not: ...}``), to be there (true) or not (false)."""

    __slots__ = ("_globs", "_negated", "_there")

    def __init__(self, said: object) -> None:
        self._there = said if isinstance(said, bool) else None
        self._negated = isinstance(said, dict)
        if isinstance(said, dict):
            said = said["not"]
        texts = said if isinstance(said, list) else [said] if isinstance(said, str) else []
        self._globs = [glob for text in texts if (glob := Glob.compile(text)) is not None]

    def holds(self, text: str | None) -> bool:
        """Whether ``text`` (None: there is none) is what is asked for."""
        if self._there is not None:
            return bool(text) is self._there
        if text is None:
            return self._negated
        return any(glob.end(text, 0, True) == len(text) for glob in self._globs) is not self._negated


class Match:
    """A place that was found: where, what the message may say of it, and what an edit has to know."""

    __slots__ = ("data", "span", "step", "use", "word")

    def __init__(
        self, step: Step, span: Span, data: Mapping[str, str], use: Use | None = None, word: RunWord | None = None
    ) -> None:
        self.step = step
        self.span = span
        self.data = {**dict.fromkeys(FIELDS, ""), "instruction": step.instruction.keyword, **data}
        self.use = use
        self.word = word


class Pattern:
    """The ``match`` and ``fix`` of a checked rule."""

    __slots__ = ("_fix", "_flags", "_image", "_keywords", "_stage", "_texts")

    def __init__(self, match: Mapping[str, Any], fix: Mapping[str, Any] | None) -> None:
        named = match["instruction"]
        self._keywords = [named] if isinstance(named, str) else list(named)
        self._stage = match.get("stage", "any")
        self._image = {part: Condition(said) for part, said in match.get("image", {}).items()}
        self._flags = {name: Condition(said) for name, said in match.get("flags", {}).items()}
        names = ("command", "has", "lacks", "key", "value", "word", "arguments")
        self._texts = {name: Condition(match[name]) for name in names if name in match}
        self._fix = fix

    def check(self, ctx: Context) -> Iterator[Finding]:
        """The findings of the rule in one file."""
        for step in steps(ctx, *self._keywords):
            if not self._is_in_stage(ctx, step):
                continue
            for found in self._flagged(step):
                for match in self._matches(ctx, found):
                    data: dict[str, Any] = dict(match.data)
                    yield ctx.report(match.span, "found", covers=step.covers, fix=self._fixed(ctx, match), **data)

    def _is_in_stage(self, ctx: Context, step: Step) -> bool:
        return self._stage == "any" or (step.stage is ctx.build.final) is (self._stage == "final")

    def _flagged(self, step: Step) -> Iterator[Match]:
        """The step, when its flags and arguments are as asked for; its place is the first flag that is."""
        flags = step.instruction.flags
        span, data = step.keyword_span, {"arguments": step.instruction.rest}
        for name, condition in self._flags.items():
            flag = next((one for one in flags if one.name == name), None)
            # A flag without a value (``--link``) is there all the same.
            if not condition.holds(None if flag is None else flag.value if flag.value is not None else "true"):
                return
            if flag is not None and "flag" not in data:
                span, data["flag"] = Span(flag.start, flag.end), flag.text
        asked = self._texts.get("arguments")
        if asked is None or asked.holds(step.instruction.rest):
            yield Match(step, span, data)

    def _matches(self, ctx: Context, found: Match) -> Iterator[Match]:
        step, texts = found.step, self._texts
        if "command" in texts or "has" in texts or "lacks" in texts:
            for use in uses_in(ctx, step):
                yield from self._use(found, use)
        elif self._image:
            for site in ctx.sites:
                if site.covers.start == step.written.start:
                    yield from self._site(found, site)
        elif "key" in texts or "value" in texts:
            for pair in step.instruction.pairs:
                if self._asks("key", pair.name) and self._asks("value", _bare(pair.value)):
                    span = pair.value_span if "value" in texts and pair.value_span else pair.name_span
                    yield Match(step, span, {**found.data, "key": pair.name, "value": _bare(pair.value) or ""})
        elif "word" in texts:
            for word in step.instruction.words:
                if self._asks("word", word.text):
                    yield Match(step, Span(word.start, word.end), {**found.data, "word": word.text})
        else:
            yield found

    def _asks(self, name: str, text: str | None) -> bool:
        asked = self._texts.get(name)
        return asked is None or asked.holds(text)

    def _use(self, found: Match, use: Use) -> Iterator[Match]:
        """The command, when its program and words are as asked for; its place is the first word that was asked for."""
        if not self._asks("command", use.program):
            return
        words = list(zip(use.arguments, use.values, strict=True))
        lacked = self._texts.get("lacks")
        if lacked is not None and any(lacked.holds(value) for _, value in words):
            return
        wanted = self._texts.get("has")
        word = next((word for word, value in words if wanted is not None and wanted.holds(value)), None)
        if wanted is not None and word is None:
            return
        data = {**found.data, "command": use.program, "word": (word.value or word.raw) if word is not None else ""}
        yield Match(found.step, use.place(word), data, use, word)

    def _site(self, found: Match, site: ImageSite) -> Iterator[Match]:
        reference = site.reference
        if reference is None:
            return
        for part, condition in self._image.items():
            if not condition.holds(getattr(reference, part)):
                return
        first = next((part for part in PARTS if part in self._image), "name")
        place = None if first == "name" else getattr(reference, f"{first}_span")
        span = site.place(*place) if place is not None else site.word
        if first == "name":
            span = site.place(0, len(reference.name))
        data = {part: getattr(reference, part) for part in PARTS[1:]}
        yield Match(found.step, span, {**found.data, **data, "image": reference.text})

    def _fixed(self, ctx: Context, match: Match) -> Fix | None:
        fix = self._fix
        if fix is None:
            return None
        edit = self._edit(ctx, match, fix)
        title = fix.get("title") or "as the rule says"
        return Fix(fix["safety"], title.format(**match.data), [edit]) if edit is not None else None

    def _edit(self, ctx: Context, match: Match, fix: Mapping[str, Any]) -> Edit | None:
        use, step, span = match.use, match.step, match.span
        if "add" in fix and use is not None:
            return add_word(use, use.word, fix["add"])
        if "append" in fix and use is not None:
            return append_command(ctx, use, fix["append"])
        if "add-flag" in fix:
            at = step.instruction.keyword_end
            return Edit(at, at, f" {fix['add-flag']}")
        if "replace" in fix:
            return Edit(span.start, span.end, fix["replace"].format(**match.data))
        if not fix.get("remove"):
            return None
        if match.word is not None and use is not None:
            return drop_word(ctx, use, match.word)
        if match.data["flag"]:
            end = span.end
            while ctx.source.text[end : end + 1] in (" ", "\t"):
                end += 1
            return Edit(span.start, end, "")
        return drop_instruction(ctx, step.written)


def _bare(value: str | None) -> str | None:
    """A value without the quotes around it."""
    if value is not None and len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value
