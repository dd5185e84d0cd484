"""Records built by hand: an invented story of two invented states, told by invented outlets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import msgspec

from dateline.model import (
    AnyClaim,
    Check,
    ClaimKind,
    Difference,
    Dropped,
    Entity,
    Entry,
    Event,
    Evidence,
    Figure,
    Mention,
    Outlet,
    Place,
    Quotation,
    Record,
    Relation,
    Report,
    Role,
    Run,
    Skipped,
    Standing,
    Story,
    Time,
    Value,
    content_id,
)

RUN = Run(version="0.1.0", settings={"pipeline": "test"}, lexicon="0123456789abcdef", models=("test 1",))

HARBOUR = """Aldova and Karsia sign gas accord

Prime Minister Tomas Brandt of Aldova signed a gas accord with President Ilse Maran of Karsia in Port Selm on Tuesday. \
Karsia will deliver 12 billion cubic metres of gas a year.

Trade between the two neighbours reached $8 billion last year. “We have closed a long argument,” Ms. Maran told \
reporters. At least 30 people were arrested at a protest against the accord.

Mr. Brandt will travel to Karsia again in October. The pipeline, 😀 as its builders paint it, is 400 kilometres long."""

WIRE = """Brandt, Maran agree on gas

PORT SELM, June 4 (Northern Wire) - Aldova's Prime Minister Tomas Brandt and Karsian President Ilse Maran signed an \
agreement on gas on Tuesday. Deliveries are set at 10 billion cubic metres a year, Energy Minister Olga Venn said.

“We have closed a long argument,” Maran told reporters. Police detained 34 people. Trade stood at $8 billion in 2023, \
Venn said.

The opposition leader Ivo Stark called the accord “a surrender”. Aldova buys 60 percent of its gas from Karsia, \
according to the energy ministry."""

LETTER = """Gas deal divides Aldova

Ivo Stark said the deal was “a surrender”. Aldova bought 2 billion cubic metres of gas from Karsia in May, the \
regulator said. The deal was signed by the two leaders."""


def day(iso: str, **more: Any) -> Time:
    """A day by its ISO date."""
    date = dt.date.fromisoformat(iso)
    return Time(from_=date, to=date, grain="day", value=iso, **more)


def year(number: int, text: str = "") -> Time:
    """A whole year."""
    return Time(text=text, from_=dt.date(number, 1, 1), to=dt.date(number, 12, 31), grain="year", value=str(number))


@dataclass
class Draft:
    """A record in the making. ``poison`` is put into every string that comes from outside."""

    poison: str = ""
    outlets: list[Outlet] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    claims: list[AnyClaim] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def bad(self, text: str) -> str:
        return f"{text}{self.poison}"

    def outlet(self, name: str, **more: Any) -> str:
        key = name.lower().replace(" ", "-")
        self.outlets.append(Outlet(id=key, name=self.bad(name), **more))
        return key

    def report(self, outlet: str, text: str, **more: Any) -> Report:
        text = text.replace("accord", self.bad("accord")).replace("deal", self.bad("deal"))
        title = text.partition("\n")[0]
        self.reports.append(Report(id=content_id(outlet, text), outlet=outlet, text=text, title=title, **more))
        return self.reports[-1]

    def entity(self, name: str, kind: Any, **more: Any) -> str:
        self.entities.append(Entity(id=content_id("entity", name), name=self.bad(name), type=kind, **more))
        return self.entities[-1].id

    def words(self, report: Report, words: str, within: Evidence | None = None) -> Evidence:
        """The first place of ``words`` in the report (or in ``within``)."""
        start = report.text.index(words, within.start if within else 0)
        return report.quote(start, start + len(words))

    def mention(self, report: Report, words: str, entity: str) -> None:
        found = self.words(report, words)
        self.mentions.append(
            Mention(report=report.id, start=found.start, end=found.end, text=found.text, entity=entity)
        )

    def figure(self, report: Report, clause: str, quantity: str, value: str, **more: Any) -> str:
        evidence = self.words(report, clause)
        more = {"measure": self.bad("gas"), "unit": "m3", "method": "test", **more}
        return self.add(
            Figure(evidence=evidence, quantity=self.words(report, quantity, evidence), value=Decimal(value), **more)
        )

    def quotation(self, report: Report, clause: str, content: str, speaker: str, **more: Any) -> str:
        evidence = self.words(report, clause)
        more = {"form": "direct", "method": "test", **more}
        return self.add(
            Quotation(evidence=evidence, content=(self.words(report, content, evidence),), speaker=speaker, **more)
        )

    def event(self, report: Report, clause: str, trigger: str, **more: Any) -> str:
        evidence = self.words(report, clause)
        return self.add(Event(evidence=evidence, trigger=self.words(report, trigger, evidence), method="test", **more))

    def office(self, report: Report, words: str, subject: str, of: str, title: str) -> str:
        evidence = self.words(report, words)
        relation = Relation(
            evidence=evidence, words=evidence, subject=subject, object=of, relation="office", title=title, method="test"
        )
        return self.add(relation)

    def add(self, claim: AnyClaim) -> str:
        self.claims.append(claim)
        return claim.id

    def entry(
        self, label: str, standing: Standing, claims: tuple[str, ...], origins: int = 1, *differences: Difference
    ) -> str:
        by_id = {claim.id: claim for claim in self.claims}
        outlets = {report.id: report.outlet for report in self.reports}
        kind: ClaimKind = by_id[claims[0]].kind
        entry = Entry(
            id=content_id("entry", label),
            story="story-1",
            kind=kind,
            label=self.bad(label),
            standing=standing,
            claims=claims,
            outlets=tuple(dict.fromkeys(outlets[by_id[claim].evidence.report] for claim in claims)),
            origins=origins,
            differences=differences,
        )
        self.entries.append(entry)
        return entry.id

    def difference(self, name: str, values: Mapping[str, tuple[str, ...]], note: str = "") -> Difference:
        positions = tuple(Value(value=self.bad(words), claims=claims) for words, claims in values.items())
        return Difference(field=name, values=positions, note=self.bad(note) if note else "")


def gas_story(poison: str = "") -> Record:
    """Four reports of one accord: a conflict, two readings that go together, agreement, single ones, a reprint."""
    draft = Draft(poison)
    post = draft.outlet("Harbour Post", kind="newspaper")
    wire = draft.outlet("Northern Wire", kind="agency")
    daily = draft.outlet("Selm Daily", kind="newspaper")
    draft.outlets.append(Outlet(id="unknown", name=""))
    published = day("2024-06-04")
    harbour = draft.report(post, HARBOUR, published=published, dropped=(Dropped(
        start=0, end=9, text=draft.bad("Subscribe"), reason=draft.bad("page furniture")),))  # fmt: skip
    agency = draft.report(wire, WIRE, published=published, dateline=Place(name=draft.bad("Port Selm")))
    copy = draft.report(daily, WIRE + " ", published=day("2024-06-05"), agency=draft.bad("Northern Wire"))
    letter = draft.report("unknown", LETTER, published=day("2024-06-06", basis="story", text=draft.bad("in May")))

    aldova = draft.entity("Aldova", "state", country="ALD")
    karsia = draft.entity("Karsia", "state", country="KAR")
    venn = draft.entity("Olga Venn", "person", roles=(Role(title=draft.bad("energy minister"), of=aldova),))
    brandt = draft.entity("Tomas Brandt", "person", country="ALD", roles=(Role(title="prime minister", of=aldova),))
    maran = draft.entity("Ilse Maran", "person", country="KAR", roles=(Role(title="president", of=karsia),))
    stark = draft.entity("Ivo Stark", "person", country="ALD", roles=(Role(title="opposition leader"),))
    for report in (harbour, agency, copy):
        draft.mention(report, "Tomas Brandt", brandt)
        draft.mention(report, "Ilse Maran", maran)

    _figures(draft, harbour, agency, letter, venn)
    pair = {"actors": (brandt,), "recipients": (maran,), "type": "AGREE", "quad": "verbal_cooperation"}
    signed = [
        draft.event(harbour, "Prime Minister Tomas Brandt of Aldova signed", "signed", when=published, **pair),
        draft.event(agency, "Aldova's Prime Minister Tomas Brandt and Karsian President Ilse Maran signed", "signed",
                    when=published, **pair),
    ]  # fmt: skip
    draft.entry("Signing of the gas accord by Brandt and Maran, 4 June 2024", "agreed", tuple(signed), 2)
    again = draft.event(harbour, "Mr. Brandt will travel to Karsia again in October", "travel", type="CONSULT",
                        quad="verbal_cooperation", actors=(brandt,), recipients=(karsia,), factuality="planned",
                        when=Time(text="in October", from_=dt.date(2024, 10, 1), to=dt.date(2024, 10, 31),
                                  grain="month", value="2024-10"))  # fmt: skip
    draft.entry("Planned visit of Brandt to Karsia, October 2024", "single", (again,))
    called = draft.event(agency, "The opposition leader Ivo Stark called the", "called", type="ACCUSE",
                         quad="verbal_conflict", actors=(stark,), recipients=(aldova,))  # fmt: skip
    draft.entry("Criticism of the accord by Ivo Stark", "single", (called,))
    offices = tuple(
        draft.office(r, w, venn, aldova, "energy minister") for r, w in ((agency, "Energy Minister Olga Venn"),)
    )
    draft.entry("Olga Venn's office", "single", offices)

    argument = tuple(
        draft.quotation(r, "“We have closed a long argument,”", "We have closed a long argument,", maran)
        for r in (harbour, agency, copy)
    )
    draft.entry("Ilse Maran: “We have closed a long argument”", "agreed", argument, 2)
    surrender = (
        draft.quotation(agency, "Ivo Stark called the", "called the", stark, form="indirect"),
        draft.quotation(letter, "Ivo Stark said the", "said the", stark, form="indirect"),
    )
    draft.entry("Ivo Stark on the accord", "compatible", surrender, 2)
    story = Story(
        id="story-1",
        label=draft.bad("Aldova and Karsia sign gas accord"),
        reports=(harbour.id, agency.id, copy.id, letter.id),
        from_=dt.date(2024, 6, 4),
        to=dt.date(2024, 6, 4),
        reprints={copy.id: agency.id},
    )
    volumes = draft.entries[0].claims
    check = Check(kind="share", claims=volumes[:1], standing="consistent", note=draft.bad("12 billion fits 400 days."))
    return _finish(
        draft, (story,), (check,), (Skipped(ref=draft.bad("notes.bin"), stage="ingest", reason="is not text"),)
    )


def _figures(draft: Draft, harbour: Report, agency: Report, letter: Report, venn: str) -> None:
    """What the reports say of how much."""
    per_year = (
        draft.figure(harbour, "Karsia will deliver 12 billion cubic metres of gas a year", "12 billion", "12E+9"),
        draft.figure(agency, "Deliveries are set at 10 billion cubic metres a year", "10 billion", "10E+9",
                     attributed_to=venn),
    )  # fmt: skip
    amounts = {"12 billion cubic metres": per_year[:1], "10 billion cubic metres": per_year[1:]}
    apart = draft.difference("value", amounts, "20% apart.")
    draft.entry("Karsia's gas deliveries to Aldova, a year", "conflicting", per_year, 2, apart)
    held = (
        draft.figure(harbour, "At least 30 people were arrested", "At least 30", "30", bound="at_least", unit="person"),
        draft.figure(agency, "Police detained 34 people", "34", "34", unit="person"),
    )
    draft.entry("People arrested at the protest", "compatible", held, 2, draft.difference(
        "value", {"at least 30": held[:1], "34": held[1:]}))  # fmt: skip
    trade = (
        draft.figure(harbour, "Trade between the two neighbours reached $8 billion last year", "$8 billion", "8E+9",
                     unit="USD", when=year(2023, "last year")),
        draft.figure(agency, "Trade stood at $8 billion in 2023", "$8 billion", "8E+9", unit="USD",
                     when=year(2023, "in 2023"), attributed_to=venn),
    )  # fmt: skip
    draft.entry("Trade of Aldova and Karsia, 2023", "agreed", trade, 2)
    share = draft.figure(agency, "Aldova buys 60 percent of its gas from Karsia", "60 percent", "60", unit="percent")
    draft.entry("Karsia's share of Aldova's gas", "single", (share,))
    may = draft.figure(letter, "Aldova bought 2 billion cubic metres of gas from Karsia in May", "2 billion", "2E+9")
    draft.entry("Aldova's gas from Karsia, May 2024", "single", (may,))


def one_report() -> Record:
    """One report alone, of nobody, without a date, with one figure."""
    draft = Draft()
    draft.outlets.append(Outlet(id="unknown", name=""))
    report = draft.report("unknown", LETTER)
    may = draft.figure(report, "Aldova bought 2 billion cubic metres of gas from Karsia in May", "2 billion", "2E+9")
    draft.entry("Aldova's gas from Karsia, May 2024", "single", (may,))
    story = Story(id="story-1", label="Gas deal divides Aldova", reports=(report.id,))
    return _finish(draft, (story,))


def two_stories() -> Record:
    """The accord and, as another story, the letter alone."""
    one, other = gas_story(), one_report()
    letter = msgspec.structs.replace(other.stories[0], id="story-2")
    entries = tuple(msgspec.structs.replace(entry, story="story-2", id="e2") for entry in other.entries)
    taken = {report.id for report in one.reports}
    reports = tuple(report for report in other.reports if report.id not in taken)
    claims = {claim.id: claim for claim in (*one.claims, *other.claims)}
    return msgspec.structs.replace(
        one,
        reports=one.reports + reports,
        claims=tuple(claims.values()),
        stories=(*one.stories, letter),
        entries=one.entries + entries,
    )


def long_story(reports: int = 20, facts: int = 60) -> Record:
    """A story of many reports, each of thousands of words with many figures, all of them told by two or by one."""
    draft = Draft()
    made: list[Report] = []
    for number in range(reports):
        outlet = draft.outlet(f"Courier {number}")
        lines = [
            f"The town of Village{number}x{fact} counted {fact + 11} new houses in the year." for fact in range(facts)
        ]
        shared = [f"The river stood at {level} metres at gauge {level}." for level in range(20)]
        filler = "Nothing more was known of it at the time of writing, and nobody would say. " * 12
        text = f"Rivers rise, letter {number}\n\n" + "\n\n".join([*lines, *shared, filler])
        made.append(draft.report(outlet, text, published=day(f"2024-03-{number + 1:02d}")))
    for number, report in enumerate(made):
        for fact in range(facts):
            clause = f"The town of Village{number}x{fact} counted {fact + 11} new houses"
            claim = draft.figure(report, clause, f"{fact + 11}", str(fact + 11), unit="house")
            draft.entry(f"New houses in Village{number}x{fact}", "single", (claim,))
    for level in range(20):
        clause = f"The river stood at {level} metres at gauge {level}"
        claims = tuple(draft.figure(r, clause, f"{level} metres", str(level), unit="m") for r in made)
        draft.entry(f"Level of the river at gauge {level}", "agreed", claims, reports)
    story = Story(id="story-1", label="Rivers rise", reports=tuple(report.id for report in made))
    return _finish(draft, (story,))


def _finish(
    draft: Draft, stories: tuple[Story, ...], checks: tuple[Check, ...] = (), skipped: tuple[Skipped, ...] = ()
) -> Record:
    return Record(
        run=RUN,
        outlets=tuple(draft.outlets),
        reports=tuple(draft.reports),
        skipped=skipped,
        entities=tuple(draft.entities),
        mentions=tuple(draft.mentions),
        claims=tuple(draft.claims),
        stories=stories,
        entries=tuple(draft.entries),
        checks=checks,
    )
