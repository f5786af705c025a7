"""FromAsCasing: an ``as`` in another case than its FROM. What case an instruction should have is not asked here."""

from __future__ import annotations

from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.origins import origins
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for origin in origins(ctx):
        word = origin.as_word
        if word is None:
            continue
        keyword = origin.instruction.logical[: len(origin.instruction.keyword)]
        if keyword == keyword.lower():
            wanted = "as"
        elif keyword == keyword.upper():
            wanted = "AS"
        else:
            continue
        if word.text == wanted:
            continue
        # A continuation may split even this word.
        is_whole = word.end - word.start == len(word.text)
        yield ctx.report(
            origin.place(word),
            "unlike",
            covers=origin.step.covers,
            fix=Fix(SAFE, f"write {wanted}", [Edit(word.start, word.end, wanted)]) if is_whole else None,
            written=word.text,
            keyword=keyword,
            wanted=wanted,
        )
