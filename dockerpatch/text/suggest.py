"""The word that a mistyped one was probably meant to be. Of a long word only the beginning is read."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 80


def meant(word: str, known: Iterable[str]) -> str | None:
    """The one of ``known`` that is nearest to ``word``, case aside, or None; among equals the one that begins alike."""
    from difflib import SequenceMatcher, get_close_matches

    wanted = word.strip().upper()[:_LONGEST]
    spelled = {one.upper(): one for one in known}
    matcher = SequenceMatcher(None, "", wanted)

    def nearness(one: str) -> tuple[float, int]:
        matcher.set_seq1(one)
        first = matcher.get_matching_blocks()[0]
        return matcher.ratio(), 0 if first.a or first.b else first.size

    near = get_close_matches(wanted, list(spelled), 5)
    return spelled[max(near, key=nearness)] if near else None


def did_you_mean(word: str, known: Iterable[str], quoted: bool = True) -> str:
    """`` (did you mean 'x'?)`` for the one of ``known`` that was probably meant, or an empty text."""
    near = meant(word, known)
    return "" if near is None else f" (did you mean {near!r}?)" if quoted else f" (did you mean {near}?)"
