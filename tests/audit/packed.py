"""Archives made by hand or by the standard library."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile


def tarred(
    files: dict[str, bytes | None], format: int = tarfile.PAX_FORMAT, links: dict[str, str] | None = None
) -> bytes:
    """A tar archive; None stands for a folder, ``links`` are hard links."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            if data is None:
                info.type = tarfile.DIRTYPE
                archive.addfile(info)
            else:
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.LNKTYPE, target
            archive.addfile(info)
    return out.getvalue()


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def ar(files: dict[str, bytes]) -> bytes:
    out = b"!<arch>\n"
    for name, data in files.items():
        out += f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode() + data + b"\n" * (len(data) % 2)
    return out


def deb(payload: bytes, name: str = "data.tar.xz") -> bytes:
    return ar({"debian-binary": b"2.0\n", "control.tar.gz": b"xyz", name: payload})


def cpio(files: dict[str, bytes]) -> bytes:
    out = b""
    for name, data in {**files, "TRAILER!!!": b""}.items():
        text = name.encode() + b"\0"
        fields = (1, 0o100755, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(text), 0)
        head = b"070701" + b"".join(b"%08x" % field for field in fields) + text
        out += head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)
    return out


def rpm(payload: bytes) -> bytes:
    header = b"\x8e\xad\xe8\x01" + bytes(4) + struct.pack(">II", 1, 5) + bytes(16) + b"abcde"
    return b"\xed\xab\xee\xdb" + bytes(92) + header + bytes(-(16 + 5) % 8) + header + payload


def saved_layer(files: dict[str, bytes | None]) -> bytes:
    """An image of one layer, as ``docker save`` writes it."""
    manifest = b'[{"RepoTags": ["app:1"], "Layers": ["1/layer.tar"]}]'
    return tarred({"manifest.json": manifest, "1/layer.tar": tarred(files)})
