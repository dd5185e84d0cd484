"""How single parts of a brief are told: answers, states, names told apart, what reads the same told once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline import wording
from dateline.faces.parts import Item, Mark, Moment, Saying, Speaker
from dateline.model import AnyClaim, Entry, Event, Evidence, Figure, Quotation, Relation, Time

NEAR = ("time", "day", "week")  # times that can tell the day of a report
LINE = 64  # characters that tell one thing from another of the same name
ENOUGH = 4  # of its words show why a report is dated as it is
TAIL = re.compile(r",([”’\"]?)$")  # the comma before "he said"
AHEAD = ("planned", "hypothetical")


def answer_of(claim: AnyClaim) -> str:
    """What a claim says of the thing that its entry names."""
    if isinstance(claim, Figure):
        return wording.quantity(claim)
    if isinstance(claim, Relation):
        return claim.title or ""
    return ""


def field_name(name: str) -> str:
    """The field of a difference in plain words."""
    return wording.words().fields.get(name, clean(name.replace("_", " ")))


def acts_in_words(acts: Iterable[tuple[str, int]]) -> str:
    """``agreement, talks or visit × 2``."""
    return ", ".join(act if times == 1 else f"{act} × {times}" for act, times in acts)


def asks(label: str, name: str) -> bool:
    """Whether the label asks for the field already: "Who said “…”"."""
    field = field_name(name)
    return label.casefold().startswith(field.rpartition(" ")[0] or f"{field} ")


def own_words(claim: AnyClaim) -> tuple[Evidence, ...]:
    """The claim's own words inside its evidence."""
    match claim:
        case Event():
            return (claim.trigger,)
        case Figure():
            return (claim.quantity,)
        case Quotation():
            return claim.content or (claim.evidence,)
        case Relation():
            return (claim.words,)


def mark_of(claim: AnyClaim, item: str) -> Mark:
    """The claim as it is marked in the text of its report."""
    spans = tuple((part.start, part.end) for part in own_words(claim))
    start = min(claim.evidence.start, *(first for first, _ in spans))
    end = max(claim.evidence.end, *(last for _, last in spans))
    return Mark(claim.id, item, claim.kind, start, end, spans)


def state_of(claims: Sequence[AnyClaim]) -> str:
    """``planned`` where no claim says that it happened; empty for what did."""
    states = [wording.factuality(claim) for claim in claims]
    return "" if "" in states else wording.join(dict.fromkeys(states))


def how_known(published: Time | None, words: Iterable[str]) -> str:
    """How the day of a report is known, where it is not simply given: the ``words`` in it that its story places."""
    if published is None:
        return "date unknown"
    if published.basis == "explicit":
        return ""
    fitting = [f"“{word}”" for word in first_of_each(words)][:ENOUGH]
    if published.basis == "story" and fitting:
        days = "that day" if published.from_ == published.to else "those days"
        fit = "fits" if len(fitting) == 1 else "fit"
        return f"worked out: its {wording.join(fitting)} {fit} the other reports on {days}"
    said = f": “{clean(published.text)}”" if published.text else ""
    if published.basis == "story":
        return f"worked out from the other reports{said}"
    return f"worked out from its own words{said}"


def first_of_each(words: Iterable[str]) -> list[str]:
    """``words`` without repetitions in other letters."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(word.casefold(), word)
    return list(found.values())


def is_only_trimmed(entry: Entry) -> bool:
    """A quotation of which one report gives more words: it stands under who said what."""
    return entry.kind == "quotation" and all(part.field == "content" for part in entry.differences)


def told_apart(lists: Sequence[Sequence[Item]]) -> Iterable[tuple[Item, ...]]:
    """``lists`` of items, those that would share a name told apart by their words."""
    names = Counter((item.label, item.period) for items in lists for item in items)
    for items in lists:
        yield tuple(
            replace(item, label=f"{item.label}, as in “{short(item)}”") if names[item.label, item.period] > 1 else item
            for item in items
        )


def short(item: Item) -> str:
    """The shortest words of an item, cut to a line around what says it most exactly."""
    words = min(item.words, key=lambda words: (len(words.text), words.number))
    return wording.around(words.text, words.focus, LINE).rstrip(".")


def is_placed(time: Time) -> bool:
    """Whether the time is a day or stretch of the calendar."""
    return time.type in ("date", "time") and (time.from_ is not None or time.to is not None)


def once(moments: Iterable[Moment]) -> Iterable[Moment]:
    """What reads the same once, with the reports of all."""
    found: dict[tuple[str, str, str], Moment] = {}
    for moment in moments:
        key = (moment.date, moment.label, moment.state)
        known = found.setdefault(key, moment)
        found[key] = replace(known, reports=tuple(sorted({*known.reports, *moment.reports})))
    return found.values()


def width(time: Time) -> int:
    """Days of the interval; a half-known one is the widest."""
    return (time.to - time.from_).days if time.from_ and time.to else 10**6


def said_once(sayings: Iterable[Saying]) -> Iterable[Saying]:
    """What one speaker says in the same words once, with the reports of all."""
    found: dict[tuple[str, bool, str], Saying] = {}
    for saying in sayings:
        key = (saying.text.casefold(), saying.direct, saying.negative)
        known = found.get(key)
        found[key] = saying if known is None else replace(
            known,
            reports=tuple(sorted({*known.reports, *saying.reports})),
            words=tuple({words.number: words for words in (*saying.words, *known.words)}.values()),
            items=known.items + saying.items,
        )  # fmt: skip
    return found.values()


def first_place(saying: Saying) -> tuple[int, int]:
    """Where something is said first."""
    return (saying.words[0].number, saying.words[0].start) if saying.words else (0, 0)


def spread(speaker: Speaker) -> tuple[bool, int, int]:
    """The order of speakers: those of most reports first, those whom nobody names last."""
    reports = {number for saying in speaker.sayings for number in saying.reports}
    return (not speaker.name, -len(reports), -len(speaker.sayings))


def counted(acts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Each kind of act with how often, the most frequent first."""
    counts: dict[str, int] = defaultdict(int)
    for act in acts:
        counts[act] += 1
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def by_speaker(quotations: Sequence[Quotation]) -> Iterable[Sequence[Quotation]]:
    """Quotations of one utterance, apart where reports give it to different speakers."""
    groups: dict[str, list[Quotation]] = defaultdict(list)
    for quotation in quotations:
        groups[quotation.speaker or ""].append(quotation)
    return groups.values() if len(groups.keys() - {""}) > 1 else [quotations] if quotations else []


def clean(text: str) -> str:
    """``text`` on one line and without control characters."""
    return wording.flat(wording.visible(text))
