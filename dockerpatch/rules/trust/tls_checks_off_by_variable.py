"""DP434: Python and Node.js that are told by a variable to check no certificate. It never reads their code."""

from __future__ import annotations

from dockerpatch.lint.settings import settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

_CHECKOV = {"NODE_TLS_REJECT_UNAUTHORIZED": "CKV2_DOCKER_6", "PYTHONHTTPSVERIFY": "CKV2_DOCKER_5"}


def check(ctx: Context) -> Iterator[Finding]:
    for one in settings(ctx, *_CHECKOV):
        if one.value == "0":
            lasting = one.step.instruction.keyword == "ENV"
            yield ctx.report(
                one.place,
                "off",
                covers=one.step.covers,
                same_as=(_CHECKOV[one.name],) if one.in_sight and one.ends_in_blank else (),
                name=one.name,
                whom="each container of the image" if lasting else "the build",
                fix=one.fix,
            )
