"""ExposeProtoCasing: a protocol in capital letters. Whether the protocol exists is not asked."""

from __future__ import annotations

from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.ports import ports
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for port in ports(ctx):
        protocol = port.protocol.text
        if protocol == protocol.lower() or not port.is_readable:
            continue
        # In the value of a variable, other instructions may want the capital letters.
        word = port.place
        at = port.protocol.span()
        if at is not None and not (word.start <= at.start and at.end <= word.end):
            at = None
        edit = Edit(at.start, at.end, protocol.lower()) if at is not None else None
        yield ctx.report(
            at or word,
            "casing",
            covers=port.step.covers,
            fix=Fix(SAFE, f"write {protocol.lower()}", [edit]) if edit is not None else None,
            protocol=protocol,
            lower=protocol.lower(),
        )
