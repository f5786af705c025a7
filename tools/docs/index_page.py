"""The index of all rules: a table in Markdown, and a page with the same rows that can be searched.

It never loads anything: the page is one file, and without a script it is a plain table.
"""

from __future__ import annotations

from html import escape

from .rule_page import runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dockerpatch.rules.catalog import RuleInfo

_HEADS = ("code", "name", "what it finds", "severity", "fix", "runs", "known elsewhere as")

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1rem; }
label { display: block; font-weight: 600; margin-bottom: .25rem; }
input { font: inherit; padding: .5rem .75rem; width: min(40rem, 100%); border: 1px solid var(--line);
  border-radius: .4rem; }
.wide { overflow-x: auto; margin-top: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
tbody tr:hover { background: var(--soft); }
td:first-child, td:nth-child(2) { white-space: nowrap; }
.more { font-size: .85em; opacity: .8; }
"""

_SCRIPT = """
const field = document.getElementById("search"), count = document.getElementById("count");
const rows = [...document.querySelectorAll("tbody tr")];
const texts = rows.map(row => row.textContent.toLowerCase());
function search() {
  const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  rows.forEach((row, at) => {
    row.hidden = !words.every(word => texts[at].includes(word));
    shown += row.hidden ? 0 : 1;
  });
  count.textContent = `${shown} of ${rows.length} rules`;
  history.replaceState(null, "", field.value ? "#" + encodeURIComponent(field.value) : location.pathname);
}
field.value = decodeURIComponent(location.hash.slice(1));
field.addEventListener("input", search);
field.focus();
search();
"""


def markdown(rules: Sequence[RuleInfo]) -> str:
    """The table of all rules in Markdown."""
    rows = [_row(rule, f"[{rule.code}]({rule.code}.md)", ", ".join(rule.same_as)) for rule in rules]
    head = [f"| {' | '.join(_HEADS)} |", f"|{'---|' * len(_HEADS)}"]
    body = [f"| {' | '.join(row)} |" for row in rows]
    words = "`dockerpatch explain CODE` shows a rule's page on a terminal; [index.html](index.html) can be searched."
    return "\n".join(["# Rules", "", words, "", *head, *body]) + "\n"


def page(rules: Sequence[RuleInfo]) -> str:
    """The table of all rules as an HTML page with a search field."""
    rows = []
    for rule in rules:
        code = escape(rule.code)
        link, names = f'<a href="{code}.md">{code}</a>', f'<span class="more">{escape(", ".join(rule.same_as))}</span>'
        cells = _row(rule, link, names, escape)
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Rules of dockerpatch</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Rules</h1>",
        '<label for="search">Search by code, word, or another tool\'s name</label>',
        '<input id="search" type="search" autocomplete="off" placeholder="DL3008, apk, CKV_DOCKER_3 ...">',
        f'<p id="count" role="status">{len(rows)} rules</p>',
        f'<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>',
        *rows,
        f"</tbody>\n</table></div>\n</main>\n<script>{_SCRIPT}</script>\n</body>\n</html>",
    ]
    return "\n".join(parts) + "\n"


def _row(rule: RuleInfo, link: str, names: str, say: Callable[[str], str] = str) -> tuple[str, ...]:
    fix = "up to unsafe" if rule.safety == "unsafe" else rule.safety
    return (link, rule.name, say(rule.summary), rule.severity, fix, runs(rule), names or "-")
