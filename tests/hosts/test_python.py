"""Images in Python code: which are seen, where exactly, and what their patches may touch."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.engine.session import Session
from dockerpatch.hosts import catalog, dockerfile, python
from dockerpatch.hosts.host import DOCKERFILE, PYTHON, Document
from dockerpatch.hosts.python_depth import ARMS, DEPTH, WEIGHT, too_deep
from dockerpatch.image.retag import retag
from dockerpatch.text.edit import Edit, apply, ordered
from dockerpatch.text.source import Source

DAY = "2026-08-22"
PG = "from testcontainers.postgres import PostgresContainer\n"
DOCKER = "import docker\nclient = docker.from_env()\n"
AIRFLOW = "from airflow.providers.docker.operators.docker import DockerOperator\n"


def session() -> Session:
    return Session(change=lambda config: config.replace(as_of=DAY))


def read(text: str) -> Document:
    return python.read(Source.of("app.py", text))


def names(text: str) -> list[str]:
    document = read(text)
    assert document.faults == ()
    return [site.name.text for site in document.sites]


def codes(text: str) -> list[str]:
    report = session().check_text(text, "app.py")
    assert report.errors == []
    return [finding.code for finding in report.findings]


SEEN = {
    "first argument": (PG + 'PostgresContainer("postgres:9.6")', ["postgres:9.6"]),
    "keyword": (PG + "PostgresContainer(port=1, image='postgres:9.6')", ["postgres:9.6"]),
    "in a with": (PG + 'def f():\n\twith PostgresContainer("postgres:9.6") as pg:\n\t\tpass\n', ["postgres:9.6"]),
    "alias of a name": (
        "from testcontainers.postgres import PostgresContainer as PG\nPG('postgres:9.6')",
        ["postgres:9.6"],
    ),
    "alias of a module": (
        "import testcontainers.postgres as tc\ntc.PostgresContainer('postgres:9.6')",
        ["postgres:9.6"],
    ),
    "module": (
        "import testcontainers.postgres\ntestcontainers.postgres.PostgresContainer('postgres:9.6')",
        ["postgres:9.6"],
    ),
    "generic container": (
        "from testcontainers.core.container import DockerContainer\nDockerContainer('python:3.9').with_env('A', 'b')",
        ["python:3.9"],
    ),
    "import in a function": (
        "def f():\n    from testcontainers.redis import RedisContainer\n    return RedisContainer('redis:5')",
        ["redis:5"],
    ),
    "run": (DOCKER + "client.containers.run('alpine:3.18', 'ls')", ["alpine:3.18"]),
    "create": (DOCKER + "client.containers.create(image='alpine:3.18')", ["alpine:3.18"]),
    "run at once": ("import docker\ndocker.from_env().containers.run('alpine:3.18')", ["alpine:3.18"]),
    "run on an attribute": (
        "from docker import DockerClient\nclass A:\n    def f(self):\n        self.x.containers.run('alpine:3.18')",
        ["alpine:3.18"],
    ),
    "run on an item": (DOCKER + "clients[0].containers.run('alpine:3.18')", ["alpine:3.18"]),
    "pull": (DOCKER + "client.images.pull('golang:1.19')", ["golang:1.19"]),
    "low level": (DOCKER + "docker.APIClient().create_container('alpine:3.18')", ["alpine:3.18"]),
    "whales": ("from python_on_whales import docker\ndocker.run('alpine:3.18', ['ls'])", ["alpine:3.18"]),
    "operator": (AIRFLOW + "DockerOperator(task_id='a', image='python:3.7')", ["python:3.7"]),
    "pod operator": (
        "from airflow.providers.cncf.kubernetes.operators import pod\npod.KubernetesPodOperator(image='python:3.7')",
        ["python:3.7"],
    ),
    "task decorator": (
        "from airflow.decorators import task\n@task.docker(image='python:3.7')\ndef f(): ...\n",
        ["python:3.7"],
    ),
    "kubernetes client": (
        "from kubernetes.client import models as k8s\nk8s.V1Container(name='base', image='python:3.7')",
        ["python:3.7"],
    ),
    "modal": (
        "import modal\nimage = modal.Image.from_registry('python:3.8-slim', add_python='3.11').pip_install('x')",
        ["python:3.8-slim"],
    ),
    "prefect": (
        "from prefect.infrastructure import DockerContainer\nDockerContainer(image='python:3.8')",
        ["python:3.8"],
    ),
    "constant": (PG + "IMAGE = 'postgres:12'\nPostgresContainer(IMAGE)", ["postgres:12"]),
    "annotated constant": (PG + "IMAGE: str = 'postgres:12'\nPostgresContainer(IMAGE)", ["postgres:12"]),
    "constant below": (PG + "def f():\n    return PostgresContainer(IMAGE)\nIMAGE = 'postgres:12'\n", ["postgres:12"]),
    "f-string of a constant": (PG + "V = '12'\nPostgresContainer(f'postgres:{V}-alpine')", ["postgres:12-alpine"]),
    "constant of a constant": (
        PG + "V = '12'\nIMAGE = f'postgres:{V}'\nPostgresContainer(image=IMAGE)",
        ["postgres:12"],
    ),
    "plus": (PG + "V = '12'\nPostgresContainer('postgres:' + V)", ["postgres:12"]),
    "side by side": (PG + "PostgresContainer('postgres:' '12')", ["postgres:12"]),
    "default of the environment": (
        PG + "import os\nPostgresContainer(os.environ.get('PG', 'postgres:12'))\n"
        "PostgresContainer(os.getenv('PG', 'postgres:13'))",
        ["postgres:12", "postgres:13"],
    ),
    "raw": (PG + "PostgresContainer(r'postgres:12')", ["postgres:12"]),
    "three quotes": (PG + 'PostgresContainer("""postgres:12""")', ["postgres:12"]),
    "escape": (PG + "PostgresContainer('postgres\\x3a12')", ["postgres:12"]),
    "parentheses": (PG + "PostgresContainer(\n    (\n        'postgres:12'  # why\n    )\n)", ["postgres:12"]),
    "digest": (PG + f"PostgresContainer('postgres:12@sha256:{'a' * 64}')", [f"postgres:12@sha256:{'a' * 64}"]),
    "registry": (PG + "PostgresContainer('docker.io/library/postgres:12')", ["docker.io/library/postgres:12"]),
    "several": (
        PG + "a = [PostgresContainer('postgres:12'), PostgresContainer('postgres:13')]",
        ["postgres:12", "postgres:13"],
    ),
    "one literal for two": (PG + "I = 'postgres:12'\nPostgresContainer(I)\nPostgresContainer(I)", ["postgres:12"]),
    "newer grammar": (
        PG + "type A[T] = list[T]\ndef f[T: int](x: T) -> T:\n    return PostgresContainer(f'postgres:{'12'}')\n",
        ["postgres:12"],
    ),
}

SILENT = {
    "no such import": "# testcontainers\nfrom .mine import PostgresContainer\nPostgresContainer('postgres:12')",
    "relative module of that name": "from .testcontainers import PostgresContainer\nPostgresContainer('postgres:12')",
    "no docker": "# import docker\nclient.containers.run('alpine:3.18')",
    "comment": PG + "# PostgresContainer('postgres:12')",
    "string": PG + "x = \"PostgresContainer('postgres:12')\"",
    "docstring": PG + "def f():\n    '''PostgresContainer('postgres:12')'''",
    "tag apart": DOCKER + "client.images.pull('golang', tag='1.19')",
    "tag apart by place": DOCKER + "client.images.pull('golang', '1.19')",
    "all tags": DOCKER + "client.images.pull('golang', all_tags=True)",
    "image by place": AIRFLOW + "DockerOperator('python:3.7')",
    "other keyword": AIRFLOW + "DockerOperator(command='python:3.7')",
    "unknown name": PG + "def f(image):\n    PostgresContainer(image)",
    "shadowed": PG + "IMAGE = 'postgres:12'\ndef f(IMAGE):\n    PostgresContainer(IMAGE)",
    "bound twice": PG + "IMAGE = 'postgres:12'\nIMAGE = 'postgres:13'\nPostgresContainer(IMAGE)",
    "bound in a branch": PG + "IMAGE = 'postgres:12'\nif x:\n    IMAGE = 'postgres:13'\nPostgresContainer(IMAGE)",
    "augmented": PG + "IMAGE = 'postgres:12'\nIMAGE += '-alpine'\nPostgresContainer(IMAGE)",
    "walrus": PG + "IMAGE = 'postgres:12'\n(IMAGE := g())\nPostgresContainer(IMAGE)",
    "loop": PG + "IMAGE = 'postgres:12'\nfor IMAGE in y: PostgresContainer(IMAGE)",
    "comprehension": PG + "I = 'postgres:12'\n[PostgresContainer(I) for I in y]",
    "import of that name": PG + "I = 'postgres:12'\nfrom x import y as I\nPostgresContainer(I)",
    "with": PG + "I = 'postgres:12'\nwith x as I: PostgresContainer(I)",
    "match": PG + "I = 'postgres:12'\nmatch x:\n    case [1, *I]: PostgresContainer(I)",
    "unpacked": PG + "I = 'postgres:12'\na, (I, b) = c\nPostgresContainer(I)",
    "deleted": PG + "I = 'postgres:12'\ndel I\nPostgresContainer(I)",
    "attribute": PG + "class A:\n    I = 'postgres:12'\nPostgresContainer(A.I)",
    "of itself": PG + "I = f'{I}'\nPostgresContainer(I)",
    "of each other": PG + "A = f'{B}'\nB = f'{A}'\nPostgresContainer(A)",
    "format specification": PG + "V = '12'\nPostgresContainer(f'postgres:{V:>3}')",
    "conversion": PG + "V = '12'\nPostgresContainer(f'postgres:{V!r}')",
    "debugging": PG + "V = '12'\nPostgresContainer(f'postgres:{V=}')",
    "expression": PG + "PostgresContainer(f'postgres:{g()}')",
    "number": PG + "V = 12\nPostgresContainer(f'postgres:{V}')",
    "format": PG + "PostgresContainer('postgres:{}'.format(12))",
    "percent": PG + "PostgresContainer('postgres:%s' % 12)",
    "choice": PG + "PostgresContainer('postgres:12' if x else 'postgres:13')",
    "bytes": PG + "PostgresContainer(b'postgres:12')",
    "star": PG + "PostgresContainer(*['postgres:12'])",
    "after a star": PG + "PostgresContainer(*x, 'postgres:12')",
    "no name": PG + "PostgresContainer('not a name!')",
    "empty": PG + "PostgresContainer('')\nPostgresContainer()",
    "not read at all": "x = 1\n",
}


@pytest.mark.parametrize(("text", "wanted"), SEEN.values(), ids=SEEN)
def test_images_that_are_seen(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_images_that_are_not_guessed_at(text: str) -> None:
    assert names(text) == []


FORMS = {
    "as it is": lambda text: text,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: "\ufeff" + text,
    "wide characters": lambda text: "# größe \U0001f40b\n" + text,
    "mark and wide": lambda text: "\ufeff# \U0001f40b\r\n" + text.replace("\n", "\r\n"),
    "tabs and form feeds": lambda text: "\x0c\n" + text.replace("    ", "\t"),
    "declared": lambda text: "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n" + text,
    "no final newline": lambda text: text.rstrip("\n"),
    "continued": lambda text: "x = 1 + \\\n    2\n" + text,
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("case", SEEN)
def test_every_piece_stands_where_it_says(case: str, form) -> None:  # type: ignore[no-untyped-def]
    text, wanted = SEEN[case]
    source = Source.of("app.py", form(text))
    document = python.read(source)
    assert [site.name.text for site in document.sites] == wanted
    for site in document.sites:
        for piece, start in site.name.pieces:
            assert start < 0 or source.text.startswith(piece, start)
        assert site.covers.start <= site.covers.end <= len(source.text)
        assert "\ufeff" not in site.covers.text(source.text)
    for place in document.layout.instructions:
        assert source.text[place.start : place.start + 1].strip("\ufeff"), (
            "a statement starts with one of its characters"
        )
    ends = [place.end for place in document.layout.instructions]
    assert ends == sorted(ends)


FIXES = {
    "literal": (PG + "PostgresContainer('postgres:12')", PG + "PostgresContainer('postgres:99')"),
    "constant": (PG + 'I = "postgres:12"\nPostgresContainer(I)', PG + 'I = "postgres:99"\nPostgresContainer(I)'),
    "part": (PG + "V = '12'\nPostgresContainer(f'postgres:{V}')", PG + "V = '99'\nPostgresContainer(f'postgres:{V}')"),
    "within an f-string": (
        PG + "N = 'postgres'\nPostgresContainer(f'{N}:12')",
        PG + "N = 'postgres'\nPostgresContainer(f'{N}:99')",
    ),
    "tag in one of two": (PG + "PostgresContainer('postgres:' '12')", PG + "PostgresContainer('postgres:' '99')"),
    "no tag yet": (PG + "PostgresContainer('postgres')", PG + "PostgresContainer('postgres:99')"),
    "default": (
        PG + "import os\nPostgresContainer(os.getenv('A', 'postgres:12'))",
        PG + "import os\nPostgresContainer(os.getenv('A', 'postgres:99'))",
    ),
    "crlf": (
        PG + "PostgresContainer('postgres:12',\r\n  port=1)\r\n",
        PG + "PostgresContainer('postgres:99',\r\n  port=1)\r\n",
    ),
    "escape": (PG + "PostgresContainer('postgres\\x3a12')", None),
    "tag in two": (PG + "PostgresContainer('postgres:1' '2')", None),
    "part used elsewhere": (PG + "V = '12'\nPostgresContainer(f'postgres:{V}')\nprint(V)", None),
}


@pytest.mark.parametrize(("text", "wanted"), FIXES.values(), ids=FIXES)
def test_a_new_tag_is_spliced_in(text: str, wanted: str | None) -> None:
    before = read(text)
    (site,) = before.sites
    edits = retag(site, "99")
    if wanted is None:
        assert edits is None
        return
    assert edits
    assert apply(text, edits) == wanted
    after = read(wanted)
    assert [one.name.text for one in after.sites] == ["postgres:99"]
    assert python.objections(before, after, ordered(edits)) == []


def edited(text: str, *changes: tuple[str, str]) -> list[str]:
    """What the proof says of replacing each first word, where it stands first, by the second."""
    edits = ordered(Edit(text.index(old), text.index(old) + len(old), new) for old, new in changes)
    return python.objections(read(text), read(apply(text, edits)), edits)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("port=1", "port=2"),  # code, not a literal
        ("'postgres:12'", '"postgres:13"'),  # the quotes too
        ("'postgres:12'", "r'postgres:12'"),
        ("12", "12', 'x"),  # leaves the literal
        ("12", "12' + '3"),
        ("12", "12',\n    x='y"),
        ("import PostgresContainer", "import *"),
        ("# why", "# because"),
    ],
)
def test_the_proof_refuses_more_than_the_contents_of_literals(old: str, new: str) -> None:
    text = PG + "PostgresContainer('postgres:12', port=1)  # why\n"
    assert edited(text, (old, new)) != []


def test_the_proof_takes_edits_of_several_literals() -> None:
    text = PG + "V = '12'\nPostgresContainer(f'{V}x')\nPostgresContainer('postgres:11')"
    assert edited(text, ("12", "13"), ("11", "14"), ("x", "yy")) == []


def test_the_proof_sees_a_file_that_no_longer_parses() -> None:
    text = PG + "PostgresContainer('postgres:12')"
    assert edited(text, ("12", "12'")) != []
    assert edited(PG + "testcontainers = 1", ("from testcontainers.postgres import", "from x import")) != []


@given(
    st.lists(
        st.sampled_from(
            [*(text for text, _ in SEEN.values()), "x = 'größe'\n", "\t# c\n", "if x:\n    y('''\r\n''')\n"]
        ),
        max_size=4,
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_what_is_not_edited_stays(parts: list[str], newline: str, mark: bool) -> None:
    text = ("\ufeff" if mark else "") + newline.join(part.replace("\n", newline) for part in parts)
    report = session().fix_text(text, "app.py", unsafe=True)
    assert report.errors == []
    if report.fixed_source is None:
        return
    new = report.fixed_source.text
    old_lines, new_lines = text.split("\n"), new.split("\n")
    assert len(old_lines) == len(new_lines)
    for old, changed in zip(old_lines, new_lines, strict=True):
        if old != changed:
            # Only what a tag is made of changes: the rest of the line is the same.
            assert _without_tags(old) == _without_tags(changed)
    again = session().fix_text(new, "app.py", unsafe=True)
    assert again.fixed_source is None


def _without_tags(line: str) -> str:
    import re

    return re.sub(r"(?::|(?<=V = ')|(?<=[:'] ')|(?<=\{'))[\w.-]+(?=['\"@{])", "", line)


SPOILT = {
    "syntax": (b"import docker\ndef f(:\n    pass\n", "not Python that can be parsed", 2),
    "python 2": (b"import docker\nprint 'x'\n", "not Python that can be parsed", 2),
    "nul": (b"import docker\n\x00\n", "not Python that can be parsed", 2),
    "no token": (b"import docker\nx = 'a\n", "not Python that can be parsed", 2),
    "not closed": (b"import docker\n\nx = (1,\n\n\n", "not Python that can be parsed", 3),
    "latin-1": (
        b"# coding: latin-1\nimport docker\n# gr\xf6\xdfe\n",
        "declares the encoding latin-1; only UTF-8 is read",
        0,
    ),
    "latin-1 below a hash-bang": (
        b"#!/usr/bin/python\n# -*- coding: iso-8859-1 -*-\nimport docker # \xf6\n",
        "declares the encoding iso-8859-1; only UTF-8 is read",
        0,
    ),
    "no ascii at all": (b"# coding: utf-16\nimport docker\n", "declares the encoding utf-16; only UTF-8 is read", 0),
    "not utf-8": (b"import docker\n# gr\xf6\xdfe\n", "not UTF-8, and declares no other encoding", 2),
    "deep": (b"import docker\nx = " + b"(" * 100_000, "the Python code nests too deep to be read", 2),
    "long": (b"import docker\n" + b"# more\n" * 100_000, "Python code of more than 512 KiB is not read", 0),
}


@pytest.mark.parametrize(("data", "message", "line"), SPOILT.values(), ids=SPOILT)
def test_a_file_that_cannot_be_read(tmp_path: pathlib.Path, data: bytes, message: str, line: int) -> None:
    path = tmp_path / "bad.py"
    path.write_bytes(data)
    (named,) = session().check([str(path)], lambda: b"")
    assert [(error.message, error.line) for error in named.errors] == [(message, line)]
    assert named.findings == []
    (met,) = session().check([str(tmp_path)], lambda: b"")
    assert (met.errors, met.findings, met.skipped) == ([], [], message)
    (mended,) = session().fix([str(tmp_path)], lambda: b"", unsafe=True)
    assert (mended.errors, mended.skipped, mended.fixed_source) == ([], message, None)
    assert path.read_bytes() == data


def test_a_declared_encoding_that_agrees_with_ascii_is_read() -> None:
    assert names("# coding: latin-1\n" + PG + "PostgresContainer('postgres:12')") == ["postgres:12"]
    assert names("# coding: utf8\n" + PG + "PostgresContainer('postgres:12')  # ö") == ["postgres:12"]
    assert names("x = 1\n# coding: utf-16\n" + PG + "PostgresContainer('postgres:12')") == ["postgres:12"]


def test_only_code_that_may_name_an_image_is_taken_from_a_folder(tmp_path: pathlib.Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "a.py").write_text(PG + "PostgresContainer('postgres:9.6')\n")
    (tmp_path / "app" / "b.py").write_text("def broken(:\n")
    (tmp_path / "app" / "c.pyi").write_text(PG)
    (tmp_path / "app" / "ignored.py").write_text(PG)
    (tmp_path / "app" / "linked.py").symlink_to("a.py")
    (tmp_path / "app" / "folder.py").mkdir()
    (tmp_path / "app" / ".gitignore").write_text("ignored.py\n")
    (tmp_path / "Dockerfile").write_text("FROM scratch\n")
    reports = list(session().check([str(tmp_path)], lambda: b""))
    assert [pathlib.Path(report.path).name for report in reports] == ["Dockerfile", "a.py"]
    (named,) = session().check([str(tmp_path / "app" / "b.py")], lambda: b"")
    assert named.errors == []


def test_a_pipe_called_like_code_is_not_waited_for(tmp_path: pathlib.Path) -> None:
    import os

    os.mkfifo(tmp_path / "x.py")
    assert list(session().check([str(tmp_path)], lambda: b"")) == []


def test_which_host_reads_what() -> None:
    assert catalog.host_of("a/b.py") is python
    assert catalog.host_of("b.py/Dockerfile") is dockerfile
    assert catalog.host_of("Dockerfile.py") is dockerfile
    assert catalog.host_of("-") is dockerfile
    assert not catalog.is_claimed("app.py")
    assert catalog.is_candidate("app.py")
    assert not catalog.is_candidate("app.pyc")
    assert python.claims("app.py")
    assert read("x = 1").kind == PYTHON
    assert dockerfile.read(Source.of("Dockerfile", "FROM scratch\n")).kind == DOCKERFILE


def test_freshness_and_toolchain_rules_hold_for_python() -> None:
    text = (
        DOCKER
        + "run = client.containers.run\n"
        + "client.containers.run('python:3.13.3-alpine3.20')\n"
        + "client.containers.run('alpine')\n"
        + "client.containers.run('centos:7')\n"
        + "client.containers.run('alpine:3.999.1x')\n"
        + "client.containers.run('golang:1.26')\n"
        + "client.containers.run('golang:1.21.6')\n"
    )
    found = codes(text)
    assert {"DP101", "DP102", "DP104", "DP301", "DP302"} <= set(found)
    assert not [code for code in found if code.startswith("DP2") or code == "DP303"]


def test_no_rule_on_dockerfiles_speaks_of_python() -> None:
    assert codes(DOCKER + "client.containers.run('alpine:3.24')\n") == []
    assert codes("x = 1\n") == []


def test_a_safe_fix_is_written(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "app.py"
    old = (
        DOCKER.encode().replace(b"\n", b"\r\n")
        + b'client.containers.run("python:3.13.3-alpine3.20")\t# gr\xc3\xb6\xc3\x9fe'
    )
    path.write_bytes(old)
    (report,) = session().fix([str(path)], lambda: b"")
    assert report.written
    assert path.read_bytes() == old.replace(b"python:3.13.3-alpine3.20", b"python:3.13.15-alpine3.24")
    (again,) = session().fix([str(path)], lambda: b"")
    assert not again.written


IGNORED = {
    "above": "# dockerpatch: ignore[DP101, DP103]\nPostgresContainer('postgres:9.6')",
    "on the line": "PostgresContainer('postgres:9.6')  # dockerpatch: ignore[DP101, DP103]",
    "after a blank line": "# dockerpatch: ignore[DP101, DP103]\n\nPostgresContainer('postgres:9.6')",
    "inside": "PostgresContainer(\n    # dockerpatch: ignore[DP101, DP103]\n    'postgres:9.6',\n)",
    "on the line of a head": "with PostgresContainer('postgres:9.6'):  # dockerpatch: ignore[DP101, DP103]\n    pass",
    "above a decorator": "# dockerpatch: ignore[DP101, DP103]\n@g(PostgresContainer('postgres:9.6'))\ndef f(): pass",
    "indented": "def f():\n    # dockerpatch: ignore[*]\n    return PostgresContainer('postgres:9.6')",
    "whole file": "PostgresContainer('postgres:9.6')\n# dockerpatch: ignore-file[DP101, DP103]",
    "at the constant": "I = 'postgres:9.6'  # dockerpatch: ignore[*]\nPostgresContainer(I)",
    "at the use": "I = 'postgres:9.6'\nPostgresContainer(I)  # dockerpatch: ignore[*]",
    "until later": "# dockerpatch: ignore[*] until=2027-01-01\nPostgresContainer('postgres:9.6')",
}

NOT_IGNORED = {
    "below": "PostgresContainer('postgres:9.6')\n# dockerpatch: ignore[*]\n",
    "above another": "# dockerpatch: ignore[*]\nx = 1\nPostgresContainer('postgres:9.6')",
    "on another line": "x = 1  # dockerpatch: ignore[*]\nPostgresContainer('postgres:9.6')",
    "on the head only": "def f():  # dockerpatch: ignore[*]\n    PostgresContainer('postgres:9.6')",
    "another rule": "# dockerpatch: ignore[DP301]\nPostgresContainer('postgres:9.6')",
    "in a string": "'# dockerpatch: ignore-file[*]'\nPostgresContainer('postgres:9.6')",
    "run out": "# dockerpatch: ignore[*] until=2025-01-01\nPostgresContainer('postgres:9.6')",
}


@pytest.mark.parametrize("text", IGNORED.values(), ids=IGNORED)
def test_comments_that_silence(text: str) -> None:
    for newline in ("\n", "\r\n"):
        report = session().check_text((PG + text).replace("\n", newline), "app.py")
        assert (report.errors, report.findings, report.suppressed) == ([], [], 2)


@pytest.mark.parametrize("text", NOT_IGNORED.values(), ids=NOT_IGNORED)
def test_comments_that_do_not_silence(text: str) -> None:
    found = [code for code in codes(PG + text) if code != "DP001"]  # which says that the comment silences nothing
    assert found == ["DP101", "DP103"]


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * (DEPTH + 1),
        "x = " + "[" * 100_000 + "]" * 100_000,
        "x = f'{" + "(" * (DEPTH + 1) + "}'",
        "x = f'{" + 'f"{' * (DEPTH + 1),
        "x = f'{a:" + "{b:" * (DEPTH + 1),
        'x = f"{ "a" ' + "(" * (DEPTH + 1),
        "x = " + "-" * (WEIGHT + 1) + "1",
        "x = " + "not " * (WEIGHT + 1) + "1",
        "x = " + "lambda: " * (WEIGHT + 1) + "1",
        "x = " + "1 + " * (WEIGHT + 1) + "1",
        "x = " + "1 if y else " * WEIGHT + "1",
        "x = a" + ".b" * (WEIGHT + 1),
        "x = a" + "()" * (WEIGHT + 1),
        "x = a" + "[0]" * (WEIGHT + 1),
        "x = " + "'a' " * (WEIGHT + 1),
        "x = " + "'a' \\\n" * (WEIGHT + 1),
        "if x: pass\n" + "elif x: pass\n" * (ARMS + 1),
        "if x:\n  if x: pass\n" + "  elif x: pass\n" * (ARMS + 1),
        ("x = " + "f(" * 40 + ")" * 40 + "\n") * 1000,
    ],
)
def test_what_nests_too_deep_is_not_parsed(text: str) -> None:
    assert too_deep(text) is not None
    (fault,) = python.read(Source.of("a.py", "import docker\n" + text)).faults
    assert fault.message == "the Python code nests too deep to be read"


@pytest.mark.parametrize(
    "text",
    [
        "x = '" + "(" * 1000 + "'",
        "x = '''\n" + "([{\n" * 1000 + "'''",
        "x = f'" + "(" * 1000 + "{{" * 500 + "'",
        "# " + "(" * 1000 + "\n",
        "x = [" + "-1, " * 5000 + "]",
        "x = [" + "(1, 'a'), " * 5000 + "]",
        "x = [" + "f'{a}', " * 5000 + "]",
        "x = 1 + 2\n" * 5000,
        "if x: pass\nelif y: pass\n" * 500,
        'x = f\'{a!r:>{w}}\' + f"{d["k"]:%H:%M}"\n' * 300,
        r"""x = rb'\\' + "'" + '\''""",
        'x = """a"b\\"""c"""\n' * 300,
        "x = '\\\n('\n" * 300,
    ],
)
def test_what_is_only_long_is_parsed(text: str) -> None:
    assert too_deep(text) is None
    assert python.read(Source.of("a.py", "import docker\n" + text)).faults == ()


def test_the_parser_is_loaded_only_for_code_that_may_name_an_image(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "Dockerfile").write_text("FROM alpine:3.18\n")
    program = (
        "import json, sys\n"
        "from dockerpatch.engine.session import Session\n"
        "for report in Session().check(['.', 'a.py', 'Dockerfile'], lambda: b''): pass\n"
        "before = 'libcst' in sys.modules\n"
        "Session().check_text('import docker', 'b.py')\n"
        "print(json.dumps([before, 'libcst' in sys.modules]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True, env=_env()
    )
    assert json.loads(done.stdout) == [False, True]


def _env() -> dict[str, str]:
    import os

    root = pathlib.Path(__file__).resolve().parent.parent.parent
    return {**os.environ, "PYTHONPATH": str(root)}
