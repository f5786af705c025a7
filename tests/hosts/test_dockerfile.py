from __future__ import annotations

import pytest

from dockerpatch.hosts.dockerfile import claims, objections, read
from dockerpatch.text.edit import Edit, apply
from dockerpatch.text.source import Source


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Dockerfile",
            "dockerfile",
            "DOCKERFILE",
            "Containerfile",
            "Dockerfile.dev",
            "Dockerfile-dev",
            "Dockerfile_dev",
        ),
        *("Dockerfile.go", "Dockerfile.py3.11", "Dockerfile.alpine-3.20", "api.Dockerfile", "api.dockerfile"),
        *("my-api.v2.containerfile", "Containerfile.prod", "Dockerfile.linux_amd64", "Dockerfile.c++"),
    ],
)
def test_called_like_a_dockerfile(name: str) -> None:
    assert claims(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Dockerfiles", "MyDockerfile", "Dockerfile.", "Dockerfile.dockerignore", ".dockerignore", "Dockerfile~", ""),
        *(
            "Dockerfile.j2",
            "Dockerfile.dev.tmpl",
            "Dockerfile.in",
            "Dockerfile.md",
            "Dockerfile.yaml",
            "Dockerfile.orig",
        ),
        *("dockerfile.go", "dockerfile.py", "dockerfile_test.go", "Dockerfile.dev.bak", "Dockerfile.dev\n", "docker"),
    ],
)
def test_not_called_like_a_dockerfile(name: str) -> None:
    assert not claims(name)


def faults(data: bytes) -> list[tuple[str, int]]:
    return [(fault.message, fault.offset) for fault in read(Source("Dockerfile", data)).faults]


@pytest.mark.parametrize(
    "data", [b"FROM a\n", b"ARG V=1\nFROM a\n", b"\xef\xbb\xbfFROM a", b"FROM \xff\n", b"from a\r\n"]
)
def test_sound(data: bytes) -> None:
    assert faults(data) == []


@pytest.mark.parametrize(
    ("data", "offset", "words"),
    [
        (b"", 0, ""),
        (b"# only a comment\n", 0, ""),
        (b"RUN x\n", -1, "no FROM"),
        (b"FROM a\nRUN <<E\nx\n", 7, "has no end"),
        (b"FROM a\nNOPE x\n", 7, "unknown instruction: NOPE"),
        (b"FROM a\nENV a\n", 7, ""),
        (b'FROM a\nSHELL ["a", 1]\n', 7, ""),
        (b"\x00\x01\x02", 0, "unknown instruction"),
    ],
)
def test_faults(data: bytes, offset: int, words: str) -> None:
    (fault,) = faults(data)
    assert fault[1] == offset
    assert words in fault[0]
    assert "\n" not in fault[0]
    assert fault[0].isprintable()


def test_each_unknown_instruction_is_a_fault() -> None:
    assert [offset for _, offset in faults(b"FROM a\nNOPE x\nRUN y\nNADA\n")] == [7, 20]


TEXT = "FROM a:1 AS x\nRUN <<E\nbody\nE\nENV V=1\n"


@pytest.mark.parametrize(
    ("edits", "keyword"),
    [
        ([Edit(7, 8, "2")], ""),
        ([Edit(14, 14, "RUN up\n")], ""),
        ([Edit(7, 8, "2"), Edit(14, 14, "RUN up\n"), Edit(35, 36, "22")], ""),
        ([Edit(13, 14, " \\\n")], "FROM on line 1"),
        ([Edit(14, 14, "RUN <<Q\n")], "RUN on line 2"),
        ([Edit(14, 14, "# escape=`\nRUN x \\\n")], "RUN on line 2"),
        ([Edit(0, 0, "RUN q \\\n")], "FROM on line 1"),
    ],
)
def test_what_no_edit_touches_is_held(edits: list[Edit], keyword: str) -> None:
    old = Source.of("Dockerfile", TEXT)
    new = Source.of("Dockerfile", apply(TEXT, edits))
    against = objections(read(old), read(new), edits)
    if keyword:
        assert against == [f"the patch would change {keyword}, which it does not mean to touch"]
    else:
        assert against == []
