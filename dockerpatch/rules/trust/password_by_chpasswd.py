"""DP436: passwords that chpasswd sets in a layer. It never reads the password."""

from __future__ import annotations

from dockerpatch.lint.settings import in_plain_sight
from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "chpasswd"):
        text = ctx.source.text
        place = use.place()
        # What reads lines and no shell wants a blank on either side.
        apart = text[place.start - 1] in " \t\n" and text[place.end : place.end + 1] in ("", " ", "\t", "\r", "\n")
        yield ctx.report(
            place,
            "sets",
            covers=use.step.covers,
            same_as=("CKV2_DOCKER_17",) if apart and in_plain_sight(use.step, use.run) else (),
        )
