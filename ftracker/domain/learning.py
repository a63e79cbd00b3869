"""A learner that proposes categories from what a household decided before.

Naive Bayes over words, payee, amount and account: each says how often it went with each category.
Such a sum of evidence is too sure of itself, so what it says is compared with what was true for
the newest tenth of the history, which it had not seen: a probability means what came true there.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

THRESHOLDS = (50, 60, 70, 80, 85, 90, 95, 97, 99)
MOST_EVIDENCE = 20_000
MOST_HELD = 2_000
_HELD_PART = 10
_FEWEST_HELD = 20
# Until enough came true nothing is taken for surer than this.
_UNPROVEN = 0.9
_ROUNDS = 14
_DOUBT = 0.5
_LEAST = 1e-6
_SMOOTHING = 0.3
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")
# How much each sort of evidence counts; measured on real households.
_WEIGHTS = {"payee": 1.0, "word": 1.0, "note": 1.0, "band": 0.9, "amount": 0.5, "account": 0.5}
_SPOKEN = ("payee", "word", "note")

Evidence = tuple[str, str]


class Example(NamedTuple):
    """What is known of a transaction; `category` is whatever names one, '' if it is asked for."""

    payee: str
    note: str
    amount: Decimal
    direction: str
    account: str
    category: str = ""


class Guess(NamedTuple):
    """A category that is proposed, how probable it is (0 to 1), and why, in words."""

    category: str
    probability: float
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category, how probable it is that it is right (0 to 1), and why."""

    category_id: UUID
    probability: float
    reason: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What came true above a threshold, in percent: of what was proposed, and how much that was.

    `precision` is None where nothing would have been proposed.
    """

    threshold: int
    precision: float | None
    coverage: float


class Learner:
    """Knows how often each sign went with each category, and how often it was right."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Learn from examples, the oldest first."""
        self._counts: dict[Evidence, dict[str, int]] = defaultdict(dict)
        self._categories: Counter[str] = Counter()
        self._words: dict[tuple[str, str], list[Evidence]] = {}
        self._base: dict[str, tuple[float, float, float]] = {}
        held = len(examples) // _HELD_PART
        self._learn(examples[: len(examples) - held])
        judged = self._judge(examples[len(examples) - held :])
        self._calibration = _Calibration(judged)
        self.measured = _measured(judged)
        self._learn(examples[len(examples) - held :])

    def rank(self, asked: Example, *, most: int = 9) -> list[Guess]:
        """List the likeliest categories, the best first; none where nothing speaks for any."""
        found = self._ranked(asked)
        if not found:
            return []
        likeliest = self._calibration.of(found[0][1])
        # The others share what the best one leaves.
        rest = (1 - likeliest) / max(1 - found[0][1], _LEAST)
        return [
            Guess(c, min(likeliest, chance * rest) if n else likeliest, self._reason(asked, c))
            for n, (c, chance) in enumerate(found[:most])
        ]

    def _learn(self, examples: Iterable[Example]) -> None:
        counts = self._counts
        for example in examples:
            category = example.category
            self._categories[category] += 1
            for sign in self._evidence(example):
                known = counts[sign]
                known[category] = known.get(category, 0) + 1
        if len(counts) > MOST_EVIDENCE:
            self._forget()
        total = self._categories.total()
        for category, count in self._categories.items():
            share = _SMOOTHING * count / total
            self._base[category] = (
                math.log(count / total),
                math.log(share / (count + _SMOOTHING)),
                share,
            )

    def _forget(self) -> None:
        """Keep the signs that were seen most often."""
        often = sorted(self._counts.items(), key=lambda one: -sum(one[1].values()))
        self._counts = defaultdict(dict, often[:MOST_EVIDENCE])

    def _ranked(self, asked: Example) -> list[tuple[str, float]]:
        known = [
            (_WEIGHTS[sign[0]], self._counts[sign])
            for sign in self._evidence(asked)
            if sign in self._counts
        ]
        weight = sum(one for one, _ in known)
        scores = {c: prior + weight * unseen for c, (prior, unseen, _) in self._base.items()}
        for weight, counts in known:
            for category, count in counts.items():
                scores[category] += weight * math.log1p(count / self._base[category][2])
        if not scores:
            return []
        best = max(scores.values())
        chances = {category: math.exp(score - best) for category, score in scores.items()}
        total = sum(chances.values())
        ranked = sorted(chances.items(), key=lambda one: (-one[1], one[0]))
        return [(category, chance / total) for category, chance in ranked]

    def _judge(self, held: Sequence[Example]) -> list[tuple[float, bool]]:
        """Say of examples that were held back how sure the best guess was, and if it was right."""
        step = -(-len(held) // MOST_HELD) or 1
        ranked = [(self._ranked(example), example.category) for example in held[::step]]
        return [(best[0][1], best[0][0] == category) for best, category in ranked if best]

    def _reason(self, asked: Example, category: str) -> str:
        """Name the sign that speaks most for a category, and how often it went with it."""
        best, spoken = 0.0, ""
        for sign in self._evidence(asked):
            counts = self._counts.get(sign, {})
            count, total = counts.get(category, 0), sum(counts.values())
            weight = count / (total + 1) * (1 if sign[0] in _SPOKEN else 0.5)
            if count and weight > best:
                best, spoken = weight, f"{_named(sign)}: {count:,} of {total:,}"
        return spoken or "the most usual one"

    def _evidence(self, example: Example) -> list[Evidence]:
        key = example.payee, example.note
        words = self._words.get(key)
        if words is None:
            if len(self._words) > MOST_EVIDENCE:
                self._words.clear()
            words = self._words[key] = _words(*key)
        size = round(math.log2(max(example.amount, Decimal("0.01"))))
        way = example.direction
        return [
            *words,
            ("amount", f"{way} {example.amount.normalize():f}"),
            ("band", f"{way} {size}"),
            ("account", f"{way} {example.account}"),
        ]


class _Calibration:
    """Turns how sure the learner is into how often it was right when it was that sure.

    A logistic curve over the odds, fitted by Newton's method; it is never surer than if the next
    guess after all that were right were wrong.
    """

    def __init__(self, judged: Sequence[tuple[float, bool]]) -> None:
        self._is_known = len(judged) >= _FEWEST_HELD
        self._most = 1 - 1 / (len(judged) + 2)
        self._slope, self._shift = _fitted(judged) if self._is_known else (1.0, 0.0)

    def of(self, chance: float) -> float:
        """Give the probability that a guess of this chance is right."""
        if not self._is_known:
            return chance * _UNPROVEN
        return min(_curve(self._slope * _odds(chance) + self._shift), self._most)


def _fitted(judged: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Fit slope and shift of the curve: the best of a net that is drawn tighter round by round."""
    points = [(_odds(chance), is_right) for chance, is_right in judged]
    slope, shift, width = 1.0, 0.0, 2.0
    for _ in range(_ROUNDS):
        near = [
            (slope * 2 ** (across * width), shift + along * width)
            for across in (-1, 0, 1)
            for along in (-1, 0, 1)
        ]
        best = min(near, key=lambda pair: _loss(points, *pair))
        width = width if best != (slope, shift) else width / 2
        slope, shift = best
    return slope, shift


def _loss(points: Sequence[tuple[float, bool]], slope: float, shift: float) -> float:
    """Say how badly a curve fits; a little doubt keeps it from running off where all was right."""
    loss = _DOUBT * (slope * slope + shift * shift)
    for odds, is_right in points:
        bend = slope * odds + shift
        loss += math.log1p(math.exp(-abs(bend))) + max(-bend if is_right else bend, 0.0)
    return loss


def _odds(chance: float) -> float:
    chance = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(chance / (1 - chance))


def _curve(odds: float) -> float:
    return 1 / (1 + math.exp(-max(min(odds, 500.0), -500.0)))


def _measured(judged: Sequence[tuple[float, bool]]) -> list[Measured]:
    """Measure each half of what was held back by what the other half taught."""
    halves = judged[::2], judged[1::2]
    seen: list[tuple[float, bool]] = []
    for half, other in (halves, halves[::-1]):
        calibration = _Calibration(other)
        seen += [(calibration.of(chance), is_right) for chance, is_right in half]
    return [_at(threshold, seen) for threshold in THRESHOLDS]


def _at(threshold: int, seen: Sequence[tuple[float, bool]]) -> Measured:
    proposed = [is_right for chance, is_right in seen if chance * 100 >= threshold]
    if not proposed:
        return Measured(threshold, None, 0.0)
    right = sum(proposed)
    return Measured(threshold, 100 * right / len(proposed), 100 * len(proposed) / len(seen))


def _words(payee: str, note: str) -> list[Evidence]:
    payee, note = " ".join(payee.lower().split()), " ".join(note.lower().split())
    whole = [("payee", payee)] if payee else []
    if note:
        whole.append(("note", note))
    found = dict.fromkeys([*_WORD.findall(payee), *_WORD.findall(note)])
    return [*whole, *(("word", word) for word in found)]


def _named(sign: Evidence) -> str:
    sort, value = sign
    if sort in _SPOKEN:
        return value
    if sort == "account":
        return "on this account"
    return f"amount {value.partition(' ')[2]}" if sort == "amount" else "amounts like this"
