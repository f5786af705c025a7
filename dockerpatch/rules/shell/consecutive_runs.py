"""DL3059: RUNs in a row that could be one. It never counts a RUN with several commands: that was thought about."""

from __future__ import annotations

from dockerpatch.lint.uses import runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step
    from dockerpatch.model.commands import RunCommands

_TESTS = ("[", "[[", "((")
_SAME = {"dst": "target", "destination": "target", "src": "source", "ro": "readonly", "rw": "readwrite"}


def check(ctx: Context) -> Iterator[Finding]:
    following = {
        mine.start: other.start
        for mine, other in zip(ctx.build.dockerfile.instructions, ctx.build.dockerfile.instructions[1:], strict=False)
    }
    before: tuple[Step, RunCommands] | None = None
    for step, run in runs(ctx):
        if step.is_trigger:
            continue
        if (
            before is not None
            and following.get(before[0].instruction.start) == step.instruction.start
            and _flags(before[0]) == _flags(step)
            and _is_one(before[1], ctx.as_hadolint)
            and _is_one(run, ctx.as_hadolint)
        ):
            yield ctx.report(step.keyword_span, "consecutive", covers=step.covers)
        before = (step, run)


def _is_one(run: RunCommands, any_shell: bool) -> bool:
    """Whether the RUN runs no more than one program that is known by name."""
    if not any_shell and not run.readable:
        return False
    count = 0
    for one in run.commands:
        if one.outer is None and one.name and one.name not in _TESTS:
            count += 1
            node = one.node
            if node is not None and node.lead < node.start and node.text.startswith("time", node.lead):
                count += 1
    return count < 2


def _flags(step: Step) -> set[tuple[str, ...]]:
    """The flags in one spelling; their order does not matter."""
    found: set[tuple[str, ...]] = set()
    for flag in step.instruction.flags:
        value = flag.value or ""
        if flag.name != "mount":
            found.add((flag.name, value))
            continue
        fields = set()
        for field in value.split(","):
            key, sign, text = field.partition("=")
            fields.add(f"{_SAME.get(key.lower(), key.lower())}{sign}{text.strip(chr(34))}")
        if not any(field[:5] == "type=" for field in fields):
            fields.add("type=bind")
        found.add((flag.name, *sorted(fields)))
    return found
