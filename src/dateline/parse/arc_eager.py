"""Dependencies: spaCy's arc-eager transitions with the same weights, many stretches of text in lock step.

Whenever the stack is empty, the state of the transition system is the next token alone: what comes after does not
depend on what came before. The parse of a text is therefore a chain of *stretches*, and each can start on its own
if its first token is known. Where a line begins, it is known: nothing is attached across. Where only the tags say that
a sentence ends, it is a guess, and the guess is checked: the stretch before runs until it reaches that token, and only
if its stack is empty then, or the parser itself has declared a sentence start there (after which it can do nothing but
empty the stack), was the guess right. If it was not, the stretch goes on through its neighbour, whose work is thrown
away. So the result is always that of one parser running from left to right, but hundreds of stretches share a step,
which NumPy evaluates at once.

Tokens are positions in the *stream* of a batch (see ``encoder``); 0 is no token. A token is in the stack or in the
buffer at most once, so both are linked lists over tokens. The method: Honnibal & Johnson 2015 (non-monotonic
arc-eager); the state and its transitions follow spaCy's ``arc_eager.pyx`` and ``_state.pxd``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dateline.parse.biluo import Flags
from dateline.parse.encoder import Floats, Ints, NotUnderstoodError, only, parameter

if TYPE_CHECKING:
    from spacy.pipeline import DependencyParser
    from thinc.model import Model

SHIFT, REDUCE, LEFT, RIGHT, BREAK = range(5)
FEATURES = 8  # next two of the buffer, top three of the stack, their last children
GROUP = 6_000  # tokens whose features are held at once: 25 MB
LONGEST = 2_000  # tokens: no sentence is longer. So a text without any end of a sentence has a bounded cost

_NEVER = np.float32(-np.inf)


@dataclass(frozen=True)
class Weights:
    """The layers of the parser above the shared token vectors."""

    linear: tuple[Floats, Floats]
    lower: Floats  # (width, FEATURES * hidden)
    lower_bias: Floats
    pad: Floats  # (FEATURES, hidden): the features of no token
    upper: Floats
    biases: Floats  # (16, moves): the bias, minus infinity where the move is not valid: see ``_codes``
    kind: Ints  # of each move
    label: tuple[str, ...]

    @classmethod
    def of(cls, parser: DependencyParser) -> Weights:
        model = parser.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        if (lower.get_dim("nF"), lower.get_dim("nP")) != (FEATURES, 2) or model.attrs["unseen_classes"]:
            raise NotUnderstoodError("the parser's state is not the usual one of eight tokens")
        names = [parser.moves.get_class_name(number) for number in range(parser.moves.n_moves)]
        if any(name.endswith("-subtok") for name in names):
            raise NotUnderstoodError("the parser joins tokens")
        weights, hidden = parameter(lower, "W"), 2 * lower.get_dim("nO")
        by_piece = weights.transpose(0, 2, 1, 3).reshape(FEATURES * hidden, -1)
        kind = np.array(["SDLRB".index(name[0]) for name in names])
        linear: Model[Any, Any] = only(model.get_ref("tok2vec"), "linear")
        return cls(
            linear=(np.ascontiguousarray(parameter(linear, "W").T), parameter(linear, "b")),
            lower=np.ascontiguousarray(by_piece.T),
            lower_bias=np.ascontiguousarray(parameter(lower, "b").T.reshape(-1)),
            pad=parameter(lower, "pad")[0].transpose(0, 2, 1).reshape(FEATURES, hidden),
            upper=np.ascontiguousarray(parameter(upper, "W").T),
            biases=_biases(parameter(upper, "b"), kind),
            kind=kind,
            label=tuple(name[2:] for name in names),
        )

    def features(self, vectors: Floats) -> Floats:
        """((tokens + 1) * FEATURES, hidden): what each token adds to a state in each place; first, no token."""
        hidden = len(self.lower_bias)
        out = np.empty((len(vectors) + 1, FEATURES * hidden), np.float32)
        out[0] = self.pad.reshape(-1)
        np.matmul(vectors @ self.linear[0] + self.linear[1], self.lower, out=out[1:])
        return out.reshape(-1, hidden)


def _biases(bias: Floats, kind: Ints) -> Floats:
    """The bias of each move for each combination of valid kinds: bit 0 shift, 1 reduce, 2 arcs, 3 break."""
    bits = np.array([1, 2, 4, 4, 8])[kind]
    codes = np.arange(16)[:, None]
    return np.where(codes & bits[None, :], bias[None, :], _NEVER).astype(np.float32)


@dataclass
class Tokens:
    """What the parse knows of each position of the stream. Position 0 stays as it is: no token."""

    unshiftable: Flags  # it went back to the buffer once
    given: Flags  # a sentence starts here for certain
    barred: Flags  # the parser may declare no sentence start here
    start: Flags  # and where the parser said so
    real: Ints  # the position itself, 0 where there is no token
    head: Ints
    move: Ints  # the move that attached the token: gives the label
    below: Ints  # the next token down the stack
    behind: Ints  # the next token of those put back to the buffer
    left: Ints  # the last left child
    right: Ints  # the last right child
    sister: Ints  # the right child before this one, of the same head

    @classmethod
    def of(cls, is_token: Flags, given: Flags, barred: Flags) -> Tokens:
        size = len(is_token)
        stop = given | ~is_token  # no token counts as a start: no arc, no break there
        zeros = [np.zeros(size, np.int64) for _ in range(7)]
        real = np.where(is_token, np.arange(size), 0)
        return cls(np.zeros(size, np.bool_), stop, barred, stop.copy(), real, *zeros)

    def must_start(self, positions: Ints | int) -> None:
        """A sentence starts at ``positions`` whatever the parser thinks."""
        self.given[positions] = self.start[positions] = True
        self.barred[positions] = False

    def forget(self, start: int, stop: int) -> None:
        """As if nothing had been parsed from ``start`` to ``stop``; a start that ``start`` was given stays."""
        for array in (self.head, self.left, self.right, self.sister):
            array[start:stop] = 0
        self.unshiftable[start:stop] = False
        self.start[start + 1 : stop + 1] = self.given[start + 1 : stop + 1]


@dataclass
class Stretches:
    """Stretches of the stream with the state that each has reached: parallel arrays."""

    start: Ints
    end: Ints  # exclusive: the start of the next one, or the end of the document
    next: Ints  # the next token of the text
    top: Ints  # of the stack
    back: Ints  # the first of the tokens put back to the buffer
    marks: Flags  # it marked the second token of the next stretch as a sentence start
    premarked: Flags  # it ran as if the one before had done so
    alive: Flags  # not taken over by the one before

    @classmethod
    def fresh(cls, start: Ints, end: Ints) -> Stretches:
        """Stretches about to begin."""
        no, none = np.zeros((2, len(start)), np.bool_), np.zeros((2, len(start)), np.int64)
        return cls(start, end, start.copy(), none[0], none[1], no[0], no[1], np.ones(len(start), np.bool_))

    def take(self, which: Ints) -> Stretches:
        """A copy of some of them."""
        return Stretches(**{name: array[which] for name, array in vars(self).items()})

    def put(self, which: Ints, states: Stretches) -> None:
        """Take over what ``states`` of these stretches have become."""
        self.next[which], self.top[which], self.back[which] = states.next, states.top, states.back
        self.marks[which] = states.marks


class ArcEager:
    """Parses batches of documents."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def parse(self, vectors: Floats, tokens: Tokens, starts: Ints, ends: Ints) -> None:
        """Sets ``tokens.head`` (0: none) and ``tokens.move`` from the token vectors of a stream.

        ``starts``: where stretches start, in order: certain starts (``tokens.given``) and guesses. ``ends``: where each
        document ends, in order.
        """
        until = np.minimum(np.append(starts[1:], ends[-1]), ends[np.searchsorted(ends, starts, side="right")])
        stretches = Stretches.fresh(starts, until)
        pending = np.arange(len(starts))
        while len(pending):
            for group in _groups(stretches, pending):
                self._run(vectors, tokens, stretches, group)
            wrong = _restart(tokens, stretches)  # first: it must see what the runs did, all of them
            stuck = _absorb(tokens, stretches)
            pending = np.union1d(stuck, wrong[stretches.alive[wrong]])

    def _run(self, vectors: Floats, tokens: Tokens, stretches: Stretches, group: Ints) -> None:
        """Runs the stretches ``group`` until each is done or stuck."""
        states = stretches.take(group)
        fresh = states.next == states.start
        second = states.start[fresh] + 1
        tokens.start[second] = tokens.given[second] | states.premarked[fresh]
        run = _Run(self._weights, tokens, states, vectors)
        run.to_the_end()
        stretches.put(group, states)


def _absorb(tokens: Tokens, stretches: Stretches) -> Ints:
    """Stretches that ended without an empty stack take over what follows. Returns those that must run on.

    Each time, a stretch grows to twice its length, so that a text in which no guess is right costs a few runs, not as
    many as there are guesses. One that has grown beyond ``LONGEST`` ends where it is.
    """
    again = []
    for number in np.flatnonzero(stretches.alive & (stretches.top != 0)).tolist():
        if not stretches.alive[number]:  # taken over a moment ago
            continue
        again.append(number)
        start, end = int(stretches.start[number]), int(stretches.end[number])
        if end - start > LONGEST:
            tokens.must_start(end)
            continue
        follower = int(np.searchsorted(stretches.start, end))
        last = follower
        while (reached := int(stretches.end[last])) - start < 2 * (end - start) and not tokens.given[reached]:
            last = int(np.searchsorted(stretches.start, reached))
        tokens.forget(end, reached)
        stretches.alive[follower : last + 1] = False
        stretches.end[number] = reached
    return np.array(again, np.int64)


def _restart(tokens: Tokens, stretches: Stretches) -> Ints:
    """Stretches that ran without knowing that the one before marks their second token, or the reverse, start anew.

    A stretch that waits at its end, only to empty its stack, may still mark the token after the next as a start.
    """
    alive = np.flatnonzero(stretches.alive)
    marked = np.zeros(len(stretches.start), np.bool_)
    adjacent = stretches.end[alive[:-1]] == stretches.start[alive[1:]]
    marked[alive[1:]] = stretches.marks[alive[:-1]] & adjacent
    wrong = np.flatnonzero(stretches.alive & (marked != stretches.premarked))
    for number in wrong.tolist():
        tokens.forget(int(stretches.start[number]), int(stretches.end[number]))
    stretches.premarked[wrong], stretches.marks[wrong] = marked[wrong], False
    stretches.next[wrong], stretches.top[wrong], stretches.back[wrong] = stretches.start[wrong], 0, 0
    return wrong


def _groups(stretches: Stretches, which: Ints) -> Iterator[Ints]:
    """``which`` by length, so that those which run together end together, in groups of about ``GROUP`` tokens."""
    length = (stretches.end - stretches.start)[which]
    order = np.argsort(length, kind="stable")
    number = np.cumsum(length[order]) // GROUP
    return iter(np.split(which[order], np.flatnonzero(np.diff(number)) + 1))


class _Run:
    """One group of stretches in lock step. ``states`` is brought up to date as each stretch stops."""

    def __init__(self, weights: Weights, tokens: Tokens, states: Stretches, vectors: Floats) -> None:
        self._weights = weights
        self._tokens = tokens
        self._states = states
        # At its end a stretch sees two tokens of the next one.
        lengths = states.end - states.start + 2
        offsets = np.cumsum(lengths) - lengths
        positions = np.arange(lengths.sum()) + np.repeat(states.start - offsets, lengths)
        self._row = np.zeros(len(vectors), np.int64)
        self._row[positions] = np.arange(1, len(positions) + 1) * FEATURES
        self._row[0] = 0
        self._features = weights.features(vectors[positions])
        self._place = np.arange(FEATURES)[:, None]

    def to_the_end(self) -> None:
        """Step until every stretch is done or stuck."""
        live = np.arange(len(self._states.start))
        active = self._states.take(live)
        while len(live):
            self._step(active)
            stops = (active.back == 0) & (active.next == active.end)
            stops &= (active.top == 0) | ~self._tokens.start[active.end]
            if stops.any():
                self._states.put(live[stops], active.take(np.flatnonzero(stops)))
                goes_on = np.flatnonzero(~stops)
                live, active = live[goes_on], active.take(goes_on)

    def _step(self, active: Stretches) -> None:
        tokens, top, back = self._tokens, active.top, active.back
        second = tokens.behind[back]  # 0 where at most one token was put back
        put_back = back > 0
        b0 = np.where(put_back, back, tokens.real[active.next])
        b1 = np.where(second > 0, second, tokens.real[active.next + ~put_back])
        s1 = tokens.below[top]
        context = np.stack((b0, b1, top, s1, tokens.below[s1], tokens.left[b0], tokens.left[top], tokens.right[top]))
        moves = self._best(context, self._codes(b0, b1, s1, active))
        kind = self._weights.kind[moves]
        self._attach(kind, moves, b0, top)
        breaks = kind == BREAK
        if breaks.any():
            tokens.start[b1[breaks]] = True
            active.marks |= breaks & (b0 == active.end)
        pushes = (kind == SHIFT) | (kind == RIGHT)
        tokens.below[b0[pushes]] = top[pushes]
        # A word without a head that is not the last of the stack goes back to the buffer, once.
        returns = np.flatnonzero((kind == REDUCE) & (tokens.head[top] == 0) & (s1 > 0))
        returned = top[returns]
        active.top = np.where(pushes, b0, np.where(breaks, top, s1))
        active.next = active.next + (pushes & ~put_back)
        active.back = np.where(pushes, second, back)
        tokens.unshiftable[returned] = True
        tokens.behind[returned] = back[returns]
        active.back[returns] = returned

    def _codes(self, b0: Ints, b1: Ints, s1: Ints, active: Stretches) -> Ints:
        """Which kinds of moves are valid, as bits: 1 shift, 2 reduce, 4 left and right arc, 8 break."""
        tokens = self._tokens
        filled = active.top > 0
        inside = ~tokens.start[b0]  # false where there is no token
        reduce = filled & ((s1 > 0) | ~tokens.barred[b0])  # what may start no sentence needs something before it
        shift = ~filled | ((b1 > 0) & inside & ~tokens.unshiftable[b0])
        started = tokens.start[b1]
        beyond = np.flatnonzero(b0 == active.end)  # what the next stretch says of itself does not count for this one
        started[beyond] = tokens.given[b1[beyond]] | active.marks[beyond]
        breaks = (b1 == b0 + 1) & ~started & ~tokens.barred[b1]
        return np.asarray(shift + 2 * reduce + 4 * (filled & inside) + 8 * breaks)

    def _best(self, context: Ints, codes: Ints) -> Ints:
        """The best valid move for each column of ``context``."""
        weights = self._weights
        parts = self._features[self._row[context] + self._place]
        hidden = parts.sum(axis=0)
        hidden += weights.lower_bias
        half = hidden.shape[1] // 2
        scores = np.maximum(hidden[:, :half], hidden[:, half:]) @ weights.upper
        scores += weights.biases[codes]
        return np.asarray(scores.argmax(axis=1))

    def _attach(self, kind: Ints, moves: Ints, b0: Ints, top: Ints) -> None:
        """The new arcs, and what they change for the features of later states."""
        tokens = self._tokens
        left, right = np.flatnonzero(kind == LEFT), np.flatnonzero(kind == RIGHT)
        child, head = top[left], b0[left]
        former = tokens.head[child]  # an arc from the left that is replaced was its head's last to the right
        tokens.right[former] = np.where(former > 0, tokens.sister[child], 0)
        tokens.head[child], tokens.move[child], tokens.left[head] = head, moves[left], child
        tokens.unshiftable[head] = False
        child, head = b0[right], top[right]
        tokens.sister[child] = tokens.right[head]
        tokens.head[child], tokens.move[child], tokens.right[head] = head, moves[right], child
