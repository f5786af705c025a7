"""Official images made by hand, small enough to build in seconds. It never claims that they hold what the real ones do.

What is real of them: the text of the package database and of the release files, a busybox as the shell, and the Go
toolchain that an image of golang leads to. What is not: `apk` is a script that takes the package database of a newer
day from the image itself, as the real one would from a mirror, and `pip` one that installs nothing.
"""

from __future__ import annotations

from . import components
from .layouts import File

_APPLETS = "sh cat cp mkdir rm ls chmod chown env true echo mv touch grep sed".split()

_APK = """\
#!/bin/sh
set -e
verb=$1
shift
case $verb in
upgrade) cp /etc/apk/mirror/installed /lib/apk/db/installed ;;
add)
    for word in "$@"; do
        case $word in
        -*) ;;
        *) cat "/etc/apk/mirror/$word" >>/lib/apk/db/installed ;;
        esac
    done
    ;;
*) echo "this apk knows no $verb" >&2; exit 1 ;;
esac
"""


class Package:
    """A package of Alpine: name, version, and the source package that it is built from."""

    def __init__(self, name: str, version: str, origin: str = "") -> None:
        self.name = name
        self.version = version
        self.origin = origin or name

    @property
    def entry(self) -> str:
        """Its entry in the package database."""
        return (
            f"C:Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA=\nP:{self.name}\nV:{self.version}\nA:x86_64\nS:1000\nI:2000\nT:{self.name}\n"
            f"U:https://example.org\nL:MIT\no:{self.origin}\nm:Someone <someone@example.org>\nt:1700000000\n"
            f"F:usr/share/{self.name}\nR:{self.name}\na:0:0:644\nZ:Q1AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"
        )


class Branch:
    """A release of Alpine: what its image holds, what a mirror has now, and what can be added from the mirror."""

    def __init__(self, release: str, held: list[Package], now: list[Package], more: list[Package]) -> None:
        self.release = release
        self.held = held
        self.now = now
        self.more = more

    def root(self) -> dict[str, File]:
        """The files of an image of it."""
        busybox = components.busybox()
        assert busybox is not None
        files = {
            "bin/busybox": File(busybox.read_bytes(), 0o755),
            "etc/alpine-release": File(f"{self.release}\n"),
            "etc/os-release": File(
                f'NAME="Alpine Linux"\nID=alpine\nVERSION_ID={self.release}\n'
                f'PRETTY_NAME="Alpine Linux v{self.release.rpartition(".")[0]}"\n'
            ),
            "etc/passwd": File("root:x:0:0:root:/root:/bin/sh\n"),
            "etc/group": File("root:x:0:root\n"),
            "etc/shadow": File("root:*::0:::::\n", 0o640),
            "sbin/apk": File(_APK, 0o755),
            "lib/apk/db/installed": File("".join(each.entry for each in self.held)),
            "etc/apk/mirror/installed": File("".join(each.entry for each in self.now)),
        }
        files.update({f"etc/apk/mirror/{each.name}": File(each.entry) for each in self.more})
        files.update({f"bin/{name}": File(link="/bin/busybox", mode=0o777) for name in _APPLETS})
        return files


GO_ENV = ["CGO_ENABLED=0", "GOTOOLCHAIN=local", "GOFLAGS=-mod=mod -buildvcs=false", "GOPROXY=off", "GOTELEMETRY=off"]


def go_program(age: str) -> dict[str, File]:
    """What an image of golang holds beside its base: a `go` that runs the "old" or the "new" toolchain of the machine.

    Toolchains are mounted into every build alike; it is the image that says which of them compiles.
    """
    if age == "new":
        run, root = "/toolchains/new/bin/go", "/toolchains/new"
    else:
        go = components.old_go()
        assert go is not None
        root = str(go.root)
        run = f"/toolchains/lib/ld-linux-x86-64.so.2 --library-path /toolchains/lib {root}/bin/go"
    script = f'#!/bin/sh\nexport GOROOT={root} GOCACHE=/go-cache/{age}\nexec {run} "$@"\n'
    return {"usr/local/bin/go": File(script, 0o755)}


PIP = {"usr/local/bin/pip": File("#!/bin/sh\nexit 0\n", 0o755)}
