"""DP001: comments that are there to silence findings, and silence none. It never judges a name nobody looked for."""

from __future__ import annotations

from dockerpatch.lint.comment_edits import drop_mentions
from dockerpatch.lint.finding import SAFE, Fix
from dockerpatch.text.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.suppress import Mention, Suppression


def check(ctx: Context) -> Iterator[Finding]:
    for comment in ctx.comments:
        covers = [Span(comment.start, comment.end), *(Span(*reach) for reach in comment.reaches if reach[0])]
        if not comment.mentions:
            yield ctx.report(covers[0], "void", covers=covers)
        groups: dict[tuple[str, str], list[Mention]] = {}
        for mention in comment.mentions:
            if mention.verdict in ("unused", "expired", "no-day", "unknown"):
                day = mention.until if mention.verdict in ("expired", "no-day") else ""
                groups.setdefault((mention.verdict, day), []).append(mention)
        for (verdict, day), group in groups.items():
            names = ", ".join(f"`{mention.text}`" for mention in group)
            whole = verdict == "unused" and len(group) == len(comment.mentions)
            place = covers[0] if whole else Span(group[0].start, group[-1].end)
            fix = _fix(ctx, comment, group, names) if verdict == "unused" else None
            yield ctx.report(place, verdict, covers=covers, names=names, day=day, fix=fix)


def _fix(ctx: Context, comment: Suppression, unused: Sequence[Mention], names: str) -> Fix | None:
    edits = drop_mentions(ctx, comment, unused)
    if not edits:
        return None
    whole = len(unused) == len(comment.mentions)
    return Fix(SAFE, "remove the comment" if whole else f"remove {names} from the comment", edits)
