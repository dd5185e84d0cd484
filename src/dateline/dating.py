"""The day of an undated report, worked out from its story: the weekdays and weeks that fit the other reports.

An undated report's relative expressions ("on Monday", "last week") keep their meaning without a day. For each
candidate day they are resolved and held against what dated reports of the story say of the same events; the days on
which most of them fall together are the report's own. No agreement, no date: unknown stays unknown.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from dateline import dates
from dateline.match import interval
from dateline.match.words import dice, stems
from dateline.model import Analysis, AnyClaim, Event, Quotation, Story, Time

NEAR = frozenset({"time", "day", "week"})
ENOUGH = 30  # least likeness of two claims whose times are held against each other
SAME_NAME = 25  # what the same words for a day or a week weigh beside claims of likeness 30 to 130
REACH = 10  # days before and after the dated reports in which an undated report of the same story may lie
WIDEST = 3  # days: a wider range of equally good days is no date


def date_by_story(analyses: Sequence[Analysis], stories: Iterable[Story]) -> list[Analysis]:
    """The analyses, those of undated reports with the day that their story gives them (basis ``story``)."""
    by_id = {analysis.report.id: analysis for analysis in analyses}
    for story in stories:
        inside = [by_id[report] for report in story.reports]
        known = [analysis for analysis in inside if interval(analysis.report.published)]
        for analysis in inside:
            if known and analysis.report.published is None:
                by_id[analysis.report.id] = _date(analysis, known)
    return [by_id[analysis.report.id] for analysis in analyses]


def _date(analysis: Analysis, others: Sequence[Analysis]) -> Analysis:
    days = _best_days(analysis, others)
    if not days or (days[-1] - days[0]).days >= WIDEST:
        return analysis
    single = days[0].isoformat() if len(days) == 1 else ""
    return dated(analysis, Time(from_=days[0], to=days[-1], grain="day", basis="story", value=single))


def dated(analysis: Analysis, published: Time) -> Analysis:
    """The analysis of a report that was ``published`` then: what it says relative to its own day gets its days."""
    days = interval(published)
    if days is None:
        return analysis
    return msgspec.structs.replace(
        analysis,
        report=msgspec.structs.replace(analysis.report, published=published),
        times=tuple(_redate(time, days) for time in analysis.times),
        claims=tuple(_redate_claim(claim, days) for claim in analysis.claims),
    )


def _redate_claim(claim: AnyClaim, days: Sequence[dt.date]) -> AnyClaim:
    """The claim on its day; what lies after the report's own day has not happened yet."""
    if claim.when is None:
        return claim
    when = _redate(claim.when, days)
    ahead = when.from_ is not None and when.from_ > days[-1] and claim.factuality in ("happened", "ongoing")
    return msgspec.structs.replace(claim, when=when, factuality="planned" if ahead else claim.factuality)


def _redate(time: Time, days: Sequence[dt.date]) -> Time:
    """``time`` resolved against the report's day, where all days that it may have give the same."""
    if not time.shift:
        return time
    first, last = dates.redate(time, days[0]), dates.redate(time, days[-1])
    return last if (first.from_, first.to) == (last.from_, last.to) else time


def _best_days(analysis: Analysis, dated: Sequence[Analysis]) -> list[dt.date]:
    """The days on which most of the report's own expressions meet the story, in order; none where none does."""
    known = [pair for other in dated if (pair := interval(other.report.published))]
    first = min(pair[0] for pair in known) - dt.timedelta(days=REACH)
    last = max(pair[1] for pair in known) + dt.timedelta(days=REACH)
    anchors = _anchors(analysis.claims, dated)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    scores = {day: sum(weight for weight, time, other in anchors if _meets(time, other, day)) for day in days}
    best = max(scores.values())
    return [day for day in days if scores[day] == best] if best else []


def _anchors(claims: Sequence[AnyClaim], dated: Sequence[Analysis]) -> list[tuple[int, Time, Time]]:
    """Times without a day beside the time of the dated claim that speaks of the likeliest same thing, with a weight."""
    placed = [
        (claim, claim.when)
        for analysis in dated
        for claim in analysis.claims
        if claim.when and interval(claim.when) and claim.when.grain in NEAR
    ]
    found: dict[tuple[int | None, int | None], tuple[int, Time, Time]] = {}
    for claim in claims:
        if claim.when is None or not claim.when.shift:
            continue
        scored = [(_alike(claim, other), -position, time) for position, (other, time) in enumerate(placed)]
        weight, _, other_time = max(scored, key=lambda entry: entry[:2], default=(0, 0, None))
        if weight >= ENOUGH and other_time is not None:
            found.setdefault((claim.when.start, claim.when.end), (weight, claim.when, other_time))
    return [*found.values(), *_same_names(claims, dated)]


def _same_names(claims: Sequence[AnyClaim], dated: Sequence[Analysis]) -> Iterator[tuple[int, Time, Time]]:
    """The same words for a day ("Tuesday") mostly mean the same day in one story, if weakly so."""
    days: dict[str, dict[dt.date, Time]] = defaultdict(dict)
    for time in (time for analysis in dated for time in analysis.times):
        if time.shift and time.from_ and time.grain in NEAR:
            days[time.text.casefold()][time.from_] = time
    for text, time in {c.when.text.casefold(): c.when for c in claims if c.when and c.when.shift}.items():
        if len(days.get(text, ())) == 1:
            yield SAME_NAME, time, next(iter(days[text].values()))


def _alike(one: AnyClaim, other: AnyClaim) -> int:
    """How likely two claims of different reports speak of one thing: 0 to 100, and some more for shared parties."""
    if one.kind != other.kind:
        return 0
    score = round(100 * dice(stems(one.evidence.text), stems(other.evidence.text)))
    if isinstance(one, Event) and isinstance(other, Event):
        shared = {*one.actors, *one.recipients} & {*other.actors, *other.recipients}
        return score + 15 * len(shared) if one.type == other.type else 0
    if isinstance(one, Quotation) and isinstance(other, Quotation):
        return score + 30 if one.speaker and one.speaker == other.speaker else 0
    return score


def _meets(time: Time, other: Time, day: dt.date) -> bool:
    """Whether ``time``, said on ``day``, falls on ``other``."""
    mine, theirs = interval(dates.redate(time, day)), interval(other)
    return mine is not None and theirs is not None and mine[0] <= theirs[1] and theirs[0] <= mine[1]
