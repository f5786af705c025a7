"""DL3038: dnf, and its small kin, that wait for a yes. What a config file tells them is not known."""

from __future__ import annotations

from dockerpatch.lint.edits import add_word
from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.rpm_tools import asking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_PROGRAMS = ("dnf", "dnf5", "microdnf", "tdnf")
_WORDS = frozenset(("install", "localinstall", "groupinstall"))
_VERBS = frozenset(("install", "upgrade", "remove"))


def check(ctx: Context) -> Iterator[Finding]:
    for use, word in asking(ctx, _PROGRAMS, ("dnf", "microdnf"), _WORDS, _VERBS):
        edit = add_word(use, word, "-y")
        yield ctx.report(
            use.place(word),
            "asks",
            covers=use.step.covers,
            fix=Fix(SAFE, "add -y", [edit]) if edit is not None else None,
            tool=use.program,
            word=word.value or word.raw,
        )
