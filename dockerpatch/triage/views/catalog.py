"""The ways to tell a triage. It never imports one that nobody asked for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.triage.answer import Answer

    from .view import Telling

TEXT, JSON, SARIF, MARKDOWN, HTML = "text", "json", "sarif", "markdown", "html"
FORMATS = (TEXT, JSON, SARIF, MARKDOWN, HTML)


def render(name: str, answers: Sequence[Answer], telling: Telling) -> str:
    """The answers as the view called ``name`` (one of FORMATS) tells them."""
    if name == JSON:
        from . import json as view
    elif name == SARIF:
        from . import sarif as view
    elif name == MARKDOWN:
        from . import markdown as view
    elif name == HTML:
        from . import html as view
    else:
        from . import text as view
    return view.render(answers, telling)
