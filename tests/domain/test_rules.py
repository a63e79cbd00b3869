"""What rules fit, and what they make of a transaction."""

import re
from datetime import date
from decimal import Decimal

import pytest

from ftracker.domain import applying
from ftracker.domain.applying import Applier, Defaults
from ftracker.domain.kinds import Flow
from ftracker.domain.rules import Actions, Condition, Draft, Field, Operator, Rule, check, described

DEFAULTS = Defaults(
    "Uncategorised",
    "Everyday",
    {"in": "Income", "out": "Expense"},
    {"income": Flow.IN, "expense": Flow.OUT, "transfer": Flow.TRANSFER, "refund": Flow.IN},
)
DRAFT = Draft(
    date(2025, 7, 31), Decimal("12.50"), "out", None, "", "", "LIDL Berlin", "for Übung", ("food",)
)
FITTING = [
    ("text", "contains", "lidl"), ("text", "contains", "übung"), ("payee", "contains", "LIDL"),
    ("payee", "starts", "lidl"), ("payee", "ends", "berlin"), ("payee", "equals", "lidl berlin"),
    ("note", "matches", "^for .b"), ("amount", "equals", "12.5"), ("amount", "above", "12.49"),
    ("amount", "below", "12.51"), ("amount", ("between"), "12.50", "20"),
    ("date", "equals", "2025-07-31"), ("date", "above", "2025-07-30"),
    ("date", "between", "2025-07-01", "2025-07-31"), ("day", "equals", "31"),
    ("day", "between", "25", "31"), ("weekday", "is", "thursday"), ("flow", "is", "out"),
    ("type", "is", "expense"), ("category", "is", "uncategorised"), ("account", "is", "Everyday"),
    ("tag", "is", "FOOD"),
]  # fmt: skip
NOT_FITTING = [
    ("text", "contains", "aldi"), ("payee", "contains", "übung"), ("note", "contains", "lidl"),
    ("payee", "starts", "berlin"), ("payee", "equals", "lidl"), ("note", "matches", "^übung"),
    ("amount", "above", "12.50"), ("amount", "below", "12.50"), ("amount", "between", "13", "20"),
    ("date", "below", "2025-07-31"), ("day", "above", "31"), ("weekday", "is", "friday"),
    ("flow", "is", "in"), ("type", "is", "income"), ("category", "is", "Food"),
    ("account", "is", "Card"), ("tag", "is", "foo"),
]  # fmt: skip


def condition(field, operator, *values, is_negated=False):
    return Condition(Field(field), Operator(operator), values, is_negated)


def rule(*conditions, needs_all=True, **actions):
    return Rule(tuple(conditions), Actions(**actions), needs_all)


def applied(*rules, draft=DRAFT):
    return Applier(rules, DEFAULTS)(draft)


def fits(*conditions, needs_all=True, draft=DRAFT):
    return Applier([rule(*conditions, needs_all=needs_all)], DEFAULTS).fits(draft)


@pytest.mark.parametrize("words", FITTING, ids=" ".join)
def test_a_condition_fits(words):
    assert fits(condition(*words))
    assert not fits(condition(*words, is_negated=True))


@pytest.mark.parametrize("words", NOT_FITTING, ids=" ".join)
def test_a_condition_does_not_fit(words):
    assert not fits(condition(*words))
    assert fits(condition(*words, is_negated=True))


def test_what_a_draft_names_is_compared_without_regard_to_case():
    draft = DRAFT._replace(category="Food", account="Card", type="Transfer")
    for words in (
        ("category", "is", "FOOD"),
        ("account", "is", "card"),
        ("type", "is", "transfer"),
        ("flow", "is", "transfer"),
    ):
        assert fits(condition(*words), draft=draft)


def test_all_conditions_or_any_of_them_must_fit():
    right, wrong = condition("payee", "contains", "lidl"), condition("amount", "above", "50")
    assert not fits(right, wrong)
    assert fits(right, wrong, needs_all=False)


def test_a_rule_without_conditions_fits_nothing():
    assert not fits()


def test_a_rule_sets_what_it_says_and_nothing_else():
    lidl = condition("payee", "contains", "lidl")
    assert applied(rule(lidl, category="Food")) == DRAFT._replace(category="Food")
    made = applied(
        rule(lidl, payee="Lidl", account="Card", note="Weekly", add_note="shop", tags=("a", "food"))
    )
    assert made == DRAFT._replace(
        payee="Lidl", account="Card", note="Weekly · shop", tags=("food", "a")
    )


def test_words_are_put_behind_a_note_once():
    more = rule(condition("payee", "contains", "lidl"), add_note="again")
    assert applied(more, more).note == "for Übung · again"
    assert applied(more, draft=DRAFT._replace(note="")).note == "again"


def test_a_type_is_set_only_where_it_says_the_way_the_money_moved():
    lidl = condition("payee", "contains", "lidl")
    assert applied(rule(lidl, type="Refund")).type is None
    assert applied(rule(lidl, type="Expense")).type == "Expense"
    assert applied(rule(lidl, type="Transfer")).type == "Transfer"


def test_a_later_rule_sees_what_the_earlier_ones_did():
    first = rule(condition("payee", "contains", "lidl"), payee="Market")
    second = rule(condition("payee", "equals", "market"), category="Food")
    assert applied(first, second).category == "Food"
    assert applied(second, first).category == ""


def test_a_rule_whose_payee_fits_and_whose_amount_does_not_is_passed_over():
    lidl = condition("payee", "contains", "lidl")
    dear = rule(lidl, condition("amount", "above", "100"), category="Feast")
    assert applied(dear, rule(lidl, category="Food")).category == "Food"


def test_a_rule_that_does_not_fit_what_an_earlier_one_made_does_nothing():
    first = rule(condition("payee", "contains", "lidl"), payee="Market")
    second = rule(condition("payee", "contains", "lidl"), category="Food")
    assert applied(first, second) == DRAFT._replace(payee="Market")


def test_more_payees_than_are_kept_in_mind_are_ruled_alike(monkeypatch):
    monkeypatch.setattr(applying, "_MOST_KEPT", 1)
    applier = Applier([rule(condition("payee", "contains", "lidl"), category="Food")], DEFAULTS)
    drafts = [DRAFT._replace(payee=f"Lidl {number}") for number in (1, 2, 3, 1)]
    assert {applier(draft).category for draft in drafts} == {"Food"}


def test_texts_stay_within_their_bounds():
    made = applied(
        rule(condition("payee", "contains", "lidl"), payee="x" * 300, note="y" * 3000,
             tags=tuple(map(str, range(30))))
    )  # fmt: skip
    assert (len(made.payee), len(made.note), len(made.tags)) == (200, 2000, 20)


def test_what_was_found_in_many_texts_is_forgotten_again(monkeypatch):
    monkeypatch.setattr(applying, "_MOST_KEPT", 2)
    found = Applier([rule(condition("payee", "contains", "1"))], DEFAULTS)
    texts = [str(number) for number in range(10)] * 2
    assert sum(found.fits(DRAFT._replace(payee=text)) for text in texts) == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("payee", "matches", "("), "without its"),
        (("amount", "between", "9", "1"), "the smaller first"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(words, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        check(condition(*words))
    check(condition("amount", "between", "1", "9"))


def test_a_rule_is_said_in_words():
    one = rule(
        condition("payee", "contains", "lidl"),
        condition("amount", "between", "1", "9", is_negated=True),
        category="Food", add_note="x", tags=("t",),
    )  # fmt: skip
    assert described(one) == (
        "If payee contains “lidl” and amount is not between “1” and “9”: "
        "category “Food”; add “x” to the note; tag “t”."
    )
    assert described(rule(condition("tag", "is", "a"), condition("tag", "is", "b"), needs_all=False,
                          payee="P")) == "If tag is “a” or tag is “b”: payee “P”."  # fmt: skip


def test_a_rule_without_conditions_says_so():
    assert described(rule(payee="P")) == "It fits nothing."
