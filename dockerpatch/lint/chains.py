"""The text of a RUN cut at each ``&&``, as scanners cut it that do not read shell. It never knows of quotes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .rule import Context
    from .steps import Step


def begins_with(ctx: Context, step: Step, start: str, without: str = "") -> bool:
    """Whether a part of the RUN begins with ``start``, and does not hold ``without``.

    A part is what stands between the ``&&`` of the script, of a body of a heredoc, or of a string of a JSON form.
    An ONBUILD has none: those scanners do not look into one.
    """
    return ctx.once(
        "begins with",
        lambda: any(
            part.startswith(start) and not (without and without in part)
            for text in _texts(step)
            for part in map(str.strip, text.split("&&"))
        ),
        step.instruction.start,
        start,
    )


def _texts(step: Step) -> list[str]:
    instruction = step.instruction
    if step.is_trigger:
        return []
    if instruction.is_json:
        return list(instruction.args)
    return [instruction.rest, *[heredoc.content for heredoc in instruction.heredocs]]
