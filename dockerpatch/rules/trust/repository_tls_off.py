"""DP422: yum and dnf that are told to trust any server. What a repository's own file says is not looked at."""

from __future__ import annotations

import re

from dockerpatch.lint.edits import drop_word
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_OFF = r"--setopt=(?:[^=\s]+\.)?sslverify=(?:0|false|no|off)"


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "yum", "dnf", "dnf5", "microdnf", "tdnf", "yum-config-manager", "dnf-config-manager"):
        for word in use.arguments:
            if word.value is None or re.fullmatch(_OFF, word.value, re.IGNORECASE) is None:
                continue
            edit = drop_word(ctx, use, word)
            configures = use.program.endswith("config-manager") or "config-manager" in use.values
            yield ctx.report(
                use.place(word),
                "off",
                covers=use.step.covers,
                fix=Fix(UNSAFE, "let the server's certificate be checked", [edit]) if edit is not None else None,
                same_as=None if configures else (),
                tool=use.program,
            )
