"""DP430: curl and wget that check no certificate. It never asks whether the file is checked in another way."""

from __future__ import annotations

import re

from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.commands import RunWord

# curl's short options that take a value: the rest of the word, or the next one.
_SHORT = frozenset("AbcCdDeEFhHKmoPQrtTuUwxXyYz")
# Those of its long options that somebody could give a value that looks like an option.
_LONG = frozenset(
    "--cookie --data --data-ascii --data-binary --data-raw --data-urlencode --form --form-string --header --json"
    " --output --proxy-header --quote --referer --request --url-query --user --user-agent --write-out".split()
)
_WGET = "--no-check-certificate"
_CHECKOV = {"curl": "CKV2_DOCKER_2", "wget": "CKV2_DOCKER_3"}


_SHORT_K = r"""-(?<=[\s"'\[,]-)\w*k"""
"""A row of short options with a ``k`` in it; it starts with the dash itself, which is quick to find."""


def check(ctx: Context) -> Iterator[Finding]:
    text = ctx.source.text
    # Without one of these in it, a file is not worth reading its scripts for.
    if "--insecure" not in text and "--no-check" not in text and re.search(_SHORT_K, text) is None:
        return
    from dockerpatch.lint.settings import follows_plainly
    from dockerpatch.lint.uses import uses

    for use in uses(ctx, "curl", "wget"):
        flags = list(_curl(use) if use.program == "curl" else _wget(use))
        if not flags:
            continue
        word, letter = flags[0]
        edits = [_edit(ctx, use, word, letter) for word, letter in flags]
        made = [edit for edit in edits if edit is not None]
        yield ctx.report(
            use.place(word),
            "unverified",
            covers=use.step.covers,
            same_as=(_CHECKOV[use.program],) if follows_plainly(use, word) and _in_full(word, letter) else (),
            program=use.program,
            option=f"-{(word.value or '')[letter]}" if letter else word.value,
            fix=Fix(UNSAFE, "have the certificate checked", made) if len(made) == len(edits) else None,
        )


def _curl(use: Use) -> Iterator[tuple[RunWord, int]]:
    """The words that switch the checks off, and where in a row of short options the letter stands (0: all of it)."""
    skips = False
    for word in use.arguments:
        value = word.value or ""
        if skips:
            skips = False
        elif value == "--insecure":
            yield word, 0
        elif value[:2] == "--":
            skips = value in _LONG
        elif value[:1] == "-":
            for at, letter in enumerate(value[1:], 1):
                if letter in _SHORT:
                    skips = at + 1 == len(value)
                    break
                if letter == "k":
                    yield word, at if len(value) > 2 else 0
                    break


def _wget(use: Use) -> Iterator[tuple[RunWord, int]]:
    for word in use.arguments:
        # A beginning that no other option has will do.
        if len(word.value or "") > 9 and _WGET.startswith(word.value or ""):
            yield word, 0


def _in_full(word: RunWord, letter: int) -> bool:
    return bool(letter) or word.value in ("-k", "--insecure", _WGET)


def _edit(ctx: Context, use: Use, word: RunWord, letter: int) -> Edit | None:
    if not letter:
        from dockerpatch.lint.edits import drop_word

        return drop_word(ctx, use, word)
    span = word.part(letter, letter + 1)
    return Edit(span.start, span.end, "") if span is not None else None
