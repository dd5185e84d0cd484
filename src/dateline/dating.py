"""The day of an undated report, worked out from its story: the weekdays and weeks that fit the other reports.

An undated report's relative expressions ("on Monday", "last week") keep their meaning without a day. For each
candidate day they are resolved and held against what dated reports of the story say of the same events; the days on
which most of them fall together are the report's own. No agreement, no date: unknown stays unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from dateline import dates
from dateline.match import interval
from dateline.match.words import stems
from dateline.model import Analysis, AnyClaim, Story, Time

REACH = 10  # days before and after the dated reports in which an undated report of the same story may lie
WIDEST = 3  # days: a wider range of equally good days is no date


def date_by_story(analyses: Sequence[Analysis], stories: Iterable[Story]) -> list[Analysis]:
    """The analyses, those of undated reports with the day that their story gives them (basis ``story``)."""
    by_id = {analysis.report.id: analysis for analysis in analyses}
    for story in stories:
        inside = [by_id[report] for report in story.reports]
        dated = [analysis for analysis in inside if interval(analysis.report.published)]
        for analysis in inside:
            if dated and analysis.report.published is None:
                by_id[analysis.report.id] = _date(analysis, dated)
    return [by_id[analysis.report.id] for analysis in analyses]


def _date(analysis: Analysis, dated: Sequence[Analysis]) -> Analysis:
    days = _best_days(analysis, dated)
    if not days or (days[-1] - days[0]).days >= WIDEST:
        return analysis
    published = Time(
        from_=days[0],
        to=days[-1],
        grain="day",
        basis="story",
        value=days[0].isoformat() if len(days) == 1 else "",
    )
    last = days[-1]
    return msgspec.structs.replace(
        analysis,
        report=msgspec.structs.replace(analysis.report, published=published),
        times=tuple(_redate(time, last) for time in analysis.times),
        claims=tuple(
            msgspec.structs.replace(claim, when=_redate(claim.when, last)) if claim.when else claim
            for claim in analysis.claims
        ),
    )


def _redate(time: Time, day: dt.date) -> Time:
    return dates.redate(time, day) if time.shift else time


def _best_days(analysis: Analysis, dated: Sequence[Analysis]) -> list[dt.date]:
    """The days on which most of the report's own expressions meet the story, in order; none where none does."""
    known = [pair for other in dated if (pair := interval(other.report.published))]
    first = min(pair[0] for pair in known) - dt.timedelta(days=REACH)
    last = max(pair[1] for pair in known) + dt.timedelta(days=REACH)
    open_claims = [claim for claim in analysis.claims if claim.when and claim.when.shift]
    anchors = _anchors(open_claims, dated)
    if not anchors:
        return []
    scores = {
        day: sum(_meets(claim.when, other, day) for claim, others in anchors for other in others[:1] if claim.when)
        for day in (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    }
    best = max(scores.values())
    return [day for day, score in scores.items() if score == best] if best else []


def _anchors(claims: Sequence[AnyClaim], dated: Sequence[Analysis]) -> list[tuple[AnyClaim, list[Time]]]:
    """The open claims with the times of the dated claims that are told in the most similar words."""
    placed = [
        c for a in dated for c in a.claims if c.when and interval(c.when) and c.when.grain in ("day", "time", "week")
    ]
    found = []
    for claim in claims:
        times = sorted(
            ((_alike(claim, other), -i, other) for i, other in enumerate(placed)), reverse=True, key=lambda x: x[:2]
        )
        close = [other.when for score, _, other in times if score >= 0.3 and other.when]
        if close:
            found.append((claim, close))
    return found


def _alike(one: AnyClaim, other: AnyClaim) -> float:
    if one.kind != other.kind:
        return 0.0
    left, right = stems(one.evidence.text), stems(other.evidence.text)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def _meets(time: Time, other: Time, day: dt.date) -> bool:
    mine, theirs = interval(dates.redate(time, day)), interval(other)
    return mine is not None and theirs is not None and mine[0] <= theirs[1] and theirs[0] <= mine[1]
