"""The page as a text: it is read by a parser that is not ours."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import itertools
import re
import subprocess
import sys
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.engine.report import FileReport
from dockerpatch.reporters.legible import legible
from dockerpatch.text.source import Source
from dockerpatch.triage.answer import WORDS, by_severity, remaining
from dockerpatch.triage.views import outline
from dockerpatch.triage.views.html import render
from dockerpatch.triage.views.listing import diff, words


class Page(html.parser.HTMLParser):
    """Tags with their attributes, and the text outside style and script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.parts: list[str] = []
        self.raw: dict[str, list[str]] = {"style": [], "script": []}
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag if tag in self.raw else ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        (self.raw[self._inside] if self._inside else self.parts).append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


def test_tells_every_row_with_its_reason_and_facts(safe: Any, telling: Any) -> None:
    text = Page(render([safe], telling())).text
    for item in safe.items:
        assert item.row.id in text
        assert item.row.package in text
        assert WORDS[item.verdict] in text
        assert item.judgement.reason.replace("`", "") in text
        for one in item.judgement.evidence:
            assert f"{one.fact} {one.source}, {one.date}".replace("`", "") in text
    for cause in safe.causes:
        assert cause.title in text
    rows = len(re.findall(r'<tr class="s-', render([safe], telling())))
    assert rows == len(safe.items)


def test_counts_before_and_after(safe: Any, telling: Any) -> None:
    text = render([safe], telling())
    (table,) = re.findall(r'<table class="bars">.*?</table>', text, re.DOTALL)
    told = re.findall(r'scope="row"><i class="dot (\w+)"></i>\w+</th><td>([\d,]+)</td>.*?<td>([\d,]+)</td></tr>', table)
    before, after = by_severity(safe.items), by_severity(remaining(safe.items))
    assert told == [(one, str(number), str(after.get(one, 0))) for one, number in before.items()]
    assert f"{len(safe.items)} → rows before, {len(remaining(safe.items))} rows stay open" in Page(text).text


def test_the_parts_of_a_bar_add_up(safe: Any, telling: Any) -> None:
    text = render([safe], telling())
    before = by_severity(safe.items)
    for severity, number in before.items():
        parts = re.findall(rf'<rect class="{severity} \w+" x="[\d.]+" width="([\d.]+)"', text)
        assert abs(sum(map(float, parts)) - 100 * number / max(before.values())) < 0.1


def test_the_policy_lets_in_only_what_is_in_the_page(safe: Any, telling: Any) -> None:
    page = Page(render([safe], telling()))
    (policy,) = [a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for kind in ("style", "script"):
        (text,) = page.raw[kind]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert not [tag for tag, a in page.tags if "style" in a or any(name.startswith("on") for name in a)]


def test_nothing_is_asked_for_from_anywhere(safe: Any, hostile: Any, telling: Any) -> None:
    page = Page(render([safe, hostile], telling()))
    assert not {"img", "iframe", "object", "embed", "base", "video", "audio", "image", "use"} & {
        t for t, _ in page.tags
    }
    for tag, attributes in page.tags:
        assert not {"src", "srcset", "xlink:href", "action", "formaction", "ping"} & attributes.keys()
        if "href" in attributes:
            assert (attributes["href"] or "").startswith("#") or (tag, attributes["href"]) == ("link", "data:,")
    for text in (*page.raw["style"], *page.raw["script"]):
        assert not re.search(r"//\w|url\(|@import|fetch|XMLHttp|import\(|innerHTML|eval", text)


def test_links_inside_lead_somewhere_and_ids_are_unique(safe: Any, pinned: Any, telling: Any) -> None:
    page = Page(render([safe, pinned], telling()))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    pointed = [a["href"][1:] for tag, a in page.tags if tag == "a" and a.get("href")]  # type: ignore[index]
    for name in ("for", "aria-labelledby", "aria-describedby"):
        pointed += [value for _, a in page.tags if (value := a.get(name))]
    assert set(pointed) <= set(ids)


def test_hostile_texts_are_inert(hostile: Any, safe: Any, telling: Any) -> None:
    text = render([hostile], telling(gate="<b>", remarks=["</ul><script>"]))
    assert all(mark.isprintable() or mark == "\n" for mark in text)
    page, plain = Page(text), Page(render([safe], telling(gate="x", remarks=["x"])))
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in plain.tags} | {"small"}
    names = {name for _, attributes in page.tags for name in attributes}
    assert names <= {name for _, attributes in plain.tags for name in attributes}
    assert page.raw == plain.raw
    for item in hostile.items:
        assert " ".join(legible(item.row.package[:900]).split()) in page.text


def test_long_texts_are_cut(make: Any, hostile: Any, telling: Any) -> None:
    text = Page(render([hostile], telling())).text
    assert "x" * 3000 + "… (2,000 more characters)" in text
    assert "x" * 3001 not in text


def test_a_large_report_is_a_page_of_a_few_megabytes(grown: Any, telling: Any) -> None:
    text = render([grown(3000)], telling())
    assert len(text.encode()) < 3_000_000
    assert text.count('<tr class="s-') == 3000


def test_a_fact_of_many_rows_is_told_once_in_a_large_page(grown: Any, telling: Any) -> None:
    answer = grown(3000)
    page = Page(render([answer], telling()))
    named = [a["href"] for tag, a in page.tags if tag == "a" and re.fullmatch(r"#f1-\d+", a.get("href") or "")]
    ids = {f"#{a['id']}" for _, a in page.tags if re.fullmatch(r"f1-\d+", a.get("id") or "")}
    assert set(named) == ids
    assert len(named) > 4 * len(ids)
    text = page.text
    facts = {(one.fact, one.source, one.date) for item in answer.items for one in item.judgement.evidence}
    missing = [one for one in facts if f"{one[0]} {one[1]}, {one[2]}".replace("`", "") not in text]
    assert missing == []


def test_patch_and_unsafe_patch(safe: Any, pinned: Any, telling: Any) -> None:
    text = Page(render([safe], telling())).text
    assert "nothing is written yet" in text
    assert outline.PROVEN in text
    written = Page(render([safe], telling(written=True))).text
    assert "It stands in Dockerfile already." in written
    for change in safe.changes:
        assert change.finding.fix.title.replace("`", "") in text
        for one in change.finding.evidence:
            assert f"{one.source}, {one.date}" in text
    none = render([pinned], telling())
    assert "No safe edit of <code>Dockerfile</code> closes any of these rows." in none
    assert re.search(r'<details class="card bold" open>', none)


def test_an_unsafe_edit_is_named_only_where_it_is_another(safe: Any, telling: Any) -> None:
    text = Page(render([safe], telling())).text
    changed = [line[1:] for line in safe.bold.diff().splitlines() if line[0] == "+" and line not in safe.patch.diff()]
    assert changed
    assert text.count("an unsafe one would: ") + text.count("would make it: ") == len(changed)


def test_gate_remarks_and_several_images(safe: Any, pinned: Any, telling: Any) -> None:
    page = Page(render([safe, pinned], telling(gate="high", failing=safe.items[:2], remarks=["a waiver has ended"])))
    assert "Gate high: 2 rows fail it." in page.text
    assert page.text.count("fails the gate") == 2
    assert "a waiver has ended" in page.text
    assert [a["id"] for tag, a in page.tags if tag == "section" and a.get("class") == "image"] == ["image-1", "image-2"]
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_waivers_say_until_when(waived: Any, telling: Any) -> None:
    text = Page(render([waived], telling())).text
    assert "Until 2027-01-31." in text
    assert "Not counted as open: 3 rows waived, or contradicted by the distribution." in text
    assert "Nothing asks for an edit." in text


def test_no_rows_at_all(make: Any, telling: Any) -> None:
    page = Page(render([make([])], telling()))
    assert "0 → rows before, 0 rows stay open" in page.text
    assert not [tag for tag, a in page.tags if a.get("class") == "flow"]


def test_the_same_every_time(safe: Any, telling: Any) -> None:
    assert render([safe], telling()) == render([safe], telling())
    assert render([safe], telling()).endswith("</html>\n")


LINES = st.lists(st.sampled_from(["FROM a:1.2", "FROM a:1.3", "RUN x", "", "ENV A=b", "COPY . ."]), max_size=12)


@given(LINES, LINES)
def test_the_shown_diff_is_of_both_texts(old: list[str], new: list[str]) -> None:
    patch = FileReport("Dockerfile", Source.of("Dockerfile", "".join(f"{line}\n" for line in old)))
    patch.fixed_source = Source.of("Dockerfile", "".join(f"{line}\n" for line in new))
    texts: dict[int, list[str]] = {0: old, 1: new}
    seen: dict[int, set[int]] = {0: set(), 1: set()}
    for line in diff(patch, outline.hunks(patch)):
        text = "".join(piece for piece, _ in line.pieces)
        for side in (0, 1):
            number = line.margin[5 * side : 5 * side + 5].strip()
            if number:
                assert texts[side][int(number) - 1] == text
                assert int(number) not in seen[side], "no line is shown twice"
                seen[side].add(int(number))
    for side, other in ((0, 1), (1, 0)):
        for number, text in enumerate(texts[side], 1):
            assert number in seen[side] or text in texts[other], "what is changed is shown"


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_pieces_of_a_line_are_the_line(old: str, new: str) -> None:
    first, second = words(old, new)
    assert "".join(text for text, _ in first) == old
    assert "".join(text for text, _ in second) == new
    same = [[text for text, mark in pieces if not mark] for pieces in (first, second)]
    assert "".join(same[0]) == "".join(same[1])


def test_whole_words_are_marked() -> None:
    assert words("FROM python:3.13.3-alpine3.20 AS a", "FROM python:3.13.15-alpine3.24 AS a") == (
        [("FROM python:", False), ("3.13.3-alpine3.20", True), (" AS a", False)],
        [("FROM python:", False), ("3.13.15-alpine3.24", True), (" AS a", False)],
    )


def test_the_template_engine_is_loaded_for_a_page_only() -> None:
    program = (
        "import sys, dockerpatch.triage.views.html, dockerpatch.triage.views.markdown; print('jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
