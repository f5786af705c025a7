"""DL3011: a port that does not exist. What listens there is not asked."""

from __future__ import annotations

import re

from dockerpatch.lint.ports import HIGHEST, ports, range_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.ports import Port
    from dockerpatch.lint.rule import Context

_SCANNERS = ("DS-0008", "invalid-port", "kics/unix_ports_out_of_range")


def check(ctx: Context) -> Iterator[Finding]:
    for port in ports(ctx):
        if ctx.as_hadolint and not _is_seen(port):
            continue
        wrong = next((text for text in (port.host, port.container.text) if max(range_of(text) or (0,)) > HIGHEST), "")
        if wrong:
            plain = re.fullmatch(r"[0-9]+(?:/.*)?", port.word.text) is not None
            yield ctx.report(
                port.place,
                "range",
                covers=port.step.covers,
                same_as=_SCANNERS if plain else (),
                port=wrong,
            )


def _is_seen(port: Port) -> bool:
    """Whether hadolint looks at the port: it leaves variables alone."""
    return "$" not in port.word.text
