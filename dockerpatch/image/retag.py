"""The smallest edits that give an image another tag, wherever the pieces of the old one are written.

It never picks the tag.
"""

from __future__ import annotations

import re

from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.text.traced import Traced

    from .site import ImageSite


def retag(site: ImageSite, tag: str) -> list[Edit] | None:
    """Edits after which ``site`` names the same image with ``tag``; [] when it already does.

    None when they cannot be made in the file: a piece to change is written nowhere in it (a build argument of the
    platform), stands in two places at once, or the name cannot be read.
    """
    if site.reference is None:
        return None
    start, end = site.tag_place
    name = site.name
    if site.reference.tag_span is None:
        edits = _insert(name, start, f":{tag}")
    else:
        edits = _replace(name, start, end, tag)
    if edits is None:
        return None
    wanted = f"{name.text[:start]}{'' if site.reference.tag_span else ':'}{tag}{name.text[end:]}"
    return edits if site.renamed(edits) == wanted else None


def _insert(name: Traced, at: int, text: str) -> list[Edit] | None:
    before = name.span_of(at - 1, at) if at else None
    return [Edit(before.end, before.end, text)] if before else None


def _replace(name: Traced, start: int, end: int, tag: str) -> list[Edit] | None:
    old = name.text[start:end]
    if old == tag:
        return []
    whole = name.span_of(start, end)
    if whole is not None:
        return [Edit(whole.start, whole.end, tag)]
    old_parts, new_parts = _parts(old), _parts(tag)
    if len(old_parts) == len(new_parts):
        edits = _part_by_part(name, start, old_parts, new_parts)
        if edits is not None:
            return edits
    return _middle(name, start, old_parts, new_parts)


def _parts(tag: str) -> list[str]:
    return re.findall(r"[0-9]+|[A-Za-z]+|[^0-9A-Za-z]", tag)


def _part_by_part(name: Traced, start: int, old: list[str], new: list[str]) -> list[Edit] | None:
    """One edit for each part that differs, where both have the same parts."""
    edits = []
    at = start
    for before, after in zip(old, new, strict=True):
        if before != after:
            span = name.span_of(at, at + len(before))
            if span is None:
                return None
            edits.append(Edit(span.start, span.end, after))
        at += len(before)
    return edits


def _middle(name: Traced, start: int, old: list[str], new: list[str]) -> list[Edit] | None:
    """One edit for all between the parts that both begin with and the parts that both end with."""
    shared = min(len(old), len(new))
    head = 0
    while head < shared and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shared - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    at = start + len("".join(old[:head]))
    until = at + len("".join(old[head : len(old) - tail]))
    text = "".join(new[head : len(new) - tail])
    if at == until:
        return _insert(name, at, text)
    span = name.span_of(at, until)
    return [Edit(span.start, span.end, text)] if span else None
