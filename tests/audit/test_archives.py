"""Archives: what the standard library packs is found, and what is damaged, too much or unsafe is told."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.audit import limits
from dockerpatch.audit.archives import tar, zip
from dockerpatch.audit.limits import Budget
from dockerpatch.audit.place import Place
from dockerpatch.audit.streams import Reading

from .conftest import blob, problems, programs, walked
from .made import elf, pe
from .packed import ar, cpio, deb, rpm, tarred, zipped

APP = elf("go1.21.6")
HERE = Place("made")
PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("format", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_tar(format: int) -> None:
    long = "/".join(["folder"] * 30) + "/app" if format != tarfile.USTAR_FORMAT else "a" * 90 + "/" + "b" * 90
    data = tarred({"./bin/": None, "./bin/app": APP, long: pe("go1.20"), "README": b"text"}, format)
    assert programs(data) == {"made!/bin/app": "go1.21.6", f"made!/{long}": "go1.20"}


@pytest.mark.parametrize("kind", PACKERS)
def test_compressed(kind: str) -> None:
    pack = PACKERS[kind]
    assert programs(pack(APP), f"app.{kind}") == {f"app.{kind}": "go1.21.6"}
    assert programs(pack(tarred({"app": APP})), "x") == {"x!/app": "go1.21.6"}
    # Several streams in a row are one, and zeros behind it are padding.
    half = len(APP) // 2
    assert programs(pack(APP[:half]) + pack(APP[half:]) + bytes(100), "x") == {"x": "go1.21.6"}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_zip(method: int) -> None:
    data = zipped({"bin/": b"", "bin/app.exe": pe("go1.22.1"), "größe": APP, "text": b"x"}, method)
    assert programs(data) == {"made!/bin/app.exe": "go1.22.1", "made!/größe": "go1.21.6"}
    assert programs(b"#!/bin/sh\nexec unzip\n" + data) == {}, "a script is no zip archive"
    # As in an installer: what stands before the archive moves all of its offsets.
    with_stub = blob(b"\0" * 1000 + data)
    assert [entry.name for entry in zip.entries(with_stub, HERE, Budget(HERE, 0))] == [
        "bin/", "bin/app.exe", "größe", "text"
    ]  # fmt: skip


def test_packages_and_what_is_in_them() -> None:
    files = {"./usr/bin/app": APP, "./usr/share/doc": b"text"}
    found = {"made!/usr/bin/app": "go1.21.6"}
    assert programs(deb(lzma.compress(tarred(files)))) == found
    assert programs(deb(tarred(files), "data.tar")) == found
    assert programs(rpm(gzip.compress(cpio(files)))) == found
    assert programs(rpm(cpio(files))) == found
    parts = [tarred({".SIGN.RSA.key": b"x"})[:1024], tarred({".PKGINFO": b"x"})[:1024], tarred(files)]
    assert programs(b"".join(map(gzip.compress, parts)), "app-1.apk") == {"app-1.apk!/usr/bin/app": "go1.21.6"}
    ends = [tarred({".PKGINFO": b"x"}), tarred(files)]
    assert programs(b"".join(map(gzip.compress, ends)), "app-1.apk") == {"app-1.apk!/usr/bin/app": "go1.21.6"}
    assert walked(ar({"app.o": APP})) == [], "a library of objects is no package"


def test_archives_in_archives() -> None:
    inner = zipped({"app.exe": pe("go1.22.1")})
    data = gzip.compress(tarred({"dist/win.zip": inner, "dist/app.deb": deb(tarred({"app": APP}), "data.tar")}))
    assert programs(data, "all.tgz") == {
        "all.tgz!/dist/win.zip!/app.exe": "go1.22.1",
        "all.tgz!/dist/app.deb!/app": "go1.21.6",
    }


names = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=120).filter(
    lambda name: not name.endswith("/")
)


@given(
    st.dictionaries(names, st.binary(max_size=1500), max_size=6),
    st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
)
def test_tar_is_read_as_the_standard_library_reads_it(files: dict[str, bytes], format: int) -> None:
    data = tarred(dict(files), format)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        theirs = [
            (info.name, archive.extractfile(info).read())
            for info in archive
            if info.isfile()  # type: ignore[union-attr]
        ]
    ours = [
        (entry.name, member.read(member.left))
        for entry, member in tar.entries(Reading(blob(data)), HERE, Budget(HERE, len(data)))
        if entry.kind == tar.FILE
    ]
    assert ours == theirs


@given(st.dictionaries(names, st.binary(max_size=1500), max_size=6), st.sampled_from([0, 8, 12]))
def test_zip_is_read_as_the_standard_library_reads_it(files: dict[str, bytes], method: int) -> None:
    data = zipped(files, method)
    budget = Budget(HERE, len(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        theirs = [(info.orig_filename, archive.read(info)) for info in archive.infolist()]
    whole = blob(data)
    ours = []
    for entry in zip.entries(whole, HERE, budget):
        ours.append((entry.name, zip.member(whole, entry, HERE, budget).read(entry.size)))
    assert ours == theirs


WHOLE = {
    "tar": tarred({"a": b"x" * 600, "bin/app": APP}),
    "gz": gzip.compress(tarred({"bin/app": APP})),
    "xz": lzma.compress(APP),
    "bz2": bz2.compress(APP),
    "zip": zipped({"bin/app": APP}),
    "stored": zipped({"bin/app": APP}, zipfile.ZIP_STORED),
    "deb": deb(lzma.compress(tarred({"bin/app": APP}))),
    "rpm": rpm(gzip.compress(cpio({"bin/app": APP}))),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_cut_short_it_is_a_clear_error(kind: str) -> None:
    whole = WHOLE[kind]
    last = len(whole.rstrip(b"\0"))
    assert not problems(whole, f"x.{kind}")
    for size in [*range(512, last, max(1, last // 60))] or [last - 1]:
        found = problems(whole[:size], f"x.{kind}")
        assert len(found) == 1, (size, found)
        assert found[0][0].startswith(f"x.{kind}")
        assert found[0][1] == "damaged"


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_damage_is_told_or_not_there(kind: str, data: st.DataObject) -> None:
    damaged = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, min(700, len(damaged) - 1)) | st.integers(0, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    walked(bytes(damaged), "x.apk")


@pytest.mark.parametrize("name", ["../../etc/cron.d/app", "/usr/bin/app", "a/../../app", "C:\\app.exe", "..\\app.exe"])
def test_a_name_that_leads_out_is_told_and_nothing_is_read(name: str) -> None:
    for data in (tarred({name: APP, "ok": APP}), zipped({name: APP, "ok": APP})):
        assert problems(data) == [
            (f"made!/{name}", "unsafe", "has a name that leads out of its archive: it is not read")
        ]
        assert [event.info.version for event in walked(data) if hasattr(event, "info")] == ["go1.21.6"]


def test_a_bomb_is_told_and_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE", 1 << 20)
    ((place, kind, message),) = problems(gzip.compress(tarred({"zeros": bytes(8 << 20)})), "bomb.gz")
    assert (place, kind) == ("bomb.gz", "limit")
    assert "like a zip bomb" in message


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, lambda data: zipped({"zeros": data})])
def test_a_bomb_of_nothing_that_would_be_read_is_told(
    monkeypatch: pytest.MonkeyPatch, pack: Callable[..., bytes]
) -> None:
    monkeypatch.setattr(limits, "FREE", 1 << 20)
    ((place, kind, _),) = problems(pack(bytes(8 << 20)))
    assert (place, kind) == ("made", "limit")


def test_a_compressed_text_that_is_cut_short_is_told() -> None:
    whole = gzip.compress(b"text that is no archive" * 1000 + bytes(range(256)) * 9)
    assert problems(whole) == []
    ((_, kind, _),) = problems(whole[:-3])
    assert kind == "damaged"


def test_a_program_before_a_bomb_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE", 1 << 20)
    program, problem = walked(gzip.compress(tarred({"app": APP, "zeros": bytes(8 << 20)})))
    assert type(program).__name__ == "Program"
    assert problem.kind == "limit"  # type: ignore[union-attr]


def test_nested_bombs_share_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen archives of which each is harmless alone."""
    monkeypatch.setattr(limits, "FREE", 1 << 20)
    inner = gzip.compress(tarred({"zeros": bytes(600 << 10)}))
    data = zipped({f"{index}.tgz": inner for index in range(16)}, zipfile.ZIP_STORED)
    ((place, kind, _),) = problems(data)
    assert (place, kind) == ("made", "limit")


def test_members_that_lie_on_each_other_are_a_bomb_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE", 1 << 20)
    monkeypatch.setattr(limits, "RATIO", 1)
    whole = zipped({"a": APP.ljust(300_000, b"\0")}, zipfile.ZIP_STORED)
    start = struct.unpack_from("<I", whole, len(whole) - 6)[0]
    row, end = whole[start : len(whole) - 22], bytearray(whole[-22:])
    rows = row * 50
    struct.pack_into("<HHII", end, 8, 50, 50, len(rows), start)
    ((place, kind, _),) = [one for one in problems(whole[:start] + rows + bytes(end)) if one[1] != "damaged"]
    assert (place, kind) == ("made", "limit")


def test_archives_that_nest_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    data = APP
    for _ in range(limits.DEPTH + 1):
        data = tarred({"in": data})
    ((place, kind, message),) = problems(data)
    assert kind == "limit"
    assert place.count("!/in") == limits.DEPTH
    assert "8 deep" in message


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMBERS", 10)
    for data in (tarred({str(index): b"" for index in range(20)}), zipped({str(index): b"" for index in range(20)})):
        ((place, kind, message),) = problems(data)
        assert (place, kind) == ("made", "limit")
        assert "more than 10 members" in message


def test_one_damaged_member_does_not_cost_the_others() -> None:
    files = {"bad": APP[:4100], "good": APP}
    for data in (tarred(dict(files)), zipped(files)):
        bad, good = walked(data)
        assert (bad.place.path, type(bad).__name__) == ("made!/bad", "Problem")
        assert (good.place.path, type(good).__name__) == ("made!/good", "Program")


def test_what_has_another_checksum_than_its_own() -> None:
    whole = bytearray(zipped({"app": APP}, zipfile.ZIP_STORED))
    whole[whole.index(b"example.com/app/cmd")] ^= 1
    ((place, kind, message),) = problems(bytes(whole))
    assert (place, kind) == ("made!/app", "damaged")
    assert "checksum" in message


def test_what_is_not_read_is_told() -> None:
    whole = bytearray(zipped({"app": APP}))
    for at in (6, whole.index(b"PK\1\2") + 8):
        whole[at] |= 1
    assert problems(bytes(whole)) == [("made!/app", "not-read", "is encrypted: it is not read")]
    assert problems(b"7z\xbc\xaf\x27\x1c" + bytes(600)) == [
        ("made", "not-read", "is a file of 7-Zip: these are not read")
    ]
    (inside,) = walked(tarred({"x.7z": b"7z\xbc\xaf\x27\x1c" + bytes(600)}))
    assert not inside.fails  # type: ignore[union-attr]


def test_xz_that_asks_for_much_memory() -> None:
    big = lzma.compress(APP, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 512 << 20}])
    ((_, kind, message),) = problems(big)
    assert kind == "damaged"
    assert "memory" in message


def test_a_pax_header_that_would_fill_the_memory() -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 1 << 40
    ((_, kind, message),) = problems(info.tobuf(tarfile.GNU_FORMAT))
    assert kind == "damaged"
    assert "extended header" in message


def test_a_sparse_file_is_not_filled_with_zeros() -> None:
    info = tarfile.TarInfo("huge")
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.realsize": str(1 << 60)}
    data = info.tobuf(tarfile.PAX_FORMAT) + tarred({"app": APP})
    assert programs(data) == {"made!/app": "go1.21.6"}


FIXTURES = [
    "root/go/pkg/mod/github.com/x/y@v1.2.3/testdata/app",
    "go/pkg/mod/github.com/x/y@v1.2.3/internal/test-fixtures/deep/app",
    "gomodcache/github.com/x/y@v0.0.0-2020/testdata/app",
    "usr/local/go/src/debug/elf/testdata/app",
    "usr/lib/go-1.19/src/debug/elf/testdata/app",
    "pkg/mod/cache/download/github.com/x/y/@v/v1.2.3.zip!/github.com/x/y@v1.2.3/testdata/app",
]


@pytest.mark.parametrize("path", FIXTURES)
def test_test_data_of_modules_is_passed_over(path: str) -> None:
    outer, _, inner = path.partition("!/")
    data = tarred({outer: zipped({inner: APP}) if inner else APP, "testdata/app": APP, "pkg/mod/bin/app": APP})
    kinds = {event.place.path: type(event).__name__ for event in walked(data)}
    assert kinds == {f"made!/{path}": "Fixture", "made!/testdata/app": "Program", "made!/pkg/mod/bin/app": "Program"}
    assert len(programs(data, fixtures=True)) == 3


def test_a_fixture_that_is_named_is_looked_at() -> None:
    path = "root/go/pkg/mod/github.com/x/y@v1.2.3/testdata/app"
    assert programs(APP, path) == {path: "go1.21.6"}


def test_a_broken_fixture_is_no_problem() -> None:
    data = tarred({"go/pkg/mod/x@v1/testdata/bad": APP[:100], "go/pkg/mod/x@v1/testdata/text": b"x"})
    assert [type(event).__name__ for event in walked(data)] == ["Fixture"]
