"""DL3063: a stage with a name that means something to the builder already. Uses of those names are left to others."""

from __future__ import annotations

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.origins import origins
from dockerpatch.lint.stage_names import RESERVED, rename

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    taken: set[str] | None = None
    for origin in origins(ctx):
        word = origin.name
        if word is None or (word.text if ctx.as_hadolint else word.text.lower()) not in RESERVED:
            continue
        new = f"{word.text.lower()}-stage"
        if taken is None:
            taken = {name for other in origins(ctx) for name in (other.stage.name, other.written)}
        edits = rename(ctx, origin, new) if new not in taken else None
        taken.add(new)
        yield ctx.report(
            origin.place(word),
            "reserved",
            covers=origin.step.covers,
            fix=Fix(UNSAFE, f"call it {new}", edits) if edits else None,
            name=word.text,
        )
