"""DL3034: zypper that waits for a yes. What a config file tells it is not known."""

from __future__ import annotations

from dockerpatch.lint.edits import add_word
from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.rpm_tools import ZYPPER_YES, asking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_PROGRAMS = ("zypper",)
_WORDS = frozenset(("install", "in", "remove", "rm", "patch", "source-install", "si"))
_VERBS = frozenset(("install", "upgrade", "remove"))


def check(ctx: Context) -> Iterator[Finding]:
    for use, word in asking(ctx, _PROGRAMS, ("zypper",), _WORDS, _VERBS, ZYPPER_YES):
        edit = add_word(use, use.word, "-n")
        yield ctx.report(
            use.place(word),
            "asks",
            covers=use.step.covers,
            fix=Fix(SAFE, "add -n", [edit]) if edit is not None else None,
            tool=use.program,
            word=word.value or word.raw,
        )
