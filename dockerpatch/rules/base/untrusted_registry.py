"""DL3026: an image from a registry that is not on the list. Without a list in the config it never says anything."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    trusted = ctx.options["trusted-registries"]
    if not trusted:
        return
    assert isinstance(trusted, tuple)
    if ctx.as_hadolint:
        yield from _as_hadolint(ctx, trusted)
        return
    from dockerpatch.lint.registries import HUB, is_trusted

    for site in ctx.sites:
        reference = site.reference
        if reference is None:
            continue
        registry = reference.registry
        # The old name of Docker Hub's registry is the same one.
        known = "" if registry == "index.docker.io" and not is_trusted(registry, trusted) else registry
        if not is_trusted(known, trusted):
            yield ctx.report(
                site.place(*(reference.registry_span or reference.repository_span)),
                "untrusted",
                covers=(site.covers,),
                registry=registry or HUB[0],
            )


def _as_hadolint(ctx: Context, trusted: Sequence[str]) -> Iterator[Finding]:
    """It cuts names at other places, takes the number of a stage for an image, and knows names only in their case."""
    from dockerpatch.lint.origins import origins
    from dockerpatch.lint.registries import HUB, is_trusted
    from dockerpatch.lint.stage_names import sources
    from dockerpatch.lint.untagged import hadolint_image
    from dockerpatch.text.span import Span

    earlier: set[str] = set()
    for origin in origins(ctx):
        named = []
        registry, name, _, _ = hadolint_image(origin.written)
        if name not in earlier and (name != "scratch" or registry):
            named.append((registry, origin.instruction))
        if origin.name is not None:
            earlier.add(origin.name.text)
        for instruction in origin.stage.instructions:
            for written, _ in sources(instruction):
                head, slash, tail = written.partition("/")
                registry, name = (head, tail) if slash and "." in head else ("", written)
                if name not in earlier and (name != "scratch" or registry):
                    named.append((registry, instruction))
        for registry, instruction in named:
            if not is_trusted(registry, trusted):
                whole = Span(instruction.start, instruction.end)
                keyword = Span(instruction.start, instruction.keyword_end)
                yield ctx.report(keyword, "untrusted", covers=(whole,), registry=registry or HUB[0])
