from __future__ import annotations

import pathlib

from dockerpatch.engine.surroundings import Surroundings


def test_the_own_file_goes_before_the_folders(tmp_path: pathlib.Path) -> None:
    (tmp_path / ".dockerignore").write_text("a\n")
    around = Surroundings(str(tmp_path / "Dockerfile"), str(tmp_path))
    ignored = around.ignored()
    assert ignored is not None
    assert (ignored.name, [one.text for one in ignored.patterns]) == (".dockerignore", ["a"])
    assert around.asked == [
        (str(tmp_path / "Dockerfile.dockerignore"), None),
        (str(tmp_path / ".dockerignore"), b"a\n"),
    ]
    (tmp_path / "Dockerfile.dockerignore").write_text("b\n")
    assert around.ignored() is ignored, "it is read once"
    own = Surroundings(str(tmp_path / "Dockerfile"), str(tmp_path)).ignored()
    assert own is not None
    assert [one.text for one in own.patterns] == ["b"]


def test_there_is_nothing_around_a_text() -> None:
    for around in (Surroundings(), Surroundings("-"), Surroundings.of_text(None)):
        assert around.ignored() is None
        assert around.asked == []


def test_what_cannot_be_used_is_not_there(tmp_path: pathlib.Path) -> None:
    path = str(tmp_path / "Dockerfile")
    assert Surroundings(path, str(tmp_path)).ignored() is None
    own = tmp_path / "Dockerfile.dockerignore"
    (tmp_path / ".dockerignore").write_text("a\n")
    own.write_text("[\n")
    assert Surroundings(path, str(tmp_path)).ignored() is None
    own.write_bytes(b"x\n" * 200_000)
    assert Surroundings(path, str(tmp_path)).ignored() is None
    own.unlink()
    own.symlink_to("/etc/hostname")
    assert Surroundings(path, str(tmp_path)).ignored() is None, "a link leads out of the root"
    own.unlink()
    own.mkdir()
    assert Surroundings(path, str(tmp_path)).ignored() is None
