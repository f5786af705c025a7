"""DP472: port 22 of the container exposed. Whether an SSH server is installed is not asked."""

from __future__ import annotations

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.ports import ports
from dockerpatch.lint.removal import drop_instruction_word, drop_uncommented

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.ports import Port
    from dockerpatch.lint.rule import Context
    from dockerpatch.text.edit import Edit

_SSH = 22
_TRIVYS = ("22", "22/tcp", "22/udp")
_CHECKOVS = ("22", "22/tcp")


def check(ctx: Context) -> Iterator[Finding]:
    first = True
    # With a server named in the file, the image is about SSH.
    served = "sshd" in ctx.source.text
    for port in ports(ctx):
        numbers = port.numbers
        if numbers is None or not numbers[0] <= _SSH <= numbers[1]:
            continue
        raw = port.word.text
        names = ["kics/exposing_port_22"] if raw in _CHECKOVS else []
        if raw in _TRIVYS:
            names.append("DS-0004")
        if raw in _CHECKOVS and first:
            # Checkov names the first one of a file only.
            names.append("CKV_DOCKER_1")
            first = False
        single = numbers == (_SSH, _SSH) and raw.find("$") < 0
        edit = _without(ctx, port) if single and not served else None
        yield ctx.report(
            port.place,
            "ssh" if single else "range",
            covers=port.step.covers,
            fix=Fix(UNSAFE, "expose port 22 no more", [edit]) if edit is not None else None,
            same_as=names,
            port=raw,
        )


def _without(ctx: Context, port: Port) -> Edit | None:
    return drop_uncommented(ctx, port.step.instruction) if port.is_only else drop_instruction_word(ctx, port.word)
