"""DL3020: ADD for what COPY does. An ADD whose source only a variable names is left alone: it may be a URL."""

from __future__ import annotations

from dockerpatch.lint.copying import (
    copyings,
    has_own_flag,
    has_wildcard,
    irks_trivy,
    is_archive,
    is_plain_add,
    is_remote,
)
from dockerpatch.lint.finding import SAFE, UNSAFE, Fix
from dockerpatch.lint.leads import is_relative, lacks_workdir
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.copying import Copying
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for add in copyings(ctx, "ADD"):
        if not add.sources and not add.inline:
            continue
        plain = _is_plain_as_hadolint(ctx, add) if ctx.as_hadolint else is_plain_add(ctx, add)
        if not plain:
            continue
        if add.step.is_trigger:
            names: tuple[str, ...] = ("prefer-copy-over-add",)
        else:
            trivy = ("DS-0005",) if irks_trivy(add) else ()
            names = (*trivy, "CKV_DOCKER_4", "prefer-copy-over-add")
        yield ctx.report(add.step.keyword_span, "copy", covers=add.step.covers, fix=_fix(ctx, add), same_as=names)


def _is_plain_as_hadolint(ctx: Context, add: Copying) -> bool:
    paths = [add.text(word) for word in add.sources]
    return any(not is_archive(ctx, path) and not path.startswith(("http://", "https://")) for path in paths)


def _fix(ctx: Context, add: Copying) -> Fix | None:
    if any("$" in word.text for word in add.sources) or has_own_flag(add) or add.origin:
        return None
    paths = [add.text(word) for word in add.sources]
    if any(is_archive(ctx, path) or is_remote(path) for path in paths):
        return None
    if ctx.as_hadolint and add.destination is not None:
        # A COPY would have findings of its own there.
        path = add.text(add.destination)
        if (len(paths) > 1 and not path.endswith("/")) or (is_relative(path) and lacks_workdir(ctx, add.step)):
            return None
    span = add.step.keyword_span
    written = span.text(ctx.source.text)
    if len(written) != len("ADD"):
        return None
    word = {"ADD": "COPY", "add": "copy", "Add": "Copy"}.get(written, "COPY")
    # In a file whose arguments stand in columns the blank goes that the longer word takes.
    end = span.end + (ctx.source.text[span.end : span.end + 2] == "  ")
    return Fix(
        UNSAFE if any(has_wildcard(path) for path in paths) else SAFE,
        "use COPY",
        [Edit(span.start, end, word)],
    )
