"""The labels that a file sets, and those that its config asks for. It never says which values a type has.

What hadolint takes a label for is a little other than what the builder makes of it: see `Label`.
"""

from __future__ import annotations

import re

from dockerpatch.syntax.expand import expand

from .steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dockerpatch.syntax.dockerfile import Pair
    from dockerpatch.text.span import Span

    from .finding import Finding
    from .rule import Context
    from .steps import Step

SCHEMA, STRICT = "labels.schema", "labels.strict"
"""The options of a rule that hold the names of the labels with their types, and whether there may be others."""

_SHOWN = 60
"""So much of a value is shown in a message."""

_QUOTED = r'"((?:[^"\\]|\\.)*+)"|\'((?:[^\'\\]|\\.)*+)\'|\\( )'


class Label:
    """One name and value of a LABEL.

    ``name`` and ``value`` are what the image gets; each is None where a variable in it leaves that open. To hadolint,
    which knows no variables, they are what is written but for quotes.
    """

    __slots__ = ("name", "pair", "step", "value")

    def __init__(self, step: Step, pair: Pair, name: str | None, value: str | None) -> None:
        self.step = step
        self.pair = pair
        self.name = name
        self.value = value

    @property
    def place(self) -> Span:
        """Where the value is written; the name, where there is nothing written."""
        span = self.pair.value_span
        return span if span is not None and span.end > span.start else self.pair.name_span

    def __repr__(self) -> str:
        return f"Label({self.name!r}, {self.value!r})"


def labels(ctx: Context) -> Sequence[Label]:
    """All labels of the file in its order, those of an ONBUILD too, which hadolint leaves out."""
    return ctx.once("labels", lambda: list(_labels(ctx)))


def schema(ctx: Context) -> Mapping[str, str]:
    """The labels that the config asks for, by name, each with its type."""
    found = ctx.options[SCHEMA]
    assert isinstance(found, dict)
    return found


def mistyped(ctx: Context, type: str, fits: Callable[[str, bool], bool]) -> Iterator[Finding]:
    """A finding (message ``mistyped``) for each label that must be of ``type`` and whose value is not.

    ``fits`` says of a value whether it is, to hadolint when the second argument is True. An empty value is left to the
    rule that is about those.
    """
    wanted = {name for name, one in schema(ctx).items() if one == type}
    for label in labels(ctx) if wanted else ():
        value = label.value
        if label.name not in wanted or value is None or (not value and not ctx.as_hadolint):
            continue
        if not fits(value, ctx.as_hadolint):
            shown = value if len(value) <= _SHOWN else value[: _SHOWN - 3] + "..."
            yield ctx.report(label.place, "mistyped", covers=label.step.covers, name=label.name, value=shown)


def _labels(ctx: Context) -> Iterator[Label]:
    escape = ctx.build.dockerfile.escape
    for step in steps(ctx, "LABEL"):
        if ctx.as_hadolint and step.is_trigger:
            continue
        for pair in step.instruction.pairs:
            value = pair.value if pair.value is not None else ""
            if ctx.as_hadolint:
                yield Label(step, pair, _bare(pair.name), _to_the_end(ctx, pair) if pair.legacy else _bare(value))
            else:
                yield Label(step, pair, _known(pair.name, escape), _known(value, escape))


def _known(text: str, escape: str) -> str | None:
    found = expand(text, {}, escape)
    return None if found.undefined or found.fault is not None else found.value.text


def _to_the_end(ctx: Context, pair: Pair) -> str:
    """The value of the old form (``LABEL NAME value``) with the blanks behind it, which are part of it to hadolint."""
    text, span = ctx.source.text, pair.value_span
    past = span.end if span is not None else 0
    while text[past : past + 1] in (" ", "\t"):
        past += 1
    return (pair.value or "") + text[span.end : past] if span is not None else ""


def _bare(text: str) -> str:
    if not any(mark in text for mark in "\"'\\"):
        return text
    return re.sub(_QUOTED, lambda found: next((part for part in found.groups() if part is not None), ""), text)
