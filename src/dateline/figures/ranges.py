"""Neighbouring quantities that belong together: ranges, scores, old and new levels, units shared in a list."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from dateline.figures.quantities import Found, Join, Quantity, bound_before, function_words, touches, word_at
from dateline.figures.vocabulary import Lexeme, Vocabulary
from dateline.model import Bound


def join_ranges(found: list[Found], lex: list[Lexeme], words: Vocabulary) -> list[Found]:
    """Ranges and scores out of two neighbouring quantities."""
    joined: list[Found] = []
    for item in found:
        merged = _pair(joined[-1], item, lex, words) if joined else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(item)
    return joined


def _pair(left: Found, right: Found, lex: list[Lexeme], words: Vocabulary) -> Found | None:
    one, two = left.quantity, right.quantity
    if one.is_range or two.is_range or one.role == "ratio" or (two.vague and not (one.vague or two.scaled)):
        return None
    between = [x.low for x in lex[left.last : right.first]]
    if _long_from_to(left, right, lex, between, words):
        return _range(left, right, lex, words, "from", left.first - 1)
    if len(between) != 1 or one.role in ("age", "rank", "unknown") or two.role in ("rank", "unknown"):
        return None
    return _joined_by(between[0], left, right, lex, words)


def _joined_by(connector: str, left: Found, right: Found, lex: list[Lexeme], words: Vocabulary) -> Found | None:
    """The pair as one, where one small word or sign stands between them."""
    one, two, small = left.quantity, right.quantity, words.numbers.words
    compatible = one.unit in ("", two.unit) or (one.unit == "USD" and two.unit == "")
    if not compatible or (two.role == "count" and one.unit and not two.unit and connector not in "-–"):
        return None
    opener = word_at(lex, left.first - 1)
    if connector in small.and_ and (opener in small.between or _bound_word(lex, left) in small.between):
        return _range(left, right, lex, words, "range", left.first - 1)
    if connector in small.to:
        return _to_range(left, right, lex, words)
    if connector in small.or_ and not one.unit and one.numeral is not None and (not one.one or two.low == 2):
        return _range(left, right, lex, words, "or", left.first)
    if connector in ("-", "–", "—") and touches(lex, left.last) and touches(lex, right.first):
        return _dash(left, right, lex, words)
    spaced = connector in ("-", "–") and one.low < two.low and two.unit
    return _range(left, right, lex, words, "range", left.first) if spaced else None


def _long_from_to(left: Found, right: Found, lex: list[Lexeme], between: list[str], words: Vocabulary) -> bool:
    """As in "from 90 kilos to 84", "from $8 at noon to $7": an old and a new level."""
    one, two, small = left.quantity, right.quantity, words.numbers.words
    if (
        not between
        or between[-1] not in small.to
        or word_at(lex, left.first - 1) not in small.from_
        or len(between) > 6
    ):
        return False
    plain = all(word.isalnum() for word in between)
    return plain and (two.unit in ("", one.unit)) and (len(between) > 1 or (bool(one.unit) and not two.unit))


def _bound_word(lex: list[Lexeme], item: Found) -> str:
    return word_at(lex, item.first)


def _to_range(left: Found, right: Found, lex: list[Lexeme], words: Vocabulary) -> Found | None:
    one, two = left.quantity, right.quantity
    small = words.numbers.words
    opener = word_at(lex, left.first - 1)
    if opener in small.from_:
        near = {x.low for x in lex[max(0, left.first - 4) : left.first - 1]}
        spread = bool(near & set(small.ranging))
        return _range(left, right, lex, words, "range" if spread else "from", left.first - 1)
    if opener in ("by",):
        bare = not one.unit or one.core[1] == one.end
        return (
            _range(left, right, lex, words, "range", left.first)
            if not one.unit and bare and one.low < two.low
            else None
        )
    if not one.unit or (one.role == "money" and one.low < two.low):
        return _range(left, right, lex, words, "range", left.first) if one.low < _scaled_low(one, two)[1] else None
    steps = one.role == "percent" and opener.isalpha() and opener not in function_words(words)  # "rose 2% to 5%"
    if one.unit == two.unit and one.low < two.low and not steps:
        return _range(left, right, lex, words, "range", left.first)
    return None


def _scaled_low(one: Quantity, two: Quantity) -> tuple[Decimal, Decimal]:
    """The ends of a range, the scale of the second shared with the first: "20 to 30 billion"."""
    low = one.low
    if two.scaled and not one.scaled and two.numeral and one.numeral is not None and one.numeral < two.numeral:
        low = one.low * (two.low / two.numeral)
    return low, two.low


def _range(left: Found, right: Found, lex: list[Lexeme], words: Vocabulary, join: Join, first: int) -> Found:
    one, two = left.quantity, right.quantity
    low, high = _scaled_low(one, two)
    if two.vague and two.high is not None and not one.vague:
        high = two.low
    bound: Bound = one.bound if one.bound in ("about", "at_least", "at_most") and not one.vague else "range"
    opens = first
    if join == "range" and bound == "range":
        opens, outer = bound_before(lex, first, words)
        bound = outer if outer == "about" else "range"
    unit = two.unit or one.unit
    role = two.role if two.unit else one.role
    quantity = replace(
        two, start=lex[opens].start, core=(one.core[0], two.core[1]), low=low, high=high, bound=bound, unit=unit,
        role=role, per=two.per or one.per, join=join, own_unit=bool(one.unit), inner=one.inner, vague=False,
    )  # fmt: skip
    return Found(opens, right.last, quantity)


def _dash(left: Found, right: Found, lex: list[Lexeme], words: Vocabulary) -> Found | None:
    """As in "30-40 people" is a range, "2-0" and "a 52-48 vote" are scores."""
    one, two = left.quantity, right.quantity
    low, high = _scaled_low(one, two)
    if low < high:
        grouped = any("," in x.raw for x in lex[right.first : right.last])
        if grouped and low < 1000 and low * 1000 < high and high % 1000 == 0:  # "7-8,000 people"
            left = replace(left, quantity=replace(one, low=low * 1000))
        return _range(left, right, lex, words, "range", left.first)
    quantity = replace(
        two, start=one.start, core=(one.core[0], two.core[1]), low=low, high=high, role="score", join="to"
    )
    return Found(left.first, right.last, quantity)


def _sides(two: Quantity, between: list[str], words: Vocabulary) -> bool:
    """As in "a field of 2.5 by 4 kilometers"."""
    return two.role == "physical" and len(between) == 1 and between[0] in words.numbers.words.by


def share_units(found: list[Found], lex: list[Lexeme], words: Vocabulary) -> list[Found]:
    """As in "10, 20 and 30 percent", "7- or 8-inch": a bare number takes the unit of the next one in its list."""
    shared = list(found)
    for at in range(len(shared) - 2, -1, -1):
        one, two = shared[at].quantity, shared[at + 1].quantity
        if (
            one is None
            or two is None
            or one.role != "count"
            or not two.unit
            or one.vague
            or two.role not in ("percent", "physical", "money", "duration")
        ):
            continue
        between = [x.low for x in lex[shared[at].last : shared[at + 1].first]]
        if (
            between
            and (
                set(between) <= {",", *words.numbers.words.and_, *words.numbers.words.or_, "-"}
                or _sides(two, between, words)
            )
            and len(between) <= 2
        ):
            value = one.low
            shared[at] = Found(
                shared[at].first,
                shared[at].last,
                replace(one, unit=two.unit, role=two.role, per=two.per, low=value, own_unit=False),
            )
    return shared
