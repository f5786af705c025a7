"""ExposeInvalidFormat: an address or a port of the host in an EXPOSE. What is published where is not its matter."""

from __future__ import annotations

from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.ports import ports
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.ports import Port
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for port in ports(ctx):
        if not (port.ip or port.host) or not port.is_readable:
            continue
        edit = _container_only(ctx, port)
        yield ctx.report(
            port.place,
            "host",
            covers=port.step.covers,
            fix=Fix(SAFE, "keep the port of the container", [edit]) if edit is not None else None,
            port=port.text,
            container=port.container.text,
        )


def _container_only(ctx: Context, port: Port) -> Edit | None:
    """The edit that takes away all before the container's port; None where that is not written in the word itself."""
    start, end = port.word.start, port.word.end
    at = port.container.span()
    if at is None or not port.numbers or not start < at.start < end or end - start != len(port.word.text):
        return None
    before = ctx.source.text[start : at.start]
    # A quote or a brace must not lose its other half.
    if before[-1] != ":" or before.count("{") != before.count("}") or any(mark in port.word.text for mark in "\"'\\`"):
        return None
    return Edit(start, at.start, "")
