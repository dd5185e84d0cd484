"""The HTML brief in a real browser: nothing is fetched, nothing runs, every link lands, everyone can read it.

Needs Chromium (Debian's package) and Playwright; skipped where either is absent. Screenshots are written where
``DATELINE_SHOTS`` names a folder.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.faces.html import render
from dateline.faces.outline import outline
from dateline.model import Record
from tests.records import gas_story, long_story, one_report, two_stories
from tests.test_html import HOSTILE

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
STORIES = {
    "sample": gas_story(),
    "one": one_report(),
    "twenty": long_story(20, 8),
    "two": two_stories(),
    **{f"hostile{number}": gas_story(poison) for number, poison in enumerate(HOSTILE)},
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Visit:
    """A page opened from a file, with everything that it asked for or complained of."""

    def __init__(self, browser: Any, record: Record, folder: Path, **options: Any) -> None:
        file = folder / "brief.html"
        file.write_text(render(outline(record)), encoding="utf-8")
        self.context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.url = file.as_uri()
        self.page.goto(self.url)

    def _dismiss(self, dialog: Any) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.mark.parametrize("name", STORIES)
def test_nothing_is_fetched_nothing_runs_and_all_fits(browser: Any, tmp_path: Path, name: str) -> None:
    with Visit(browser, STORIES[name], tmp_path) as visit:
        assert visit.asked == [visit.url]
        assert visit.complaints == []
        assert visit.page.evaluate("document.querySelectorAll('script').length") == 1
        for width in (1440, 390):
            visit.page.set_viewport_size({"width": width, "height": 800})
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sample", "one", "two", "twenty", "hostile9"])
def test_no_barrier_is_found(browser: Any, tmp_path: Path, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with Visit(browser, STORIES[name], tmp_path, color_scheme=scheme, bypass_csp=True) as visit:
        visit.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found = axe.run(visit.page)
        assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found.response["violations"]] == []


@pytest.mark.parametrize("script", [True, False])
def test_every_link_to_words_lands_on_highlighted_words(browser: Any, tmp_path: Path, script: bool) -> None:
    with Visit(browser, STORIES["sample"], tmp_path, java_script_enabled=script) as visit:
        links = sorted(set(re.findall(r'href="(#s1c\d+)"', render(outline(STORIES["sample"])))))
        assert len(links) >= 10
        for link in links:
            visit.page.goto(visit.url + link)
            words = visit.page.locator(f"{link} + *, {link} + .t + *, {link} + .t + .t + *").last
            assert words.is_visible()
            box = words.bounding_box()
            assert box
            assert 0 <= box["y"] <= 900
            assert words.evaluate("el => getComputedStyle(el).backgroundColor") == "rgb(255, 213, 74)"


def test_script_lights_up_the_whole_claim_and_opens_folds(browser: Any, tmp_path: Path) -> None:
    record = STORIES["sample"]
    page = render(outline(record))
    with Visit(browser, record, tmp_path) as visit:
        link = re.search(r'href="(#s1c\d+)" aria-label="Words in report 1"', page)
        assert link
        visit.page.click(f'a[href="{link[1]}"] >> nth=0')
        lit = "".join(visit.page.locator(".on").all_inner_texts())
        assert lit == "Karsia will deliver 12 billion cubic metres of gas a year"
        folded = visit.page.locator("details .t").first.get_attribute("id")
        visit.page.goto(f"{visit.url}#{folded}")
        visit.page.wait_for_selector("details[open]")


def test_words_lead_back_to_their_item(browser: Any, tmp_path: Path) -> None:
    with Visit(browser, STORIES["sample"], tmp_path) as visit:
        visit.page.click("a.m.figure >> nth=0")
        target = visit.page.evaluate("document.querySelector(':target').parentElement.innerText")
        assert "Karsia's gas deliveries to Aldova" in target


def test_it_can_be_read_from_the_keyboard(browser: Any, tmp_path: Path) -> None:
    with Visit(browser, STORIES["sample"], tmp_path) as visit:
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.textContent") == "Skip to the brief"
        seen = set()
        for _ in range(300):
            visit.page.keyboard.press("Tab")
            seen.add(visit.page.evaluate("document.activeElement.tagName"))
        assert {"A", "SUMMARY", "DIV"} <= seen


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sample", "one", "twenty"])
def test_screenshots(browser: Any, tmp_path: Path, name: str, scheme: str, width: int) -> None:
    folder = Path(os.environ.get("DATELINE_SHOTS", tmp_path))
    viewport = {"width": width, "height": 1000}
    with Visit(browser, STORIES[name], tmp_path, color_scheme=scheme, viewport=viewport) as visit:
        file = folder / f"{name}-{width}-{scheme}.png"
        visit.page.screenshot(path=file, full_page=name != "twenty")
        assert file.stat().st_size > 10_000
