"""DL4001: wget and curl in one image. It never counts a package that is installed and not used."""

from __future__ import annotations

from dockerpatch.lint.chains import begins_with
from dockerpatch.lint.steps import steps
from dockerpatch.lint.uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step
    from dockerpatch.lint.uses import Use


def check(ctx: Context) -> Iterator[Finding]:
    fetched, curled = uses(ctx, "wget"), uses(ctx, "curl")
    if not (fetched and curled):
        return
    if ctx.as_hadolint:
        yield from _second(ctx, fetched, curled)
        return
    runs = steps(ctx, "RUN")
    trivy = any(_is_curl_to_trivy(ctx, step) for step in runs)
    beside = _curl_by_stage(ctx, curled)
    seen = set()
    for use in fetched:
        step = use.step
        other = beside.get(step.stage.index) if step.stage is not None else None
        if other is None or step.instruction.start in seen:
            continue
        seen.add(step.instruction.start)
        known = trivy and not step.instruction.is_json and begins_with(ctx, step, "wget", "install ")
        yield ctx.report(
            use.place(),
            "both",
            covers=step.covers,
            same_as=None if known else ("use-either-wget-or-curl",),
            line=ctx.source.line_at(other.place().start),
        )


def _is_curl_to_trivy(ctx: Context, step: Step) -> bool:
    """Whether the RUN is a use of curl to Trivy, which knows curl, and not wget, in the JSON form too."""
    if step.instruction.is_json:
        args = step.instruction.args
        return len(args) > 1 and args[0] == "curl"
    return begins_with(ctx, step, "curl", "install ")


def _curl_by_stage(ctx: Context, curled: Sequence[Use]) -> dict[int, Use]:
    """The first curl that an image of a stage has to do with: in it, in what it is built on, in what is built on it."""
    own: dict[int, Use] = {}
    for use in curled:
        if use.step.stage is not None:
            own.setdefault(use.step.stage.index, use)
    found = dict(own)
    for stage in ctx.build.stages:
        for one in stage.lineage():
            if stage.index in own:
                found.setdefault(one.index, own[stage.index])
            elif one.index in own:
                found.setdefault(stage.index, own[one.index])
    return found


def _second(ctx: Context, fetched: Sequence[Use], curled: Sequence[Use]) -> Iterator[Finding]:
    """Each use after which a stage has seen both, or the ONBUILDs of all stages: from the one that comes second on."""
    known: dict[tuple[int, bool], set[str]] = {}
    waiting: dict[int, list[Use]] = {}
    for use in (*fetched, *curled):
        waiting.setdefault(use.step.instruction.start, []).append(use)
    for _, group in sorted(waiting.items()):
        step = group[0].step
        stage = step.stage.index if step.stage is not None and not step.is_trigger else -1
        programs = known.setdefault((stage, step.is_trigger), set())
        programs.update(use.program for use in group)
        if len(programs) == 2:
            last = group[-1]
            other = "wget" if last.program == "curl" else "curl"
            yield ctx.report(last.place(), "again", covers=step.covers, program=last.program, other=other)
