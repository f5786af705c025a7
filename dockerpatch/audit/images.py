"""Images in archives and folders, as Docker and OCI tools save them: what is in them when all layers lie on each other.

It never asks a registry, and tells nothing of a file that a later layer removes or replaces.
"""

from __future__ import annotations

import json
import os
import re

from dockerpatch.system.blobs import open_blob
from dockerpatch.system.files import FileError

from .archives import compressed, tar
from .faults import UNREAD, UNREADABLE, UNSAFE, Fault, Problem, damaged
from .found import moved
from .place import climbs, tidy
from .streams import Again, Reading, to_its_end
from .tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from dockerpatch.system.blobs import Blob

    from .found import Event
    from .limits import Budget
    from .place import Place
    from .streams import Stream
    from .walk import Walk

_FIRST = re.compile(
    r"(?:\./)?(?:blobs(?:/.*)?|oci-layout|index\.json|manifest\.json|repositories"
    r"|(?:sha256:)?[0-9a-f]{64}(?:/.*|\.json|\.tar(?:\.gz)?)?)"
).fullmatch
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}").fullmatch

_MOST_JSON = 8 << 20
_MOST_IMAGES, _MOST_LAYERS, _DEEPEST = 100, 1000, 4
_WHITEOUT, _OPAQUE, _OTHER = ".wh.", ".wh..wh..opq", ".wh..wh."


def begins_image(head: bytes) -> bool:
    """Whether a tar archive that begins with ``head`` may be a saved image: the name of its first member says so."""
    name = head[:100].partition(b"\0")[0].decode("utf-8", "surrogateescape")
    return _FIRST(name) is not None


class Bag:
    """The files of a saved image by their names. ``open`` gives a stream, None where there is none of that name."""

    __slots__ = ("_blob", "_files", "_folder", "_opened")

    def __init__(
        self, blob: Blob | None = None, files: dict[str, tuple[int, int]] | None = None, folder: str = ""
    ) -> None:
        self._blob = blob
        self._files = files or {}
        self._folder = folder
        self._opened: Blob | None = None

    def open(self, name: str) -> Blob | None:
        """The file of that name, for as long as no other is opened. Raises FileError, and Fault for an unsafe name."""
        if climbs(name):
            raise Fault(UNSAFE, f"names a layer that leads out of it: {name}")
        self.close()
        if self._blob is not None:
            found = self._files.get(tidy(name))
            return None if found is None else self._blob.part(*found)
        path = os.path.join(self._folder, name)
        if not os.path.lexists(path):
            return None
        top = os.path.realpath(self._folder)
        if not os.path.realpath(path).startswith(top.rstrip(os.sep) + os.sep):
            raise Fault(UNSAFE, f"holds a link that leads out of it: {name}")
        self._opened = open_blob(path)
        return self._opened

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None


def tar_bag(blob: Blob, place: Place, budget: Budget) -> Bag:
    """The files of a tar archive; a link leads to the file it names. Raises Fault."""
    files: dict[str, tuple[int, int]] = {}
    links: list[tuple[str, str]] = []
    reading = Reading(blob)
    for entry, member in tar.entries(reading, place, budget):
        name = tidy(entry.name)
        if entry.kind == tar.FILE:
            files[name] = (reading.offset, member.left)
        elif entry.kind == tar.SYMLINK:
            links.append((name, os.path.normpath(os.path.join(os.path.dirname(name), entry.link))))
        elif entry.kind == tar.HARD_LINK:
            links.append((name, tidy(entry.link)))
    for name, target in links:
        if target in files:
            files.setdefault(name, files[target])
    return Bag(blob, files)


def is_image_folder(folder: str) -> bool:
    """Whether a folder is an image as OCI tools lay it out, or a saved one that was unpacked."""
    if os.path.isfile(os.path.join(folder, "oci-layout")):
        return True
    path = os.path.join(folder, "manifest.json")
    if not os.path.isfile(path):
        return False
    try:
        manifest = _json(Bag(folder=folder), "manifest.json")
    except (Fault, FileError):
        return False
    return isinstance(manifest, list) and any(isinstance(one, dict) and "Layers" in one for one in manifest)


class Image:
    """An image of an archive: the name it has there, and the names of its layers, lowest first."""

    __slots__ = ("layers", "name")

    def __init__(self, name: str, layers: list[str]) -> None:
        self.name = name
        self.layers = layers


def image_events(walk: Walk, bag: Bag, place: Place, depth: int) -> Iterator[Event]:
    """What is in each image of ``bag`` when its layers are put together."""
    walk.budget.nested(depth)
    try:
        images = _images(bag)
        if not images:
            raise damaged("is laid out as an image is, and has no manifest that names layers")
        for image in images[:_MOST_IMAGES]:
            yield from _image(walk, bag, image, place, depth)
        if len(images) > _MOST_IMAGES:
            raise Fault(UNREAD, f"holds more than {_MOST_IMAGES} images: the rest is not read")
    finally:
        bag.close()


def _image(walk: Walk, bag: Bag, image: Image, place: Place, depth: int) -> Iterator[Event]:
    kept: Tree = Tree()
    if len(image.layers) > _MOST_LAYERS:
        yield Problem(place, UNREAD, f"names more than {_MOST_LAYERS} layers: the rest is not read")
    for number, layer in enumerate(image.layers[:_MOST_LAYERS], 1):
        here = place.in_layer(f"layer {number} of {len(image.layers)}, {_short(layer)}", image.name)
        walk.budget.member()
        try:
            blob = bag.open(layer)
            if blob is None:
                raise damaged(f"names a layer that is not there: {layer}")
            _lay(walk, _unpacked(walk, blob, here), here, kept, depth + 1)
        except Fault as fault:
            if fault.place is not None and fault.place not in (here, place):
                # It ends more than this image: what was found until now is told before.
                for _, events in kept.items():
                    yield from events
                raise
            yield Problem(here, fault.kind, fault.message)
        except FileError as error:
            yield Problem(here, UNREADABLE, error.reason)
    for _, events in kept.items():
        yield from events


def _unpacked(walk: Walk, blob: Blob, place: Place) -> Stream:
    stream: Stream = Reading(blob)
    kind = compressed.kind_of(blob.read(0, 16))
    if kind:
        stream = compressed.Unpacked(stream, kind, place, walk.budget)
    head = stream.read(tar.BLOCK)
    if head and head.strip(b"\0") and not tar.is_tar(head):
        raise Fault(UNREAD, "is a layer that is no tar archive: it is not read")
    return Again(head, stream)


def _lay(walk: Walk, stream: Stream, place: Place, kept: Tree, depth: int) -> None:
    """Put a layer on those below: what it whites out or replaces goes, what it holds is added."""
    fresh: Tree = Tree()
    try:
        for entry, member in tar.entries(stream, place, walk.budget):
            if entry.kind != tar.FOLDER and climbs(entry.name):
                unsafe = Problem(place.within(entry.name), UNSAFE, "has a name that leads out of its layer: not read")
                fresh.put("\0" + entry.name, [unsafe])
                continue
            path = tidy(entry.name)
            folder, _, name = path.rpartition("/")
            if name.startswith(_WHITEOUT):
                if name == _OPAQUE:
                    kept.drop_below(folder)
                elif not name.startswith(_OTHER):
                    kept.drop(f"{folder}/{name[len(_WHITEOUT) :]}")
                continue
            if entry.kind == tar.FOLDER:
                kept.drop_leaf(path)
                fresh.drop_leaf(path)
                continue
            target = tidy(entry.link)
            linked = (fresh.get(target) or kept.get(target)) if entry.kind == tar.HARD_LINK else None
            kept.drop(path)
            fresh.drop(path)
            if entry.kind == tar.FILE:
                events = list(walk.stream(member, place.within(path), depth))
                if events:
                    fresh.put(path, events)
            elif linked:
                # The same file under one more name: it stays when the first name goes.
                fresh.put(path, [moved(event, place.within(target), place.within(path)) for event in linked])
        to_its_end(stream)
    finally:
        for path, events in fresh.items():
            kept.put(path, events)


def _short(layer: str) -> str:
    """A layer by its digest, as far as people read one."""
    match = re.search(r"[0-9a-f]{64}", layer)
    return f"sha256:{match[0][:12]}" if match and "sha512" not in layer else layer[-80:]


def _images(bag: Bag) -> list[Image]:
    manifest = _json(bag, "manifest.json")
    if isinstance(manifest, list):
        found = []
        for one in manifest:
            layers = one.get("Layers") if isinstance(one, dict) else None
            if isinstance(layers, list):
                tags = one.get("RepoTags")
                name = str(tags[0]) if isinstance(tags, list) and tags else ""
                found.append(Image(name, [layer for layer in layers if isinstance(layer, str)]))
        return found
    index = _json(bag, "index.json")
    found = []
    _from_index(bag, index, "", found, 0)
    return found


def _from_index(bag: Bag, index: Any, name: str, found: list[Image], deep: int) -> None:
    """The images that an OCI index leads to, through further indexes for each platform."""
    manifests = index.get("manifests") if isinstance(index, dict) else None
    if not isinstance(manifests, list) or deep > _DEEPEST:
        return
    for one in manifests:
        if len(found) > _MOST_IMAGES or not isinstance(one, dict) or not _is_digest(one.get("digest")):
            continue
        platform, notes = _dict(one.get("platform")), _dict(one.get("annotations"))
        system, machine = str(platform.get("os", "")), str(platform.get("architecture", ""))
        if system == "unknown":
            continue  # an attestation, which is kept beside the images
        label = notes.get("io.containerd.image.name") or notes.get("org.opencontainers.image.ref.name") or name
        label = f"{label} {system}/{machine}".strip() if system else str(label)
        manifest = _json(bag, _blob_name(one["digest"]))
        if manifest is None:
            # An index may name images of platforms that were not saved.
            continue
        if isinstance(manifest, dict) and "layers" in manifest:
            layers = [
                _blob_name(layer["digest"])
                for layer in manifest["layers"]
                if isinstance(layer, dict) and _is_digest(layer.get("digest")) and _is_layer(layer.get("mediaType"))
            ]
            if layers:
                found.append(Image(label, layers))
        else:
            _from_index(bag, manifest, label, found, deep + 1)


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and _DIGEST(value) is not None


def _is_layer(media_type: object) -> bool:
    """Whether it is of files: an OCI artifact keeps other things where an image has layers."""
    return not isinstance(media_type, str) or ".tar" in media_type or "rootfs.diff" in media_type


def _blob_name(digest: str) -> str:
    return "blobs/" + digest.replace(":", "/")


def _json(bag: Bag, name: str) -> Any:
    """The JSON in a file of the bag; None where there is no such file. Raises Fault."""
    blob = bag.open(name)
    if blob is None:
        return None
    if blob.size > _MOST_JSON:
        raise damaged(f"has a {name} of {blob.size:,} bytes, which no manifest is")
    try:
        return json.loads(blob.read(0, blob.size))
    except (ValueError, RecursionError):
        raise damaged(f"has a {name} that is no JSON") from None
