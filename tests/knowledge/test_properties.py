"""What must hold for every tag on every day, held against a plain reading of the facts themselves."""

from __future__ import annotations

import gzip
import json
import pathlib
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.knowledge.almanac import Almanac
from dockerpatch.knowledge.civil import day_number, day_text

FACTS = pathlib.Path(__file__).parent.parent.parent / "dockerpatch" / "knowledge" / "facts"
SNAPSHOT = day_number("2026-08-22")

_PLAIN = re.compile(r"([0-9]+(?:\.[0-9]+)*)(-[a-zA-Z].*)?").fullmatch
_UNFINISHED = re.compile(r"-(rc|beta|alpha|ea|m[0-9]|preview|dev|b[0-9])", re.IGNORECASE)


def load(name: str) -> dict[str, object]:
    with gzip.open(FACTS / f"{name}.json.gz") as file:
        found: dict[str, object] = json.loads(file.read())
    return found


@pytest.fixture(scope="module")
def gone() -> dict[str, dict[str, tuple[int, int]]]:
    """Image to tag to first day and first day without it, of tags that are no longer listed."""
    rows: dict[str, list[list[object]]] = load("official_gone")["gone"]  # type: ignore[assignment]
    return {
        image: {tag: (row[0], row[0] + row[1]) for row in of_image for tag in row[3].split()}  # type: ignore[attr-defined,misc,operator]
        for image, of_image in rows.items()
    }


@pytest.fixture(scope="module")
def listed() -> dict[str, set[str]]:
    """Image to the tags that are listed on the snapshot's day."""
    rows: dict[str, list[list[str]]] = load("official_listed")["listed"]  # type: ignore[assignment]
    return {
        image: {tag for row in of_image for tag in f"{row[0]} {row[1]}".split()} for image, of_image in rows.items()
    }


def test_every_listed_tag_is_listed_today(listed: dict[str, set[str]]) -> None:
    almanac = Almanac.open()
    wrong = [(image, tag) for image, tags in listed.items() for tag in tags if not almanac.status(image, tag).listed]
    assert wrong == []


def test_status_on_both_sides_of_each_border(gone: dict[str, dict[str, tuple[int, int]]]) -> None:
    """Every tag that left, on the day before it came, the day it came, the day before it left and the day it left."""
    random.seed(20260822)
    pauses = {row[0] for row in Almanac.open().store.rows("select t.name from pause p join tag t on t.id = p.tag")}
    tags = [
        (image, tag, *days) for image, of_image in gone.items() for tag, days in of_image.items() if tag not in pauses
    ]
    by_day: dict[int, list[tuple[str, str, bool]]] = {}
    for image, tag, since, until in random.sample(tags, 1200):
        for day in (since - 1, since, until - 1, until):
            by_day.setdefault(day, []).append((image, tag, since <= day < until))
    for day, cases in by_day.items():
        almanac = Almanac.open(as_of=day_text(day))
        for image, tag, wanted in cases:
            assert almanac.status(image, tag).listed == wanted, (image, tag, day_text(day))


def test_tags_come_once_and_leave_once(gone: dict[str, dict[str, tuple[int, int]]]) -> None:
    """Through time a tag is unknown, then listed, then gone."""
    random.seed(1)
    order = {"not-official": 0, "never-listed": 0, "listed": 1, "delisted": 2, "image-removed": 2}
    days = [Almanac.open(as_of=day_text(day)) for day in range(300, SNAPSHOT + 1, 150)]
    for image in random.sample(sorted(gone), 40):
        for tag in random.sample(sorted(gone[image]), min(8, len(gone[image]))):
            states = [order[almanac.status(image, tag).kind] for almanac in days]
            assert states == sorted(states) or image == "debian", (image, tag, states)


def _best(tags: list[str], tag: str, depth: int) -> str | None:
    """The newest of ``tags`` in the line of ``tag``: plain versions of as many components with the same end."""
    match = _PLAIN(tag)
    assert match is not None
    numbers = match[1].split(".")
    best: tuple[list[int], str] | None = None
    for other in tags:
        found = _PLAIN(other)
        if found is None or found[2] != match[2]:
            continue
        theirs = found[1].split(".")
        if len(theirs) == len(numbers) and theirs[:depth] == numbers[:depth]:
            best = max(best or ([], ""), ([int(part) for part in theirs], other))
    return best[1] if best else None


def test_newest_of_the_line_as_a_plain_reading_has_it(
    gone: dict[str, dict[str, tuple[int, int]]], listed: dict[str, set[str]]
) -> None:
    """The same answer as from all tags listed that day, cut by the simplest pattern, for 2,000 tags and days."""
    random.seed(7)
    images: dict[str, dict[str, object]] = load("official_listed")["images"]  # type: ignore[assignment]
    checked = 0
    for _ in range(25):
        day = random.randrange(400, SNAPSHOT)
        almanac = Almanac.open(as_of=day_text(day))
        for _ in range(200):
            image = random.choice(sorted(image for image in gone if gone[image]))
            tag = random.choice(sorted(gone[image]))
            facts = images[image]
            match = _PLAIN(tag)
            # Date stamps, prereleases, images that number their lines in two ways: they have tables of their own.
            if match is None or _UNFINISHED.search(tag) or "line_below" in facts or re.search("20[0-9]{6}", tag):
                continue
            now = [other for other, (since, until) in gone[image].items() if since <= day < until]
            now += [other for other in listed.get(image, ()) if almanac.status(image, other).listed]
            now = [other for other in now if not _UNFINISHED.search(other)]
            assert almanac.newest_in_line(image, tag) == _best(now, tag, int(str(facts.get("line", 1)))), (
                image,
                tag,
                day,
            )
            checked += 1
    assert checked > 1000


@pytest.mark.parametrize("day", ["2016-03-01", "2020-06-15", "2024-01-15", None])
def test_what_is_offered_is_listed_and_no_prerelease(
    day: str | None, gone: dict[str, dict[str, tuple[int, int]]]
) -> None:
    from dockerpatch.image import tag as tags

    random.seed(5)
    almanac = Almanac.open(as_of=day)
    for image in random.sample(sorted(gone), 60):
        for tag in random.sample(sorted(gone[image]), min(10, len(gone[image]))):
            offered = [almanac.same_line_newer_distro(image, tag), *(one.tag for one in almanac.next_lines(image, tag))]
            offered += [almanac.pin(image, tag, "line"), almanac.pin(image, tag, "full")]
            newest = almanac.newest_in_line(image, tag)
            for other in filter(None, [*offered, newest]):
                assert almanac.status(image, other).listed, (image, tag, other)
            for other in filter(None, offered):
                assert not tags.parse(other).is_prerelease, (image, tag, other)
                assert _kinds(image, other, almanac) == _kinds(image, tag, almanac) or other in almanac.aliases(
                    image, tag
                )


def _kinds(image: str, tag: str, almanac: Almanac) -> str:
    return almanac.library.series(image, tag).family


def test_aliases_are_an_equivalence_today(listed: dict[str, set[str]]) -> None:
    almanac = Almanac.open()
    random.seed(3)
    for image in random.sample(sorted(image for image in listed if listed[image]), 50):
        for tag in random.sample(sorted(listed[image]), min(20, len(listed[image]))):
            group = almanac.aliases(image, tag)
            assert tag in group
            assert len(set(group)) == len(group)


@pytest.mark.parametrize(
    "image", ["alpine", "golang", "httpd", "nginx", "node", "php", "postgres", "python", "redis", "ruby", "rust"]
)
def test_pins_are_inferred_as_they_are_read(image: str, listed: dict[str, set[str]]) -> None:
    """What is worked out for past days, tried on the day on which the truth is known: the same pin, or none."""
    from dockerpatch.knowledge.aliases import Aliases
    from dockerpatch.knowledge.choices import Choices

    almanac = Almanac.open()
    library, lifecycle = almanac.library, almanac.lifecycle
    inferring = Aliases(library, lifecycle, Choices(library, lifecycle), exact=False)
    found = 0
    for tag in sorted(listed[image]):
        for precision in ("line", "full"):
            inferred = inferring.pin(image, tag, precision)
            assert inferred in (None, almanac.pin(image, tag, precision)), (tag, precision)
            found += inferred is not None
    assert found > len(listed[image])


@given(st.text(max_size=40), st.text(max_size=60))
def test_no_question_fails_on_any_text(image: str, tag: str) -> None:
    almanac = Almanac.open(as_of="2023-03-03")
    for name in (image, "python", "debian", "node"):
        described = almanac.describe(name, tag)
        assert described["tag"] == tag


@given(st.integers(-5000, 40_000))
def test_days_and_their_texts(number: int) -> None:
    import datetime

    text = day_text(number)
    assert text == (datetime.date(2013, 1, 1) + datetime.timedelta(days=number)).isoformat()
    assert day_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "2024", "2024-13-01", "2024-00-10", "2023-02-29", "2024-1-1", "2024-01-01T00", "２０24-01-01"]
)
def test_no_days(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        day_number(text)


def test_the_build_reads_tags_as_the_grammar_does(gone: dict[str, dict[str, tuple[int, int]]]) -> None:
    from dockerpatch.knowledge import series

    random.seed(9)
    almanac = Almanac.open()
    for image in random.sample(sorted(gone), 40):
        known = almanac.library.image(image)
        assert known is not None
        for tag in random.sample(sorted(gone[image]), min(20, len(gone[image]))):
            assert almanac.library.series(image, tag).key == series.of(tag, known.names).key, (image, tag)
