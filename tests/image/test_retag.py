"""Another tag for an image, wherever its pieces are written. The oracle is reading the edited file again."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.image.retag import retag
from dockerpatch.image.site import ImageSite
from dockerpatch.model.build import Build
from dockerpatch.syntax.dockerfile import parse
from dockerpatch.text.edit import Edit, apply
from dockerpatch.text.span import Span
from dockerpatch.text.traced import Traced


def sites(text: str) -> list[ImageSite]:
    return Build(parse(text)).sites


def retagged(text: str, tag: str, index: int = 0) -> str | None:
    edits = retag(sites(text)[index], tag)
    return None if edits is None else apply(text, edits)


DIGEST = "sha256:" + "a" * 64
TABLE = [
    ("FROM alpine:3.18", "3.24", "FROM alpine:3.24"),
    ("FROM alpine", "3.24", "FROM alpine:3.24"),
    ("FROM alpine AS a", "3.24", "FROM alpine:3.24 AS a"),
    ("FROM alpine:3.24", "3.24", "FROM alpine:3.24"),
    (
        "from --platform=$BUILDPLATFORM  golang:1.19\tas b\r\n",
        "1.22",
        "from --platform=$BUILDPLATFORM  golang:1.22\tas b\r\n",
    ),
    ('FROM "alpine:3.18"', "3.24", 'FROM "alpine:3.24"'),
    ("FROM 'alpine'", "3.24", "FROM 'alpine:3.24'"),
    ("FROM localhost:5000/alpine", "3.24", "FROM localhost:5000/alpine:3.24"),
    (f"FROM alpine@{DIGEST}", "3.24", f"FROM alpine:3.24@{DIGEST}"),
    (f"FROM alpine:3.18@{DIGEST}", "3.24", f"FROM alpine:3.24@{DIGEST}"),
    ("\ufeffFROM alpine:3.18\n", "3.24", "\ufeffFROM alpine:3.24\n"),
    ("FROM \\\n  # c\n  alpine:3.18 \\\n  AS a\n", "3.24", "FROM \\\n  # c\n  alpine:3.24 \\\n  AS a\n"),
    ("FROM alpine:3.\\\n18\n", "3.24", "FROM alpine:3.\\\n24\n"),
    ("ARG V=3.18\nFROM alpine:$V\n", "3.24", "ARG V=3.24\nFROM alpine:$V\n"),
    ('ARG V="3.18"\nFROM alpine:${V}\n', "3.24", 'ARG V="3.24"\nFROM alpine:${V}\n'),
    ("ARG V='3.18' W=1\nFROM alpine:${V}\n", "3.24", "ARG V='3.24' W=1\nFROM alpine:${V}\n"),
    ("ARG W=1 \\\n  V=3.18\nFROM alpine:${V}\n", "3.24", "ARG W=1 \\\n  V=3.24\nFROM alpine:${V}\n"),
    ("ARG V=1\nARG V=3.18\nFROM alpine:${V}\n", "3.24", "ARG V=1\nARG V=3.24\nFROM alpine:${V}\n"),
    ("ARG V=3.18\nARG V\nFROM alpine:${V}\n", "3.24", "ARG V=3.24\nARG V\nFROM alpine:${V}\n"),
    ("ARG V=3.18\nARG W=$V\nFROM alpine:${W}\n", "3.24", "ARG V=3.24\nARG W=$V\nFROM alpine:${W}\n"),
    ("ARG BASE=alpine:3.18\nFROM $BASE\n", "3.24", "ARG BASE=alpine:3.24\nFROM $BASE\n"),
    ("ARG BASE=alpine\nFROM $BASE\n", "3.24", "ARG BASE=alpine:3.24\nFROM $BASE\n"),
    ("ARG BASE=alpine\nFROM ${BASE}:3.18\n", "3.24", "ARG BASE=alpine\nFROM ${BASE}:3.24\n"),
    ("FROM alpine:${V:-3.18}\n", "3.24", "FROM alpine:${V:-3.24}\n"),
    ("ARG V=3.18\nFROM alpine:${V:-3.17}\n", "3.24", "ARG V=3.24\nFROM alpine:${V:-3.17}\n"),
    ("ARG V=x\nFROM alpine:${V:+3.18}\n", "3.24", "ARG V=x\nFROM alpine:${V:+3.24}\n"),
    (
        "ARG V=3.9.1\nARG D=3.18\nFROM python:${V}-alpine${D}\n",
        "3.9.25-alpine3.22",
        "ARG V=3.9.25\nARG D=3.22\nFROM python:${V}-alpine${D}\n",
    ),
    ("ARG V=3.9.1\nFROM python:$V-alpine3.18\n", "3.9.1-alpine3.22", "ARG V=3.9.1\nFROM python:$V-alpine3.22\n"),
    ("ARG V=3.9.1\nFROM python:$V-alpine\n", "3.9-alpine", "ARG V=3.9\nFROM python:$V-alpine\n"),
    (
        "ARG V=3.18\nFROM scratch\nENV V=1\nRUN <<E\nFROM x\nE\nFROM alpine:$V\n",
        "3.24",
        "ARG V=3.24\nFROM scratch\nENV V=1\nRUN <<E\nFROM x\nE\nFROM alpine:$V\n",
    ),
    ("FROM scratch\nCOPY --from=alpine:3.18 / /\n", "3.24", "FROM scratch\nCOPY --from=alpine:3.24 / /\n"),
    (
        "FROM scratch\nRUN --mount=from=alpine,target=/x y\n",
        "3.24",
        "FROM scratch\nRUN --mount=from=alpine:3.24,target=/x y\n",
    ),
]


@pytest.mark.parametrize(("text", "tag", "wanted"), TABLE)
def test_retagged(text: str, tag: str, wanted: str) -> None:
    assert retagged(text, tag) == wanted


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("FROM alpine:$V\n", "3.24"),
        ("ARG V\nFROM alpine:$V\n", "3.24"),
        ("ARG V\nFROM alpine:3.18$V\n", "3.24"),
        ("FROM Alpine\n", "3.24"),
        ("FROM ${\n", "3.24"),
        ("ARG V=3\nFROM python:$V.$V\n", "3.4"),
        ("ARG A=3\nARG B=18\nFROM alpine:$A$B\n", "24"),
    ],
)
def test_not_written_in_a_place_that_can_be_edited(text: str, tag: str) -> None:
    assert retagged(text, tag) is None


words = st.sampled_from(["3", "18", "3.18", "9.1", "alpine", "alpine3.18", "slim", "rc1", "bookworm", "22.04", "x"])
tags = st.lists(words, min_size=1, max_size=4).map("-".join)
SAFE_FORMS = ("${%s}", '"${%s}"', "${%s:-zz}")


@st.composite
def split_names(draw: st.DrawFn) -> tuple[str, str]:
    """A file whose base is cut into pieces at random places, some written in ARGs, and the name they make."""
    name = draw(st.sampled_from(["alpine", "docker.io/library/python", "a.b:5000/c/d"]))
    full = name + draw(st.sampled_from(["", ":"]))
    if full.endswith(":"):
        full += draw(tags)
    cuts = sorted({0, len(full), *draw(st.lists(st.integers(0, len(full)), max_size=4))})
    args, word = [], ""
    for number, (start, end) in enumerate(itertools.pairwise(cuts)):
        piece = full[start:end]
        if draw(st.booleans()):
            quote = draw(st.sampled_from(["", '"', "'"]))
            args.append(f"ARG V{number}={quote}{piece}{quote}")
            word += draw(st.sampled_from(SAFE_FORMS)) % f"V{number}"
        else:
            word += piece
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    noise = draw(st.sampled_from([[], ["# c"], ["ARG Z=1"], ["FROM scratch", "RUN <<E", "FROM q", "E"]]))
    keyword = draw(st.sampled_from(["FROM ", "from --platform=$TARGETPLATFORM ", "FROM \\" + newline + "  "]))
    return newline.join([*args, *noise, f"{keyword}{word} AS out", "RUN x"]) + newline, full


@given(split_names(), tags)
def test_the_edited_file_names_what_was_wanted(case: tuple[str, str], tag: str) -> None:
    text, full = case
    site = sites(text)[-1]
    assert site.name.text == full
    assert site.reference is not None
    edits = retag(site, tag)
    if edits is None:
        # Only what stands in more than one place may be too hard.
        assert site.name.span_of(*site.tag_place) is None or site.reference.tag_span is None
        return
    wanted = f"{site.reference.name}:{tag}"
    assert site.renamed(edits) == wanted
    new = apply(text, edits)
    assert sites(new)[-1].name.text == wanted
    spans = [Span(site.word.start, site.word.end), *site.name.spans()]
    for edit in edits:
        assert any(span.start <= edit.start and edit.end <= span.end for span in spans)
    for old_line, new_line in zip(text.split("\n"), new.split("\n"), strict=True):
        assert old_line == new_line or re.match(r"(?i)ARG V|FROM|  ", old_line)
    again = retag(sites(new)[-1], tag)
    assert again == []


def site_of(*pieces: tuple[str, int]) -> ImageSite:
    return ImageSite(Traced(pieces), Span(0, 10), Span(0, 10))


@pytest.mark.parametrize(
    ("edits", "wanted"),
    [
        ([], "abcXdef"),
        ([Edit(10, 13, "Q")], "QXdef"),
        ([Edit(11, 12, "")], "acXdef"),
        ([Edit(10, 10, "Q")], "abcXdef"),
        ([Edit(13, 13, "Q")], "abcQXdef"),
        ([Edit(0, 10, "Q")], "abcXdef"),
        ([Edit(13, 20, "Q")], "abcXdef"),
        ([Edit(9, 11, "Q")], None),
        ([Edit(12, 14, "Q")], None),
        ([Edit(9, 14, "Q")], None),
        ([Edit(10, 11, "1"), Edit(12, 13, "3"), Edit(31, 32, "")], "1b3Xdf"),
    ],
)
def test_the_name_after_edits(edits: list[Edit], wanted: str | None) -> None:
    assert site_of(("abc", 10), ("X", -1), ("def", 30)).renamed(edits) == wanted


def test_a_piece_that_stands_in_the_name_twice_changes_twice() -> None:
    assert site_of(("3", 10), (".", 2), ("3", 10)).renamed([Edit(10, 11, "4")]) == "4.4"
