"""The kinds of files there are. It never imports a host that no file needs."""

from __future__ import annotations

from . import dockerfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .host import Host


def host_of(path: str) -> Host:
    """The host for a file that was named: whatever no other kind claims is read as a Dockerfile."""
    if path.endswith(".py") and is_candidate(path.replace("\\", "/").rpartition("/")[2]):
        from . import python

        return python
    return dockerfile


def is_claimed(name: str) -> bool:
    """Whether a file of this name is taken up when its folder is searched."""
    return dockerfile.claims(name)


def is_candidate(name: str) -> bool:
    """Whether a file of this name is taken up when its folder is searched and `may_hold` says so of its content."""
    return name.endswith(".py") and not dockerfile.claims(name)


def may_hold(data: bytes) -> bool:
    """Whether a candidate with this content may name an image."""
    from . import python

    return python.may_hold(data)
