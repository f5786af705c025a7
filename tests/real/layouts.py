"""OCI images made by hand: a layer of files, a config and a manifest in an OCI layout. It never runs anything."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import pathlib
import tarfile


class File:
    """A file of a layer: its bytes and mode; ``link`` makes it a symbolic link."""

    def __init__(self, body: bytes | str = b"", mode: int = 0o644, link: str = "") -> None:
        self.body = body.encode() if isinstance(body, str) else body
        self.mode = mode
        self.link = link


def layer(files: dict[str, File]) -> bytes:
    """A tar of the files, and of the folders that they stand in."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        folders = {str(parent) for name in files for parent in pathlib.PurePosixPath(name).parents} - {"."}
        for folder in sorted(folders | {"tmp"}):
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o1777 if folder == "tmp" else 0o755
            tar.addfile(entry)
        for name, file in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.mode, entry.size = file.mode, len(file.body)
            if file.link:
                entry.type, entry.linkname = tarfile.SYMTYPE, file.link
            tar.addfile(entry, io.BytesIO(file.body))
    return out.getvalue()


def write(folder: pathlib.Path, tag: str, files: dict[str, File], created_by: str, env: list[str]) -> None:
    """Write an OCI layout with one image of one layer into the folder; ``created_by`` is its history."""
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True, exist_ok=True)

    def blob(body: bytes, kind: str) -> dict[str, object]:
        digest = hashlib.sha256(body).hexdigest()
        (blobs / digest).write_bytes(body)
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": f"sha256:{digest}", "size": len(body)}

    tar = layer(files)
    config = {
        "architecture": "amd64",
        "os": "linux",
        "created": "2024-01-01T00:00:00Z",
        "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", *env]},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(tar).hexdigest()}"]},
        "history": [
            {"created": "2024-01-01T00:00:00Z", "created_by": created_by},
            {"created": "2024-01-01T00:00:00Z", "created_by": 'CMD ["/bin/sh"]', "empty_layer": True},
        ],
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": blob(json.dumps(config).encode(), "config.v1+json"),
        "layers": [blob(gzip.compress(tar, 1, mtime=0), "layer.v1.tar+gzip")],
    }
    entry = blob(json.dumps(manifest).encode(), "manifest.v1+json")
    entry["annotations"] = {"org.opencontainers.image.ref.name": tag}
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [entry]}))
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
