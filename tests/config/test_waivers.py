from __future__ import annotations

import os
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.config.decisions import Decisions
from dockerpatch.config.gate import Gate
from dockerpatch.config.load import ConfigError
from dockerpatch.config.settings import Config
from dockerpatch.config.waivers import Waivers, fits
from dockerpatch.lint.finding import Finding
from dockerpatch.reports.openvex import Component, Product, Statement, read
from dockerpatch.reports.openvex_writer import written
from dockerpatch.reports.purl import parse
from dockerpatch.reports.report import APK, Distro, Report, Row
from dockerpatch.text.span import Span

TODAY = "2026-11-25"
DIGEST = "sha256:" + "a" * 64
ROW = Row(
    "CVE-2026-1",
    "libssl3",
    "3.1.4-r2",
    ecosystem=APK,
    origin="openssl",
    aliases=("GHSA-aaaa-bbbb-cccc",),
    path="lib/apk/db/installed",
    purl="pkg:apk/alpine/libssl3@3.1.4-r2?arch=x86_64",
)
SCAN = Report("scan.json", "x", "trivy", [ROW], names=("ghcr.io/acme/app:1.0",), distro=Distro("alpine", "3.19.0"))
PUSHED = Report(
    "scan.json",
    "x",
    "trivy",
    [ROW],
    names=("app:1",),
    digests=(f"acme/app@{DIGEST}",),
    distro=Distro("alpine", "3.19.0"),
)


def config(*waivers: dict[str, object], root: str = "") -> Config:
    terms = {"reason": "never parsed", "owner": "team", "expires": "2027-01-31"}
    table = tuple({**terms, "line": at, **one} for at, one in enumerate(waivers, start=1))
    return Config(os.path.join(root, "c.toml"), root, policy={"waivers": table})


def finding(code: str = "DP102", path: str = "Dockerfile", same_as: tuple[str, ...] = ("DL3006",)) -> Finding:
    return Finding(
        code=code,
        name="floating-base-tag",
        severity="warning",
        message="m",
        path=path,
        span=Span(0, 1),
        same_as=same_as,
    )


@pytest.mark.parametrize(
    ("waiver", "wanted"),
    [
        ({"rule": "DP102"}, True),
        ({"rule": "DL3006"}, True),
        ({"rule": "FLOATING-BASE-TAG"}, True),
        ({"rule": "DL3007"}, False),
        ({"id": "CVE-2026-1"}, False),
        ({"rule": "DP102", "path": "services/"}, True),
        ({"rule": "DP102", "path": "services/api/Dockerfile"}, True),
        ({"rule": "DP102", "path": "*.dockerfile"}, False),
    ],
)
def test_of_a_finding(tmp_path: pathlib.Path, waiver: dict[str, object], wanted: bool) -> None:
    waivers = Waivers(config(waiver, root=str(tmp_path)), TODAY)
    one = finding(path=str(tmp_path / "services" / "api" / "Dockerfile"))
    assert bool(waivers.of_finding(one)) is wanted
    assert (waivers.holding(one) is not None) is wanted


def test_a_path_is_about_files_below_the_config(tmp_path: pathlib.Path) -> None:
    waivers = Waivers(config({"rule": "DP102", "path": "*"}, root=str(tmp_path / "a")), TODAY)
    assert waivers.holding(finding(path=str(tmp_path / "a" / "Dockerfile")))
    assert not waivers.holding(finding(path=str(tmp_path / "b" / "Dockerfile")))


@pytest.mark.parametrize(
    ("waiver", "wanted"),
    [
        ({"id": "CVE-2026-1"}, True),
        ({"id": "cve-2026-1"}, True),
        ({"id": "GHSA-aaaa-bbbb-cccc"}, True),
        ({"id": "CVE-2026-11"}, False),
        ({"id": "CVE-2026-1", "package": "libssl3"}, True),
        ({"id": "CVE-2026-1", "package": "openssl"}, True),
        ({"id": "CVE-2026-1", "package": "libssl*"}, True),
        ({"id": "CVE-2026-1", "package": "zlib"}, False),
        ({"id": "CVE-2026-1", "image": "ghcr.io/acme/app"}, True),
        ({"id": "CVE-2026-1", "image": "ghcr.io/acme/app:1.0"}, True),
        ({"id": "CVE-2026-1", "image": "ghcr.io/acme/*"}, True),
        ({"id": "CVE-2026-1", "image": "*/app"}, True),
        ({"id": "CVE-2026-1", "image": "ghcr.io/acme/app:1.1"}, False),
        ({"id": "CVE-2026-1", "image": "app"}, False),
        ({"id": "CVE-2026-1", "path": "lib/"}, True),
        ({"id": "CVE-2026-1", "path": "services/"}, True),
        ({"id": "CVE-2026-1", "path": "usr/"}, False),
        ({"id": "CVE-2026-1", "package": "openssl", "image": "app"}, False),
    ],
)
def test_of_a_row(tmp_path: pathlib.Path, waiver: dict[str, object], wanted: bool) -> None:
    waivers = Waivers(config(waiver, root=str(tmp_path)), TODAY)
    assert bool(waivers.of_row(ROW, SCAN, str(tmp_path / "services" / "Dockerfile"))) is wanted
    if "image" in waiver:
        assert waivers.of_row(ROW) == []


def test_the_one_that_holds_goes_before_the_one_whose_day_is_over() -> None:
    waivers = Waivers(config({"rule": "DP102", "expires": "2026-01-01"}, {"rule": "DL3006"}), TODAY)
    assert waivers.of_finding(finding()) == list(waivers.all)
    assert waivers.holding(finding()) is waivers.all[1]


def test_one_that_another_one_covers_is_needed_while_it_holds() -> None:
    waivers = Waivers(
        config(
            {"rule": "DP102", "expires": "2026-12-31"}, {"rule": "DL3006"}, {"rule": "CKV_1", "expires": "2026-01-01"}
        ),
        TODAY,
    )
    waivers.count(waivers.of_finding(finding(same_as=("DL3006", "CKV_1"))))
    assert [(one.used, one.needed) for one in waivers.all] == [(0, True), (1, True), (0, False)]
    assert waivers.expired() == []
    assert [remark.waiver.rule for remark in waivers.unused(lambda waiver: True)] == ["CKV_1"]


@pytest.mark.parametrize(
    ("today", "holds"), [("2027-01-30", True), ("2027-01-31", True), ("2027-02-01", False), ("2030-01-01", False)]
)
def test_it_holds_to_the_end_of_its_day(today: str, holds: bool) -> None:
    waivers = Waivers(config({"rule": "DP102"}), today)
    assert (waivers.holding(finding()) is not None) is holds
    kept, waived = waivers.split([finding(), finding("DP999", same_as=())])
    assert (len(kept), len(waived)) == ((1, 1) if holds else (2, 0))


def test_more_than_ten_years_is_a_slip() -> None:
    assert Waivers(config({"rule": "DP102", "expires": "2036-11-25"}), TODAY)
    with pytest.raises(ConfigError, match=r"c\.toml:1: expires must be at most 10 years away, is 2036-11-26"):
        Waivers(config({"rule": "DP102", "expires": "2036-11-26"}), TODAY)


def test_what_is_said_of_waivers() -> None:
    waivers = Waivers(
        config(
            {"rule": "DP102", "path": "a/", "expires": "2026-11-24"},
            {"rule": "DP101"},
            {"id": "CVE-2026-1", "expires": "2026-01-31"},
            {"id": "CVE-2026-2", "package": "zlib"},
        ),
        TODAY,
    )
    for at, times in ((0, 2), (2, 1)):
        for _ in range(times):
            waivers.count([waivers.all[at]])
    assert [str(remark.message) for remark in waivers.expired()] == [
        "c.toml:1: the waiver of DP102 in a/ expired on 2026-11-24, 1 day ago (owner: team): 2 findings are back",
        "c.toml:3: the waiver of CVE-2026-1 expired on 2026-01-31, 298 days ago (owner: team): 1 vulnerability is back",
    ]
    assert [remark.message for remark in waivers.unused(lambda waiver: True)] == [
        "c.toml:2: the waiver of DP101 is no longer needed: nothing of the kind is found",
        "c.toml:4: the waiver of CVE-2026-2 in package zlib is no longer needed: CVE-2026-2 is not reported there",
    ]
    assert waivers.unused(lambda waiver: bool(waiver.id))[0].waiver is waivers.all[3]
    assert waivers.unused(lambda waiver: False) == []


@given(st.lists(st.text("ab", max_size=3), min_size=1, max_size=4), st.text("ab", max_size=8))
def test_fits_as_the_star_of_a_regular_expression(parts: list[str], text: str) -> None:
    import re

    pattern = ".*".join(map(re.escape, parts))
    assert fits("*".join(parts), text.upper()) == (re.fullmatch(pattern, text) is not None)


def test_fits_is_linear() -> None:
    assert not fits("*".join("a" for _ in range(5000)) + "b", "a" * 100_000)


# What holds for a row: a waiver, a statement, or nothing.


def stated(status: str, product: str = "pkg:apk/alpine/libssl3") -> Statement:
    found = parse(product)
    assert found is not None
    return Statement(
        ["CVE-2026-1"], status, [Product(Component((found,), ()))], "2026-01-01T00:00:00Z", impact="why", author="Acme"
    )


@pytest.mark.parametrize(
    ("waiver", "status", "state", "silences"),
    [
        ("2027-01-31", "", "waived", True),
        ("2027-01-31", "affected", "waived", True),
        ("2027-01-31", "fixed", "waived", True),
        ("2026-01-31", "", "expired", False),
        ("2026-01-31", "not_affected", "not_affected", True),
        ("2026-01-31", "fixed", "fixed", True),
        ("2026-01-31", "affected", "expired", False),
        ("", "not_affected", "not_affected", True),
        ("", "fixed", "fixed", True),
        ("", "affected", "affected", False),
        ("", "under_investigation", "under_investigation", False),
    ],
)
def test_what_holds_for_a_row(waiver: str, status: str, state: str, silences: bool) -> None:
    waivers = [{"id": "CVE-2026-1", "expires": waiver}] if waiver else []
    decisions = Decisions(config(*waivers), TODAY, [stated(status)] if status else [])
    found = decisions.about(ROW, SCAN)
    assert found is not None
    assert (found.state, found.silences) == (state, silences)
    assert (found.waiver is None) == (state not in ("waived", "expired"))
    assert (found.statement is None) == (state in ("waived", "expired"))
    assert [remark.state for remark in decisions.expired()] == (["expired"] if state == "expired" else [])
    needless = bool(waiver) and state not in ("waived", "expired")
    assert [remark.state for remark in decisions.unused()] == (["unused"] if needless else [])


def test_the_words_of_a_decision() -> None:
    def words(of: Decisions) -> str:
        found = of.about(ROW, SCAN)
        assert found is not None
        return found.words

    assert words(Decisions(config({"id": "CVE-2026-1"}), TODAY)) == "waived until 2027-01-31 by team: never parsed"
    assert words(Decisions(config({"id": "CVE-2026-1"}), "2027-02-01")).endswith("never parsed: its day is over")
    assert words(Decisions(Config(), TODAY, [stated("not_affected")])) == "not_affected by Acme: why"


def test_nothing_was_decided() -> None:
    assert (
        Decisions(config({"id": "CVE-2026-2"}), TODAY, [stated("fixed", "pkg:apk/alpine/zlib")]).about(ROW, SCAN)
        is None
    )


def test_a_fixed_one_is_no_longer_needed_where_its_image_was_scanned() -> None:
    decisions = Decisions(
        config(
            {"id": "CVE-2026-1"},
            {"id": "CVE-2026-2"},
            {"id": "CVE-2026-2", "image": "ghcr.io/acme/app"},
            {"id": "CVE-2026-2", "image": "ghcr.io/acme/other"},
            {"rule": "DP101"},
        ),
        TODAY,
    )
    assert decisions.unused() == []
    decisions.about(ROW, SCAN)
    assert [remark.waiver.line for remark in decisions.unused()] == [2, 3]


def test_what_the_scanner_calls_not_affected_needs_no_waiver() -> None:
    decisions = Decisions(config({"id": "CVE-2026-1", "expires": "2026-01-31"}), TODAY)
    row = Row("CVE-2026-1", "libssl3", "3.1.4-r2", severity="high", state="not-affected")
    assert decisions.about(row, SCAN) is None
    assert decisions.expired() == []
    assert len(decisions.unused()) == 1


def test_an_empty_report_counts_as_scanned() -> None:
    decisions = Decisions(config({"id": "CVE-2026-1", "image": "ghcr.io/acme/app"}), TODAY)
    decisions.scanned(SCAN)
    assert [remark.message for remark in decisions.unused()] == [
        "c.toml:1: the waiver of CVE-2026-1 of ghcr.io/acme/app is no longer needed: CVE-2026-1 is not reported there"
    ]


def test_an_expired_waiver_fails_unless_nothing_does() -> None:
    for_id, for_rule = Waivers(config({"id": "CVE-2026-1"}, {"rule": "DP101"}), TODAY).all
    assert Gate(Config()).fails_expired(for_id)
    assert not Gate(Config(), vulnerabilities="never").fails_expired(for_id)
    assert Gate(Config(), vulnerabilities="never").fails_expired(for_rule)
    assert not Gate(Config(), fail_on="never").fails_expired(for_rule)


# What is written into an OpenVEX document.


def made(*waivers: dict[str, object], scan: Report = SCAN, today: str = TODAY) -> tuple[list[Statement], list[str]]:
    statements, left = Decisions(config(*waivers), today).statements([(ROW, scan, "")])
    return statements, [waiver.name for waiver in left]


def test_a_waiver_without_a_status_claims_nothing() -> None:
    assert made({"id": "CVE-2026-1"}) == ([], ["CVE-2026-1"])


def test_what_does_not_hold_or_is_not_there_is_not_written() -> None:
    assert made({"id": "CVE-2026-1", "status": "fixed"}, today="2027-02-01") == ([], [])
    assert made({"id": "CVE-2026-2", "status": "fixed"}) == ([], [])


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ({"status": "not_affected"}, {"impact": "never parsed (team, until 2027-01-31)"}),
        (
            {"status": "not_affected", "justification": "component_not_present"},
            {"justification": "component_not_present", "notes": "never parsed (team, until 2027-01-31)"},
        ),
        ({"status": "affected"}, {"action": "never parsed (team, until 2027-01-31)"}),
        ({"status": "fixed"}, {"notes": "never parsed (team, until 2027-01-31)"}),
        ({"status": "under_investigation"}, {"notes": "never parsed (team, until 2027-01-31)"}),
    ],
)
def test_each_status(terms: dict[str, object], says: dict[str, str]) -> None:
    (one,), left = made({"id": "GHSA-aaaa-bbbb-cccc", **terms})
    assert left == []
    assert (one.ids, one.status) == (("CVE-2026-1", "GHSA-aaaa-bbbb-cccc"), terms["status"])
    words = {name: getattr(one, name) for name in ("justification", "impact", "action", "notes")}
    assert {name: value for name, value in words.items() if value} == says
    text = written([one], author="Acme", timestamp="2026-11-25T00:00:00Z")
    for scan in (SCAN, None):
        found = Decisions(Config(), TODAY, read(text.encode(), "v")).about(ROW, scan)
        assert found is not None
        assert found.state == terms["status"]


def names(statement: Statement) -> list[str]:
    return [str(product.component.purls[0]) + ("/..." if product.parts else "") for product in statement.products]


@pytest.mark.parametrize(
    ("scope", "scan", "wanted"),
    [
        (
            {},
            SCAN,
            ["pkg:oci/app?repository_url=ghcr.io/acme/app/...", "pkg:apk/alpine/libssl3@3.1.4-r2"],
        ),
        ({"image": "ghcr.io/acme/app"}, SCAN, ["pkg:oci/app?repository_url=ghcr.io/acme/app/..."]),
        ({"image": "ghcr.io/acme/app:1.0"}, SCAN, ["pkg:oci/app?repository_url=ghcr.io/acme/app&tag=1.0/..."]),
        ({"image": "acme/app"}, PUSHED, [f"pkg:oci/app@{DIGEST}/..."]),
        ({"path": "lib/"}, SCAN, ["pkg:oci/app?repository_url=ghcr.io/acme/app/..."]),
    ],
)
def test_a_statement_is_about_no_more_than_the_waiver(
    scope: dict[str, object], scan: Report, wanted: list[str]
) -> None:
    (one,), _ = made({"id": "CVE-2026-1", "status": "fixed", **scope}, scan=scan)
    assert names(one) == wanted


def test_where_no_image_is_known_a_waiver_of_one_path_cannot_be_written() -> None:
    nameless = Report("scan.json", "x", "trivy", [ROW], distro=Distro("alpine", "3.19.0"))
    assert made({"id": "CVE-2026-1", "status": "fixed", "path": "lib/"}, scan=nameless) == ([], ["CVE-2026-1 in lib/"])
    (one,), _ = made({"id": "CVE-2026-1", "status": "fixed"}, scan=nameless)
    assert names(one) == ["pkg:apk/alpine/libssl3@3.1.4-r2"]


def test_docker_hub_is_called_as_scanners_call_it() -> None:
    hub = Report("scan.json", "x", "grype", [ROW], names=("alpine:3.19",), distro=Distro("alpine", "3.19.0"))
    (one,), _ = made({"id": "CVE-2026-1", "status": "fixed", "image": "alpine"}, scan=hub)
    assert names(one) == ["pkg:oci/alpine?repository_url=index.docker.io/library/alpine/..."]
