"""Where rules move images to, over every tag of the facts: only to what is listed, final, and of the same flavour."""

from __future__ import annotations

import gzip
import json
import pathlib
from collections.abc import Iterator

import pytest

from dockerpatch.config.settings import Config
from dockerpatch.engine.session import Session
from dockerpatch.hosts.catalog import host_of
from dockerpatch.image import tag as tags
from dockerpatch.knowledge.almanac import Almanac
from dockerpatch.lint.bases import Base, bases
from dockerpatch.lint.golang import safer
from dockerpatch.lint.remedies import Move, alive, same_build
from dockerpatch.lint.rule import Context
from dockerpatch.rules.catalog import by_key
from dockerpatch.text.source import Source

DAYS = ["2019-06-01", "2023-03-15", "2026-08-22"]
EVERY = 31
"""Of the tags, one in so many is tried on each day; the first differs from day to day."""


@pytest.fixture(scope="module")
def names(checkout: pathlib.Path) -> list[tuple[str, str]]:
    """Every image and tag that ever was."""
    folder = checkout / "dockerpatch/knowledge/facts"
    found: set[tuple[str, str]] = set()
    listed = json.loads(gzip.decompress((folder / "official_listed.json.gz").read_bytes()))["listed"]
    gone = json.loads(gzip.decompress((folder / "official_gone.json.gz").read_bytes()))["gone"]
    for image, rows in listed.items():
        found.update((image, tag) for row in rows for texts in row[:2] if texts for tag in str(texts).split())
    for image, rows in gone.items():
        found.update((image, tag) for row in rows for tag in row[3].split())
    assert len(found) > 150_000
    return sorted(found)


def context(almanac: Almanac, image: str, tag: str) -> tuple[Context, Base]:
    source = Source("Dockerfile", f"FROM {image}:{tag}\n".encode())
    document = host_of("Dockerfile").read(source)
    (rule,) = by_key("DP101")
    ctx = Context(source, document.build, document.sites, almanac, {}, rule, {})
    (base,) = bases(ctx)
    return ctx, base


def moves(ctx: Context, base: Base) -> Iterator[Move | None]:
    if base.status.gone:
        yield alive(ctx, base)
    if base.status.listed:
        yield same_build(ctx, base, "line")
        yield same_build(ctx, base, "full")
    if base.image == "golang":
        yield safer(ctx, base)


def flavour(almanac: Almanac, image: str, tag: str) -> str:
    return almanac.library.series(image, tag).family.replace("{v}", "").replace("{name}", "").strip("-@")


@pytest.mark.parametrize(("day", "first"), list(zip(DAYS, range(len(DAYS)), strict=True)))
def test_every_move(names: list[tuple[str, str]], day: str, first: int) -> None:
    almanac = Almanac.open(None, day)
    made = 0
    for image, tag in names[first::EVERY]:
        ctx, base = context(almanac, image, tag)
        for move in moves(ctx, base):
            if move is None:
                continue
            made += 1
            what = f"{image}:{tag} -> {move.tag} ({move.kind}) on {day}"
            assert move.tag != tag, what
            assert almanac.status(image, move.tag).listed, what
            assert not tags.parse(move.tag).is_prerelease, what
            if move.kind != "same":
                assert flavour(almanac, image, move.tag) == flavour(almanac, image, tag), what
            else:
                assert move.tag in almanac.aliases(image, tag), what
            if move.kind in ("line", "distro") and not tags.parse(tag).is_prerelease:
                assert almanac.line(image, move.tag) == almanac.line(image, tag), what
    assert made > 300


@pytest.mark.parametrize("day", DAYS)
def test_golang_is_told_by_one_rule(names: list[tuple[str, str]], day: str) -> None:
    session = Session(change=lambda _: Config(as_of=day, select=("DP102", "DP105", "DP101", "DP104", "DP106")))
    for image, tag in [name for name in names if name[0] == "golang"][::23]:
        codes = [finding.code for finding in session.check_text(f"FROM {image}:{tag}\n").findings]
        assert "DP102" not in codes, tag
        assert len(codes) <= 1, (tag, codes)


def test_a_base_has_at_most_one_state(names: list[tuple[str, str]]) -> None:
    session = Session(change=lambda _: Config(as_of=DAYS[-1], select=("DP101", "DP104", "DP105", "DP106")))
    for image, tag in names[5::211]:
        codes = [finding.code for finding in session.check_text(f"FROM {image}:{tag}\n").findings]
        assert len(codes) <= 1, (image, tag, codes)
