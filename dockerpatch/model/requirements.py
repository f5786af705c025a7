"""What a word that pip is to install says about its version. It never asks an index what there is."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z0-9][\w.-]*\s*(?:\[[^]]*\])?").fullmatch
_FILE = (".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tar", ".egg")
_VCS = ("git+", "hg+", "svn+", "bzr+")
_OPERATORS = "=<>!~"


def is_plain(text: str) -> bool:
    """Whether the text is a name (and extras) and nothing else."""
    return _PLAIN(text) is not None and not is_local(text)


def is_local(text: str) -> bool:
    """Whether the text names a folder or an archive, by path."""
    bare = text.partition("[")[0]
    if bare[:1] in ".~" or bare.lower().endswith(_FILE):
        return True
    return "/" in bare and ":" not in bare and "@" not in bare


def has_version(text: str) -> bool:
    """Whether what is installed is told more closely than by a name: by a version, a revision, a path or an address."""
    if not text or is_local(text):
        return True
    if _PLAIN(text) is not None:
        return False
    name, _, address = text.partition("@")
    if "://" in text and ("://" in name or not _PLAIN(name.strip())):
        return _address(text)
    if "://" in address:
        return _address(address.strip())
    if ";" not in text and not any(sign in text for sign in _OPERATORS):
        return True  # nothing that pip would take for a name
    # Imported here: few files get this far, and it costs milliseconds.
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        return bool(Requirement(text).specifier)
    except InvalidRequirement:
        return any(sign in text for sign in _OPERATORS)


def _address(text: str) -> bool:
    """Whether the address is that of a file, or of one revision of a repository."""
    if not text.startswith(_VCS):
        return True
    place = text.partition("#")[0].partition("://")[2]
    return "@" in place.partition("/")[2]
