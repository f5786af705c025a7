"""DL3057: an image that does not say how to see whether it is well. What the base image says is not known here."""

from __future__ import annotations

from dockerpatch.lint.steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step


def check(ctx: Context) -> Iterator[Finding]:
    found = [step for step in steps(ctx, "HEALTHCHECK") if not step.is_trigger]
    for step in _as_hadolint(ctx) if ctx.as_hadolint else _of_the_image(ctx, found):
        names = ("DS-0026", "CKV_DOCKER_2", "kics/healthcheck_instruction_missing")
        yield ctx.report(step.keyword_span, "missing", covers=step.covers, same_as=() if found else names)


def _of_the_image(ctx: Context, found: list[Step]) -> list[Step]:
    """The FROM of the last stage, when neither it nor one that it is built on has a HEALTHCHECK."""
    stage = ctx.build.final
    if stage is None:
        return []
    family = {one.index for one in stage.lineage()}
    if any(step.stage is not None and step.stage.index in family for step in found):
        return []
    return [step for step in steps(ctx, "FROM") if step.stage is stage and not step.is_trigger]


class _Missing:
    """A stage without a HEALTHCHECK so far: ``name`` is its own, or that of its base image; ``base`` is the latter."""

    __slots__ = ("base", "name", "step")

    def __init__(self, step: Step) -> None:
        words = [word.text for word in step.instruction.words]
        self.step = step
        self.base = _image(words[0]) if words else ""
        self.name = words[2] if len(words) > 2 and words[1].upper() == "AS" else self.base


def _as_hadolint(ctx: Context) -> list[Step]:
    """The FROMs of stages without one, in the order of the text, as hadolint reckons.

    It goes by names: what stands on a stage or image that has a HEALTHCHECK has one, and so has what such a stage
    stands on, as far as that comes before it in the file.
    """
    missing: dict[int, _Missing] = {}
    by_name: dict[str, list[_Missing]] = {}
    checked: set[str] = set()
    current: _Missing | None = None
    for step in steps(ctx, "FROM", "HEALTHCHECK"):
        if step.is_trigger:
            continue
        if step.instruction.keyword == "FROM":
            current = _Missing(step)
            if current.base in checked:
                checked.add(current.name)
            else:
                missing[step.instruction.start] = current
                by_name.setdefault(current.name, []).append(current)
        elif current is not None:
            missing.pop(current.step.instruction.start, None)
            checked.add(current.name)
            below = [current.base]
            while below:
                for one in by_name.pop(below.pop(), ()):
                    if missing.pop(one.step.instruction.start, None) is not None:
                        checked.add(one.name)
                        below.append(one.base)
    return [one.step for one in missing.values()]


def _image(word: str) -> str:
    """The name of an image without registry, tag and digest."""
    name = word.partition("@")[0]
    first, slash, rest = name.partition("/")
    if slash and "." in first:
        name = rest
    return name.partition(":")[0]
