"""The names of one image: as typed, in full, with and without tag and digest. It never asks a registry."""

from __future__ import annotations

HUB = frozenset(("docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"))
"""What Docker Hub is called; the first is the one that names in full have."""


def full(name: str) -> str:
    """``name`` with its registry: "alpine:3.19" is "docker.io/library/alpine:3.19".

    A name that begins with `*` may have any, and a digest alone has none: they stay as they are.
    """
    if name.startswith("*") or _is_digest(name):
        return name
    first, slash, rest = name.partition("/")
    if not slash or not ("." in first or ":" in first or first == "localhost"):
        first, rest = "docker.io", name
    elif first in HUB:
        first = "docker.io"
    if first == "docker.io" and "/" not in rest.partition("@")[0]:
        rest = f"library/{rest}"
    return f"{first}/{rest}"


def cut(name: str) -> tuple[str, str, str]:
    """Repository in full, tag and digest of an image's name; "" for what it does not have."""
    if _is_digest(name):
        return "", "", name
    rest, _, digest = full(name).partition("@")
    folder, slash, last = rest.rpartition("/")
    last, _, tag = last.partition(":")
    return f"{folder}{slash}{last}", tag, digest


def forms(name: str) -> list[str]:
    """All that an image called ``name`` may be called by, in full: with its tag and digest, with one, and with none.

    One that has neither is the latest.
    """
    repository, tag, digest = cut(name)
    if not repository:
        return [digest]
    found = [repository]
    if digest:
        found += [f"{repository}@{digest}", digest]
    if tag or not digest:
        found.append(f"{repository}:{tag or 'latest'}")
    if tag and digest:
        found.append(f"{repository}:{tag}@{digest}")
    return found


def _is_digest(name: str) -> bool:
    return name.startswith("sha256:") and "/" not in name
