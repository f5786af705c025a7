"""What triage promises of a scanner's report, held against images that are really built and really scanned.

An image is built from an old Dockerfile by buildah, pushed to Debian's registry on this machine and scanned there by
Trivy; triage reads that report and writes its patch; the image is built and scanned once more, and verify compares.
Made by hand are the official images (see `hub`) and Trivy's database, which holds what the almanac does (see
`conftest`); so neither shows that Alpine's mirror or the real database say the same. There is no Grype and no BuildKit
that a test could run: `tests/triage` has what those write.
"""

from __future__ import annotations

import collections
import json
import os
import pathlib
import subprocess
import sys

import pytest

from dockerpatch.hosts.dockerfile import read as read_dockerfile
from dockerpatch.knowledge.almanac import Almanac
from dockerpatch.reports.catalog import read as read_report
from dockerpatch.text.source import Source
from dockerpatch.triage.history import align

from .conftest import AS_OF
from .workshop import Workshop

pytestmark = pytest.mark.slow

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

BROKER = """\
# A message broker, with a tool to look into it.
FROM golang:alpine AS build
WORKDIR /src
COPY . .
RUN go build -o /out/ ./apps/brokerd ./apps/brokerctl

FROM alpine:3.19.0
LABEL org.opencontainers.image.title="broker"
RUN apk add --no-cache curl
COPY --from=build /out/ /usr/local/bin/
RUN echo 'broker:x:1000:1000::/:/bin/sh' >>/etc/passwd
USER broker
ENTRYPOINT ["brokerd"]
"""
BUILDER, BASE, CURL = 2, 7, 9

SERVICE = """\
FROM python:3.13.3-alpine3.20
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
CMD ["python", "-m", "service"]
"""


FORMS = """\
ARG RELEASE=3.19.0
FROM alpine:${RELEASE} AS base
ARG V=1.2
ENV A=b C="d e"
ENV PATH=/opt/bin:$PATH
WORKDIR /srv
RUN echo "$V" \\
    # a comment
    && echo   two > /srv/two
RUN ["/bin/sh", "-c", "echo list > /srv/list"]
SHELL ["/bin/sh", "-ec"]
RUN echo shell > /srv/shell
COPY --chown=0:0 one.txt two.txt ./
COPY one.txt /srv/named.txt
ADD one.txt /srv/added
RUN --mount=type=cache,target=/var/cache/x echo mount > /srv/mount
EXPOSE 80 443/tcp
VOLUME /data
USER 1000:1000
FROM base
USER root
COPY --from=base /srv/two /srv/three
ARG W
RUN echo "$W" > /srv/w
HEALTHCHECK CMD true
STOPSIGNAL SIGTERM
LABEL x=y z="q r"
CMD ["sh", "-c", "true"]
"""


def dockerpatch(folder: pathlib.Path, *words: str | pathlib.Path) -> tuple[int, str]:
    """The exit code and output of a command line, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "dockerpatch", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def broker(folder: pathlib.Path) -> pathlib.Path:
    """The sources of the broker, in a folder of their own."""
    context = folder / "broker"
    for name in ("brokerd", "brokerctl"):
        (context / "apps" / name).mkdir(parents=True)
        (context / "apps" / name / "main.go").write_text(f'package main\n\nfunc main() {{ println("{name}") }}\n')
    (context / "go.mod").write_text("module example.org/broker\n\ngo 1.18\n")
    (context / "Dockerfile").write_text(BROKER)
    return context


def found_by_trivy(report: pathlib.Path) -> collections.Counter[tuple[str, str]]:
    """What Trivy's own report holds: how often each id and package."""
    results = json.loads(report.read_text())["Results"]
    rows = [row for result in results for row in result.get("Vulnerabilities") or ()]
    return collections.Counter((row["VulnerabilityID"], row["PkgName"]) for row in rows)


def blamed(answer: dict[str, object]) -> dict[tuple[str, str, str], tuple[int, str]]:
    """The line and the verdict of each row, by id, package and file."""
    (image,) = answer["images"]  # type: ignore[misc]
    causes = image["causes"]
    return {
        (row["id"], row["package"], row["path"] or ""): (causes[row["cause"]]["line"], row["verdict"])
        for row in image["rows"]
    }


@pytest.fixture(scope="module")
def old_broker(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The broker's image before the patch, as the registry has it; buildah makes one layer of it all by itself."""
    return workshop.build(broker(tmp_path_factory.mktemp("old")), "broker:old")


def test_the_broker_from_the_first_scan_to_the_last(
    workshop: Workshop,
    old_broker: str,
    database: pathlib.Path,
    later: pathlib.Path,
    almanac: Almanac,
    tmp_path: pathlib.Path,
) -> None:
    context = broker(tmp_path)
    before = workshop.scan(old_broker, database, tmp_path / "before.json")
    known = found_by_trivy(before)
    assert {package for _, package in known} == {"stdlib", "busybox", "libcrypto3", "libssl3", "curl"}

    # The lines of both images have ended, so the patch takes --unsafe; `fix` says what it is.
    asked = ("--unsafe", "--as-of", AS_OF)
    _, wanted = dockerpatch(context, "fix", "--diff", *asked, "Dockerfile")
    answer = tmp_path / "triage.json"
    code, _ = dockerpatch(context, "triage", before, ".", "--fix", *asked, "--format", "json", "--output", answer)
    told = json.loads(answer.read_text())
    (image,) = told["images"]
    assert code == 0
    assert image["patch"] == {"diff": wanted, "written": True}
    assert "+FROM golang:1.27.0-alpine AS build\n" in wanted
    assert "+FROM alpine:3.21.7\n+RUN apk upgrade --no-cache\n" in wanted

    # Every row of Trivy's, none but those, each with its line and a verdict that can be held against the next scan.
    assert collections.Counter((row["id"], row["package"]) for row in image["rows"]) == known
    lines = {"stdlib": BUILDER, "curl": CURL}
    for (number, package, _), (line, verdict) in blamed(told).items():
        assert (line, verdict) == (lines.get(package, BASE), "closed-by-edit"), (number, package)
    for row in image["rows"]:
        if row["package"] == "stdlib":
            ids = {one.id for one in almanac.go_advisories(row["version"]) if row["id"] in one.cves}
            assert any(one in row["reason"] for one in ids)
    assert {row["path"] for row in image["rows"] if row["package"] == "stdlib"} == {
        "usr/local/bin/brokerd",
        "usr/local/bin/brokerctl",
    }

    name = workshop.build(context, "broker:new")
    after = workshop.scan(name, database, tmp_path / "after.json")
    code, text = dockerpatch(context, "verify", before, after, "--promised", answer, "--format", "json")
    compared = json.loads(text)
    assert code == 0
    assert compared["summary"] == {"closed": known.total(), "still-there": 0, "new": 0}
    assert {row["promised"] for row in compared["rows"]} == {"closed-by-edit"}
    # Without the answer the promises are worked out from the Dockerfile that is patched by now.
    assert dockerpatch(context, "verify", before, after, ".", "--as-of", AS_OF)[0] == 0

    # The same image on a later day, when one more flaw is known.
    worse = workshop.scan(name, later, tmp_path / "later.json")
    asked = ("--promised", answer, "--format", "json", "--fail-on", "unknown")
    code, text = dockerpatch(context, "verify", before, worse, *asked)
    assert code == 1
    assert [row["id"] for row in json.loads(text)["rows"] if row["fails"]] == ["CVE-2099-1"]
    # Nothing was built anew: each promise is broken.
    code, text = dockerpatch(context, "verify", before, before, "--promised", answer)
    assert code == 1
    assert f"fails: {known.total()} promised and still there" in text


def test_an_image_without_the_upgrade_breaks_what_was_promised(
    workshop: Workshop, old_broker: str, database: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    context = broker(tmp_path)
    before = workshop.scan(old_broker, database, tmp_path / "before.json")
    answer = tmp_path / "triage.json"
    asked = ("--fix", "--unsafe", "--as-of", AS_OF, "--format", "json", "--output", answer)
    assert dockerpatch(context, "triage", before, ".", *asked)[0] == 0
    patched = (context / "Dockerfile").read_text()
    (context / "Dockerfile").write_text(patched.replace("RUN apk upgrade --no-cache\n", ""))
    after = workshop.scan(workshop.build(context, "broker:half"), database, tmp_path / "after.json")
    code, text = dockerpatch(context, "verify", before, after, "--promised", answer, "--format", "json")
    assert code == 1
    broken = {(row["id"], row["package"]) for row in json.loads(text)["rows"] if row["fails"]}
    assert broken == {("CVE-2024-9143", "libcrypto3"), ("CVE-2024-9143", "libssl3")}


def test_the_service_is_patched_by_safe_fixes(
    workshop: Workshop, database: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    context = tmp_path / "service"
    context.mkdir()
    (context / "Dockerfile").write_text(SERVICE)
    (context / "requirements.txt").write_text("")
    before = workshop.scan(workshop.build(context, "service:old", "--layers"), database, tmp_path / "before.json")
    known = found_by_trivy(before)
    assert {("CVE-2025-6965", "sqlite-libs"), ("CVE-2025-29087", "sqlite-libs")} <= set(known)

    _, wanted = dockerpatch(context, "fix", "--diff", "--as-of", AS_OF, "Dockerfile")
    answer = tmp_path / "triage.json"
    asked = ("--fix", "--as-of", AS_OF, "--format", "json", "--output", answer)
    assert dockerpatch(context, "triage", before, ".", *asked)[0] == 0
    told = json.loads(answer.read_text())
    (image,) = told["images"]
    assert image["patch"] == {"diff": wanted, "written": True}
    assert "+FROM python:3.13.15-alpine3.24\n+RUN apk upgrade --no-cache\n" in wanted
    assert collections.Counter((row["id"], row["package"]) for row in image["rows"]) == known
    # The almanac has no data of 3.24: what a rebuild brought is likely, and no more than that.
    assert set(blamed(told).values()) == {(1, "likely-closed")}

    after = workshop.scan(workshop.build(context, "service:new", "--layers"), database, tmp_path / "after.json")
    code, text = dockerpatch(context, "verify", before, after, "--promised", answer, "--format", "json")
    assert (code, json.loads(text)["summary"]) == (0, {"closed": known.total(), "still-there": 0, "new": 0})


@pytest.mark.parametrize(("flag", "layers"), [("--layers", 4), ("--layers=false", 2), ("--squash", 1)])
def test_causes_are_the_same_however_layers_were_made(
    flag: str, layers: int, workshop: Workshop, database: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    context = broker(tmp_path)
    report = workshop.scan(workshop.build(context, "broker:shape", flag), database, tmp_path / "report.json")
    assert len(json.loads(report.read_text())["Metadata"]["DiffIDs"]) == layers
    _, text = dockerpatch(context, "triage", report, ".", "--unsafe", "--as-of", AS_OF, "--format", "json")
    lines = {(package, line) for (_, package, _), (line, _) in blamed(json.loads(text)).items()}
    assert lines == {
        ("stdlib", BUILDER),
        ("curl", CURL),
        ("busybox", BASE),
        ("libcrypto3", BASE),
        ("libssl3", BASE),
    }


def test_every_format_of_one_scan_gives_the_same_answer(
    workshop: Workshop, old_broker: str, database: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    context = broker(tmp_path)
    answers = {}
    for form in ("json", "sarif", "cyclonedx"):
        report = workshop.scan(old_broker, database, tmp_path / f"report.{form}", form)
        asked = ("--unsafe", "--as-of", AS_OF, "--format", "json", "--fail-on", "unknown")
        code, text = dockerpatch(context, "triage", report, ".", *asked)
        assert code == 1
        answers[form] = json.loads(text)
        assert answers[form]["images"][0]["reports"][0]["format"] == {"json": "trivy-json", "sarif": "trivy-sarif"}.get(
            form, form
        )
    assert blamed(answers["sarif"]) == blamed(answers["json"])
    assert blamed(answers["cyclonedx"]) == blamed(answers["json"])
    for form in ("sarif", "cyclonedx"):
        asked = (tmp_path / "report.json", tmp_path / f"report.{form}", ".", "--as-of", AS_OF, "--format", "json")
        compared = json.loads(dockerpatch(context, "verify", *asked)[1])
        assert compared["summary"] == {"closed": 0, "still-there": len(blamed(answers["json"])), "new": 0}
    patches = {answer["images"][0]["patch"]["diff"] for answer in answers.values()}
    assert len(patches) == 1


def test_every_instruction_is_found_in_what_the_builder_records(
    workshop: Workshop, database: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    context = tmp_path / "forms"
    context.mkdir()
    (context / "Dockerfile").write_text(FORMS)
    for name in ("one", "two"):
        (context / f"{name}.txt").write_text(name)
    image = workshop.build(context, "forms:1", "--layers", "--build-arg", "W=7")
    history = read_report(str(workshop.scan(image, database, tmp_path / "report.json"))).history
    stage = read_dockerfile(Source.of("Dockerfile", FORMS)).build.final
    assert stage is not None
    found = align(history, stage)
    wanted = [each for one in reversed(stage.lineage()) for each in one.instructions]
    assert [found.by_step[index] for index in sorted(found.by_step)] == wanted
    makers = [found.made_by(step.layer) for step in history if step.layer][1:]
    assert makers == [each for each in wanted if each.keyword in ("RUN", "COPY", "ADD")]


def test_of_two_dockerfiles_the_one_that_made_the_image_is_patched(
    workshop: Workshop, old_broker: str, database: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    context = broker(tmp_path)
    # The same bases and the same label, and other steps.
    (tmp_path / "relay").mkdir()
    other = BROKER.replace("COPY --from=build /out/ /usr/local/bin/", "COPY --from=build /out/brokerd /bin/relay")
    other = other.replace("RUN apk add --no-cache curl\n", "")
    (tmp_path / "relay" / "Dockerfile").write_text(other)
    report = workshop.scan(old_broker, database, tmp_path / "report.json")
    _, text = dockerpatch(tmp_path, "triage", report, ".", "--fix", "--unsafe", "--as-of", AS_OF, "--format", "json")
    (image,) = json.loads(text)["images"]
    assert image["dockerfile"] == "broker/Dockerfile"
    assert (tmp_path / "relay" / "Dockerfile").read_text() == other
    assert "FROM alpine:3.21.7\n" in (context / "Dockerfile").read_text()
