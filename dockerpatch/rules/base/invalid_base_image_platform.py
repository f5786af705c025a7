"""InvalidBaseImagePlatform: a --platform that the image, by its name, is not for. No registry is ever asked."""

from __future__ import annotations

from dockerpatch.lint.origins import origins
from dockerpatch.lint.platforms import by_default
from dockerpatch.model.platform import Platform, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.image.reference import Reference
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_ARCHITECTURES = {
    "amd64": "linux/amd64",
    "arm32v5": "linux/arm",
    "arm32v6": "linux/arm",
    "arm32v7": "linux/arm",
    "arm64v8": "linux/arm64",
    "i386": "linux/386",
    "mips64le": "linux/mips64le",
    "ppc64le": "linux/ppc64le",
    "riscv64": "linux/riscv64",
    "s390x": "linux/s390x",
    "winamd64": "windows/amd64",
}
"""The accounts of Docker Hub that hold Docker's official images for one platform each."""

_HUB = ("", "docker.io", "index.docker.io")
_WINDOWS = ("windows", "windows/", "dotnet/framework/")
"""What Microsoft's images for Windows are called, or how their names start."""


def check(ctx: Context) -> Iterator[Finding]:
    for origin in origins(ctx):
        site = origin.stage.site
        if origin.platform is None or site is None or site.reference is None:
            continue
        asked = parse(by_default(ctx, origin))
        actual = _platform_of(site.reference, asked) if asked is not None else None
        if actual is not None and actual != asked:
            yield ctx.report(
                origin.platform_span,
                "other",
                covers=origin.step.covers,
                image=site.reference.text,
                asked=asked,
                actual=actual,
            )


def _platform_of(reference: Reference, asked: Platform) -> Platform | None:
    """The platform that the image's name tells; what it does not tell is as ``asked``."""
    repository = reference.repository
    if reference.registry == "mcr.microsoft.com":
        is_windows = repository == _WINDOWS[0] or repository.startswith(_WINDOWS[1:])
        return Platform("windows", asked.architecture) if is_windows else None
    account, slash, _ = repository.partition("/")
    if reference.registry not in _HUB or not slash:
        return None
    told = _ARCHITECTURES.get(account)
    return parse(told) if told is not None else None
