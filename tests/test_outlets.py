"""The table of known outlets: each row is one outlet, found by its own addresses and names and by nobody else's."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from babel import Locale

from dateline import lexicon, outlets
from dateline.outlets import _Table

ROWS = (*lexicon.load_table("outlets.toml", _Table).outlets, *outlets._more())
DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
AREAS = {  # some countries of each part of the world
    "Europe": """FRA DEU ITA ESP PRT POL CZE SVK HUN ROU BGR SRB HRV SVN BIH MNE MKD ALB GRC CYP MLT AUT CHE LUX BEL NLD
        DNK NOR SWE FIN ISL EST LVA LTU IRL GBR UKR MDA BLR RUS XKX""",
    "Asia": """CHN JPN KOR PRK MNG TWN IND PAK BGD LKA NPL BTN MDV AFG THA VNM LAO KHM MMR MYS SGP IDN PHL BRN TLS KAZ
        KGZ UZB TJK TKM TUR IRN IRQ SYR LBN JOR ISR PSE SAU ARE QAT KWT BHR OMN YEM GEO ARM AZE""",
    "Africa": """EGY LBY TUN DZA MAR MRT SEN MLI BFA NER NGA GHA CIV CMR TCD SDN SSD ETH ERI DJI SOM KEN UGA TZA RWA BDI
        COD COG AGO ZMB ZWE MWI MOZ NAM BWA ZAF LSO SWZ MDG MUS""",
    "Americas": """USA CAN MEX GTM SLV HND NIC CRI PAN CUB HTI DOM JAM TTO GUY SUR COL VEN ECU PER BOL CHL ARG URY PRY
        BRA""",
    "Oceania": "AUS NZL FJI PNG SLB VUT WSM TON PLW MHL",
}


def test_addresses_are_of_one_outlet_each() -> None:
    domains = Counter(domain for row in ROWS for domain in (row.domain, *row.also))
    assert [domain for domain, count in domains.items() if count > 1] == []
    assert [domain for domain in domains if not DOMAIN.fullmatch(domain) or domain.startswith("www.")] == []


def test_the_docs_say_how_many_there_are() -> None:
    told = (Path(__file__).parents[1] / "docs/sources.md").read_text(encoding="utf-8")
    assert f"{len(ROWS):,} known outlets of {len({row.country for row in ROWS if row.country})} countries" in told


def test_names_are_of_one_outlet_each() -> None:
    named = [(outlets._plain(name), row.domain) for row in ROWS for name in {row.name, *row.aka, *row.credits}]
    held: dict[str, set[str]] = {}
    for name, domain in named:
        held.setdefault(name, set()).add(domain)
    assert {name: rows for name, rows in held.items() if len(rows) > 1} == {}


def test_countries_are_of_iso_3166() -> None:
    alpha2 = {country for country in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(country))}
    assert len(alpha2) > 240
    known = {*codes()}
    assert {row.country for row in ROWS if row.country} - known == set()


def codes() -> list[str]:
    """The alpha-3 codes of states, and those of territories that the table uses."""
    states = (Path(outlets.__file__).parent / "data/states.toml").read_text(encoding="utf-8")
    territories = "BMU COK CUW CYM ESH FRO GRL GUM HKG MAC MNP NCL PRI PYF"
    return [*re.findall(r'"([A-Z]{3})"', states), *territories.split()]


@pytest.mark.parametrize("area", AREAS)
def test_every_part_of_the_world_is_in_it(area: str) -> None:
    assert set(AREAS[area].split()) - {row.country for row in ROWS} == set()


def test_only_agencies_are_credited_and_short_credits_are_few() -> None:
    credited = [row for row in ROWS if row.credits]
    assert {row.kind for row in credited} <= {"agency", "state"}
    assert all(len(credit) > 1 for row in credited for credit in row.credits)


@pytest.mark.parametrize(
    ("host", "name", "country", "kind"),
    [
        ("www.lemonde.fr", "Le Monde", "FRA", "newspaper"),
        ("english.alarabiya.net", "Al Arabiya", "SAU", "broadcaster"),
        ("spectator.sme.sk", "The Slovak Spectator", "SVK", "newspaper"),
        ("ekonomika.sme.sk", "SME", "SVK", "newspaper"),
        ("g1.globo.com", "g1", "BRA", "web"),
        ("granma.cu", "Granma", "CUB", "state"),
        ("fijitimes.com", "The Fiji Times", "FJI", "newspaper"),
        ("lusa.pt", "Lusa", "PRT", "agency"),
    ],
)
def test_outlets_of_all_parts(host: str, name: str, country: str, kind: str) -> None:
    outlet = outlets.by_domain(host)
    assert outlet is not None
    assert (outlet.name, outlet.country, outlet.kind) == (name, country, kind)
    assert outlets.by_name(name) == outlet


@pytest.mark.parametrize(
    "word", ["Report", "Trend", "Focus", "Open", "Today", "Index", "Vice", "Reason", "Salon", "Star", "Nation"]
)
def test_ordinary_words_name_no_outlet(word: str) -> None:
    assert outlets.by_name(word) is None
