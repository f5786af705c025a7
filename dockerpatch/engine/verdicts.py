"""What is to be said of each name in the comments that silence findings: whether it did, and whether it could have.

A name is judged only when every rule that answers to it was run on the file: what one rule did not look for today may
be there tomorrow. It never silences a finding.
"""

from __future__ import annotations

from dockerpatch.lint import suppress
from dockerpatch.lint.names import canonical

from .analyze import UPKEEP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.suppress import Mention, Suppression
    from dockerpatch.rules.catalog import RuleInfo

    from .analyze import ActiveRule

    Names = dict[str, list[RuleInfo]]

_remembered: tuple[Sequence[RuleInfo], Names] | None = None


class Verdicts:
    """``book`` are all rules that there are, ``active`` those that were run, but for those whose codes ``failed``."""

    __slots__ = ("_answering", "_every", "_ran")

    def __init__(self, book: Sequence[RuleInfo], active: Sequence[ActiveRule], failed: Iterable[str]) -> None:
        self._answering = _names(book)
        self._ran = {one.info.code: one for one in active if one.info.code not in set(failed)}
        self._every = all(rule.code in self._ran for rule in book if not rule.preview and not rule.setting)

    def pronounce(
        self, comments: Sequence[Suppression], to_hadolint: Callable[[Iterable[ActiveRule]], list[Finding]]
    ) -> None:
        """Set the ``verdict`` of each mention. ``to_hadolint``: what rules find with the eyes of hadolint."""
        for comment in comments:
            for mention in comment.mentions:
                mention.verdict = self._verdict(comment, mention)
        # Where hadolint sees a flaw and we do not, its comment does something for whoever runs it too.
        theirs = [one for one in comments if one.dialect == suppress.HADOLINT]
        idle = {
            rule.code: self._ran[rule.code]
            for comment in theirs
            for mention in comment.mentions
            if mention.verdict == "unused"
            for name in mention.names
            for rule in self._answering.get(name, ())
            if rule.hadolint
        }
        if idle:
            suppress.apply(to_hadolint(idle.values()), theirs, "")
            for comment in theirs:
                for mention in comment.mentions:
                    if mention.used and mention.verdict == "unused":
                        mention.verdict = ""

    def _verdict(self, comment: Suppression, mention: Mention) -> str:
        if mention.used:
            return "used"
        if mention.has_no_day:
            return "no-day"
        if mention.missed:
            return "expired"
        if any(name[:1] == "*" for name in mention.names):
            return "unused" if self._every else ""
        named = [(name, rule) for name in mention.names for rule in self._answering.get(name, ())]
        if not named:
            return "unknown" if comment.dialect == suppress.OWN and _is_ours(mention.text) else ""
        return "unused" if all(self._was_asked(name, rule) for name, rule in named) else ""

    def _was_asked(self, name: str, rule: RuleInfo) -> bool:
        """Whether the rule was run, and a finding of its that goes by ``name`` would have been let through.

        One about the comments themselves runs after this.
        """
        ran = self._ran.get(rule.code)
        if ran is None or rule.family == UPKEEP:
            return False
        return (ran.only is None or name in ran.only) and name not in ran.without


def _is_ours(text: str) -> bool:
    """Whether a name has not the form of another tool's: then it is one of ours, spelt wrong."""
    from dockerpatch.config.select import is_foreign

    return not is_foreign(text)


def _names(book: Sequence[RuleInfo]) -> Names:
    """The rules by each name they answer to, in one spelling."""
    global _remembered
    if _remembered is None or _remembered[0] is not book:
        found: Names = {}
        for rule in book:
            for name in dict.fromkeys(map(canonical, rule.keys)):
                found.setdefault(name, []).append(rule)
        _remembered = (book, found)
    return _remembered[1]
