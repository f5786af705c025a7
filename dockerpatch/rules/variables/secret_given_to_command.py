"""DP460: a RUN in which a cloud's command line is handed a credential. What the credential is, is not looked at."""

from __future__ import annotations

import re

from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.commands import RunWord

_SETTINGS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
_OPTIONS = {
    ("az", "login"): ("-p", "--password", "--federated-token"),
    ("doctl", "auth", "init"): ("-t", "--access-token"),
}

# How Trivy finds them in the text of a RUN.
_TRIVY = (
    r"aws configure set aws_(?:access_key_id|secret_access_key)|gcloud auth activate-service-account"
    r"|az login.*(?:-p|--password|--federated-token)\s|doctl auth init.*(?:-t|--access-token)\s"
)


def check(ctx: Context) -> Iterator[Finding]:
    for use in uses(ctx, "aws", "gcloud", "az", "doctl"):
        flags = use.step.instruction.flags
        if any(flag.name == "mount" and "type=secret" in (flag.value or "") for flag in flags):
            continue
        word = _credential(use)
        if word is not None:
            yield ctx.report(
                use.place(word),
                "left",
                covers=use.step.covers,
                same_as=("DS-0031",) if _in_trivy(ctx, use) else (),
                program=use.program,
            )


def _credential(use: Use) -> RunWord | None:
    """The word of the command that takes a credential."""
    values: Sequence[str] = use.values
    if use.program == "aws":
        if values[:2] == ("configure", "set"):
            for word, value in zip(use.arguments[2:], values[2:], strict=True):
                if value.rpartition(".")[2] in _SETTINGS:
                    return word
        return None
    if use.program == "gcloud":
        return use.arguments[1] if values[:2] == ("auth", "activate-service-account") else None
    for words, options in _OPTIONS.items():
        if words[0] == use.program and values[: len(words) - 1] == words[1:]:
            for word, value in zip(use.arguments, values, strict=True):
                if value.partition("=")[0] in options:
                    return word
    return None


def _in_trivy(ctx: Context, use: Use) -> bool:
    """Trivy looks at the last stage, and knows neither heredocs nor options with their value joined on."""
    step = use.step
    if step.is_trigger or step.stage is not ctx.build.final or step.instruction.is_json:
        return False
    return re.search(_TRIVY, step.instruction.rest) is not None
