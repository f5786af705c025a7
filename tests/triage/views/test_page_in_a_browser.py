"""The page in a real browser: by keyboard alone, in both themes, on a narrow screen.

It needs Playwright and a Chromium; DOCKERPATCH_AXE may name the axe.min.js of axe-core, which is then run too.
"""

from __future__ import annotations

import itertools
import os
import pathlib
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dockerpatch.triage.answer import remaining
from dockerpatch.triage.views.html import render

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (the extra `browser`)")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = os.environ.get("DOCKERPATCH_AXE", "")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is on the PATH")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        one = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


class Tab:
    """A tab of the browser with the page in it; ``faults`` is what the console said, ``asked`` each request."""

    def __init__(self, browser: Any, file: pathlib.Path, **context: Any) -> None:
        self.page = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **context}).new_page()
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())
        self.address = file.as_uri()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def shown(self) -> list[str]:
        """The text of the rows that can be seen."""
        rows = "[...document.querySelectorAll('.list tbody tr:not(.of)')]"
        return list(self.page.evaluate(f"{rows}.filter(r => r.checkVisibility()).map(r => r.innerText)"))

    def status(self) -> str:
        return str(self.page.locator(".shown").first.inner_text())

    def settle(self) -> None:
        self.page.wait_for_timeout(250)

    def focused(self) -> str:
        return str(
            self.page.evaluate(
                "(e => [e.tagName.toLowerCase(), e.id || e.value || e.className || e.textContent.trim()].join(' '))"
                "(document.activeElement)"
            )
        )

    def until(self, found: Callable[[str], bool], key: str = "Tab", most: int = 120) -> list[str]:
        """Press the key until the focus is where it is wanted; what was passed, that included."""
        passed: list[str] = []
        for _ in range(most):
            self.press(key)
            passed.append(self.focused())
            if found(passed[-1]):
                return passed
        raise AssertionError(f"never reached: {passed}")


@pytest.fixture
def tab(browser: Any, tmp_path: pathlib.Path, telling: Any) -> Iterator[Callable[..., Tab]]:
    opened: list[Tab] = []

    def made(*answers: Any, **context: Any) -> Tab:
        file = tmp_path / "page.html"
        file.write_text(render(answers, telling()), encoding="utf-8")
        opened.append(Tab(browser, file, **context))
        return opened[-1]

    yield made
    for one in opened:
        assert one.faults == []
        assert one.asked == [one.address], "the page asks for itself and nothing else"
        one.page.context.close()


def test_filters_by_keyboard_alone(tab: Any, safe: Any) -> None:
    one = tab(safe)
    assert len(one.shown()) == len(safe.items)
    one.press("/")
    assert one.focused() == "input image-1-find"
    one.page.keyboard.type("curl 8.9")
    one.settle()
    curl = [item for item in safe.items if item.row.package == "curl"]
    assert len(one.shown()) == len(curl)
    assert one.status() == f"{len(curl)} row{'s' if len(curl) != 1 else ''} of {len(safe.items)}"
    one.press("Escape")
    one.settle()
    assert len(one.shown()) == len(safe.items)
    assert one.status() == f"{len(safe.items)} rows"
    one.until(lambda name: name == "input s-high")
    one.press("Space")
    high = [item for item in safe.items if item.row.severity == "high"]
    assert len(one.shown()) == len(high)
    one.until(lambda name: name == "input v-not-fixable-here")
    one.press("Space")
    assert len(one.shown()) == sum(item.verdict == "not-fixable-here" for item in high)
    one.until(lambda name: name.startswith("select "))
    one.press("ArrowDown")
    base = safe.causes[0]
    both = [item for item in high if item.cause is base and item.verdict == "not-fixable-here"]
    assert len(one.shown()) == len(both)
    one.until(lambda name: name.startswith("button "))
    one.press("Enter")
    one.settle()
    assert len(one.shown()) == len(safe.items)


def test_nothing_is_found(tab: Any, safe: Any) -> None:
    one = tab(safe)
    one.press("/")
    one.page.keyboard.type("no such thing")
    one.settle()
    assert one.shown() == []
    assert one.status() == f"0 rows of {len(safe.items)}"


def test_focus_goes_down_the_page(tab: Any, safe: Any) -> None:
    one = tab(safe)
    passed = one.until(lambda name: name.startswith("input "))
    assert passed[0] == "a skip"
    tops = one.page.evaluate(
        """[...document.querySelectorAll('a, summary, [tabindex="0"], input, select, button')]
        .filter(e => e.checkVisibility() && !e.closest('svg') && !e.matches('.skip') && e.tabIndex >= 0)
        .map(e => e.getBoundingClientRect().top + scrollY)"""
    )
    assert all(after > before - 60 for before, after in itertools.pairwise(tops))
    one.page.keyboard.press("Tab")
    outline = one.page.evaluate("getComputedStyle(document.activeElement.nextElementSibling).outlineWidth")
    assert outline == "2px", "the focus can be seen on a chip"


def test_the_skip_link_leads_to_the_result(tab: Any, safe: Any) -> None:
    one = tab(safe)
    one.press("Tab")
    assert one.page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    one.press("Enter")
    assert one.focused().startswith("main main")


def test_rows_of_a_cause_on_demand(tab: Any, grown: Any) -> None:
    answer = grown(120)
    one = tab(answer)
    assert one.shown() == [], "many rows are folded"
    one.until(lambda name: name == "a jump")
    one.press("Enter")
    one.settle()
    assert len(one.shown()) == len(answer.causes[0].items)
    assert one.focused() == "p shown"
    assert one.page.evaluate("document.activeElement.getBoundingClientRect().top") < 900


def test_a_row_tells_why(tab: Any, safe: Any) -> None:
    one = tab(safe)
    summary = one.page.locator(".list tbody tr:not(.of) summary").first
    summary.focus()
    one.press("Enter")
    item = next(
        item for item in safe.items if item.row.id == one.page.locator(".list tbody th[scope=row]").first.inner_text()
    )
    assert item.judgement.reason.replace("`", "") in " ".join(one.shown()[0].split())


def test_shared_facts_are_put_into_the_row_that_is_opened(tab: Any, grown: Any) -> None:
    one = tab(grown(1500))
    one.page.evaluate("document.querySelector('.all').open = true")
    name = one.page.locator("tr:has(.known) th").first.inner_text()
    row = one.page.locator(f".list tr:has(th:text-is('{name}'))")
    number = row.locator(".known a").count()
    assert number > 1
    row.locator("summary").click()
    one.page.wait_for_function(
        "document.querySelector('tr details[open] .facts') && !document.querySelector('tr details[open] .known')"
    )
    assert row.locator(".facts li").count() >= number
    assert row.locator(".facts a").count() == 0


def test_three_thousand_rows_are_filtered_at_once(tab: Any, grown: Any) -> None:
    one = tab(grown(3000))
    one.press("/")
    one.page.wait_for_timeout(300)
    took = one.page.evaluate(
        """() => {
          const box = document.querySelector('input[name=s]');
          const begin = performance.now();
          box.click();
          document.body.getBoundingClientRect();
          return performance.now() - begin;
        }"""
    )
    assert took < 2000, "a filter answers while one looks"


def test_slash_finds_the_image_that_is_looked_at(tab: Any, safe: Any, pinned: Any) -> None:
    one = tab(safe, pinned)
    one.press("/")
    assert one.focused() == "input image-1-find"
    one.page.evaluate("document.activeElement.blur(); document.querySelector('#image-2').scrollIntoView()")
    one.press("/")
    assert one.focused() == "input image-2-find"
    one.press("/")
    assert one.page.evaluate("document.activeElement.value") == "/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["safe", "hostile", "pinned"])
def test_contrast(tab: Any, request: pytest.FixtureRequest, scheme: str, kind: str) -> None:
    one = tab(request.getfixturevalue(kind), color_scheme=scheme)
    one.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    one.page.evaluate("document.querySelectorAll('input[type=checkbox]')[0].click()")
    background = one.page.evaluate("getComputedStyle(document.body).backgroundColor")
    red = int(background.removeprefix("rgb(").partition(",")[0])
    assert red < 60 if scheme == "dark" else red > 200
    low = one.page.evaluate(CONTRAST)
    assert low == []


CONTRAST = """() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 });
    return .2126 * x + .7152 * y + .0722 * z;
  };
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      if (e.closest('svg.flow')) return parse(getComputedStyle(e.closest('svg').querySelector('.box')).fill);
      const [r, g, b, a] = parse(getComputedStyle(e).backgroundColor);
      if (a === undefined || a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const low = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    const text = walk.currentNode.data.trim();
    if (!text || !element.checkVisibility() || element.closest('script, title')) continue;
    const style = getComputedStyle(element);
    const front = light(parse(element.closest('svg') ? style.fill : style.color));
    const back = light(behind(element));
    const ratio = (Math.max(front, back) + .05) / (Math.min(front, back) + .05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${element.localName} ${text.slice(0, 40)}`);
  }
  return [...new Set(low)];
}"""


@pytest.mark.parametrize("kind", ["safe", "hostile", "pinned"])
@pytest.mark.parametrize("wide", [360, 760, 1200])
def test_nothing_sticks_out_sideways(tab: Any, request: pytest.FixtureRequest, kind: str, wide: int) -> None:
    one = tab(request.getfixturevalue(kind), viewport={"width": wide, "height": 740})
    one.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert one.page.evaluate("document.documentElement.scrollWidth") <= wide


def test_without_script_everything_is_there(tab: Any, safe: Any) -> None:
    one = tab(safe, java_script_enabled=False)
    assert one.page.locator(".list tbody tr:not(.of)").count() == len(safe.items)
    assert one.page.locator(".list tbody tr:not(.of)").first.is_visible()
    assert not one.page.locator("form.filters").first.is_visible()
    one.page.locator(".list tbody summary").first.click()
    assert one.page.locator(".list tbody details p").first.is_visible()
    assert str(len(remaining(safe.items))) in one.page.locator(".big").inner_text()


def test_the_picture_dims_nothing_when_motion_is_unwanted(tab: Any, safe: Any) -> None:
    one = tab(safe, reduced_motion="reduce")
    assert one.page.evaluate("getComputedStyle(document.querySelector('.band')).transitionDuration") == "0s"


def test_the_picture_shows_what_flows_through_a_cause(tab: Any, safe: Any) -> None:
    one = tab(safe, reduced_motion="reduce")
    opacity = "e => Number(getComputedStyle(e).opacity)"
    mine, other = one.page.locator(".band.c2").first, one.page.locator(".band.c1").first
    before = mine.evaluate(opacity)
    assert other.evaluate(opacity) == before
    one.until(lambda name: name == "div scroll")
    one.press("Tab", "Tab")
    assert mine.evaluate(opacity) == before
    assert other.evaluate(opacity) < before / 2
    one.press("Enter")
    assert one.page.url.endswith("#image-1-cause-2")


def test_paper_has_the_rows_and_no_filters(tab: Any, safe: Any) -> None:
    one = tab(safe, color_scheme="dark")
    one.page.emulate_media(media="print")
    assert one.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert one.page.evaluate("getComputedStyle(document.body).color") == "rgb(28, 31, 38)"
    assert not one.page.locator("form.filters").first.is_visible()
    assert one.page.locator(".list tbody tr:not(.of)").first.is_visible()
    one.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert one.page.locator("details:not([open])").count() == 0
    one.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert one.page.locator("details:not([open])").count() > 0


def test_hostile_texts_run_nothing(tab: Any, hostile: Any) -> None:
    one = tab(hostile)
    one.page.on("dialog", lambda dialog: one.faults.append(dialog.message))
    one.press("/")
    one.page.keyboard.type("<script>")
    one.settle()
    assert one.shown()
    assert one.page.locator("img").count() == 0
    assert one.page.locator("script").count() == 1


@pytest.mark.skipif(not os.path.isfile(AXE), reason="DOCKERPATCH_AXE names no axe.min.js (npm package axe-core)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["safe", "pinned", "hostile"])
def test_axe_finds_nothing(tab: Any, request: pytest.FixtureRequest, scheme: str, kind: str) -> None:
    one = tab(request.getfixturevalue(kind), color_scheme=scheme, bypass_csp=True)
    one.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    one.page.evaluate(pathlib.Path(AXE).read_text(encoding="utf-8"))
    found = one.page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found] == []
