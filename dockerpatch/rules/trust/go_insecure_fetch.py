"""DP435: go that fetches modules without a certificate, or without TLS at all. It never asks from which host."""

from __future__ import annotations

from dockerpatch.lint.edits import drop_word
from dockerpatch.lint.finding import UNSAFE, Fix
from dockerpatch.lint.settings import settings
from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_NAME = "GOINSECURE"


def check(ctx: Context) -> Iterator[Finding]:
    for one in settings(ctx, _NAME):
        if one.value:
            yield ctx.report(
                one.place,
                "insecure",
                covers=one.step.covers,
                same_as=("CKV2_DOCKER_18",) if one.in_sight else (),
                what=_NAME,
                fix=one.fix,
            )
    for use in uses(ctx, "go"):
        words = use.arguments
        values = use.values
        for index, value in enumerate(values):
            if values[:1] == ("get",) and value in ("-insecure", "--insecure"):
                edit = drop_word(ctx, use, words[index])
                fix = Fix(UNSAFE, "remove -insecure", [edit]) if edit is not None else None
                yield ctx.report(
                    use.place(words[index]), "insecure", covers=use.step.covers, same_as=(), what="-insecure", fix=fix
                )
                break
            if values[:1] == ("env",) and value.startswith(f"{_NAME}=") and value != f"{_NAME}=":
                yield ctx.report(use.place(words[index]), "insecure", covers=use.step.covers, same_as=(), what=_NAME)
                break
