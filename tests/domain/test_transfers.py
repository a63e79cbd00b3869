"""Two sides of one transfer: what speaks for a pair, and which pairs are chosen."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from ftracker.domain import transfers
from ftracker.domain.transfers import Pair, Side

HERE, THERE, ELSEWHERE = UUID(int=1001), UUID(int=1002), UUID(int=1003)


def side(number: int, day: int, account: UUID, **given: object) -> Side:
    plain = {
        "id": UUID(int=number),
        "date": date(2025, 7, 1) + timedelta(days=day),
        "amount": Decimal(100),
        "account_id": account,
        "text": "",
        "category": "Uncategorised",
        "is_plain": True,
        "is_typed": False,
    }
    return Side(**plain | given)  # type: ignore[arg-type]


def judge(out: Side, into: Side, out_names=(), in_names=()) -> Pair:
    return transfers.judge(out, into, out_names=out_names, in_names=in_names)


def pairs(outs: list[Side], intos: list[Side]) -> list[Pair]:
    return [
        judge(out, into)
        for out in outs
        for into in intos
        if abs((into.date - out.date).days) <= transfers.MOST_DAYS
    ]


def chosen(found: list[Pair]) -> list[tuple[int, int]]:
    return sorted((pair.out.id.int, pair.into.id.int) for pair in found)


@pytest.mark.parametrize(
    "text",
    [
        "TRANSFER TO 1234", "Umbuchung Tagesgeld", "ÜBERWEISUNG", "Virement interne",
        "Traspaso a cuenta", "Giroconto", "Overboeking", "Överföring", "Przelew własny",
        "Převod", "Átutalás", "Перевод между счетами", "振替", "转账", "Credit Card Payment",
        "PAYMENT - THANK YOU", "Pago de tarjeta", "Kreditkartenabrechnung", "Autopay 0412",
    ],
)  # fmt: skip
def test_texts_of_many_languages_speak_of_a_transfer(text):
    assert side(1, 0, HERE, text=text).is_worded


@pytest.mark.parametrize("text", ["Lidl 4711", "Biweekly Paycheck", "Amazon", "Scorecards", ""])
def test_other_texts_do_not(text):
    assert not side(1, 0, HERE, text=text).is_worded


def test_a_pair_is_worth_less_the_more_days_lie_between():
    scores = [judge(side(1, 0, HERE), side(2, day, THERE)).score for day in range(6)]
    assert scores == sorted(scores, reverse=True)
    late, early = (judge(side(1, 0, HERE), side(2, day, THERE)).score for day in (2, -2))
    assert early < late


def test_types_texts_and_names_speak_for_a_pair_and_say_so():
    bare = judge(side(1, 0, HERE), side(2, 0, THERE))
    typed = judge(side(1, 0, HERE, is_typed=True), side(2, 1, THERE))
    worded = judge(side(1, 0, HERE, text="transfer"), side(2, 0, THERE, text="virement"))
    named = judge(side(1, 0, HERE, text="to Piggy bank"), side(2, 0, THERE), (), ("Piggy bank",))
    assert min(typed.score, worded.score, named.score) > bare.score
    assert typed.reasons == ("1 day apart", "Called a transfer already")
    assert worded.reasons == ("On the same day", "Both texts speak of a transfer")
    assert named.reasons == ("On the same day", "Names “Piggy bank”")
    assert (
        "One text speaks of a transfer"
        in judge(side(1, 0, HERE, text="transfer"), side(2, 3, THERE)).reasons
    )


def test_an_account_is_known_by_its_number_however_it_is_spaced():
    out = side(1, 0, HERE, text="SEPA DE89 3704 0044 0532 0130 00 Umb")
    assert (
        "Names “DE89370400440532013000”"
        in judge(out, side(2, 0, THERE), (), ("Tag", "DE89370400440532013000")).reasons
    )


def test_what_was_said_to_be_for_something_else_speaks_against():
    bought = side(1, 0, HERE, category="Groceries", is_plain=False)
    assert bought.contradicts
    assert judge(bought, side(2, 0, THERE)).score < judge(side(1, 0, HERE), side(2, 0, THERE)).score
    assert not side(1, 0, HERE, category="Credit Card Payment", is_plain=False).contradicts


def test_a_bare_pair_is_asked_only_when_it_is_near_and_has_no_rival():
    assert chosen(transfers.match(pairs([side(1, 0, HERE)], [side(2, 1, THERE)]))) == [(1, 2)]
    assert transfers.match(pairs([side(1, 0, HERE)], [side(2, 2, THERE)])) == []
    two = [side(2, 0, THERE), side(3, 0, ELSEWHERE)]
    assert transfers.match(pairs([side(1, 0, HERE)], two)) == []


def worded(number: int, day: int, account: UUID, **given: object) -> Side:
    return side(number, day, account, text="transfer", **given)


def test_each_side_is_in_one_pair_and_the_nearest_is_chosen():
    outs = [worded(1, 0, HERE), worded(2, 7, HERE)]
    intos = [worded(11, 1, THERE), worded(12, 8, THERE)]
    found = transfers.match(pairs(outs, intos))
    assert chosen(found) == [(1, 11), (2, 12)]
    assert [pair.out.id.int for pair in found] == [2, 1]
    assert all(pair.is_sure for pair in found)


def test_partners_change_places_where_both_gain():
    outs = [worded(n, n, HERE) for n in (1, 2, 3)]
    intos = [worded(10 + n, n, THERE) for n in (2, 3, 4)]
    found = transfers.match(pairs(outs, intos))
    assert chosen(found) == [(1, 12), (2, 13), (3, 14)]
    assert not any(pair.is_sure for pair in found)


def test_twins_of_one_day_are_sure_as_the_books_are_the_same_either_way():
    outs = [worded(1, 0, HERE), worded(2, 0, HERE)]
    intos = [worded(11, 0, THERE), worded(12, 0, THERE)]
    found = transfers.match(pairs(outs, intos))
    assert len(found) == 2
    assert all(pair.is_sure for pair in found)


def test_a_rival_in_another_account_makes_a_pair_unsure():
    found = transfers.match(
        pairs([worded(1, 0, HERE)], [worded(11, 0, THERE), worded(12, 0, ELSEWHERE)])
    )
    assert [pair.is_sure for pair in found] == [False]
