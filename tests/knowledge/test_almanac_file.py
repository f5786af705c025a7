"""The almanac as a file: built from the facts, opened, and refused when it is not what it should be."""

from __future__ import annotations

import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys

import pytest

from dockerpatch.knowledge import store
from dockerpatch.knowledge.almanac import Almanac, AlmanacError
from dockerpatch.knowledge.build import build

KNOWLEDGE = pathlib.Path(store.__file__).parent


@pytest.fixture(scope="module")
def built() -> pathlib.Path:
    """The built-in almanac's file."""
    Almanac.open()
    return KNOWLEDGE / "built" / "almanac.sqlite"


@pytest.fixture
def copy(built: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    target = tmp_path / "almanac.sqlite"
    shutil.copy(built, target)
    return target


def test_the_same_facts_give_the_same_files(tmp_path: pathlib.Path, built: pathlib.Path) -> None:
    build(str(KNOWLEDGE / "facts"), str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["almanac.sqlite", "alpine-fixes.sqlite"]
    for name in ("almanac.sqlite", "alpine-fixes.sqlite"):
        assert (tmp_path / name).read_bytes() == (built.parent / name).read_bytes()
    assert (tmp_path / "almanac.sqlite").stat().st_size < 12_000_000


def test_the_share_alike_facts_are_in_their_own_file_only(built: pathlib.Path) -> None:
    tables = "select name from sqlite_master where type = 'table'"
    main = {row[0] for row in Almanac.open().store.rows(tables)}
    assert "fix" not in main
    with sqlite3.connect(built.parent / "alpine-fixes.sqlite") as fixes:
        assert {row[0] for row in fixes.execute(tables)} == {"licence", "meta", "branch", "fix"}
    fixes.close()


def test_missing_facts_leave_no_half_built_file(tmp_path: pathlib.Path) -> None:
    facts = tmp_path / "facts"
    shutil.copytree(KNOWLEDGE / "facts", facts)
    shutil.copytree(KNOWLEDGE / "facts-cc-by-sa", tmp_path / "facts-cc-by-sa")
    (facts / "go.json.gz").unlink()
    with pytest.raises(FileNotFoundError, match=r"go\.json\.gz"):
        build(str(facts), str(tmp_path / "out"))
    assert not (tmp_path / "out" / "almanac.sqlite").exists()
    assert not list((tmp_path / "out").glob(".building-*"))


def test_the_build_needs_the_standard_library_alone() -> None:
    """It runs where the wheel is built, before any dependency is there."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import dockerpatch.knowledge.build, dockerpatch.knowledge.build_facts, dockerpatch.knowledge.build_tags\n"
        "import dockerpatch.knowledge.almanac\n"
    )
    root = str(KNOWLEDGE.parent.parent)
    subprocess.run([sys.executable, "-I", "-S", "-c", code, root], check=True)


def test_a_look_up_loads_no_more_than_it_needs() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from dockerpatch.knowledge.almanac import Almanac\n"
        "a = Almanac.open()\n"
        "assert a.status('python', '3.13.3-alpine3.20').gone\n"
        "heavy = {'json', 'gzip', 'datetime', 'packaging', 'typing'}\n"
        "a.same_line_newer_distro('python', '3.13.3-alpine3.20'), a.next_lines('golang', '1.21.6-alpine')\n"
        "assert not {*heavy, 'dockerpatch.image.tag'} & set(sys.modules), sys.modules\n"
        "a.pin('golang', 'alpine', 'full'), a.newest_in_line('python', '3.13-never')\n"
        "a.go_advisories('1.21.6')\n"
        "assert not heavy & set(sys.modules), sys.modules\n"
    )
    Almanac.open()
    subprocess.run([sys.executable, "-I", "-S", "-c", code, str(KNOWLEDGE.parent.parent)], check=True)


@pytest.mark.parametrize("name", ["almanac.sqlite", "a b?c#d%e.sqlite", "ünï.sqlite"])
def test_any_path_opens(copy: pathlib.Path, name: str) -> None:
    target = copy.with_name(name)
    copy.rename(target)
    assert Almanac.open(str(target)).status("python", "3.13.3-alpine3.20").gone


def test_it_is_opened_for_reading_only(copy: pathlib.Path) -> None:
    almanac = Almanac.open(str(copy))
    with pytest.raises(AlmanacError, match="readonly"):
        almanac.store.rows("delete from tag")
    assert [path.name for path in copy.parent.iterdir()] == ["almanac.sqlite"]


def refused(path: pathlib.Path | str) -> str:
    with pytest.raises(AlmanacError) as caught:
        Almanac.open(str(path))
    text = str(caught.value)
    assert "\n" not in text
    assert text[0].islower()
    return text


def test_missing(tmp_path: pathlib.Path) -> None:
    assert refused(tmp_path / "none.sqlite") == f"there is no almanac: {tmp_path / 'none.sqlite'}"


def test_a_folder(tmp_path: pathlib.Path) -> None:
    assert "cannot be read" in refused(tmp_path)


def test_a_name_that_is_none() -> None:
    assert "cannot be read" in refused("a\0b")


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database at all", b"SQLite format 3", b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 5000],
)
def test_what_is_no_database(tmp_path: pathlib.Path, content: bytes) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(content)
    refused(path)


def test_unreadable(copy: pathlib.Path) -> None:
    copy.chmod(0)
    if os.access(copy, os.R_OK):
        # The superuser reads everything; a name below a file is unreadable for all.
        assert "cannot be read" in refused(copy / "below")
    else:
        assert "cannot be read" in refused(copy)


def test_another_database(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("create table t (x)")
    db.close()
    assert refused(path) == f"not an almanac: {path}"


def test_another_schema_version(copy: pathlib.Path) -> None:
    with sqlite3.connect(copy) as db:
        db.execute("pragma user_version = 99")
    db.close()
    text = refused(copy)
    assert "schema version 99" in text


def test_cut_off(copy: pathlib.Path) -> None:
    with copy.open("r+b") as file:
        file.truncate(copy.stat().st_size // 2)
    with pytest.raises(AlmanacError, match="almanac"):
        Almanac.open(str(copy)).status("python", "3.13.3-alpine3.20")


def test_overwritten_inside(copy: pathlib.Path) -> None:
    data = bytearray(copy.read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)
    copy.write_bytes(data)
    with pytest.raises(AlmanacError, match="almanac") as caught:
        Almanac.open(str(copy)).describe("python", "3.13.3-alpine3.20")
    assert "\n" not in str(caught.value)


def test_the_fixes_may_be_missing_until_they_are_asked_for(copy: pathlib.Path) -> None:
    almanac = Almanac.open(str(copy))
    assert almanac.alpine_origin("libcrypto3") == "openssl"
    with pytest.raises(AlmanacError, match="there is no almanac"):
        almanac.alpine_fixes("3.20", "openssl")


@pytest.mark.parametrize("day", ["2012-12-31", "0001-01-01"])
def test_days_before_the_facts(day: str) -> None:
    with pytest.raises(ValueError, match=f"no facts before 2013-01-01: {day}"):
        Almanac.open(as_of=day)


@pytest.mark.parametrize("day", ["yesterday", "2024-02-30", "2024-1-1", ""])
def test_no_day(day: str) -> None:
    with pytest.raises(ValueError, match=repr(day)):
        Almanac.open(as_of=day)


def test_days() -> None:
    today, past, later = Almanac.open(), Almanac.open(as_of="2024-01-15"), Almanac.open(as_of="2027-01-01")
    assert (today.date, today.as_of, today.note) == ("2026-08-22", "2026-08-22", None)
    assert (past.date, past.as_of, past.note) == ("2026-08-22", "2024-01-15", None)
    assert (later.as_of, later.aliases_exact) == ("2026-08-22", True)
    assert later.note == "the almanac ends on 2026-08-22; answers for 2027-01-01 are those of 2026-08-22"
    assert today.age_days("2026-09-22") == 31
    assert today.age_days("2026-08-21") == -1


def test_sources_carry_what_their_licences_ask_for() -> None:
    rows = Almanac.open().sources()
    assert {row.licence for row in rows} == {"Apache-2.0", "MIT", "CC-BY-4.0", "BSD-3-Clause", "ISC", "CC-BY-SA-4.0"}
    for row in rows:
        assert row.attribution
        assert row.rows > 0
        assert row.used_for


def test_every_successor_has_a_page_that_says_so() -> None:
    rows = Almanac.open().store.rows(
        "select s.image, s.source, i.id from successor s left join image i on i.name = s.image"
    )
    assert len(rows) > 10
    for image, source, known in rows:
        assert source.startswith("https://")
        assert source.endswith(f"/{image}/deprecated.md")
        assert known is not None


def test_installed_without_facts(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, built: pathlib.Path) -> None:
    """As a wheel has it: built files and no facts; and without built files it says so."""
    monkeypatch.setattr(store, "FACTS", str(tmp_path / "no-facts"))
    monkeypatch.setattr(store, "BUILT", str(tmp_path))
    with pytest.raises(AlmanacError, match="missing from this installation"):
        Almanac.open()
    shutil.copy(built, tmp_path / "almanac.sqlite")
    assert Almanac.open().status("python", "3.13.3-alpine3.20").gone


def test_a_checkout_builds_when_the_facts_are_newer(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, built: pathlib.Path
) -> None:
    calls = []

    def fake(facts: str, out: str) -> None:
        calls.append(facts)
        shutil.copy(built, pathlib.Path(out) / "almanac.sqlite")

    monkeypatch.setattr("dockerpatch.knowledge.build.build", fake)
    monkeypatch.setattr(store, "BUILT", str(tmp_path))
    Almanac.open()
    Almanac.open()
    assert len(calls) == 1
    os.utime(tmp_path / "almanac.sqlite", (1, 1))
    Almanac.open()
    assert len(calls) == 2


def test_an_older_almanac_serves_where_none_can_be_built(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, built: pathlib.Path
) -> None:
    def refuse(facts: str, out: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("dockerpatch.knowledge.build.build", refuse)
    monkeypatch.setattr(store, "BUILT", str(tmp_path))
    with pytest.raises(AlmanacError, match="cannot be built"):
        Almanac.open()
    shutil.copy(built, tmp_path / "almanac.sqlite")
    os.utime(tmp_path / "almanac.sqlite", (1, 1))
    assert Almanac.open().status("python", "3.13.3-alpine3.20").gone


def test_a_build_that_fails_is_one_line(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(store, "BUILT", str(tmp_path / "file" / "below"))
    with pytest.raises(AlmanacError, match="cannot be built"):
        Almanac.open()
