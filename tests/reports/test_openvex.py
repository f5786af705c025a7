from __future__ import annotations

import json
import pathlib
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from dockerpatch.reports.openvex import (
    STATUSES,
    Component,
    OpenVexError,
    Product,
    Statement,
    Statements,
    load,
    read,
)
from dockerpatch.reports.openvex_writer import written
from dockerpatch.reports.purl import parse
from dockerpatch.reports.report import APK, Distro, Report, Row
from dockerpatch.system.files import FileError

SCHEMA = json.loads((pathlib.Path(__file__).parent / "openvex.schema.json").read_text(encoding="utf-8"))
DIGEST = "sha256:" + "a" * 64
OPENSSL = "pkg:apk/alpine/openssl@3.1.4-r2?arch=x86_64&distro=3.19.0"
ROW = Row("CVE-2026-1", "openssl", "3.1.4-r2", ecosystem=APK, aliases=("GHSA-1",), purl=OPENSSL)
BARE = Row("CVE-2026-1", "openssl", "3.1.4-r2", ecosystem=APK)
SCAN = Report(
    "scan.json",
    "trivy-json",
    "trivy",
    [ROW],
    names=("ghcr.io/acme/app:1.0",),
    digests=(f"ghcr.io/acme/app@{DIGEST}",),
    distro=Distro("alpine", "3.19.0"),
)


def document(*statements: dict[str, Any], **more: object) -> bytes:
    whole = {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": "https://example.com/vex-1",
        "author": "Acme",
        "timestamp": "2026-01-01T00:00:00Z",
        "version": 1,
        "statements": statements,
        **more,
    }
    return json.dumps(whole).encode()


def statement(product: object, status: str = "fixed", **more: object) -> dict[str, Any]:
    return {"vulnerability": {"name": "CVE-2026-1"}, "products": [product], "status": status, **more}


def held(*statements: dict[str, Any], row: Row = ROW, scan: Report | None = SCAN) -> str:
    """The status that holds for ``row`` by a document that makes ``statements``; "": none."""
    found = Statements(read(document(*statements), "vex.json")).about(row, scan)
    return found.status if found is not None else ""


IMAGES = [
    f"pkg:oci/app@{DIGEST}",
    f"pkg:oci/app@{DIGEST.replace(':', '%3A')}?arch=amd64&repository_url=ghcr.io%2Facme%2Fapp",
    "pkg:oci/app?repository_url=ghcr.io/acme/app",
    "pkg:oci/app?repository_url=ghcr.io/acme/app&tag=1.0",
    "pkg:oci/app",
    "pkg:docker/ghcr.io/acme/app@1.0",
    "ghcr.io/acme/app:1.0",
    f"ghcr.io/acme/app@{DIGEST}",
]
OTHERS = [
    f"pkg:oci/app@sha256:{'b' * 64}",
    "pkg:oci/app?repository_url=ghcr.io/acme/other",
    "pkg:oci/app?repository_url=ghcr.io/acme/app&tag=1.1",
    "pkg:oci/other",
    "pkg:docker/ghcr.io/acme/app@1.1",
    "ghcr.io/acme/app:1.1",
    "ghcr.io/acme/app",
    "",
]


@pytest.mark.parametrize("name", IMAGES)
def test_an_image_as_product(name: str) -> None:
    assert held(statement({"@id": name})) == "fixed"
    assert held(statement({"@id": name, "subcomponents": [{"@id": "pkg:apk/alpine/openssl"}]})) == "fixed"
    assert held(statement({"@id": name, "subcomponents": [{"@id": "pkg:apk/alpine/zlib"}]})) == ""
    assert held(statement({"@id": name}), scan=None) == ""


@pytest.mark.parametrize("name", OTHERS)
def test_another_image(name: str) -> None:
    assert held(statement({"@id": name})) == ""


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (OPENSSL, True),
        ("pkg:apk/alpine/openssl@3.1.4-r2", True),
        ("pkg:apk/alpine/openssl", True),
        ("pkg:apk/alpine/openssl@3.1.4-r2?arch=x86_64", True),
        ("pkg:apk/alpine/openssl@3.1.4-r1", False),
        ("pkg:apk/alpine/openssl?arch=aarch64", False),
        ("pkg:deb/debian/openssl", False),
        ("openssl", False),
    ],
)
def test_a_package_as_product(name: str, wanted: bool) -> None:
    assert held(statement({"@id": name})) == ("fixed" if wanted else "")
    assert held(statement({"identifiers": {"purl": name}}), scan=None) == ("fixed" if wanted else "")
    assert held(statement({"@id": name, "subcomponents": [{"@id": OPENSSL}]})) == ("fixed" if wanted else "")
    assert held(statement({"@id": name, "subcomponents": [{"@id": "pkg:apk/alpine/zlib"}]})) == ""


def test_a_row_without_a_package_url_is_found_by_what_the_report_tells() -> None:
    assert held(statement({"@id": "pkg:apk/alpine/openssl@3.1.4-r2"}), row=BARE) == "fixed"
    assert held(statement({"@id": "pkg:apk/alpine/openssl@3.1.4-r2"}), row=BARE, scan=None) == ""


def test_hashes_name_an_image() -> None:
    assert held(statement({"hashes": {"sha-256": "a" * 64}})) == "fixed"
    assert held(statement({"hashes": {"sha-256": "b" * 64}})) == ""


@pytest.mark.parametrize(
    ("vulnerability", "wanted"),
    [
        ({"name": "CVE-2026-1"}, True),
        ({"name": "GHSA-1"}, True),
        ({"name": "X", "aliases": ["CVE-2026-1"]}, True),
        ({"name": "X", "@id": "CVE-2026-1"}, True),
        ("CVE-2026-1", True),
        ({"name": "CVE-2026-2"}, False),
        ({"name": "CVE-2026-1", "description": "x"}, True),
    ],
)
def test_vulnerabilities(vulnerability: object, wanted: bool) -> None:
    one = statement({"@id": OPENSSL}, vulnerability=vulnerability)
    assert held(one) == ("fixed" if wanted else "")


def test_the_texts_of_0_0_1() -> None:
    one = {"vulnerability": "CVE-2026-1", "products": [OPENSSL], "status": "fixed"}
    found = read(document(one, **{"@context": "https://openvex.dev/ns"}), "x")
    assert Statements(found).about(ROW) == found[0]


def test_the_latest_holds_whatever_the_order() -> None:
    first = statement({"@id": OPENSSL}, "not_affected", timestamp="2026-02-01T00:00:00+01:00", impact_statement="x")
    second = statement({"@id": OPENSSL}, "affected", timestamp="2026-01-31T23:00:00.5Z", action_statement="x")
    assert held(first, second) == held(second, first) == "affected"
    inherits = statement({"@id": OPENSSL}, "under_investigation")
    assert held(inherits, first) == "not_affected"
    early = read(document(inherits), "a")
    late = read(document(statement({"@id": OPENSSL}), timestamp="2026-01-02T00:00:00Z"), "b")
    for both in ([*early, *late], [*late, *early]):
        found = Statements(both).about(ROW)
        assert found is not None
        assert (found.status, found.path, found.author) == ("fixed", "b", "Acme")


def test_of_two_of_one_time_the_one_that_silences_nothing_holds() -> None:
    one, other = statement({"@id": OPENSSL}), statement({"@id": OPENSSL}, "under_investigation")
    assert held(one, other) == held(other, one) == "under_investigation"


def test_an_earlier_statement_about_less_yields_to_a_later_one_about_more() -> None:
    image = statement({"@id": "pkg:oci/app"}, "affected", action_statement="x", timestamp="2026-03-01T00:00:00Z")
    assert held(statement({"@id": OPENSSL}), image) == "affected"


def test_a_statement_without_products_is_about_nothing() -> None:
    assert held({"vulnerability": {"name": "CVE-2026-1"}, "status": "fixed"}) == ""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff", "v: not UTF-8"),
        (b"{", "v: not JSON"),
        (b"[" * 200_000, "v: nested too deep"),
        (b"9" * 5000, "v: not JSON"),
        (b" " * ((16 << 20) + 1), "v: longer than 16 MiB"),
        (b"[]", "v: not an OpenVEX document: its @context is not https://openvex.dev/ns"),
        (b'{"@context": ["https://openvex.dev/ns"]}', "v: not an OpenVEX document: its @context is not"),
        (b'{"bomFormat": "CycloneDX"}', "v: not an OpenVEX document: its @context is not"),
        (b'{"@context": "https://openvex.dev/ns"}', "v: statements must be a list"),
        (document(1), "v: statement 1: must be an object"),  # type: ignore[arg-type]
        (document(statement("a"), statement("a", "fine")), "v: statement 2: status must be one of not_affected,"),
        (document(statement("a"), timestamp=""), "v: statement 1: has no time of its own or of its document's"),
        (document(statement("a"), timestamp="2026-02-30T00:00:00Z"), "v: statement 1: has no time of its own"),
        (document(statement("a", timestamp=1)), "v: statement 1: timestamp must be a text"),
        (document(statement("a", vulnerability={})), "v: statement 1: names no vulnerability"),
        (document(statement("a", vulnerability=None)), "v: statement 1: names no vulnerability"),
        (document(statement(1)), "v: statement 1: a product must be an object"),
        (document(statement({"hashes": []})), "v: statement 1: hashes of a product must be an object"),
        (document(statement({"subcomponents": {}})), "v: statement 1: subcomponents must be a list"),
        (document(statement("a", products={})), "v: statement 1: products must be a list"),
        (document(*[{}] * 100_001), "v: more than 100000 statements"),
    ],
)
def test_a_document_that_cannot_be_used(data: bytes, says: str) -> None:
    with pytest.raises(OpenVexError) as error:
        read(data, "v")
    assert str(error.value).startswith(says)
    assert "\n" not in str(error.value)


def test_the_time_goes_to_the_edges_of_the_calendar() -> None:
    for time in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"):
        try:
            (one,) = read(document(statement(OPENSSL), timestamp=time), "v")
        except OpenVexError:
            continue
        assert Statements([one]).about(ROW) == one


def test_several_files_are_read(tmp_path: pathlib.Path) -> None:
    paths = [str(tmp_path / name) for name in ("a.json", "b.json")]
    for path in paths:
        pathlib.Path(path).write_bytes(document(statement({"@id": OPENSSL})))
    assert [one.path for one in load([*paths, paths[0]])] == paths
    pathlib.Path(paths[1]).write_bytes(b"{}")
    with pytest.raises(OpenVexError, match=r"b\.json: not an OpenVEX document"):
        load(paths)
    with pytest.raises(FileError, match="no such file"):
        load([str(tmp_path / "c.json")])


JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.sampled_from([OPENSSL, "fixed"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["name", "@id", "aliases", "identifiers", "hashes", "subcomponents", "purl"]),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=12,
)
HOSTILE = st.dictionaries(
    st.sampled_from(["vulnerability", "products", "status", "timestamp", "justification", "author"]), JSON, max_size=6
)


@given(rows=st.lists(st.one_of(HOSTILE, JSON), max_size=3), data=st.binary(max_size=20))
def test_no_document_breaks_the_reader(rows: list[Any], data: bytes) -> None:
    text = json.dumps({"@context": "https://openvex.dev/ns", "timestamp": "2026-01-01T00:00:00Z", "statements": rows})
    for content in (text.encode(), data, text.encode()[: len(data) * 4]):
        try:
            found = read(content, "v")
        except OpenVexError:
            continue
        Statements(found).about(ROW, SCAN)


NAMES = st.sampled_from(["CVE-2026-1", "CVE-2026-2", "GO-2026-3", "GHSA-aaaa-bbbb-cccc"])
PURLS = st.sampled_from(
    [OPENSSL, "pkg:oci/app?repository_url=ghcr.io/acme/app", "pkg:npm/%40a/b@1", f"pkg:oci/app@{DIGEST}", "pkg:pypi/a"]
)


def component(text: str) -> Component:
    found = parse(text)
    assert found is not None
    return Component((found,), (str(found),))


COMPONENTS = PURLS.map(component)
STATEMENTS = st.builds(
    Statement,
    st.lists(NAMES, min_size=1, max_size=3, unique=True),
    st.sampled_from(STATUSES),
    st.lists(st.builds(Product, COMPONENTS, st.lists(COMPONENTS, max_size=2)), min_size=1, max_size=3),
    st.sampled_from(["", "2026-05-01T10:00:00Z"]),
    justification=st.sampled_from(["", "component_not_present"]),
    impact=st.text(min_size=1, max_size=9),
    action=st.text(min_size=1, max_size=9),
    notes=st.text(max_size=9),
)


@given(st.lists(STATEMENTS, min_size=1, max_size=5), st.randoms())
def test_what_is_written_keeps_to_the_schema_and_is_read_the_same(statements: list[Statement], random: Any) -> None:
    text = written(statements, author="Acme", timestamp="2026-06-01T00:00:00Z", tooling="dockerpatch")
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(json.loads(text))
    assert all(re.fullmatch(r"[a-z]+:[!-~]+", name) for name in re.findall(r'"@id": "(.*)"', text))
    shuffled = list(statements)
    random.shuffle(shuffled)
    assert written(shuffled, author="Acme", timestamp="2026-06-01T00:00:00Z", tooling="dockerpatch") == text
    found = read(text.encode(), "v")
    said = lambda all: {(frozenset(one.ids), one.status, one.timestamp) for one in all}  # noqa: E731
    assert said(found) == {(ids, status, time or "2026-06-01T00:00:00Z") for ids, status, time in said(statements)}
    about = lambda one: {(product.component, frozenset(product.parts)) for product in one.products}  # noqa: E731
    for one in statements:
        (same,) = read(written([one], author="Acme", timestamp="2026-06-01T00:00:00Z").encode(), "v")
        assert about(same) == about(one)


def test_another_time_or_author_is_another_document() -> None:
    one = Statement(["CVE-2026-1"], "fixed", [Product(component(OPENSSL))])
    texts = {
        json.loads(written([one], author=author, timestamp=time))["@id"]
        for author in ("a", "b")
        for time in ("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z")
    }
    assert len(texts) == 4
    assert json.loads(written([one], author="a", timestamp="2026-06-01T00:00:00Z", id="urn:x"))["@id"] == "urn:x"


@pytest.mark.parametrize(
    "one",
    [
        Statement(["CVE-2026-1"], "not_affected", [Product(component(OPENSSL))]),
        Statement(["CVE-2026-1"], "affected", [Product(component(OPENSSL))]),
        Statement(["CVE-2026-1"], "fixed", []),
        Statement(["CVE-2026-1"], "fine", [Product(component(OPENSSL))]),
        Statement(["CVE-2026-1"], "fixed", [Product(Component((), ()))]),
    ],
)
def test_a_statement_that_lacks_what_it_needs_is_not_written(one: Statement) -> None:
    with pytest.raises(ValueError, match="needs"):
        written([one], author="a", timestamp="2026-06-01T00:00:00Z")


def test_an_empty_document_is_not_written() -> None:
    with pytest.raises(ValueError, match="at least one"):
        written([], author="a", timestamp="2026-06-01T00:00:00Z")


def test_the_schema_refuses_what_the_specification_does() -> None:
    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    Draft202012Validator.check_schema(SCHEMA)
    good = json.loads(document(statement({"@id": OPENSSL})))
    assert validator.is_valid(good)
    for change in (
        {"statements": []},
        {"version": 0},
        {"@context": "https://example.com"},
        {"timestamp": "today"},
        {"statements": [statement({"@id": OPENSSL}, "not_affected")]},
        {"statements": [statement({"@id": OPENSSL}, "affected")]},
        {"statements": [statement({"@id": OPENSSL}, "fine")]},
        {"statements": [statement({"@id": OPENSSL}, justification="component_not_present")]},
        {"statements": [{"vulnerability": {}, "products": [{"@id": OPENSSL}], "status": "fixed"}]},
    ):
        assert not validator.is_valid({**good, **change}), change
