"""The brief as Markdown."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dateline.faces.markdown import render
from dateline.faces.outline import outline
from tests.records import gas_story, long_story, one_report

READER = MarkdownIt("gfm-like", {"html": True, "linkify": False})


def tags(text: str) -> set[str]:
    return set(re.findall(r"<(\w+)", READER.render(text)))


OURS = {"h1", "h2", "p", "ul", "ol", "li", "strong", "em", "table", "thead", "tbody", "tr", "th", "td"}


def test_everything_is_there_in_order() -> None:
    text = render(outline(gas_story()))
    assert re.findall("^#.*", text, re.MULTILINE) == [
        "# Aldova and Karsia sign gas accord, 4 June 2024",
        "## They conflict",
        "## Both can be true, told in different words",
        "## They agree",
        "## Only one tells",
        "## Who said what",
        "## The figures",
        "## Timeline",
        "## Ahead",
        "## Who acted on whom",
        "## Who is who",
        "## Left out of the reading",
        "## Not read",
    ]
    assert "- **10 billion cubic metres** (2) citing Olga Venn, energy minister of Aldova: “Deliveries are set" in text
    assert "| Trade of Aldova and Karsia, 2023 | \\$8 billion | 1, 2 |" in text
    assert tags(text) <= OURS


def test_nothing_is_folded() -> None:
    text = render(outline(long_story(3, 40)))
    assert all(f"Village{report}x{fact} " in text for report in range(3) for fact in range(40))


def test_one_report_alone() -> None:
    text = render(outline(one_report()))
    assert "## What it tells" in text
    assert not re.search("origin|conflict", text)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from("<>[]()!*_`~|\\#-+=.1&;:/$\"' \tax"), max_size=24))
@example("<script>alert(1)</script>")
@example("[a](javascript:x) ![b](http://c/d) <http://e>")
@example("&lt;b&gt; | x | `y`\\")
def test_no_word_becomes_markup(poison: str) -> None:
    text = render(outline(gas_story(poison)))
    assert tags(text) <= OURS
    plain = re.sub(r"<[^>]+>", "", READER.render(text))
    if poison.strip() and poison.split() == [poison]:
        assert f"Harbour Post{poison}" in plain.replace("&lt;", "<").replace("&gt;", ">").replace(
            "&quot;", '"'
        ).replace("&amp;", "&")
