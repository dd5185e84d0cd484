"""The HTML pages in a real browser: nothing is fetched, nothing runs, every link lands, everyone can read it.

Needs Chromium (Debian's package) and Playwright; skipped where either is absent. Screenshots are written where
``DATELINE_SHOTS`` names a folder.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.faces.dossier import Chapter, Cite, Dossier, Line
from dateline.faces.html import render, render_dossier
from dateline.faces.outline import outline
from dateline.faces.parts import Balance, Point, Series
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


def dossier(poison: str = "") -> str:
    """The page of a pair: lines, folds, a drawing of weeks and one of a figure; ``poison`` in every string."""
    days = [dt.date(2031, 3, 3) + dt.timedelta(days=7 * week) for week in range(9)]
    cite = Cite(f"Harbour Post{poison}", "3 March 2031", f"They signed an accord.{poison}", "signed", "r1", 0, 9, "c1")
    lines = tuple(
        Line("3 March", day, day, sign, f"talks{poison}", f"Aldova{poison}", "planned", "3 origins", "s", (cite, cite))
        for day in days for sign in ("+", "−", "")
    ) * 2  # fmt: skip
    series = Series(
        f"Exports{poison}", "USD", tuple(Point(day, day, 1.0 + day.day, f"${day.day}") for day in days), False
    )
    weeks = tuple(Balance(day, day + dt.timedelta(days=6), day.day % 4, day.day % 3) for day in days)
    chapters = (Chapter("What passed", lines, True), Chapter("Figures", lines[:2], False, (series,)))
    return render_dossier(Dossier(f"Aldova and Karsia{poison}", "9 claims.", chapters, weeks, "week", ("Another",)))


PAGES = {name: render(outline(record)) for name, record in STORIES.items()}
PAGES |= {"dossier": dossier(), **{f"poisoned{number}": dossier(poison) for number, poison in enumerate(HOSTILE)}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Visit:
    """A page opened from a file, with everything that it asked for or complained of."""

    def __init__(self, browser: Any, shown: Record | str, folder: Path, **options: Any) -> None:
        file = folder / "page.html"
        file.write_text(shown if isinstance(shown, str) else render(outline(shown)), encoding="utf-8")
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


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_fetched_nothing_runs_and_all_fits(browser: Any, tmp_path: Path, name: str) -> None:
    with Visit(browser, PAGES[name], tmp_path) as visit:
        assert visit.asked == [visit.url]
        assert visit.complaints == []
        assert visit.page.evaluate("document.querySelectorAll('script').length") == 1
        for width in (1440, 390):
            visit.page.set_viewport_size({"width": width, "height": 800})
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sample", "one", "two", "twenty", "hostile9", "dossier"])
def test_no_barrier_is_found(browser: Any, tmp_path: Path, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with Visit(browser, PAGES[name], tmp_path, color_scheme=scheme, bypass_csp=True) as visit:
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
        assert visit.page.evaluate("document.activeElement.textContent") == "Skip to the content"
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
