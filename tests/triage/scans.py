"""Reports as scanners write them, of two images that nobody has: a Python service and a message broker in Go.

The shapes are those of Grype's and Trivy's own JSON; the ids, versions and fixes are facts of Alpine and of Go.
"""

from __future__ import annotations

import base64
import hashlib

SERVICE = """\
# The service that takes orders.
FROM python:3.13.3-alpine3.20
LABEL org.opencontainers.image.title="orders"
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
CMD ["python", "-m", "orders"]
"""

BROKER = """\
FROM golang:alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -trimpath -o /out/ ./cmd/brokerd ./cmd/brokerctl ./cmd/broker-bench

FROM alpine:3.18.8
RUN apk add --no-cache ca-certificates
COPY --from=build /out/ /usr/local/bin/
EXPOSE 4222
ENTRYPOINT ["brokerd"]
"""

_BUILDKIT = {"comment": "buildkit.dockerfile.v0"}


def diff_id(number: int) -> str:
    """The diff id of the layer with this number."""
    return f"sha256:{hashlib.sha256(b'layer %d' % number).hexdigest()}"


def config(steps: list[str], labels: dict[str, str]) -> dict[str, object]:
    """An image's config as BuildKit writes it; a step that starts with "-" made no layer."""
    history: list[dict[str, object]] = []
    layers: list[str] = []
    for step in steps:
        entry: dict[str, object] = {
            "created": "2025-05-08T18:11:04Z",
            "created_by": step.removeprefix("-"),
            **_BUILDKIT,
        }
        if step.startswith("-"):
            entry["empty_layer"] = True
        else:
            layers.append(diff_id(len(layers)))
        history.append(entry)
    return {
        "architecture": "amd64",
        "os": "linux",
        "created": "2025-06-17T09:40:12Z",
        "config": {"Env": ["PATH=/usr/local/bin:/usr/bin:/bin"], "Labels": labels},
        "history": history,
        "rootfs": {"type": "layers", "diff_ids": layers},
    }


# -- Grype, of the service

_SERVICE_STEPS = [
    "ADD alpine-minirootfs-3.20.6-x86_64.tar.gz / # buildkit",
    '-CMD ["/bin/sh"]',
    "-ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "RUN /bin/sh -c set -eux; \tapk add --no-cache \t\tca-certificates \t\ttzdata \t; # buildkit",
    "-ENV PYTHON_VERSION=3.13.3",
    "RUN /bin/sh -c set -eux; \t\tapk add --no-cache --virtual .build-deps \t\tgcc \t; make -j # buildkit",
    "RUN /bin/sh -c set -eux; \tfor src in idle3 pip3 pydoc3 python3; do \t\tln -svT $src x; \tdone # buildkit",
    '-CMD ["python3"]',
    "-LABEL org.opencontainers.image.title=orders",
    "WORKDIR /app",
    "COPY requirements.txt ./ # buildkit",
    "RUN /bin/sh -c pip install --no-cache-dir -r requirements.txt # buildkit",
    "COPY . . # buildkit",
    '-CMD ["python" "-m" "orders"]',
]
_PIP_LAYER = 6


def grype() -> dict[str, object]:
    """Grype's JSON on the service."""
    sqlite = {"name": "sqlite-libs", "version": "3.45.3-r1", "upstream": "sqlite"}
    openssl = {"name": "libcrypto3", "version": "3.3.2-r1", "upstream": "openssl"}
    alpine = "alpine:distro:alpine:3.20"
    encoded = base64.b64encode(_json(config(_SERVICE_STEPS, {"org.opencontainers.image.title": "orders"}))).decode()
    layers = [diff_id(number) for number in range(8)]
    return {
        "matches": [
            _match("CVE-2025-3277", "nvd:cpe", "Critical", [], "unknown", _apk(**sqlite, layer=1)),
            _match("CVE-2025-29087", alpine, "High", ["3.45.3-r2"], "fixed", _apk(**sqlite, layer=1)),
            _match("CVE-2025-6965", alpine, "High", ["3.45.3-r3"], "fixed", _apk(**sqlite, layer=1)),
            _match("CVE-2024-12797", alpine, "High", ["3.3.3-r0"], "fixed", _apk(**openssl, layer=0)),
            _match(
                "GHSA-9hjg-9r4m-mvj7",
                "github:language:python",
                "Medium",
                ["2.32.4"],
                "fixed",
                _wheel("requests", "2.31.0", _PIP_LAYER),
                "CVE-2024-47081",
            ),
        ],
        "source": {
            "type": "image",
            "target": {
                "userInput": "registry.example/orders:7",
                "imageID": diff_id(90),
                "manifestDigest": diff_id(91),
                "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
                "tags": ["registry.example/orders:7"],
                "imageSize": 61000000,
                "layers": [
                    {
                        "mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip",
                        "digest": layer,
                        "size": 1000,
                    }
                    for layer in layers
                ],
                "manifest": base64.b64encode(b'{"schemaVersion": 2}').decode(),
                "config": encoded,
                "repoDigests": [],
                "architecture": "amd64",
                "os": "linux",
            },
        },
        "distro": {"name": "alpine", "version": "3.20.6", "idLike": []},
        "descriptor": {"name": "grype", "version": "0.92.2", "timestamp": "2025-06-20T08:00:00.1+02:00"},
    }


def _json(value: object) -> bytes:
    import json

    return json.dumps(value).encode()


def _match(
    number: str,
    namespace: str,
    severity: str,
    fixed: list[str],
    state: str,
    artifact: dict[str, object],
    other: str = "",
) -> dict[str, object]:
    return {
        "vulnerability": {
            "id": number,
            "dataSource": f"https://example.org/{number}",
            "namespace": namespace,
            "severity": severity,
            "fix": {"versions": fixed, "state": state},
        },
        "relatedVulnerabilities": [{"id": other or number, "namespace": "nvd:cpe", "severity": severity}],
        "matchDetails": [{"type": "cpe-match" if namespace == "nvd:cpe" else "exact-indirect-match", "matcher": "apk"}],
        "artifact": artifact,
    }


def _apk(*, name: str, version: str, upstream: str, layer: int) -> dict[str, object]:
    return {
        "name": name,
        "version": version,
        "type": "apk",
        "locations": [{"path": "/lib/apk/db/installed", "layerID": diff_id(layer)}],
        "language": "",
        "purl": f"pkg:apk/alpine/{name}@{version}?arch=x86_64&upstream={upstream}&distro=alpine-3.20.6",
        "upstreams": [{"name": upstream}],
        "metadataType": "ApkMetadata",
    }


def _wheel(name: str, version: str, layer: int) -> dict[str, object]:
    folder = f"/usr/local/lib/python3.13/site-packages/{name}-{version}.dist-info"
    return {
        "name": name,
        "version": version,
        "type": "python",
        "locations": [{"path": f"{folder}/METADATA", "layerID": diff_id(layer)}],
        "language": "python",
        "purl": f"pkg:pypi/{name}@{version}",
        "upstreams": [],
    }


# -- Trivy, of the broker

_BROKER_STEPS = [
    "/bin/sh -c #(nop) ADD file:5851aef23205a072ef361dd412a73a39a1ada75e19a207a392bb7ec9b8556e11 in / ",
    '-/bin/sh -c #(nop)  CMD ["/bin/sh"]',
    "RUN /bin/sh -c apk add --no-cache ca-certificates # buildkit",
    "COPY /out/ /usr/local/bin/ # buildkit",
    "-EXPOSE map[4222/tcp:{}]",
    '-ENTRYPOINT ["brokerd"]',
]
BINARIES = ("usr/local/bin/broker-bench", "usr/local/bin/brokerctl", "usr/local/bin/brokerd")
STDLIB = ("CVE-2024-34155", "CVE-2024-34156", "CVE-2024-34158")


def trivy() -> dict[str, object]:
    """Trivy's JSON on the broker: three binaries with the same standard library."""
    made = config(_BROKER_STEPS, {})
    rows = {
        path: [_vulnerability(number, "stdlib", "1.22.5", "1.22.7, 1.23.1", 2) for number in STDLIB]
        for path in BINARIES
    }
    rows[BINARIES[2]].append(_vulnerability("CVE-2024-45337", "golang.org/x/crypto", "v0.26.0", "0.31.0", 2, "ghsa"))
    return {
        "SchemaVersion": 2,
        "CreatedAt": "2024-09-16T12:49:12.362193+02:00",
        "ArtifactName": "registry.example/broker:2.1",
        "ArtifactType": "container_image",
        "Metadata": {
            "OS": {"Family": "alpine", "Name": "3.18.8"},
            "ImageID": diff_id(92),
            "DiffIDs": [diff_id(number) for number in range(3)],
            "RepoTags": ["registry.example/broker:2.1"],
            "RepoDigests": [],
            "ImageConfig": made,
        },
        "Results": [
            {
                "Target": "registry.example/broker:2.1 (alpine 3.18.8)",
                "Class": "os-pkgs",
                "Type": "alpine",
                "Vulnerabilities": [_vulnerability("CVE-2024-6119", "libcrypto3", "3.1.6-r0", "3.1.7-r0", 0, "alpine")],
            },
            *(
                {"Target": path, "Class": "lang-pkgs", "Type": "gobinary", "Vulnerabilities": found}
                for path, found in rows.items()
            ),
        ],
    }


def _vulnerability(
    number: str, package: str, version: str, fixed: str, layer: int, source: str = "govulndb"
) -> dict[str, object]:
    return {
        "VulnerabilityID": number,
        "PkgID": f"{package}@{version}",
        "PkgName": package,
        "InstalledVersion": version,
        "FixedVersion": fixed,
        "Status": "fixed",
        "Layer": {"Digest": diff_id(40 + layer), "DiffID": diff_id(layer)},
        "DataSource": {"ID": source, "Name": source, "URL": "https://example.org"},
        "Title": number,
        "Severity": "HIGH",
    }
