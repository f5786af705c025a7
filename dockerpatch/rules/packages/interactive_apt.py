"""DL3027: ``apt`` is made for people, ``apt-get`` for scripts. It never changes what is asked for."""

from __future__ import annotations

from dockerpatch.lint.apt import says_yes
from dockerpatch.lint.edits import add_word
from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.lint.installs import Install
from dockerpatch.lint.scanners import names_but, raw_of
from dockerpatch.lint.uses import uses
from dockerpatch.model.packages import package_actions
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.packages import PackageAction

_SAME = frozenset("autoclean autoremove build-dep clean download install purge remove source update upgrade".split())
"""What both do, and do alike; but see `_edits` for upgrade."""


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "apt"):
        edits = _edits(ctx, use)
        yield ctx.report(
            use.place(),
            "apt",
            advice="" if edits else "by-hand",
            covers=use.step.covers,
            # What hadolint does not look for in an `apt install` it then sees.
            fix=Fix(SAFE, "use apt-get", edits, reveals=("DL3008", "DL3015")) if edits else None,
            same_as=None if _is_seen_by_checkov(ctx, use) else names_but(ctx, "CKV_DOCKER_9"),
        )


def _edits(ctx: Context, use: Use) -> list[Edit]:
    """The edits that make it ``apt-get``, with the answer that it needs; [] where the two do not do the same."""
    action = package_actions(use.command)
    value = use.word.value or ""
    name = use.word.part(len(value) - len("apt"), len(value))
    if action is None or action.subcommand is None or action.subcommand.value not in _SAME or name is None:
        return []
    if any(word.raw.strip("\"'").startswith(("./", "/", "~")) or ".deb" in word.raw for word in use.arguments):
        return []
    edits: list[Edit | None] = [Edit(name.start, name.end, "apt-get")]
    verb = action.subcommand
    if verb.value == "upgrade":
        # apt installs what the new versions need besides; apt-get holds such packages back unless it is told so.
        edits.append(add_word(use, verb, "--with-new-pkgs") if not action.has("--with-new-pkgs") else None)
    elif verb.value == "install" and not says_yes(ctx, Install(use, verb, _seen(ctx, action))):
        edits.append(add_word(use, verb, "-y"))
    return [edit for edit in edits if edit is not None]


def _seen(ctx: Context, action: PackageAction) -> PackageAction | None:
    return None if ctx.as_hadolint else action


def _is_seen_by_checkov(ctx: Context, use: Use) -> bool:
    """Whether Checkov reports the RUN: for an ``apt`` with a blank on both sides, in a part without the letters rm."""
    if use.step.is_trigger:
        return False
    return ctx.once("checkov apt", lambda: _has_apt(raw_of(ctx, use.step)), use.step.instruction.start)


def _has_apt(text: str) -> bool:
    return any(" apt " in part.strip() and "rm" not in part for part in text.split("&&"))
