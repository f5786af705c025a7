"""Which stages lack which labels to hadolint, found out by asking its binary. It never says which of them matter."""

from __future__ import annotations

from .labels import labels
from .steps import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .rule import Context
    from .steps import Step


class _Stage:
    """A stage as hadolint sees it: ``name`` is the one it was given, ``base`` that of its image, without its tag.

    ``own`` are the labels it has, ``lent`` those that stages built on it under no name of their own have set.
    """

    __slots__ = ("base", "lent", "name", "own", "step", "used")

    def __init__(self, step: Step, base: str, name: str | None, own: set[str]) -> None:
        self.step = step
        self.base = base
        self.name = name
        self.own = own
        self.lent: set[str] = set()
        self.used = False


def lacking(ctx: Context, wanted: Iterable[str]) -> list[tuple[Step, set[str]]]:
    """The FROMs whose stages lack some of the labels ``wanted``, each with those; not those that files are copied from.

    Names are compared by the letter, and an image counts as the stage of its name, whatever its registry and tag.
    """
    by_instruction: dict[int, list[str]] = {}
    for label in labels(ctx):
        by_instruction.setdefault(label.step.instruction.start, []).append(label.name or "")
    stages: list[_Stage] = []
    named: dict[str, list[_Stage]] = {}
    for step in steps(ctx, "FROM", "LABEL", "COPY", "ADD"):
        keyword = step.instruction.keyword
        if keyword == "FROM":
            stages.append(_opened(step, named))
        elif not stages or step.is_trigger:
            continue
        elif keyword == "LABEL":
            _label(stages[-1], set(by_instruction.get(step.instruction.start, ())), named)
        else:
            for flag in step.instruction.flags:
                if flag.name == "from":
                    for stage in named.get(flag.value or "", ()):
                        stage.used = True
    found = [(stage, set(wanted) - stage.own - stage.lent) for stage in stages if not stage.used]
    return [(stage.step, missing) for stage, missing in found if missing]


def _opened(step: Step, named: dict[str, list[_Stage]]) -> _Stage:
    words = [word.text for word in step.instruction.words]
    base = _image(words[0]) if words else ""
    name = words[2] if len(words) > 2 and words[1].lower() == "as" else None
    own = {label for stage in named.get(base, ()) for label in stage.own}
    stage = _Stage(step, base, name, own)
    if name is not None:
        named.setdefault(name, []).append(stage)
    return stage


def _label(stage: _Stage, names: set[str], named: dict[str, list[_Stage]]) -> None:
    stage.own |= names
    for other in named.get(stage.name if stage.name is not None else stage.base, ()):
        if stage.name is not None:
            other.own |= names
        else:
            other.lent |= names


def _image(reference: str) -> str:
    """The image's name without a registry (which has a dot to hadolint), a tag and a digest."""
    name = reference.partition("@")[0]
    folder, slash, last = name.rpartition("/")
    name = folder + slash + last.partition(":")[0]
    registry, slash, rest = name.partition("/")
    return rest if slash and "." in registry else name
