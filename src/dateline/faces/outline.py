"""What a brief says, in its order, before any face shows it: ``outline(record) -> Outline``.

Everything is plain words already: numbers of reports instead of ids, no codes, no scores. Every string that came from
a report or a name has gone through ``wording.visible``, so no face can be made to print a control character; escaping
for its own syntax is what each face still owes. Items keep the order of ``Record.entries``: most important first.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dateline import wording
from dateline.faces.explain import Explainer, gap
from dateline.faces.parts import (
    Alone,
    Aspect,
    Brief,
    Dyad,
    Item,
    Mark,
    Moment,
    Outline,
    Person,
    Position,
    Row,
    Saying,
    Series,
    Source,
    Speaker,
    Told,
    Words,
)
from dateline.faces.ranking import Ranked, in_order, worth
from dateline.faces.revised import revised
from dateline.faces.series import by_report, spots, through_time
from dateline.faces.telling import (
    AHEAD,
    NEAR,
    TAIL,
    answer_of,
    asks,
    by_speaker,
    clean,
    counted,
    field_name,
    first_place,
    how_known,
    is_only_trimmed,
    is_placed,
    mark_of,
    once,
    own_words,
    said_once,
    spread,
    state_of,
    told_apart,
    width,
)
from dateline.model import (
    AnyClaim,
    Check,
    Difference,
    Entity,
    Entry,
    Event,
    Figure,
    Outlet,
    Quotation,
    Record,
    Relation,
    Report,
    Story,
    Value,
)

_OF_VALUE = ("value", "content", "title")  # fields that are what the entry asks for
_OFFICES = ("office", "affiliation", "member_of", "family")  # told under "who is who", not as news


def outline(record: Record) -> Outline:
    """What a brief of ``record`` says."""
    shared = _Shared.of(record)
    return Outline(
        stories=tuple(sorted((_Teller(shared, story).brief() for story in record.stories), key=_size)),
        revised=tuple(revised(record)),
        skipped=tuple((clean(item.ref), clean(item.reason)) for item in record.skipped),
    )


def _size(story: Brief) -> int:
    """The story that most reports tell first."""
    return -len(story.sources)


@dataclass(frozen=True)
class _Shared:
    """The record by id."""

    record: Record
    claims: dict[str, AnyClaim]
    reports: dict[str, Report]
    outlets: dict[str, Outlet]
    entities: dict[str, Entity]
    entries: dict[str, list[Entry]]
    states: dict[str, Entity]
    checks: dict[str, list[Check]]
    mentions: dict[tuple[str, str], list[int]]
    dated_by: dict[str, list[str]]

    @staticmethod
    def of(record: Record) -> _Shared:
        entries: dict[str, list[Entry]] = defaultdict(list)
        for entry in record.entries:
            entries[entry.story].append(entry)
        checks: dict[str, list[Check]] = defaultdict(list)
        for check in record.checks:
            for claim in check.claims:
                checks[claim].append(check)
        mentions: dict[tuple[str, str], list[int]] = defaultdict(list)
        for mention in record.mentions:
            mentions[mention.entity, mention.report].append(mention.start)
        dated_by: dict[str, list[str]] = defaultdict(list)
        for time in record.times:
            if time.basis == "story" and time.type in ("date", "time") and time.grain in NEAR and time.report:
                dated_by[time.report].append(clean(time.text))
        return _Shared(
            record=record,
            claims={claim.id: claim for claim in record.claims},
            reports={report.id: report for report in record.reports},
            outlets={outlet.id: outlet for outlet in record.outlets},
            entities={entity.id: entity for entity in record.entities},
            entries=entries,
            states={entity.country: entity for entity in record.entities if entity.type == "state" and entity.country},
            checks=checks,
            mentions=mentions,
            dated_by=dated_by,
        )


class _Teller:
    """Tells one story: the record's ids become numbers, names and words."""

    def __init__(self, shared: _Shared, story: Story) -> None:
        self._shared = shared
        self._story = story
        self._number = {report: position for position, report in enumerate(story.reports, 1)}
        self._entries = shared.entries.get(story.id, [])
        self._shown: set[str] = set()
        self._told_checks: set[str] = set()
        self._entry = {claim: entry for entry in self._entries for claim in entry.claims}
        self._explainer = Explainer(shared.claims, shared.reports, self._thing, self._numbers)
        self._said: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._marks: dict[str, list[Mark]] = defaultdict(list)
        for entry in self._entries:
            for claim in map(shared.claims.__getitem__, entry.claims):
                self._marks[claim.evidence.report].append(mark_of(claim, entry.id))
                if isinstance(claim, Quotation) and claim.form == "direct":
                    self._said[claim.evidence.report] += [(part.start, part.end) for part in claim.content]

    def brief(self) -> Brief:
        """The whole story."""
        news = [entry for entry in self._entries if not self._is_office(entry)]
        spoken = [entry for entry in self._entries if entry.kind == "quotation"]
        by_standing = {name: [entry for entry in news if entry.standing == name] for name in
                       ("conflicting", "compatible", "agreed", "single")}  # fmt: skip
        moments = sorted(once(self._moments()), key=lambda moment: (moment.first, moment.last))
        shown = by_standing["conflicting"] + by_standing["compatible"] + by_standing["agreed"]
        self._shown = {words.text for entry in shown for words in self._words(entry.claims)}
        conflicts, compatible, agreed = told_apart(
            [
                [self._item(entry) for entry in by_standing["conflicting"]],
                [self._item(entry) for entry in by_standing["compatible"] if not is_only_trimmed(entry)],
                [self._item(entry) for entry in by_standing["agreed"] if entry.kind != "quotation"],
            ]
        )
        dates = wording.interval(self._story.from_, self._story.to)
        title = clean(self._story.label)
        return Brief(
            id=self._story.id,
            title=title,
            dates="" if dates in title else dates,
            sources=tuple(self._source(report) for report in self._story.reports),
            origins=len(set(self._story.reports) - set(self._story.reprints)),
            conflicts=conflicts,
            compatible=compatible,
            agreed=agreed,
            alone=self._alone([entry for entry in by_standing["single"] if entry.kind != "quotation"]),
            speakers=self._speakers(spoken),
            figures=self._rows(),
            series=self._series(),
            spots=spots(self._entries, self._shared.claims),
            timeline=tuple(moment for moment in moments if not moment.ahead),
            planned=tuple(moment for moment in moments if moment.ahead),
            dyads=self._dyads(),
            people=self._people(),
            arithmetic=self._other_checks(),
        )

    # ── reports ──────────────────────────────────────────────────────────────────────────────────

    def _source(self, report_id: str) -> Source:
        report = self._shared.reports[report_id]
        outlet = self._shared.outlets.get(report.outlet)
        name = clean(wording.source(report, outlet))
        agency = clean(report.agency or "")
        return Source(
            number=self._number[report_id],
            report=report,
            outlet=name,
            title=clean(report.title or ""),
            place=clean(report.dateline.name) if report.dateline else "",
            date=clean(wording.when(report.published)) if report.published else "",
            known=how_known(report.published, self._shared.dated_by.get(report_id, ())),
            agency="" if agency == name else agency,
            copies=self._number.get(self._story.reprints.get(report_id, "")),
            length=len(report.text.split()),
            bylines=clean(wording.join(report.bylines)),
            left_out=tuple((clean(drop.text), clean(drop.reason)) for drop in report.dropped),
            marks=tuple(sorted(self._marks[report_id], key=lambda mark: (mark.start, mark.end, mark.claim))),
        )

    def _numbers(self, claims: Iterable[str]) -> tuple[int, ...]:
        """The reports that make these claims; none where there is only one, for then its number says nothing."""
        if len(self._number) == 1:
            return ()
        found = (self._number.get(self._shared.claims[claim].evidence.report) for claim in claims)
        return tuple(sorted({number for number in found if number is not None}))

    def _root(self, report: str) -> str:
        """The report that ``report`` copies, or itself."""
        return self._story.reprints.get(report, report)

    # ── words ────────────────────────────────────────────────────────────────────────────────────

    def _words(self, claims: Iterable[str]) -> tuple[Words, ...]:
        """The words of each report once, reprints left out where the report they copy is there too."""
        found: dict[str, Words] = {}
        for claim_id in claims:
            claim = self._shared.claims[claim_id]
            if claim.evidence.report in self._number:
                found.setdefault(claim.evidence.report, self._quote(claim))
        return tuple(
            words for report, words in found.items() if self._root(report) == report or self._root(report) not in found
        )

    def _quote(self, claim: AnyClaim) -> Words:
        evidence = claim.evidence
        report = self._shared.reports[evidence.report]
        text = clean(wording.excerpt(report, evidence.start, evidence.end))
        focus = clean(own_words(claim)[0].text)
        return Words(
            number=self._number[report.id],
            claim=claim.id,
            text=text,
            focus=focus if focus in text else "",
            cited=self._named(claim.attributed_to),
            report=report.id,
            start=evidence.start,
            end=evidence.end,
        )

    def _name(self, entity: str | None) -> str:
        found = self._shared.entities.get(entity or "")
        return clean(found.name) if found else ""

    def _role(self, entity: Entity) -> str:
        """The role that the reports give most; where another says more of the same, that one."""
        roles = sorted(entity.roles, key=lambda role: -len(role.claims))
        said = [clean(wording.role(role, self._shared.entities.get(role.of or ""))) for role in roles]
        return next((longer for longer in said if longer.startswith(f"{said[0]} of ")), said[0]) if said else ""

    def _named(self, entity_id: str | None) -> str:
        """``Olga Venn, energy minister of Aldova``."""
        entity = self._shared.entities.get(entity_id or "")
        if entity is None:
            return ""
        role = self._role(entity)
        return f"{clean(entity.name)}, {role}" if role else clean(entity.name)

    def _thing(self, claim: str) -> str:
        """What a claim is about."""
        entry = self._entry.get(claim)
        return wording.capital(clean(entry.label)) if entry else ""

    # ── items ────────────────────────────────────────────────────────────────────────────────────

    def _item(self, entry: Entry) -> Item:
        claims = [self._shared.claims[claim] for claim in entry.claims]
        values = {answer_of(claim) for claim in claims} - {""}
        return Item(
            id=entry.id,
            label=wording.capital(clean(entry.label)),
            value=clean(values.pop()) if len(values) == 1 else "",
            period=self._period(claims, entry.label),
            state="" if entry.kind == "event" else state_of(claims),
            reports=self._numbers(entry.claims),
            origins=entry.origins,
            aspects=self._aspects(entry, claims),
            notes=self._notes(entry) if entry.standing in ("conflicting", "compatible") else (),
            words=self._words(entry.claims),
            claims=entry.claims,
        )

    def _notes(self, entry: Entry) -> tuple[str, ...]:
        """The arithmetic that this entry is the first to touch; one number for two things explains conflicts only."""
        touching = {c.note: c for claim in entry.claims for c in self._shared.checks.get(claim, ())}
        checks = [check for note, check in touching.items() if note not in self._told_checks]
        if entry.standing != "conflicting":
            checks = [check for check in checks if check.kind != "same_number"]
        self._told_checks.update(check.note for check in checks)
        return tuple(map(clean, self._explainer.notes(checks)))

    def _period(self, claims: Sequence[AnyClaim], label: str) -> str:
        """The one period of the figures, where the label does not say it already."""
        times = [claim.when for claim in claims if isinstance(claim, Figure) and claim.when]
        periods = {wording.when(time) for time in times if time.from_ or time.to}  # "now" is no period
        period = clean(periods.pop()) if len(periods) == 1 else ""
        return "" if period in label else period

    def _aspects(self, entry: Entry, claims: Sequence[AnyClaim]) -> tuple[Aspect, ...]:
        """The differences of the entry; where it has none but the answers differ, the answers."""
        found = [self._aspect(difference, entry.label) for difference in entry.differences]
        if found or entry.standing in ("agreed", "single"):
            return tuple(found)
        answers: dict[str, list[str]] = defaultdict(list)
        for claim in claims:
            answers[answer_of(claim)].append(claim.id)
        if len(answers) < 2:
            return ()
        positions = (
            self._position(Value(value=value, claims=tuple(ids)), entry.label)
            for value, ids in answers.items()
            if value
        )
        return (Aspect(field="", positions=tuple(positions), note=""),)

    def _aspect(self, difference: Difference, label: str) -> Aspect:
        positions = tuple(self._position(value, label) for value in difference.values)
        return Aspect(
            field=""
            if difference.field in _OF_VALUE or asks(label, difference.field)
            else field_name(difference.field),
            positions=positions,
            note=wording.full_sentence(clean(gap(difference.note, [position.figures for position in positions]))),
        )

    def _position(self, value: Value, label: str) -> Position:
        claims = [self._shared.claims[claim] for claim in value.claims]
        return Position(
            value=clean(value.value),
            period=self._period(claims, label),
            reports=self._numbers(value.claims),
            words=self._words(value.claims),
            claims=value.claims,
            figures=tuple(claim for claim in claims if isinstance(claim, Figure)),
            times=tuple(claim.when for claim in claims if claim.when),
        )

    def _other_checks(self) -> tuple[str, ...]:
        """The arithmetic of this story that stands at no difference above."""
        checks = [
            check
            for check in self._shared.record.checks
            if check.kind != "same_number" and check.note not in self._told_checks and check.claims[0] in self._entry
        ]
        return tuple(map(clean, self._explainer.notes(checks)))

    def _alone(self, entries: Iterable[Entry]) -> tuple[Alone, ...]:
        """Sentence by sentence, each once, the most important first, what is known already last."""
        told: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        for entry in entries:
            claim = self._first_told(entry)
            if claim.evidence.report in self._number:
                start, end = self._sentence(claim)
                sentence = self._shared.reports[claim.evidence.report].text[start:end]
                told[self._root(claim.evidence.report)][wording.flat(sentence)].append(entry)
        return tuple(
            Alone(self._number[report], self._ranked(list(sentences.values())))
            for report, sentences in sorted(told.items(), key=lambda pair: self._number[pair[0]])
        )

    def _ranked(self, sentences: Sequence[list[Entry]]) -> tuple[Told, ...]:
        told = list(map(self._told, sentences))
        ranked = [self._rank(entries, one) for entries, one in zip(sentences, told, strict=True)]
        return tuple(told[place] for place in in_order(ranked, self._shown))

    def _rank(self, entries: Iterable[Entry], told: Told) -> Ranked:
        claims = [self._first_told(entry) for entry in entries]
        text = self._shared.reports[told.words.report].text
        return Ranked(
            told.words.text, worth(claims, told.words.text, told.words.start / len(text)), self._is_known(told)
        )

    def _first_told(self, entry: Entry) -> AnyClaim:
        """The claim of ``entry`` in a report that copies no other, where there is one."""
        claims = [self._shared.claims[claim] for claim in entry.claims]
        return min(claims, key=lambda claim: claim.evidence.report in self._story.reprints)

    def _sentence(self, claim: AnyClaim) -> tuple[int, int]:
        evidence = claim.evidence
        return wording.sentence(self._shared.reports[evidence.report].text, evidence.start, evidence.end)

    def _is_known(self, told: Told) -> bool:
        """Whether the reader knows the sentence: a title, which the body says again, or words of what stands above."""
        title = clean(self._shared.reports[told.words.report].title or "")
        return told.words.text == title or told.words.text in self._shown or self._is_said(told.words)

    def _is_said(self, words: Words) -> bool:
        """Whether the claim lies in a speaker's own words, which stand under who said what."""
        own = own_words(self._shared.claims[words.claim])[0]
        return any(start <= own.start and own.end <= end for start, end in self._said[words.report])

    def _told(self, entries: list[Entry]) -> Told:
        claims = [self._first_told(entry) for entry in entries]
        report, span = claims[0].evidence.report, self._sentence(claims[0])
        sources = {claim.attributed_to for claim in claims}
        source = sources.pop() if len(sources) == 1 else None  # of several, nobody can be named for the whole sentence
        return Told(
            words=self._quote(claims[0]),
            items=tuple(self._item(entry) for entry in entries),
            cited=self._named(source) if source and not self._is_named(source, report, span) else "",
        )

    def _is_named(self, entity_id: str, report: str, span: tuple[int, int]) -> bool:
        """Whether the sentence mentions the entity, by the record or by the last word of its name."""
        mentioned = any(span[0] <= start < span[1] for start in self._shared.mentions.get((entity_id, report), ()))
        name = self._name(entity_id).split()
        return mentioned or not name or name[-1] in self._shared.reports[report].text[span[0] : span[1]]

    # ── who said what ────────────────────────────────────────────────────────────────────────────

    def _speakers(self, entries: Iterable[Entry]) -> tuple[Speaker, ...]:
        """Those quoted by most reports first, then by most quotations; last those whom nobody names."""
        grouped: dict[tuple[str, str], list[Saying]] = defaultdict(list)
        for entry in entries:
            quotations = [claim for c in entry.claims if isinstance(claim := self._shared.claims[c], Quotation)]
            for told in by_speaker(quotations):
                grouped[self._speaker(told)].append(self._saying(entry, told))
        speakers = [
            Speaker(name, role, tuple(sorted(said_once(sayings), key=first_place)))
            for (name, role), sayings in grouped.items()
        ]
        return tuple(sorted(speakers, key=spread))

    def _speaker(self, quotations: Sequence[Quotation]) -> tuple[str, str]:
        for quotation in quotations:
            if entity := self._shared.entities.get(quotation.speaker or ""):
                return wording.capital(clean(entity.name)), self._role(entity)
        for quotation in quotations:
            if quotation.source and quotation.source.text.casefold() not in wording.words().pronouns:
                return self._unlinked(wording.capital(clean(quotation.source.text).strip(" ,;:")))
        return "", ""

    def _unlinked(self, source: str) -> tuple[str, str]:
        """Words for a speaker that end in a name of the story ("The mayor, Ana Sol") are that person's."""
        _, comma, last = source.rpartition(", ")
        named = [entity for entity in self._persons.get(last, ()) if comma]
        return (clean(named[0].name), self._role(named[0])) if len(named) == 1 else (source, "")

    @functools.cached_property
    def _persons(self) -> dict[str, list[Entity]]:
        found: dict[str, list[Entity]] = defaultdict(list)
        for entity in self._shared.entities.values():
            if entity.type == "person":
                found[clean(entity.name)].append(entity)
        return found

    def _saying(self, entry: Entry, quotations: Sequence[Quotation]) -> Saying:
        """The longest form of the words, the speaker's own before the report's."""
        best = max(quotations, key=lambda q: (q.form == "direct", sum(part.end - part.start for part in q.content)))
        parts = [clean(part.text) for part in best.content]
        text = TAIL.sub(r"\1", f" {wording.ELLIPSIS} ".join(parts)).removeprefix(wording.words().that)
        return Saying(
            text=text if best.form == "direct" or best.polarity == "negative" else wording.capital(text),
            direct=best.form == "direct",
            negative=wording.negation(best),
            reports=self._numbers(quotation.id for quotation in quotations),
            words=self._words([best.id, *(quotation.id for quotation in quotations)]),
            items=(entry.id,),
            wordings=tuple(
                self._position(value, "")
                for part in entry.differences
                if part.field == "content"
                for value in part.values
            ),
        )

    # ── figures, times, relations ────────────────────────────────────────────────────────────────

    def _rows(self) -> tuple[Row, ...]:
        """The figures, what reads the same once; without those whose measure is only a pronoun."""
        found: dict[tuple[object, ...], Row] = {}
        for row in (self._row(entry) for entry in self._entries if entry.kind == "figure"):
            if row.label.casefold() in wording.words().pronouns:
                continue
            known = found.setdefault((row.label, row.period, tuple(value for value, _ in row.cells)), row)
            if known is not row and len(row.cells) == 1:
                (value, numbers), (_, more) = known.cells[0], row.cells[0]
                cells = ((value, tuple(sorted({*numbers, *more}))),)
                known = replace(known, cells=cells, figures=known.figures + row.figures)
            found[row.label, row.period, tuple(value for value, _ in row.cells)] = known
        return tuple(found.values())

    def _series(self) -> tuple[Series, ...]:
        figures = [
            (claim, key)
            for entry in self._entries
            for key in entry.claims
            if isinstance(claim := self._shared.claims[key], Figure)
        ]
        originals = {key: self._shared.reports[key] for key in self._story.reports if key not in self._story.reprints}
        told = by_report(self._entries, self._shared.claims, originals)
        return (*through_time(figures, self._thing), *told)

    def _row(self, entry: Entry) -> Row:
        figures = [claim for c in entry.claims if isinstance(claim := self._shared.claims[c], Figure)]
        cells: dict[str, list[str]] = defaultdict(list)
        for figure in figures:
            cells[clean(wording.quantity(figure))].append(figure.id)
        return Row(
            item=entry.id,
            label=wording.capital(clean(entry.label)),
            period=self._period(figures, entry.label),
            cells=tuple((value, self._numbers(claims)) for value, claims in cells.items()),
            figures=tuple(figures),
        )

    def _moments(self) -> Iterable[Moment]:
        for rank, entry in enumerate(self._entries):
            claims = [claim for c in entry.claims if isinstance(claim := self._shared.claims[c], Event)]
            again = self._told_again(claims)  # "the first in five years" is the one of 2019 again, on another day
            times = [claim.when for claim in claims if claim.when and is_placed(claim.when) and claim.id not in again]
            if times and any(claim.factuality != "denied" for claim in claims):  # what was not done has no day
                time = min(times, key=width)
                first, last = time.from_ or time.to, time.to or time.from_
                assert first is not None and last is not None  # noqa: S101, PT018 - is_placed says so
                date = clean(wording.when(time))
                yield Moment(
                    rank=rank,
                    item=entry.id,
                    date=date,
                    first=first,
                    last=last,
                    label=wording.capital(clean(entry.label)).removesuffix(f", {date}"),
                    ahead=all(claim.factuality in AHEAD for claim in claims),
                    state=self._according(claims),
                    reports=self._numbers(entry.claims),
                )

    def _told_again(self, claims: Sequence[Event]) -> set[str]:
        """Those of ``claims`` that stand beside an earlier one only to say how many years ago that was."""
        checks = [check for claim in claims for check in self._shared.checks.get(claim.id, ())]
        return {check.claims[0] for check in checks if check.kind == "elapsed"}

    def _according(self, claims: Sequence[AnyClaim]) -> str:
        """Whose word it is, where no report says it in its own voice."""
        names = [self._name(claim.attributed_to) for claim in claims]
        return f"according to {wording.join(dict.fromkeys(names))}" if all(names) else ""

    def _dyads(self) -> tuple[Dyad, ...]:
        """Who acted on whom in the reports' own voice; what was planned, denied or only said is no act."""
        found: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
        for entry in self._entries:
            for actor, recipient, act, quad in sorted(set(self._acts(entry))):
                found[actor, recipient].append((act, quad, entry.id))
        dyads = [
            Dyad(
                actor=actor,
                recipient=recipient,
                cooperation=counted(act for act, quad, _ in acts if quad.endswith("cooperation")),
                conflict=counted(act for act, quad, _ in acts if quad.endswith("conflict")),
                items=tuple(dict.fromkeys(item for _, _, item in acts)),
            )
            for (actor, recipient), acts in found.items()
        ]
        return tuple(sorted(dyads, key=lambda dyad: (-len(dyad.items), dyad.actor, dyad.recipient)))

    def _acts(self, entry: Entry) -> Iterable[tuple[str, str, str, str]]:
        for claim_id in entry.claims:
            claim = self._shared.claims[claim_id]
            own_voice = claim.attributed_to is None  # what somebody says of others is told as said, never as done
            if isinstance(claim, Event) and claim.quad and own_voice and claim.factuality in ("happened", "ongoing"):
                for actor in map(self._party, claim.actors):
                    for recipient in map(self._party, claim.recipients):
                        if actor and recipient and actor != recipient:
                            yield actor, recipient, wording.act(claim), claim.quad

    def _party(self, entity_id: str) -> str:
        """The state that somebody acts for, where the record is sure of it; else the name."""
        entity = self._shared.entities.get(entity_id)
        if entity is None:
            return ""
        return clean(self._shared.states.get(entity.country or "", entity).name)

    def _is_office(self, entry: Entry) -> bool:
        claim = self._shared.claims[entry.claims[0]]
        return isinstance(claim, Relation) and claim.relation in _OFFICES and entry.standing != "conflicting"

    def _people(self) -> tuple[Person, ...]:
        """Whose office or membership the reports tell."""
        items: dict[str, dict[str, None]] = defaultdict(dict)
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for entry in filter(self._is_office, self._entries):
            for claim_id in entry.claims:
                claim = self._shared.claims[claim_id]
                if isinstance(claim, Relation):
                    name = self._name(claim.subject) or clean(claim.words.text)
                    items[name].setdefault(entry.id)
                    found[name][self._office(claim)].append(claim_id)
        return tuple(
            Person(name, tuple((role, self._numbers(claims)) for role, claims in roles.items()), tuple(items[name]))
            for name, roles in found.items()
        )

    def _office(self, claim: Relation) -> str:
        of = self._shared.entities.get(claim.object or "")
        if not claim.title and (of is None or claim.relation != "affiliation"):
            return clean(claim.words.text)
        return clean(wording.office(claim.title or "", of))
