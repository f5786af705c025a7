"""A registry, a builder and a scanner on this machine alone. It never asks anything outside of it."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

from . import components, layouts

_STARTUP_S = 20
_POLICY = {"default": [{"type": "insecureAcceptAnything"}]}


def call(words: list[str | pathlib.Path], **options: object) -> subprocess.CompletedProcess[str]:
    """Run a program; what it said is in the message when it fails."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=300, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, f"{' '.join(map(str, words))}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done  # type: ignore[no-any-return]


class Workshop:
    """All of it in one folder: ``address`` is the registry's. Docker Hub's names lead to that registry."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self._server: subprocess.Popen[bytes] | None = None
        (folder / "policy.json").write_text(json.dumps(_POLICY))
        (folder / "registries.conf").write_text(
            'unqualified-search-registries = ["docker.io"]\n[[registry]]\nprefix = "docker.io"\n'
            f'location = "{self.address}"\ninsecure = true\n'
        )
        (folder / "auth.json").write_text("{}")
        for cache in ("old", "new"):
            (folder / f"go-cache-{cache}").mkdir()

    # -- the registry

    def start(self) -> None:
        """Start the registry and wait until it answers."""
        config = self.folder / "registry.yml"
        config.write_text(
            "version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n"
            f"    rootdirectory: {self.folder / 'registry'}\nhttp:\n  addr: {self.address}\n"
        )
        with (self.folder / "registry.log").open("wb") as log:
            self._server = subprocess.Popen(["docker-registry", "serve", config], stdout=log, stderr=log)
        until = time.monotonic() + _STARTUP_S
        while True:
            try:
                urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://{self.address}/v2/").close()
                return
            except (urllib.error.URLError, ConnectionError):
                assert time.monotonic() < until, (self.folder / "registry.log").read_text()
                time.sleep(0.05)

    def stop(self) -> None:
        """Stop the registry and throw away what was built: the storage copies every layer."""
        if self._server is not None:
            self._server.terminate()
            self._server.wait(10)
        shutil.rmtree(self.folder / "storage", ignore_errors=True)
        shutil.rmtree(self.folder / "registry", ignore_errors=True)

    def publish(self, image: str, tag: str, files: dict[str, layouts.File], created_by: str, env: list[str]) -> None:
        """Put a hand-made official image into the registry. One at a time: side by side some pushes fail."""
        folder = self.folder / "layouts" / f"{image}-{tag}"
        layouts.write(folder, tag, files, created_by, env)
        call(
            [
                *("skopeo", "--policy", self.folder / "policy.json", "copy", "--dest-tls-verify=false"),
                *(f"oci:{folder}:{tag}", f"docker://{self.address}/library/{image}:{tag}"),
            ],
            env=self._environment(),
        )

    # -- the builder

    def build(self, context: pathlib.Path, tag: str, *flags: str) -> str:
        """Build the Dockerfile of the folder, push the image, and give the name it has in the registry."""
        name = f"{self.address}/{tag}"
        storage = self.folder / "storage"
        base: list[str | pathlib.Path] = ["buildah", "--storage-driver", "vfs", "--root", storage / "root"]
        base += ["--runroot", storage / "run"]
        policy: list[str | pathlib.Path] = ["--signature-policy", self.folder / "policy.json", "--tls-verify=false"]
        call(
            [*base, "bud", *policy, "--isolation", "chroot", *self._mounts(), *flags, "-t", name, context],
            env=self._environment(),
        )
        call([*base, "push", *policy, name], env=self._environment())
        return name

    def _mounts(self) -> list[str]:
        """Both Go toolchains and their caches, for the images to choose from; in no layer."""
        old, new = components.old_go(), components.new_go()
        assert old is not None
        assert new is not None
        # Debian's toolchain is links into a second folder, and needs the C library.
        share = (old.root / "src").resolve().parent
        loader = pathlib.Path("/lib64/ld-linux-x86-64.so.2").resolve().parent
        pairs = [
            (old.root, old.root),
            (share, share),
            (new.root, "/toolchains/new"),
            (loader, "/toolchains/lib"),
        ]
        flags = [f"--volume={here}:{there}:ro" for here, there in pairs]
        return [*flags, *(f"--volume={self.folder / f'go-cache-{one}'}:/go-cache/{one}" for one in ("old", "new"))]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        return {
            **kept,
            "CONTAINERS_REGISTRIES_CONF": str(self.folder / "registries.conf"),
            "REGISTRY_AUTH_FILE": str(self.folder / "auth.json"),
            "BUILDAH_FORMAT": "oci",
            "TMPDIR": str(self.folder),
        }

    # -- the scanner

    def database(self, name: str, entries: list[list[str]]) -> pathlib.Path:
        """A Trivy cache whose vulnerability database holds the entries: buckets, key and value of each."""
        program = self._putter()
        folder = self.folder / f"trivy-{name}"
        (folder / "db").mkdir(parents=True)
        call([program, folder / "db" / "trivy.db"], input="".join(json.dumps(one) + "\n" for one in entries))
        (folder / "db" / "metadata.json").write_text(
            '{"Version": 2, "NextUpdate": "2099-01-01T00:00:00Z", "UpdatedAt": "2026-08-22T00:00:00Z",'
            ' "DownloadedAt": "2026-08-22T00:00:00Z"}'
        )
        return folder

    def _putter(self) -> pathlib.Path:
        program = self.folder / "putter"
        if not program.exists():
            go = components.old_go()
            assert go is not None
            source = pathlib.Path(__file__).with_name("putter.go")
            call(
                [go.program, "build", "-o", program, source],
                env={
                    **os.environ,
                    "GO111MODULE": "off",
                    "GOPATH": components.bbolt_sources(),
                    "GOCACHE": str(self.folder / "go-cache-old"),
                    "GOTOOLCHAIN": "local",
                    "GOROOT": str(go.root),
                    "GOFLAGS": "",
                    "CGO_ENABLED": "0",
                },
            )
        return program

    def scan(self, image: str, database: pathlib.Path, report: pathlib.Path, form: str = "json") -> pathlib.Path:
        """Let Trivy write its report on an image of the registry."""
        program = components.trivy()
        assert program is not None
        if not os.access(program, os.X_OK):
            copied = self.folder / "trivy"
            if not copied.exists():
                shutil.copy(program, copied)
                copied.chmod(0o755)
            program = copied
        call(
            [
                *(program, "image", "--cache-dir", database, "--skip-db-update", "--skip-java-db-update"),
                *("--offline-scan", "--scanners", "vuln", "--image-src", "remote"),
                *("--insecure", "--quiet", "--format", form, "--output", report, image),
            ],
            env={**self._environment(), "TRIVY_INSECURE": "true", "TRIVY_DISABLE_VEX_NOTICE": "true"},
        )
        return report
