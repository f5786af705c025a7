from __future__ import annotations

import pytest

from dockerpatch.image.site import BASE, COPY, MOUNT, ImageSite
from dockerpatch.model.build import Build
from dockerpatch.syntax.dockerfile import parse
from dockerpatch.text.span import Span
from dockerpatch.text.traced import Traced


def site_of(text: str) -> ImageSite:
    (site,) = Build(parse(text)).sites
    return site


@pytest.mark.parametrize(
    ("text", "tag", "place"),
    [
        ("FROM alpine:3.18", "3.18", "3.18"),
        ("FROM alpine", "", ""),
        ("FROM a.b:5000/c", "", ""),
        ("ARG V=3.18\nFROM alpine:$V", "3.18", "3.18"),
        ("ARG V=3\nFROM alpine:$V.18", "3.18", "alpine:$V.18"),
        ("FROM alpine@sha256:" + "a" * 64, "", ""),
    ],
)
def test_where_the_tag_is(text: str, tag: str, place: str) -> None:
    site = site_of(text)
    start, end = site.tag_place
    assert site.name.text[start:end] == tag
    assert site.reference is not None
    assert site.reference.tag == tag
    if tag:
        assert site.place(start, end).text(text) == place


def test_a_name_without_a_value_is_not_read() -> None:
    site = site_of("ARG V\nFROM alpine:$V")
    assert site.reference is None
    assert site.undefined == ("V",)
    assert site.tag_place == (7, 7)


@pytest.mark.parametrize(
    ("text", "role", "stage"),
    [
        ("FROM alpine", BASE, 0),
        ("FROM scratch\nFROM alpine", BASE, 1),
        ("FROM scratch\nCOPY --chown=1 --from=alpine / /", COPY, 0),
        ("FROM scratch\nADD --from=alpine / /", COPY, 0),
        ("FROM scratch\nRUN --mount=type=bind,from=alpine,target=/x y", MOUNT, 0),
    ],
)
def test_what_the_image_is_for(text: str, role: str, stage: int) -> None:
    site = site_of(text)
    assert (site.role, site.stage) == (role, stage)
    assert site.word.text(text) == "alpine"
    assert site.covers.text(text) == text.rpartition("\n")[2]


def test_a_platform_is_kept_as_written() -> None:
    assert site_of("FROM --platform=$BUILDPLATFORM alpine").platform == "$BUILDPLATFORM"
    assert site_of("FROM alpine").platform == ""


def test_a_site_takes_any_words() -> None:
    site = ImageSite(Traced.foreign("not an image"), Span(0, 1), Span(0, 2))
    assert site.reference is None
    assert site.place(0, 3) == Span(0, 1)
