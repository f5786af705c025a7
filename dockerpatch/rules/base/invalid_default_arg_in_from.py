"""InvalidDefaultArgInFrom: an image whose name is none, as it stands. Whether such an image exists is not asked."""

from __future__ import annotations

from dockerpatch.lint.finding import ERROR, NOTE, SAFE, WARNING, Fix
from dockerpatch.lint.origin_names import UNDECLARED, by_defaults, is_never_valid, undeclared
from dockerpatch.lint.origins import origins
from dockerpatch.text.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.origins import Origin
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for origin in origins(ctx):
        text = by_defaults(ctx, origin)
        if text is None:
            continue
        parent = origin.stage.parent
        if "$" in origin.written:
            message = "default" if text else "empty"
        else:
            message = "case" if parent is not None else "no-name"
        yield ctx.report(
            origin.place(origin.image),
            message,
            severity=_severity(ctx, origin),
            covers=origin.step.covers,
            fix=_lower(origin) if message == "case" else None,
            same_as=tuple(_names(ctx, origin)),
            written=origin.written,
            text=text,
            stage=parent.name if parent is not None else "",
        )


def _severity(ctx: Context, origin: Origin) -> str:
    """An argument that has no default may have to be given, which is a way to build; one that is not declared is told
    of by another rule, which knows more of it and should be the one that is heard."""
    if is_never_valid(ctx, origin):
        return WARNING if _is_undeclared(ctx, origin) else ERROR
    undefined = origin.stage.site.undefined if origin.stage.site is not None else ()
    return NOTE if undefined else ""


def _is_undeclared(ctx: Context, origin: Origin) -> bool:
    return any(is_image for _, _, is_image in undeclared(ctx, origin))


def _lower(origin: Origin) -> Fix | None:
    word, parent = origin.image, origin.stage.parent
    if word is None or parent is None or word.end - word.start != len(word.text) or word.text.lower() != parent.name:
        return None
    return Fix(SAFE, f"call it {parent.name}", [Edit(word.start, word.end, parent.name)])


def _names(ctx: Context, origin: Origin) -> Iterator[str]:
    if _is_undeclared(ctx, origin):
        yield UNDECLARED
    is_empty = "$" in origin.written and by_defaults(ctx, origin) == ""
    if is_empty or not any(mark in origin.written for mark in "$@"):
        from dockerpatch.lint.untagged import checkov_reports, trivy_reports

        # Both look for a tag only, which is missing behind an empty name as well.
        named = {one.name.text for one in origins(ctx) if one.name is not None}
        if trivy_reports(ctx, origin, named):
            yield "DS-0001"
        if checkov_reports(origin, named):
            yield "CKV_DOCKER_7"
