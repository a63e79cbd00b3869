"""What is learned from what was decided, and how sure one may be of it."""

from decimal import Decimal
from itertools import pairwise

import pytest

from ftracker.domain import learning
from ftracker.domain.learning import Example, Learner


def example(payee="Lidl", category="Food", **given):
    plain = {"note": "", "amount": Decimal("12.50"), "direction": "out", "account": "card"}
    return Example(payee=payee, category=category, **plain | given)


SHOPS = [
    ("Lidl", "Food", "23.10"), ("Shell", "Car", "60.00"), ("Spotify", "Fun", "9.99"),
    ("Landlord", "Home", "900.00"), ("Aldi", "Food", "17.30"),
]  # fmt: skip


def history(rounds=30):
    return [
        example(payee, category, amount=Decimal(amount) + number % 3)
        for number in range(rounds)
        for payee, category, amount in SHOPS
    ]


def test_what_was_always_so_is_proposed_with_its_reason():
    best, *rest = Learner(history(60)).rank(example("LIDL", ""))
    assert best.category == "Food"
    assert best.probability > 0.9
    assert best.reason == "lidl: 60 of 60"
    assert sum(guess.probability for guess in rest) < 0.1


def test_a_word_of_a_new_payee_speaks_too():
    learner = Learner([*history(), example("Shell Berlin", "Car"), example("Shell Rom", "Car")])
    best = learner.rank(example("Shell Wien", "", amount=Decimal(3)))[0]
    assert (best.category, best.reason) == ("Car", "shell: 32 of 32")


def test_the_amount_and_the_account_speak_where_words_do_not():
    rows = [example("", "Rent", amount=Decimal("900.00")) for _ in range(30)]
    rows += [example("", "Food", amount=Decimal(n), account="cash") for n in range(5, 35)]
    learner = Learner(rows)
    reasons = {
        learner.rank(example("", "", amount=Decimal(900)))[0].reason,
        learner.rank(example("", "", amount=Decimal(850)))[0].reason,
        learner.rank(example("", "", amount=Decimal(20000), account="cash"))[0].reason,
    }
    assert reasons == {"amount 900: 30 of 30", "amounts like this: 30 of 30",
                       "on this account: 30 of 30"}  # fmt: skip


def test_where_nothing_speaks_the_most_usual_one_is_proposed():
    best = Learner(history()).rank(
        example("Zoo", "", amount=Decimal(10) ** 9, account="new", direction="in")
    )[0]
    assert (best.category, best.reason) == ("Food", "the most usual one")
    assert best.probability < 0.9


def test_a_note_speaks_like_a_payee():
    rows = [example("", "Food", note="milk"), example("", "Car", note="fuel")] * 20
    assert Learner(rows).rank(example("", "", note="Milk"))[0].reason == "milk: 20 of 20"


def test_nothing_learned_is_nothing_proposed():
    learner = Learner([])
    assert learner.rank(example()) == []
    assert all(m.precision is None and m.coverage == 0 for m in learner.measured)


def test_a_short_history_is_never_taken_for_sure():
    assert Learner(history(rounds=2)).rank(example())[0].probability <= 0.9


def test_what_is_measured_is_what_came_true_of_the_newest_tenth():
    measured = Learner(history(200)).measured
    assert [m.threshold for m in measured] == [50, 60, 70, 80, 85, 90, 95, 97, 99]
    assert measured[0].precision == 100
    assert measured[0].coverage == 100
    assert all(one.coverage >= two.coverage for one, two in pairwise(measured))


def test_chance_is_not_taken_for_knowledge():
    rows = [example("Shop", "AB"[(n * 7 + n // 3) % 2]) for n in range(600)]
    best = Learner(rows).rank(example("Shop", ""))[0]
    assert best.probability < 0.8


def test_rare_signs_are_forgotten_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(learning, "MOST_EVIDENCE", 30)
    rows = [example(f"Shop {n}", "Food", note=f"bill {n}") for n in range(60)]
    learner = Learner([*rows, *history()])
    assert len(learner._counts) == 30
    for n in range(60):
        learner.rank(example(f"Other {n}", ""))
    assert len(learner._words) <= 31


@pytest.mark.parametrize("size", [20_001 * 10])
def test_many_held_examples_are_judged_by_some_of_them(size, monkeypatch):
    monkeypatch.setattr(learning, "MOST_HELD", 50)
    learner = Learner(history(size // 100))
    assert len(learner._judge(history(100))) == 50
