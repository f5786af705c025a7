"""DP301: a Go builder whose tag does not say which Go it is. What that Go is worth is DP302's question."""

from __future__ import annotations

from dockerpatch.image import tag as tags
from dockerpatch.lint.bases import bases
from dockerpatch.lint.golang import full_version
from dockerpatch.lint.lifelines import is_go_builder
from dockerpatch.lint.remedies import report_same_build
from dockerpatch.lint.untagged import names_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context


def check(ctx: Context) -> Iterator[Finding]:
    for base in bases(ctx):
        known = base.status.listed or base.status.gone
        if not is_go_builder(base) or base.digest or not known:
            continue
        tag = tags.parse(base.tag)
        if full_version(base.tag) or tag.is_prerelease:
            continue
        message = "no-patch" if tag.version is not None else "floating"
        yield report_same_build(ctx, base, message, "full", same_as=names_at(ctx, base.site))
