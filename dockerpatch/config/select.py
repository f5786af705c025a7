"""Which rules run: one pure function over the names and prefixes people write. It never asks what a rule found."""

from __future__ import annotations

import re

from dockerpatch.lint.names import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from typing import Any

    from .schema import Rule

    # A rule as the caller knows it; to type it closer would import typing at run time.
    R = Any

ALL = "ALL"
_NONE, _EXACT = -1, 1 << 16
_FOREIGN = r"(?ai)DL[0-9]{1,4}|SC[0-9]{1,4}|CKV2?_[A-Z]+(?:_[0-9]+)?|(?:AVD-)?DS-?[0-9]{1,4}|[a-z]+/[\w./-]+"


class Choice:
    """A rule that runs, and the names other tools give its findings that decide which of them are heard.

    ``only``: a finding must go by one of these (None: any will do); ``without``: it must go by none of these.
    """

    __slots__ = ("only", "rule", "without")

    def __init__(self, rule: R, only: frozenset[str] | None = None, without: frozenset[str] = frozenset()) -> None:
        self.rule = rule
        self.only = only
        self.without = without


def choices(
    rules: Sequence[R],
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    profile: str = "default",
    settings: Container[str] = (),
) -> tuple[Choice, ...]:
    """The rules to run, in the order given; ``settings`` are those of the rules' settings that are set.

    A selector is ``ALL``, or a code, a rule's name or another tool's name, or a prefix of one; case does not matter.
    Of all that match a rule, the longest decides; a whole name is longer than any prefix, ``ALL`` shorter; a tie is
    ignored. What ``profile`` picks (when ``select`` is None) yields to any selector. A rule in preview runs only when
    it is called by a whole name. Another tool's name is a word on the findings that go by it, not on the whole rule;
    a name that is a rule's own code selects that rule alone.
    """
    wanted = (*(select or ()), *extend_select)
    if not wanted and not ignore and select is None:
        return tuple(Choice(rule) for rule in rules if in_profile(rule, profile, settings))
    codes = frozenset(rule.code.upper() for rule in rules)
    found = (
        _choice(rule, select is None and in_profile(rule, profile, settings), wanted, ignore, codes) for rule in rules
    )
    return tuple(choice for choice in found if choice is not None)


def chosen(
    rules: Sequence[R],
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    profile: str = "default",
    settings: Container[str] = (),
) -> tuple[R, ...]:
    """The rules of `choices`."""
    return tuple(choice.rule for choice in choices(rules, select, extend_select, ignore, profile, settings))


def _choice(
    rule: R, picked: bool, wanted: Sequence[str], ignore: Sequence[str], codes: frozenset[str]
) -> Choice | None:
    own = (rule.code, rule.name)
    against = _reach(own, ignore)
    named = _reach(own, wanted)
    foreign = [one for one in wanted if canonical(one) not in codes]
    called = max(named, _reach(rule.same_as, foreign))
    if rule.preview and called < _EXACT:
        return None
    if against >= called and (against != _NONE or not picked):
        return None
    without = frozenset(
        canonical(name)
        for name in rule.same_as
        if _NONE < _reach((name,), ignore) >= max(_reach((name,), foreign), named)
    )
    if named > against or (picked and against == _NONE):
        return Choice(rule, None, without)
    return Choice(
        rule, frozenset(canonical(name) for name in rule.same_as if _reach((name,), foreign) != _NONE), without
    )


def in_profile(rule: Rule, profile: str, settings: Container[str] = ()) -> bool:
    """Whether the rule runs in ``profile`` when nobody selects or ignores anything, and ``settings`` are set."""
    if rule.preview or (rule.setting and rule.setting not in settings):
        return False
    if profile == "strict":
        return True
    if profile == "hadolint":
        return rule.hadolint not in ("", "ignore")
    return rule.default


HADOLINT = {"error": "error", "warning": "warning", "info": "note", "style": "note", "ignore": "note"}
"""What hadolint's severities are in ours."""


def severity(rule: Rule, profile: str) -> str:
    """The severity that ``profile`` gives the rule; "": its own."""
    return HADOLINT.get(rule.hadolint, "") if profile == "hadolint" else ""


def reach(rule: Rule, selector: str) -> int:
    """How well ``selector`` fits ``rule``: -1 not at all, 0 as ``ALL``, a prefix by its length, a whole name most."""
    return _reach((rule.code, rule.name, *rule.same_as), (selector,))


def _reach(keys: Sequence[str], selectors: Sequence[str]) -> int:
    """The best that one of ``selectors`` fits one of ``keys``."""
    best = _NONE
    for selector in selectors:
        wanted = canonical(selector)
        if wanted == ALL:
            best = max(best, 0)
            continue
        for key in keys if wanted else ():
            upper = key.upper()
            if upper == wanted:
                return _EXACT
            if upper.startswith(wanted):
                best = max(best, len(wanted))
    return best


def is_shellcheck(selector: str) -> bool:
    """Whether the selector speaks of ShellCheck's findings: ``SC2086``, ``SC2``, ``shellcheck``, case aside."""
    return re.fullmatch(r"(?ai)\s*(?:SC[0-9]{0,4}|shellcheck)\s*", selector) is not None


def is_foreign(name: str) -> bool:
    """Whether the name has the form of another tool's code."""
    return re.fullmatch(_FOREIGN, name.strip()) is not None


def unmatched(selectors: Iterable[str], rules: Sequence[Rule], foreign: bool = False) -> list[tuple[str, str]]:
    """The selectors that fit no rule, each with a did-you-mean (or an empty text).

    With ``foreign`` the codes of other tools pass: a list of them that is shared with another tool may name checks that
    we do not have, and ignoring those is no mistake. ShellCheck's pass always.
    """
    found = []
    for selector in selectors:
        if is_shellcheck(selector):
            continue
        if selector.strip().upper() == ALL or any(reach(rule, selector) != _NONE for rule in rules):
            continue
        if foreign and is_foreign(selector):
            continue
        from dockerpatch.text.suggest import did_you_mean

        keys = (key for rule in rules for key in (rule.code, rule.name, *rule.same_as))
        found.append((selector, did_you_mean(selector, keys)))
    return found
