from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.image import reference

DIGEST = "sha256:" + "0f" * 32


@pytest.mark.parametrize(
    ("text", "registry", "repository", "tag", "digest", "official"),
    [
        ("python", "", "python", "", "", "python"),
        ("python:3.13.3-alpine3.20", "", "python", "3.13.3-alpine3.20", "", "python"),
        ("library/python:3", "", "library/python", "3", "", "python"),
        ("docker.io/python:3", "docker.io", "python", "3", "", "python"),
        ("docker.io/library/python", "docker.io", "library/python", "", "", "python"),
        ("index.docker.io/library/python", "index.docker.io", "library/python", "", "", "python"),
        (f"golang:1.22@{DIGEST}", "", "golang", "1.22", DIGEST, "golang"),
        (f"golang@{DIGEST}", "", "golang", "", DIGEST, "golang"),
        ("team/app:dev", "", "team/app", "dev", "", None),
        ("library/team/app", "", "library/team/app", "", "", None),
        ("docker.io/team/app", "docker.io", "team/app", "", "", None),
        ("ghcr.io/library/python:3", "ghcr.io", "library/python", "3", "", None),
        ("localhost/app", "localhost", "app", "", "", None),
        ("localhost:5000/app:1", "localhost:5000", "app", "1", "", None),
        ("my-registry:5000/a/b/c:1.0", "my-registry:5000", "a/b/c", "1.0", "", None),
        ("[2001:db8::1]:5000/app:1", "[2001:db8::1]:5000", "app", "1", "", None),
        ("Registry/app", "Registry", "app", "", "", None),
        ("a__b/c.d-e---f", "", "a__b/c.d-e---f", "", "", None),
        ("python:" + "t" * 128, "", "python", "t" * 128, "", "python"),
        ("python:_x", "", "python", "_x", "", "python"),
        ("x@md5+b64:" + "a" * 32, "", "x", "", "md5+b64:" + "a" * 32, "x"),
    ],
)
def test_parts(text: str, registry: str, repository: str, tag: str, digest: str, official: str | None) -> None:
    found = reference.parse(text)
    assert found is not None
    assert (found.registry, found.repository, found.tag, found.digest) == (registry, repository, tag, digest)
    assert found.official == official
    spans = (found.registry_span, found.repository_span, found.tag_span, found.digest_span)
    for part, span in zip((registry, repository, tag, digest), spans, strict=True):
        assert (text[span[0] : span[1]] if span else "") == part


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "@",
        "/",
        "/python",
        "python/",
        "Python",
        "python:",
        "python:-x",
        "python:.x",
        "python:a b",
        "python:" + "t" * 129,
        "python:ü",
        "python\n",
        "python:3\n",
        "pyth on",
        "a___b",
        "a..b",
        "-a",
        "a-",
        "a//b",
        "a:b/c:d",
        "x@",
        "x@sha256:",
        "x@sha256:" + "a" * 63,
        "x@sha256:" + "A" * 64,
        "x@sha256:" + "a" * 65,
        "x@sha512:" + "a" * 64,
        f"x@{DIGEST}@{DIGEST}",
        "a" * 64,
        "a" * 256,
        "https://registry.example/app",
        "$BASE",
        "${BASE}:1",
    ],
)
def test_no_reference(text: str) -> None:
    assert reference.parse(text) is None


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = reference.parse(text)
    if found is not None:
        assert found.text == text
        assert text.startswith(found.name)


@given(
    st.sampled_from(["", "docker.io/", "ghcr.io/", "localhost:1/"]),
    st.from_regex(r"[a-z0-9]+([._-][a-z0-9]+)?(/[a-z0-9]+)?", fullmatch=True).filter(lambda text: len(text) < 60),
    st.one_of(st.just(""), st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}", fullmatch=True)),
    st.booleans(),
)
def test_parts_come_back(registry: str, repository: str, tag: str, pinned: bool) -> None:
    text = registry + repository + (f":{tag}" if tag else "") + (f"@{DIGEST}" if pinned else "")
    found = reference.parse(text)
    # Without a registry, a first component with a dot is one itself.
    first, slash, _ = repository.partition("/")
    if not registry and slash and "." in first:
        return
    assert found is not None
    assert (found.repository, found.tag, bool(found.digest)) == (repository, tag, pinned)
    assert found == reference.parse(text)
