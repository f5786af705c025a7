"""DP433: git that clones from anyone who says to be the server. It never reads a .gitconfig that is copied in."""

from __future__ import annotations

from dockerpatch.lint.edits import drop_command, drop_words
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.settings import settings
from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.commands import RunWord
    from dockerpatch.text.edit import Edit

_OFF = ("false", "0", "off", "no")


def check(ctx: Context) -> Iterator[Finding]:
    for one in settings(ctx, "GIT_SSL_NO_VERIFY"):
        if one.value:
            yield ctx.report(
                one.place,
                "off",
                covers=one.step.covers,
                same_as=("CKV2_DOCKER_14",) if one.in_sight else (),
                what=one.name,
                fix=one.fix,
            )
    if "sslverify" not in ctx.source.text.lower():
        return
    for use in uses(ctx, "git"):
        found = _option(ctx, use) or _configured(ctx, use)
        if found is not None:
            word, edit = found
            yield ctx.report(
                use.place(word),
                "off",
                covers=use.step.covers,
                same_as=(),
                what="http.sslVerify=false",
                fix=Fix(UNSAFE, "leave http.sslVerify on", [edit]) if edit is not None else None,
            )


def _option(ctx: Context, use: Use) -> tuple[RunWord, Edit | None] | None:
    """``git -c http.sslVerify=false ...``."""
    words = use.arguments
    for index in range(len(words) - 1):
        if words[index].value in ("-c", "--config"):
            key, sign, value = (words[index + 1].value or "").partition("=")
            if sign and _is_key(key) and value.lower() in _OFF:
                return words[index + 1], drop_words(ctx, use, words[index], words[index + 1])
    return None


def _configured(ctx: Context, use: Use) -> tuple[RunWord, Edit | None] | None:
    """``git config --global http.sslVerify false``."""
    plain = [word for word in use.arguments if (word.value or "")[:1] != "-"]
    values = [word.value or "" for word in plain]
    if values[:1] != ["config"]:
        return None
    if values[1:2] == ["set"]:
        del plain[1], values[1]
    if len(values) < 3 or not _is_key(values[1]) or values[2].lower() not in _OFF:
        return None
    return plain[1], drop_command(ctx, use.step, use.run, use.command)


def _is_key(text: str) -> bool:
    lower = text.lower()
    return lower.startswith("http.") and lower.endswith(".sslverify")
