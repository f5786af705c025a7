"""An image's history beside the instructions of a Dockerfile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.hosts.dockerfile import read
from dockerpatch.model.build import Build
from dockerpatch.reports.report import Step
from dockerpatch.text.source import Source
from dockerpatch.triage.history import align, told

from .images import BROKER, history


def build(text: str) -> Build:
    return read(Source.of("Dockerfile", text)).build


@pytest.mark.parametrize(
    ("created_by", "expected"),
    [
        ("RUN /bin/sh -c apk add curl # buildkit", ("RUN", "apk add curl")),
        ("RUN |2 A=x B=y z /bin/sh -c make   all # buildkit", ("RUN", "make all")),
        ("RUN /bin/bash -o pipefail -c a | b # buildkit", ("RUN", "a | b")),
        ("RUN apk add curl # buildkit", ("RUN", "apk add curl")),
        ("|1 V=1 /bin/sh -c --mount=type=cache,target=/c --network=none make", ("RUN", "make")),
        ("/bin/sh -c apk add curl", ("RUN", "apk add curl")),
        ("|1 V=1 /bin/sh -c apk add curl", ("RUN", "apk add curl")),
        ('/bin/sh -c #(nop)  CMD ["python3"]', ("CMD", '["python3"]')),
        ("/bin/sh -c #(nop) COPY file:0a in /app/ ", ("COPY", "file:0a in /app/")),
        ("COPY /out/app /usr/local/bin/app # buildkit", ("COPY", "/out/app /usr/local/bin/app")),
        ("ENV A=b", ("ENV", "A=b")),
        ("bazel build ...", ("", "bazel build ...")),
        ("", ("", "")),
    ],
)
def test_what_each_builder_records_is_read(created_by: str, expected: tuple[str, str]) -> None:
    assert told(created_by) == expected


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    keyword, _ = told(text)
    assert keyword == "" or keyword.isupper()


def test_layers_of_the_base_are_told_from_those_of_the_file() -> None:
    stage = build(BROKER).stages[1]
    steps = history(
        "ADD alpine-minirootfs-3.24.0-x86_64.tar.gz / # buildkit",
        '-CMD ["/bin/sh"]',
        "RUN /bin/sh -c apk upgrade --no-cache && apk add --no-cache curl # buildkit",
        "COPY /out/brokerd /usr/local/bin/ # buildkit",
        '-ENTRYPOINT ["brokerd"]',
    )
    found = align(steps, stage)
    assert found.is_base("sha256:0") is True
    assert found.is_base("sha256:2") is False
    run, copy = found.made_by("sha256:2"), found.made_by("sha256:3")
    assert run is not None
    assert run.keyword == "RUN"
    assert copy is not None
    assert copy.start_line == 8
    assert found.made_by("sha256:0") is None
    assert found.made_by("sha256:9") is None
    assert found.is_base("sha256:9") is None


def test_a_step_of_the_base_that_looks_alike_stays_the_bases() -> None:
    stage = build("FROM python:3.13\nENV PATH=/opt/bin:$PATH\nRUN pip install a\n").stages[0]
    steps = history(
        "-ENV PATH=/usr/local/bin:/usr/bin",
        "RUN /bin/sh -c apt-get update # buildkit",
        "-ENV PATH=/opt/bin:/usr/local/bin:/usr/bin",
        "RUN /bin/sh -c pip install a # buildkit",
    )
    found = align(steps, stage)
    assert found.first == 2
    assert found.is_base("sha256:1") is True


def test_a_history_that_is_of_another_file_tells_nothing() -> None:
    stage = build("FROM alpine:3.20\nRUN apk add curl\n").stages[0]
    found = align(history("ADD x / # buildkit", "RUN /bin/sh -c make # buildkit"), stage)
    assert found.by_step == {}
    assert found.is_base("sha256:0") is None


def test_where_the_instructions_tell_nothing_the_report_may_know_the_base() -> None:
    stage = build("FROM alpine:3.20\nRUN apk add curl\n").stages[0]
    found = align([Step("ADD x / # buildkit", "a", True), Step("bazel build", "b", False), Step("", "c")], stage)
    assert [found.is_base(layer) for layer in "abc"] == [True, False, None]


def test_continuations_comments_and_flags_do_not_matter() -> None:
    text = "FROM alpine:3.20\nRUN --mount=type=cache,target=/c apk add \\\n  # why\n  curl \\\n  git\n"
    found = align(history("RUN /bin/sh -c apk add   curl   git # buildkit"), build(text).stages[0])
    assert found.sure == 1


@pytest.mark.parametrize(
    "created_by",
    [
        "RUN /bin/sh -c apk add curl # buildkit",
        "/bin/sh -c apk add curl",
        '|1 V=1 /bin/sh -c ["/bin/sh", "-c", "apk add curl"]',
        '/bin/sh -c ["/bin/sh", "-c", "apk add curl"]',
    ],
)
def test_a_list_of_words_is_known_as_each_builder_records_it(created_by: str) -> None:
    text = 'FROM alpine:3.20\nRUN ["/bin/sh", "-c", "apk add curl"]\n'
    assert align(history("ADD r / # buildkit", created_by), build(text).stages[0]).sure == 1


def test_the_stages_a_stage_is_built_on_are_part_of_it() -> None:
    text = "FROM alpine:3.20 AS one\nRUN a\nFROM one\nRUN b\n"
    found = align(history("ADD r / # buildkit", "RUN /bin/sh -c a", "RUN /bin/sh -c b"), build(text).stages[1])
    assert [found.by_step[index].start_line for index in sorted(found.by_step)] == [2, 4]


@given(st.lists(st.sampled_from(["RUN a", "RUN b", "COPY x /y", "ENV A=1", "USER u"]), max_size=12), st.data())
def test_the_history_of_a_file_is_aligned_step_by_step(lines: list[str], data: st.DataObject) -> None:
    stage = build("FROM alpine:3.20\n" + "\n".join(lines) + "\n").stages[0]
    base = data.draw(st.integers(0, 3))
    steps = [Step(f"ADD base{number} / # buildkit", f"b{number}") for number in range(base)]
    steps += [
        Step(line.replace("RUN ", "RUN /bin/sh -c ") + " # buildkit", f"l{number}") for number, line in enumerate(lines)
    ]
    found = align(steps, stage)
    assert [found.by_step[base + number] for number in range(len(lines))] == stage.instructions
    assert all(found.is_base(f"b{number}") is (True if lines else None) for number in range(base))


# -- layers that several instructions made, as buildah (without --layers), kaniko (with one snapshot) and squashing do


TOGETHER = """\
FROM alpine:3.20
RUN apk add curl
COPY x /y
RUN make
ENTRYPOINT ["y"]
"""


def test_a_layer_that_several_made_is_no_single_one_s() -> None:
    steps = [
        Step("ADD rootfs.tar.gz / # buildkit", "base"),
        Step("/bin/sh -c apk add curl"),
        Step("/bin/sh -c #(nop) COPY dir:0a in /y "),
        Step("/bin/sh -c make"),
        Step('/bin/sh -c #(nop) ENTRYPOINT ["y"]', "all"),
    ]
    found = align(steps, build(TOGETHER).stages[0])
    assert [each.start_line for each in found.makers("all")] == [2, 3, 4]
    assert found.made_by("all") is None
    assert found.is_base("all") is False
    assert found.is_base("base") is True


def test_one_that_makes_files_is_the_maker_whatever_the_layer_is_recorded_with() -> None:
    steps = [
        Step("ADD rootfs.tar.gz / # buildkit", "base"),
        Step("/bin/sh -c apk add curl"),
        Step('/bin/sh -c #(nop) ENTRYPOINT ["y"]', "all"),
    ]
    found = align(steps, build('FROM alpine:3.20\nRUN apk add curl\nENTRYPOINT ["y"]\n').stages[0])
    maker = found.made_by("all")
    assert maker is not None
    assert maker.start_line == 2


def test_a_layer_that_holds_the_base_as_well_is_nobody_s() -> None:
    steps = [Step("/bin/sh -c apk add curl"), Step('/bin/sh -c #(nop) ENTRYPOINT ["y"]', "all")]
    found = align(steps, build('FROM alpine:3.20\nRUN apk add curl\nENTRYPOINT ["y"]\n').stages[0])
    assert found.is_base("all") is None
    assert found.makers("all") == ()
    scratch = align(history("COPY x /y # buildkit"), build("FROM scratch\nCOPY x /y\n").stages[0])
    maker = scratch.made_by("sha256:0")
    assert maker is not None
    assert maker.start_line == 2
