"""The old ``ENV NAME value`` written as ``ENV NAME=value`` that BuildKit reads as the very same. Never a near miss."""

from __future__ import annotations

from dockerpatch.syntax.arguments import quoted_words
from dockerpatch.syntax.expand import expand, is_plain, names
from dockerpatch.text.edit import Edit
from dockerpatch.text.traced import Traced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.syntax.dockerfile import Instruction, Pair

    from .rule import Context

# Values for variables: none, an empty one, and one with all in it that a quote or a blank could change.
_TRIALS = (None, Traced(), Traced.foreign("a  b'\"$c\\d`"))


def modern(ctx: Context, instruction: Instruction, pair: Pair) -> list[Edit]:
    """The edits that write the pair with ``=``; [] where that would change a value, a comment or a line end in it."""
    escape = ctx.build.dockerfile.escape
    text, value = ctx.source.text, pair.value or ""
    span = pair.value_span
    if span is None or not value or value[0] == "=" or value.endswith(escape):
        return []
    between = text[pair.name_span.end : span.start]
    if between.strip(" \t\v\f\r\n" + escape):
        return []  # a comment
    on_one_line = text[span.start : span.end] == value
    sign = Edit(pair.name_span.end, span.start, "=")
    if means_the_same(pair.name, value, value, escape):
        return [sign]
    if '"' not in value and means_the_same(pair.name, value, f'"{value}"', escape):
        return [Edit(sign.start, sign.end, '="'), Edit(span.end, span.end, '"')]
    quoted = in_quotes(value, escape)
    if on_one_line and quoted and means_the_same(pair.name, value, quoted, escape):
        return [sign, Edit(span.start, span.end, quoted)]
    return []


def means_the_same(name: str, old: str, new: str, escape: str) -> bool:
    """Whether ``name=new`` is one word of a pair that gives ``name`` what ``name old`` gives it, in any environment."""
    line = f"{name}={new}"
    if old == new and "=" not in name and is_plain(line, escape) and line.split() == [line]:
        return True
    words = quoted_words(line, 0, len(line), escape)
    if len(words) != 1 or words[0].text != line or "=" in name:
        return False
    asked = names(old, escape)
    if set(asked) != set(names(new, escape)):
        return False
    for trial in _TRIALS if asked else _TRIALS[:1]:
        env = dict.fromkeys(asked, trial) if trial is not None else {}
        before, after = expand(old, env, escape), expand(new, env, escape)
        if before.fault is not None or after.fault is not None or before.value.text != after.value.text:
            return False
    return True


def in_quotes(value: str, escape: str) -> str:
    """``value``, in which there are quotes and escapes, inside one pair of double quotes; "" when that is too hard."""
    special = ('"', "$", escape)
    found = []
    at, size = 0, len(value)
    while at < size:
        char = value[at]
        if char == "'":
            end = value.find("'", at + 1)
            if end < 0:
                return ""
            found += [escape + one if one in special else one for one in value[at + 1 : end]]
            at = end + 1
        elif char == '"':
            at += 1
            while at < size and value[at] != '"':
                step = 2 if value[at] == escape else 1
                found.append(value[at : at + step])
                at += step
            at += 1
        elif char == escape:
            following = value[at + 1 : at + 2]
            found.append(escape + following if following in special else following)
            at += 2
        else:
            found.append(char)
            at += 1
    return f'"{"".join(found)}"'
