"""DP432: npm and yarn that take packages from anyone who says to be the registry. It never reads an .npmrc."""

from __future__ import annotations

from dockerpatch.lint.edits import drop_command, drop_words
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.settings import in_plain_sight, settings
from dockerpatch.lint.uses import uses
from dockerpatch.model.language_tools import NPM, YARN, read_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.commands import RunWord
    from dockerpatch.text.edit import Edit

_VARIABLES = ("NPM_CONFIG_STRICT_SSL", "npm_config_strict_ssl", "YARN_ENABLE_STRICT_SSL")
_WAYS = (("config", "set"), ("c", "set"), ("set",))
_KEYS = ("strict-ssl", "enableStrictSsl")


def check(ctx: Context) -> Iterator[Finding]:
    for one in settings(ctx, *_VARIABLES):
        if one.value == "false":
            yield ctx.report(
                one.place,
                "off",
                covers=one.step.covers,
                same_as=("CKV2_DOCKER_12",) if one.in_sight and one.ends_in_blank and one.name[0] in "Nn" else (),
                what=f"{one.name}=false",
                fix=one.fix,
            )
    for use in uses(ctx, "npm", "yarn"):
        word = _configured(use)
        if word is not None:
            names = ("CKV2_DOCKER_13",) if use.values[: use.arguments.index(word)] in _WAYS else ()
            yield _finding(ctx, use, word, names, drop_command(ctx, use.step, use.run, use.command))
            continue
        words = use.arguments
        for index, word in enumerate(words):
            behind = words[index + 1 : index + 2]
            apart = word.value == "--strict-ssl" and [one.value for one in behind] == ["false"]
            if apart or word.value in ("--strict-ssl=false", "--no-strict-ssl"):
                edit = drop_words(ctx, use, word, behind[0] if apart else word)
                yield _finding(ctx, use, word, (), edit)
                break


def _finding(ctx: Context, use: Use, word: RunWord, names: tuple[str, ...], edit: Edit | None) -> Finding:
    return ctx.report(
        use.place(word),
        "off",
        covers=use.step.covers,
        same_as=names if in_plain_sight(use.step, use.run) else (),
        what=word.value or word.raw,
        fix=Fix(UNSAFE, "leave strict-ssl on", [edit]) if edit is not None else None,
    )


def _configured(use: Use) -> RunWord | None:
    """The word that names the setting, where the command sets it to false."""
    call = read_call(NPM if use.program == "npm" else YARN, use.arguments)
    command = call.command.value if call.command is not None else ""
    words = call.operands
    if command in ("config", "c") and words and words[0].value == "set":
        words = words[1:]
    elif command != "set":
        return None
    for index, word in enumerate(words):
        key, sign, value = (word.value or "").partition("=")
        if not sign and not index and len(words) > 1:
            value = words[1].value or ""
        if key in _KEYS and value == "false":
            return word
    return None
