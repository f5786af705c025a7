"""Puts the files to measure on where no config and no name gets in the way. It never changes the corpus."""

from __future__ import annotations

import os
import pathlib
import re

TINY = 'FROM alpine:3.18\nRUN apk add curl\nCMD ["sh"]\n'

# A file that one of the peers cannot read ends its whole run, so only files that all can read are given.
_FIRST = re.compile(rb"(?:\s*#[^\n]*\n|\s*\n)*\s*(?:ARG|FROM)\b", re.IGNORECASE)


def corpus() -> pathlib.Path | None:
    """The folder of real Dockerfiles: DOCKERPATCH_CORPUS, else ../shared/corpus of the checkout, else None."""
    named = os.environ.get("DOCKERPATCH_CORPUS")
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    folder = pathlib.Path(named) if named else root.parent / "shared" / "corpus"
    if (folder / "corpus").is_dir():
        folder = folder / "corpus"
    return folder if folder.is_dir() else None


def lay_out(texts: list[bytes], folder: pathlib.Path) -> list[str]:
    """Write each text as ``NNNN/Dockerfile`` below ``folder``; their paths relative to it."""
    paths = []
    for number, text in enumerate(texts):
        place = folder / f"{number:04}"
        place.mkdir(parents=True)
        (place / "Dockerfile").write_bytes(text)
        paths.append(f"{number:04}/Dockerfile")
    return paths


def texts(folder: pathlib.Path) -> list[bytes]:
    """The distinct texts below ``folder`` that every tool can read, ordered by path."""
    found: dict[bytes, None] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            text = path.read_bytes()
            if _is_plain(text):
                found[text] = None
    return list(found)


def _is_plain(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if not _FIRST.match(text):
        return False
    from dockerpatch.syntax.dockerfile import parse

    file = parse(text.decode("utf-8"))
    return file.fault is None and not file.unknown


def spread(texts: list[bytes], count: int) -> list[bytes]:
    """``count`` of the ``texts``, evenly spread over them."""
    if len(texts) <= count:
        return texts
    return [texts[number * len(texts) // count] for number in range(count)]
