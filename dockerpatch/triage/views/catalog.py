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
        from .json import render as as_json

        return as_json(answers, telling)
    if name == SARIF:
        from .sarif import render as as_sarif

        return as_sarif(answers, telling)
    if name == MARKDOWN:
        from .markdown import render as as_markdown

        return as_markdown(answers, telling)
    if name == HTML:
        from .html import render as as_html

        return as_html(answers, telling)
    from .text import render as as_text

    return as_text(answers, telling)
