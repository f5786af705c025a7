"""Saved images: what is in them is what all layers together leave, and in which layer it came."""

from __future__ import annotations

import gzip
import hashlib
import json
import pathlib
import zipfile

import pytest

from dockerpatch.audit import limits
from dockerpatch.audit.audit import Audit, Tally
from dockerpatch.audit.found import Program
from dockerpatch.audit.pins import Pins
from dockerpatch.knowledge.almanac import Almanac

from .conftest import problems, programs, walked
from .made import elf
from .packed import tarred, zipped

APP, OLD, NEW = elf("go1.21.6"), elf("go1.20.1"), elf("go1.22.5")

Layer = dict[str, bytes | None]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def saved(layers: list[Layer], links: dict[str, str] | None = None) -> bytes:
    """As ``docker save`` writes it; ``links`` are hard links in the first layer."""
    packed = [tarred(dict(layers[0]), links=links), *(tarred(dict(layer)) for layer in layers[1:])]
    names = [f"{digest(data)}/layer.tar" for data in packed]
    files: dict[str, bytes | None] = dict(zip(names, packed, strict=True))
    manifest = [{"Config": "c.json", "RepoTags": ["app:1"], "Layers": names}]
    return tarred({**files, "manifest.json": json.dumps(manifest).encode()})


def laid_out(layers: list[Layer], compress: bool = True) -> dict[str, bytes]:
    """The files of an OCI layout, for two platforms of which one is not there, and an attestation."""
    files: dict[str, bytes] = {"oci-layout": b'{"imageLayoutVersion": "1.0.0"}'}

    def put(data: bytes) -> str:
        files[f"blobs/sha256/{digest(data)}"] = data
        return f"sha256:{digest(data)}"

    kind = "application/vnd.oci.image.layer.v1.tar"
    rows = [
        {"mediaType": f"{kind}+gzip", "digest": put(gzip.compress(data))} if compress else {"digest": put(data)}
        for data in (tarred(dict(layer)) for layer in layers)
    ]
    other = [{"mediaType": "application/vnd.in-toto+json", "digest": put(b"{}")}]
    manifest = put(json.dumps({"layers": rows}).encode())
    attest = put(json.dumps({"layers": other}).encode())
    index = {
        "manifests": [
            {"digest": manifest, "platform": {"os": "linux", "architecture": "amd64"}},
            {"digest": "sha256:" + "0" * 64, "platform": {"os": "linux", "architecture": "arm64"}},
            {"digest": attest, "platform": {"os": "unknown", "architecture": "unknown"}},
        ]
    }
    outer = {
        "manifests": [
            {"digest": put(json.dumps(index).encode()), "annotations": {"org.opencontainers.image.ref.name": "app"}}
        ]
    }
    return {**files, "index.json": json.dumps(outer).encode()}


def test_a_program_of_each_layer_and_where_it_is() -> None:
    one, two = walked(saved([{"usr/bin/old": OLD}, {"usr/bin/app": APP}]), "app.tar")
    assert isinstance(one, Program)
    assert isinstance(two, Program)
    assert [one.place.path, two.place.path] == ["app.tar!/usr/bin/old", "app.tar!/usr/bin/app"]
    assert one.place.layer.startswith("layer 1 of 2, sha256:")
    assert two.place.layer.startswith("layer 2 of 2, sha256:")
    assert one.place.image == "app:1"


@pytest.mark.parametrize(
    ("upper", "left"),
    [
        ({"bin/.wh.a": b""}, {"bin/b", "lib/c"}),
        ({"./bin/.wh.a": b""}, {"bin/b", "lib/c"}),
        ({".wh.bin": b""}, {"lib/c"}),
        ({"bin/.wh..wh..opq": b""}, {"lib/c"}),
        ({".wh..wh..opq": b""}, set()),
        ({"bin/.wh..wh.plnk": b""}, {"bin/a", "bin/b", "lib/c"}),
        ({"bin/.wh.nothing": b""}, {"bin/a", "bin/b", "lib/c"}),
        ({"bin/a": b"a script now"}, {"bin/b", "lib/c"}),
        ({"bin": b"a file where a folder was"}, {"lib/c"}),
        ({"bin": None, "lib": None}, {"bin/a", "bin/b", "lib/c"}),
        ({"bin/a": None}, {"bin/b", "lib/c"}),
    ],
)
def test_what_a_later_layer_takes_away_is_not_there(upper: Layer, left: set[str]) -> None:
    lower: Layer = {"bin/a": APP, "bin/b": APP, "lib/c": APP}
    assert set(programs(saved([lower, upper]))) == {f"made!/{path}" for path in left}


def test_a_layer_hides_what_is_below_it_and_not_what_is_its_own() -> None:
    for upper in ({"bin/new": NEW, "bin/.wh..wh..opq": b""}, {"bin/.wh..wh..opq": b"", "bin/new": NEW}):
        assert programs(saved([{"bin/old": OLD}, upper])) == {"made!/bin/new": "go1.22.5"}


def test_a_program_that_is_replaced_is_the_later_one() -> None:
    assert programs(saved([{"app": OLD}, {"app": NEW}])) == {"made!/app": "go1.22.5"}
    assert programs(saved([{"app": OLD}, {".wh.app": b""}, {"app": NEW}])) == {"made!/app": "go1.22.5"}


def test_a_damaged_file_that_is_removed_is_no_problem() -> None:
    bad = APP[:500]
    assert len(problems(saved([{"app": bad}, {"b": b""}]))) == 1
    assert problems(saved([{"app": bad}, {".wh.app": b""}])) == []


def test_a_hard_link_keeps_a_program() -> None:
    data = saved([{"bin/app": APP}, {"x": b""}], {"bin/link": "bin/app"})
    assert set(programs(data)) == {"made!/bin/app", "made!/bin/link"}
    kept = saved([{"bin/app": tarred({"in": APP})}, {"bin/.wh.app": b""}], {"a/link": "bin/app"})
    assert set(programs(kept)) == {"made!/a/link!/in"}


def test_the_archive_may_be_compressed() -> None:
    assert programs(gzip.compress(saved([{"app": OLD}, {"app": NEW}]))) == {"made!/app": "go1.22.5"}


@pytest.mark.parametrize("compress", [True, False])
def test_an_oci_layout_in_an_archive(compress: bool) -> None:
    files = laid_out([{"app": OLD, "gone": OLD}, {"app": NEW, ".wh.gone": b""}], compress)
    (event,) = walked(tarred(dict(files)))
    assert isinstance(event, Program)
    assert event.info.version == "go1.22.5"
    assert event.place.image == "app linux/amd64"


def test_an_oci_layout_in_a_folder(tmp_path: pathlib.Path, almanac: Almanac) -> None:
    for name, data in laid_out([{"app": OLD}, {"app": NEW}]).items():
        path = tmp_path / "image" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    audit, tally = Audit(almanac, Pins((), frozenset())), Tally()
    (said,) = audit.run([str(tmp_path)], lambda: pytest.fail("nothing is read from there"), tally)
    assert said.program.info.version == "go1.22.5"  # type: ignore[union-attr]
    # A link in it leads out: the run says so, and reads nothing there.
    blob = next(path for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes()[:2] == b"\x1f\x8b")
    outside = tmp_path / "outside"
    blob.rename(outside)
    blob.symlink_to(outside)
    said, *_ = audit.run([str(tmp_path / "image")], lambda: pytest.fail("no"), Tally())
    assert said.kind == "unsafe"  # type: ignore[union-attr]


def test_two_images_in_one_archive() -> None:
    one, two = tarred({"a": OLD}), tarred({"b": NEW})
    manifest = [
        {"RepoTags": ["x:1"], "Layers": ["1/layer.tar"]},
        {"RepoTags": None, "Layers": ["1/layer.tar", "2/layer.tar"]},
    ]
    files: Layer = {"manifest.json": json.dumps(manifest).encode(), "1/layer.tar": one, "2/layer.tar": two}
    found = [(event.place.image, event.info.version) for event in walked(tarred(files))]  # type: ignore[union-attr]
    assert found == [("x:1", "go1.20.1"), ("", "go1.20.1"), ("", "go1.22.5")]


@pytest.mark.parametrize(
    ("manifest", "kind", "words"),
    [
        (b"{", "damaged", "no JSON"),
        (b"[" * 100_000, "damaged", "no JSON"),
        (b"[]", "damaged", "no manifest that names layers"),
        (b'[{"Layers": ["gone"]}]', "damaged", "a layer that is not there: gone"),
        (b'[{"Layers": ["../../etc/passwd"]}]', "unsafe", "leads out of it: ../../etc/passwd"),
        (b'[{"Layers": ["manifest.json"]}]', "not-read", "a layer that is no tar archive"),
        (b'[{"Layers": [7, null]}, 3, "x"]', None, ""),
        (b'{"x": 1}', "damaged", "no manifest that names layers"),
    ],
)
def test_manifests_that_cannot_be_followed(manifest: bytes, kind: str | None, words: str) -> None:
    found = problems(tarred({"manifest.json": manifest.ljust(600)}))
    if kind is None:
        assert found == []
    else:
        ((_, told, message),) = found
        assert told == kind
        assert words in message


def test_a_damaged_layer_does_not_cost_the_others() -> None:
    files = laid_out([{"a": OLD}, {"b": NEW}])
    first = next(name for name, data in files.items() if data[:2] == b"\x1f\x8b")
    files[first] = files[first][:-20]
    assert sorted(type(event).__name__ for event in walked(tarred(dict(files)))) == ["Problem", "Program", "Program"]


def test_a_name_that_leads_out_of_a_layer() -> None:
    ((path, kind, _),) = problems(saved([{"../../etc/app": APP, "ok": b""}]))
    assert (path, kind) == ("made!/../../etc/app", "unsafe")


def test_a_bomb_in_a_later_layer_does_not_cost_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE", 1 << 20)
    monkeypatch.setattr(limits, "RATIO", 1)
    bomb = gzip.compress(tarred({"zeros": bytes(8 << 20)}))
    manifest = b'[{"Layers": ["1/layer.tar", "2/layer.tar"]}]'
    image = tarred({"manifest.json": manifest, "1/layer.tar": tarred({"app": APP}), "2/layer.tar": bomb})
    for data in (image, zipped({"image.tar": image}, zipfile.ZIP_STORED)):
        found = {type(event).__name__: event for event in walked(data)}
        assert set(found) == {"Program", "Problem"}
        assert found["Problem"].kind == "limit"  # type: ignore[union-attr]
