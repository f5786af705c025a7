"""Which official images run their commands as root.

It never says of an image that it does not: it only says where that is known.
"""

from __future__ import annotations

ROOT = {
    "alpine": "alpinelinux/docker-alpine",
    "buildpack-deps": "docker-library/buildpack-deps",
    "caddy": "caddyserver/caddy-docker",
    "docker": "docker-library/docker",
    "eclipse-temurin": "adoptium/containers",
    "golang": "docker-library/golang",
    "nginx": "nginxinc/docker-nginx",
    "node": "nodejs/docker-node",
    "php": "docker-library/php",
    "postgres": "docker-library/postgres",
    "python": "docker-library/python",
    "rabbitmq": "docker-library/rabbitmq",
    "redis": "docker-library/redis",
    "ruby": "docker-library/ruby",
    "rust": "rust-lang/docker-rust",
    "tomcat": "docker-library/tomcat",
}
"""Image to the repository whose Dockerfiles for Linux were read (2026-11): none has a USER, nor a parent with one.

The distributions' own images are a root file system and no instruction at all; see `DISTROS`.
"""

DISTROS = frozenset(
    ("almalinux", "amazonlinux", "centos", "debian", "fedora", "oraclelinux", "photon", "rockylinux", "ubuntu")
)
"""Images that are a bare root file system of a distribution."""


def runs_as_root(image: str, tag: str) -> bool:
    """Whether it is known that a RUN right after ``FROM image:tag`` is root's."""
    return (image in ROOT or image in DISTROS) and "rootless" not in tag and "unprivileged" not in tag
