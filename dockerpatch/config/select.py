"""Which rules run: one pure function over the names and prefixes people write. It never asks what a rule found."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeVar

    from .schema import Rule

    R = TypeVar("R", bound=Rule)

ALL = "ALL"
_NONE, _EXACT = -1, 1 << 16
_FOREIGN = r"(?ai)DL[0-9]{1,4}|SC[0-9]{1,4}|CKV2?_[A-Z]+(?:_[0-9]+)?|(?:AVD-)?DS-?[0-9]{1,4}|[a-z]+/[\w./-]+"


def chosen(
    rules: Iterable[R],
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    profile: str = "default",
) -> tuple[R, ...]:
    """The rules to run, in the order given.

    A selector is ``ALL``, or a code, a rule's name or another tool's name, or a prefix of one; case does not matter.
    Of all that match a rule, the longest decides; a whole name is longer than any prefix, ``ALL`` shorter; a tie is
    ignored. What ``profile`` picks (when ``select`` is None) yields to any selector. A rule in preview runs only when
    it is called by a whole name.
    """
    wanted = (*(select or ()), *extend_select)
    if not wanted and not ignore and select is None and profile == "default":
        return tuple(rule for rule in rules if rule.default and not rule.preview)
    return tuple(rule for rule in rules if _runs(rule, select is None, wanted, ignore, profile))


def _runs(rule: Rule, by_profile: bool, wanted: Sequence[str], ignore: Sequence[str], profile: str) -> bool:
    for_it = max((reach(rule, selector) for selector in wanted), default=_NONE)
    against = max((reach(rule, selector) for selector in ignore), default=_NONE)
    if rule.preview and for_it < _EXACT:
        return False
    if for_it > against:
        return True
    return against == _NONE and by_profile and _in_profile(rule, profile)


def _in_profile(rule: Rule, profile: str) -> bool:
    if rule.preview:
        return False
    if profile == "strict":
        return True
    if profile == "hadolint":
        return rule.default and any(key[:2] in ("DL", "SC") and key[2:].isdigit() for key in (rule.code, *rule.same_as))
    return rule.default


def reach(rule: Rule, selector: str) -> int:
    """How well ``selector`` fits ``rule``: -1 not at all, 0 as ``ALL``, a prefix by its length, a whole name most."""
    wanted = selector.strip().upper()
    if wanted == ALL:
        return 0
    if not wanted:
        return _NONE
    best = _NONE
    for key in (rule.code, rule.name, *rule.same_as):
        upper = key.upper()
        if upper == wanted:
            return _EXACT
        if upper.startswith(wanted):
            best = len(wanted)
    return best


def unmatched(selectors: Iterable[str], rules: Sequence[Rule], foreign: bool = False) -> list[tuple[str, str]]:
    """The selectors that fit no rule, each with a did-you-mean (or an empty text).

    With ``foreign`` the codes of other tools pass: a list of them that is shared with another tool may name checks that
    we do not have, and ignoring those is no mistake.
    """
    found = []
    for selector in selectors:
        if selector.strip().upper() == ALL or any(reach(rule, selector) != _NONE for rule in rules):
            continue
        if foreign and re.fullmatch(_FOREIGN, selector.strip()):
            continue
        from difflib import get_close_matches

        names = {key.upper(): key for rule in rules for key in (rule.code, rule.name, *rule.same_as)}
        near = get_close_matches(selector.strip().upper()[:80], list(names), 1)
        found.append((selector, f" (did you mean {names[near[0]]!r}?)" if near else ""))
    return found
