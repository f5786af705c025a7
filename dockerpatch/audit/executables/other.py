"""XCOFF (AIX) and Plan 9 executables: their headers are not read, the whole file is looked through instead.

It never resolves an address: build information of Go before 1.18 is not found in them.
"""

from __future__ import annotations

from .executable import Executable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.system.blobs import Blob

_XCOFF = (b"\x01\xdf", b"\x01\xf7")
_PLAN9 = {b"\x00\x00\x01\xeb": "386", b"\x00\x00\x8a\x97": "amd64", b"\x00\x00\x06\x47": "arm"}


def claims(head: bytes) -> bool:
    # Two bytes tell little: the time stamp and the symbol table of XCOFF, and the machine, have to fit as well.
    return head[:4] in _PLAN9 or (head[:2] in _XCOFF and len(head) >= 24 and 0 < int.from_bytes(head[2:4], "big") < 64)


def read(blob: Blob) -> list[Executable]:
    head = blob.read(0, 4)
    if head in _PLAN9:
        return [Executable("Plan 9", blob, (), (), _PLAN9[head], frozenset({"plan9"}))]
    return [Executable("XCOFF", blob, (), (), "ppc64", frozenset({"aix"}))]
