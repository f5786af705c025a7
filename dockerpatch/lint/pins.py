"""The finding for packages that a command installs in whatever version is newest. It never knows which that is."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.model.commands import RunWord

    from .finding import Finding
    from .rule import Context
    from .uses import Use

MOST = 4
"""So many names are told; a message is no list."""
_LONGEST = 60


def unpinned(ctx: Context, use: Use, words: Sequence[RunWord]) -> Finding:
    """One finding for the command, at the first of the ``words`` that name a package without a version."""
    texts = [_shown(word) for word in words]
    return ctx.report(
        use.place(words[0]), "unpinned", covers=use.step.covers, names=listed(texts), name=texts[0].strip("`")
    )


def listed(names: Sequence[str]) -> str:
    """The names in backticks, each once, the first few of them."""
    once = list(dict.fromkeys(names))
    told = ", ".join([f"`{name}`" for name in once[:MOST]])
    return told if len(once) <= MOST else f"{told} and {len(once) - MOST} more"


def _shown(word: RunWord) -> str:
    text = " ".join((word.value if word.value is not None else word.raw).replace("`", "'").split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
