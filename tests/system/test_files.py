from __future__ import annotations

import os
import pathlib
import pickle
import socket
import stat
import subprocess
import sys
import tempfile
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.system import files
from dockerpatch.system.files import FileError, opened, read_bytes, shown, write_bytes

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def says(error: pytest.ExceptionInfo[FileError], path: pathlib.Path, reason: str) -> None:
    assert str(error.value) == f"{path}: {reason}"


def test_reads_what_is_there(tmp_path: pathlib.Path) -> None:
    for data in (b"", b"\xef\xbb\xbfFROM x\r\n\xff\x00", b"x" * 3_000_000):
        (tmp_path / "f").write_bytes(data)
        assert read_bytes(str(tmp_path / "f")) == data


def test_limit_is_the_longest_that_is_read(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"12345")
    assert read_bytes(str(path), limit=5) == b"12345"
    with pytest.raises(FileError) as error:
        read_bytes(str(path), limit=4)
    says(error, path, "longer than 4 bytes")


def test_a_long_file_is_opened_to_be_read_in_pieces(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "long"
    file.write_bytes(b"ab" * files.LIMIT)
    with opened(str(file)) as stream:
        assert stream.read(3) == b"aba"
        assert len(stream.read()) == 2 * files.LIMIT - 3


def test_what_is_no_file_is_not_opened(tmp_path: pathlib.Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    for path, reason in ((tmp_path, "folder"), (tmp_path / "pipe", "pipe"), (tmp_path / "none", "no such file")):
        with pytest.raises(FileError, match=reason):
            opened(str(path))
    with pytest.raises(FileError, match="not a name"):
        opened("a\x00b")
    assert (len(os.listdir("/proc/self/fd")) if before else 0) == before


def test_a_file_that_grows_without_end_is_refused() -> None:
    # /dev/zero is no regular file; a file in /proc has size 0 and content, as a growing file has more than its size.
    proc = pathlib.Path("/proc/self/status")
    if not proc.exists():
        pytest.skip("no /proc on this system")
    with pytest.raises(FileError, match="longer than 10 bytes"):
        read_bytes(str(proc), limit=10)


def test_the_real_limit(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "f"
    with path.open("wb") as file:
        file.truncate(files.LIMIT + 1)
    with pytest.raises(FileError) as error:
        read_bytes(str(path))
    says(error, path, "longer than 16 MiB")


def test_folder_missing_and_name_too_long(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileError) as error:
        read_bytes(str(tmp_path))
    says(error, tmp_path, "a folder, not a file")
    with pytest.raises(FileError) as error:
        read_bytes(str(tmp_path / "none"))
    says(error, tmp_path / "none", "no such file or directory")
    with pytest.raises(FileError, match="too long"):
        read_bytes(str(tmp_path / ("n" * 300)))
    with pytest.raises(FileError, match="not a name a file can have"):
        read_bytes("a\0b")
    with pytest.raises(FileError, match="not a name a file can have"):
        write_bytes("a\0b", b"")


def test_pipe_socket_and_device_are_refused_at_once(tmp_path: pathlib.Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for act in (read_bytes, lambda path: write_bytes(path, b"x")):
        with pytest.raises(FileError) as error:
            act(str(tmp_path / "pipe"))
        says(error, tmp_path / "pipe", "a pipe, not a file")
    with pytest.raises(FileError, match="a device, not a file"):
        read_bytes("/dev/null")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.getcwd()
        os.chdir(tmp_path)  # the name of a socket is short
        try:
            server.bind("s")
            with pytest.raises(FileError, match="s: "):
                read_bytes("s")
        finally:
            os.chdir(here)


@pytest.mark.skipif(AS_ROOT, reason="root may read and write everything")
def test_permission(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"old")
    path.chmod(0)
    with pytest.raises(FileError) as error:
        read_bytes(str(path))
    says(error, path, "permission denied")
    path.chmod(0o444)
    with pytest.raises(FileError) as error:
        write_bytes(str(path), b"new")
    says(error, path, "may not be written")
    tmp_path.chmod(0o555)
    path.chmod(0o644)
    try:
        with pytest.raises(FileError, match="no file can be made beside it: permission denied"):
            write_bytes(str(path), b"new")
    finally:
        tmp_path.chmod(0o755)
    assert path.read_bytes() == b"old"


UNPRIVILEGED = """
import os, tempfile
from dockerpatch.system.files import FileError, read_bytes, write_bytes
os.setgid(65534)
os.setuid(65534)
for act in (lambda: read_bytes("secret"), lambda: write_bytes("fixed", b"new"), lambda: write_bytes("open", b"new")):
    try:
        act()
    except FileError as error:
        print(error)
"""


@pytest.mark.skipif(not AS_ROOT, reason="only root can become another user")
def test_permission_as_another_user(checkout: pathlib.Path) -> None:
    # Not tmp_path: it lies in a folder that only its owner may enter.
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for name, mode in (("secret", 0o600), ("fixed", 0o644), ("open", 0o666)):
            path = pathlib.Path(folder, name)
            path.write_bytes(b"old")
            path.chmod(mode)
        done = subprocess.run(
            [sys.executable, "-c", UNPRIVILEGED],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(checkout)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.splitlines() == [
            "secret: permission denied",
            "fixed: may not be written",
            "open: no file can be made beside it: permission denied",
        ], done.stderr
        assert {pathlib.Path(folder, name).read_bytes() for name in ("secret", "fixed", "open")} == {b"old"}


def test_write_keeps_the_mode_and_leaves_nothing_beside(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "Dockerfile"
    path.write_bytes(b"old")
    path.chmod(0o751)
    write_bytes(str(path), b"new", root=str(tmp_path))
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o751
    assert os.listdir(tmp_path) == ["Dockerfile"]


@pytest.mark.skipif(not AS_ROOT, reason="only root can give files away")
def test_write_keeps_the_owner(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"old")
    os.chown(path, 1234, 2345)
    path.chmod(0o6755)
    write_bytes(str(path), b"new")
    state = path.stat()
    assert (state.st_uid, state.st_gid, stat.S_IMODE(state.st_mode)) == (1234, 2345, 0o6755)


def test_another_ones_file_never_becomes_ours_with_set_uid(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"old")
    path.chmod(0o6755)
    real = os.fstat

    def other(handle: int) -> os.stat_result:
        found = list(real(handle))
        found[stat.ST_UID] += 1
        return os.stat_result(found)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "fstat", other)
    monkeypatch.setattr(os, "fchown", refuse)
    write_bytes(str(path), b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o755


def test_a_new_file_gets_the_mode_of_new_files(tmp_path: pathlib.Path) -> None:
    before = os.umask(0o027)
    try:
        write_bytes(str(tmp_path / "new"), b"x", root=str(tmp_path))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_link_stays_a_link(tmp_path: pathlib.Path) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "Dockerfile"
    target.write_bytes(b"old")
    link = tmp_path / "Dockerfile"
    link.symlink_to("real/Dockerfile")
    write_bytes(str(link), b"new", root=str(tmp_path))
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_link_out_of_the_root_is_refused(tmp_path: pathlib.Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "root-beside"
    root.mkdir()
    outside.mkdir()
    (outside / "f").write_bytes(b"old")
    link = root / "f"
    link.symlink_to("../root-beside/f")
    (root / "up").symlink_to("..")
    for path, words in (
        (link, "a link that leads out of"),
        (outside / "f", "outside"),
        (root / "up" / "root-beside" / "f", "outside"),
    ):
        for act in (read_bytes, lambda path, root: write_bytes(path, b"new", root)):
            with pytest.raises(FileError) as error:
                act(str(path), str(root))
            says(error, path, f"{words} {root}")
    assert (outside / "f").read_bytes() == b"old"


def test_the_root_may_be_a_link_and_the_whole_disk(tmp_path: pathlib.Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "root").symlink_to("real")
    write_bytes(str(tmp_path / "root" / "f"), b"new", root=str(tmp_path / "root"))
    assert read_bytes(str(tmp_path / "real" / "f"), root="/") == b"new"


def test_loop_of_links(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    for act in (read_bytes, lambda path, root: write_bytes(path, b"x", root)):
        with pytest.raises(FileError, match="symbolic links"):
            act(str(tmp_path / "a"), str(tmp_path))


def test_edited_meanwhile_is_not_overwritten(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"edited by hand")
    with pytest.raises(FileError) as error:
        write_bytes(str(path), b"new", was=b"old")
    says(error, path, "changed while it was being worked on; nothing was written")
    assert path.read_bytes() == b"edited by hand"
    write_bytes(str(path), b"new", was=b"edited by hand")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("failing", ["fsync", "replace", "fchmod"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failed_write_leaves_the_old_file_and_no_other(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, failing: str, error: BaseException
) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises((FileError, KeyboardInterrupt)) as caught:
        write_bytes(str(path), b"new")
    if isinstance(error, OSError):
        assert str(caught.value) == f"{path}: no space left on device"
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["f"]


def test_readers_see_the_old_or_the_new_and_nothing_between(tmp_path: pathlib.Path) -> None:
    path = str(tmp_path / "f")
    texts = [bytes([mark]) * 200_000 for mark in b"ab"]
    write_bytes(path, texts[0])
    seen: set[bytes] = set()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            seen.add(read_bytes(path))

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(30):
        write_bytes(path, texts[number % 2])
    stop.set()
    reader.join()
    assert seen <= set(texts)


@given(st.text(st.characters(), max_size=20))
def test_a_path_is_shown_on_one_printable_line(path: str) -> None:
    line = shown(path)
    assert line.isprintable()
    line.encode("utf-8")
    assert line == path or not path.isprintable()


def test_error_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(FileError("a\nb", "why")))
    assert str(error) == "a\\nb: why"
    assert isinstance(error, OSError)
