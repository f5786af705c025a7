"""ConsistentInstructionCasing: keywords that are not in the case of most. It never looks at what follows a keyword."""

from __future__ import annotations

from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.syntax.dockerfile import Instruction


def check(ctx: Context) -> Iterator[Finding]:
    # BuildKit counts what stands in stages; ARGs before the first FROM it neither counts nor judges.
    instructions = [one for stage in ctx.build.stages for one in (stage.origin, *stage.instructions)]
    text = ctx.source.text
    if all(one.keyword.isupper() and text.startswith(one.keyword, one.start) for one in instructions):
        return  # as in nearly every file
    written = [text[one.start : one.keyword_end] if _is_whole(one) else _joined(one) for one in instructions]
    lower = sum(word.islower() for word in written)
    upper = sum(word.isupper() for word in written)
    case = "lower" if lower > upper else "upper"
    for one, word in zip(instructions, written, strict=True):
        right = word.lower() if case == "lower" else word.upper()
        if word != right:
            place = Span(one.start, one.keyword_end)
            covers = (Span(one.start, one.end),)
            fix = _fix(one, word, right)
            yield ctx.report(place, case, covers=covers, word=word, right=right, fix=fix)


def _is_whole(one: Instruction) -> bool:
    """Whether no line ends within the keyword."""
    return one.keyword_end - one.start == len(one.keyword)


def _joined(one: Instruction) -> str:
    return one.logical[: len(one.keyword)]


def _fix(one: Instruction, word: str, right: str) -> Fix | None:
    if not _is_whole(one):
        return None
    edits = [Edit(one.start, one.keyword_end, right)]
    words = one.words
    if (
        one.keyword == "FROM"
        and len(words) > 2
        and words[1].end - words[1].start == 2
        and words[1].text.lower() == "as"
    ):
        # BuildKit wants FROM and AS in one case; a FROM mended alone would break that.
        name = words[1].text.lower() if right.islower() else words[1].text.upper()
        if name != words[1].text:
            edits.append(Edit(words[1].start, words[1].end, name))
    return Fix(SAFE, f"write {right}", edits)
