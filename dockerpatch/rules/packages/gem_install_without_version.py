"""DL3028: gem that installs whatever is newest. It leaves bundler and its Gemfile alone."""

from __future__ import annotations

from dockerpatch.lint.pins import unpinned
from dockerpatch.lint.uses import uses
from dockerpatch.model.language_tools import GEM, read_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.model.commands import RunWord


def check(ctx: Context) -> Iterator[Finding]:
    if ctx.as_hadolint:
        yield from _as_hadolint(ctx)
        return
    for use in uses(ctx, "gem"):
        call = read_call(GEM, use.arguments)
        command = call.command.value if call.command is not None else None
        # Any beginning of a command is that command.
        if not command or not (command == "i" or (len(command) > 2 and "install".startswith(command))):
            continue
        if call.has("-v", "--version", "-h", "--help", "--explain", "-g", "--file", "-l", "--local"):
            continue
        words = [word for word in call.operands if word.value and not _has_version(word.value)]
        if words:
            yield unpinned(ctx, use, words)


def _has_version(text: str) -> bool:
    return ":" in text or text.endswith(".gem")


def _as_hadolint(ctx: Context) -> Iterator[Finding]:
    from dockerpatch.model.written import literals

    for use in uses(ctx, "gem"):
        words = use.command.words[1:]
        texts = literals(words)
        if "install" not in texts and "i" not in texts:
            continue
        if any(text in ("-v", "--version") or text.startswith("--version=") for text in texts):
            continue
        count = texts.index("--") if "--" in texts else len(texts)
        bad: list[RunWord] = []
        skips = False
        for word, text in zip(words[:count], texts, strict=False):
            if skips:
                skips = False
            elif text[:1] == "-":
                skips = True
            elif text not in ("install", "i") and ":" not in text:
                bad.append(word)
        if bad:
            yield unpinned(ctx, use, bad)
