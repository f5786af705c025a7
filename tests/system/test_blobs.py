from __future__ import annotations

import os
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.system import blobs
from dockerpatch.system.blobs import Spool, open_blob
from dockerpatch.system.files import FileError


def test_pieces_of_a_file(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"0123456789")
    with open_blob(str(path)) as blob:
        assert blob.size == 10
        assert blob.read(3, 4) == b"3456"
        assert blob.read(8, 100) == b"89"
        assert blob.read(10, 1) == blob.read(-1, 2) == blob.read(0, 0) == b""
        part = blob.part(2, 5)
        assert (part.size, part.read(0, 9), part.part(1, 2).read(0, 9)) == (5, b"23456", b"34")
        assert blob.part(8, 100).size == 2
        assert blob.part(50, 1).size == 0


@given(
    st.binary(max_size=60), st.binary(min_size=1, max_size=4), st.integers(1, 9), st.integers(0, 70), st.integers(0, 70)
)
def test_find_is_that_of_bytes(data: bytes, needle: bytes, window: int, start: int, end: int) -> None:
    spool = Spool()
    spool.write(data)
    before, blobs.WINDOW = blobs.WINDOW, max(window, len(needle))
    try:
        with spool.blob() as blob:
            assert blob.find(needle, start, end) == data[:end].find(needle, start)
            assert blob.find(needle) == data.find(needle)
            assert list(blob.finds(needle)) == [at for at in range(len(data)) if data.startswith(needle, at)]
    finally:
        blobs.WINDOW = before


def test_a_long_spool_leaves_no_file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "IN_MEMORY", 10)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    spool = Spool()
    for _ in range(100):
        spool.write(b"0123456789")
    with spool.blob() as blob:
        assert blob.size == spool.size == 1000
        assert blob.read(995, 10) == b"56789"
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["gone", "folder", "pipe", "nul\0"])
def test_what_is_no_file(tmp_path: pathlib.Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError):
        open_blob(str(tmp_path / name))
