"""Rows that look like what is there are offered: never dropped, never merged unasked."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from ftracker.db import history as deeds
from ftracker.db import new_id
from ftracker.domain.errors import Conflict, InvalidInput, NotFound
from ftracker.models import Category, ImportMatch, KnownRow, Refusal
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.transactions import TransactionIn
from ftracker.services import history, importer, matches, previews, transactions
from tests import factories
from tests.services.importing import look_at, rows, take_in, undo

HEAD = "Date,Text,Amount\n"
PENDING = HEAD + "2026-01-30,Rewe pending card payment,-42.10\n2026-01-29,Bakery,-3.20\n"
BOOKED = HEAD + "2026-01-31,REWE SAGT DANKE card payment,-42.10\n2026-01-29,Bakery,-3.20\n"


def _waiting(session, text):
    found = look_at(session, text)
    kept = session.scalars(select(ImportMatch).where(ImportMatch.import_id == found.id))
    return found, [(one.line, one.days) for one in kept.all()]


def test_what_was_pending_and_is_booked_a_day_later_is_offered(session):
    take_in(session, PENDING)
    found, offered = _waiting(session, BOOKED)
    assert offered == [(2, 1)]
    assert (found.duplicates, found.matched) == (1, 1)
    done = importer.confirm(session, found.id)
    assert (done.added, done.matched) == (1, 1)
    [match] = matches.open_ones(session, done.id)
    assert (match.days, match.older.date, match.newer.date) == (
        1, date(2026, 1, 30), date(2026, 1, 31),
    )  # fmt: skip
    assert 40 < match.likeness < 100


def test_a_transaction_typed_by_hand_is_offered_too(session):
    factories.transaction(session, date="2026-01-28", amount="42.10", payee="Rewe")
    found, offered = _waiting(session, BOOKED)
    assert offered == [(2, 3)]
    assert found.matched == 1


@pytest.mark.parametrize(
    "given",
    [
        {"date": "2026-01-24"},
        {"date": "2026-02-06"},
        {"amount": "42.11"},
        {"type": "Income"},
    ],
)
def test_other_days_amounts_and_ways_are_no_match(session, given):
    plain = {"date": "2026-01-31", "amount": "42.10", "payee": "Rewe"}
    factories.transaction(session, **(plain | given))
    assert _waiting(session, BOOKED)[1] == []


def test_another_account_is_no_match(session):
    other = factories.account(session)
    factories.transaction(session, date="2026-01-31", amount="42.10", account_id=other.id)
    assert _waiting(session, BOOKED)[1] == []


def test_each_row_and_each_transaction_is_offered_once_the_likest_first(session):
    near = factories.transaction(session, date="2026-01-31", amount="42.10", payee="Somebody")
    alike = factories.transaction(session, date="2026-01-29", amount="42.10", payee="Rewe danke")
    found = look_at(session, BOOKED + "2026-01-30,Other,-42.10\n")
    kept = session.scalars(select(ImportMatch).where(ImportMatch.import_id == found.id)).all()
    assert {(one.line, one.transaction_id) for one in kept} == {(2, alike.id), (4, near.id)}
    low = next(one for one in kept if one.transaction_id == near.id)
    assert low.likeness == 0


def test_matches_that_are_kept_in_several_pieces_are_all_kept(session, monkeypatch):
    monkeypatch.setattr(matches, "_BLOCK", 2)
    days = [date(2026, month, 10) for month in range(1, 6)]
    for day in days:
        factories.transaction(session, date=day.isoformat(), amount="7", payee="Bakery")
    found, offered = _waiting(session, HEAD + "".join(f"{day},Baker,-7.00\n" for day in days))
    assert found.matched == len(days)
    assert sorted(offered) == [(line, 0) for line in range(2, 7)]


def test_what_a_known_row_of_the_file_stands_for_is_no_match(session):
    take_in(session, HEAD + "2026-01-30,Coffee,-4.20\n")
    again = HEAD + "2026-01-30,Coffee,-4.20\n2026-01-31,Coffee,-4.20\n"
    assert _waiting(session, again)[1] == []


def test_the_same_is_not_booked_and_does_not_come_back(session):
    take_in(session, PENDING)
    found = look_at(session, BOOKED)
    importer.choose(session, found.id, 2, "same")
    done = importer.confirm(session, found.id)
    assert (done.added, done.matched, len(rows(session))) == (0, 0, 2)
    assert take_in(session, BOOKED).added == 0
    assert matches.open_ones(session) == []


def test_taking_back_an_import_forgets_what_was_the_same(session):
    take_in(session, PENDING)
    found = look_at(session, BOOKED + "2026-01-30,New,-1.00\n")
    importer.choose(session, found.id, 2, "same")
    importer.confirm(session, found.id)
    assert session.query(KnownRow).count() == 1
    undone = undo(session, found)
    assert session.query(KnownRow).count() == 0
    assert session.query(ImportMatch).count() == 0
    history.undo(session, undone.id)
    assert len(rows(session)) == 3


def test_the_same_without_a_match_is_a_new_row(session):
    found = look_at(session, BOOKED)
    importer.choose(session, found.id, 2, "same")
    assert importer.confirm(session, found.id).added == 2


def test_a_new_one_is_booked_and_asked_about_no_more(session):
    take_in(session, PENDING)
    found = look_at(session, BOOKED)
    importer.choose(session, found.id, 2, "new")
    done = importer.confirm(session, found.id)
    assert (done.added, done.matched) == (1, 0)
    assert matches.open_ones(session) == []
    assert session.query(Refusal).count() == 1


def test_a_skipped_row_is_left_out_this_time_only(session):
    found = look_at(session, BOOKED)
    importer.choose(session, found.id, 2, "skip")
    assert importer.confirm(session, found.id).added == 1
    assert take_in(session, BOOKED).added == 1


def test_a_choice_can_be_taken_back_and_must_be_one(session):
    found = look_at(session, BOOKED)
    importer.choose(session, found.id, 2, "skip")
    assert importer.choose(session, found.id, 2, "").choices == {}
    with pytest.raises(InvalidInput):
        importer.choose(session, found.id, 2, "perhaps")


def test_the_preview_shows_what_a_row_looks_like(session):
    take_in(session, PENDING)
    found = look_at(session, BOOKED)
    importer.choose(session, found.id, 2, "new")
    page = previews.page(session, found.id, start=0, size=10, show="matches")
    [seen] = page.items
    assert (seen.entry.row, seen.choice, seen.other.amount) == (2, "new", Decimal("42.10"))
    everything = previews.page(session, found.id, start=0, size=10)
    assert [one.is_duplicate for one in everything.items] == [False, True]


def test_merging_keeps_what_a_person_wrote_and_takes_the_bank_s_day(session):
    take_in(session, PENDING)
    take_in(session, BOOKED)
    [match] = matches.open_ones(session)
    category = session.scalars(select(Category).limit(1)).one()
    with deeds.deed(session, "transactions.edit", "Sorted"):
        match.older.category_id, match.older.tags = category.id, ["food"]
    kept = matches.merge(session, match.older.id, match.newer.id)
    session.flush()
    assert (kept.date, kept.tags, kept.category_id) == (date(2026, 1, 31), ["food"], category.id)
    assert not match.newer.is_active
    assert matches.open_ones(session) == []
    assert take_in(session, PENDING).added == take_in(session, BOOKED).added == 0
    history.undo(session, deeds.last(session))
    assert match.newer.is_active
    assert match.older.date == date(2026, 1, 30)


def test_what_was_typed_by_hand_keeps_its_day_and_gets_the_payee(session):
    hand = factories.transaction(session, date="2026-01-28", amount="42.10", payee="", note="x")
    take_in(session, BOOKED)
    [match] = matches.open_ones(session)
    kept = matches.merge(session, hand.id, match.newer.id)
    assert (kept.date, kept.note) == (date(2026, 1, 28), "x")
    assert kept.payee == match.newer.payee


def test_two_that_are_not_one_are_offered_no_more(session):
    take_in(session, PENDING)
    take_in(session, BOOKED)
    [match] = matches.open_ones(session)
    matches.keep_both(session, match.newer.id, match.older.id)
    matches.keep_both(session, match.older.id, match.newer.id)
    assert matches.open_ones(session) == []
    with pytest.raises(NotFound):
        matches.keep_both(session, match.older.id, new_id())


def test_only_one_movement_can_be_made_of_two(session):
    one = factories.transaction(session, amount="5")
    other = factories.transaction(session, amount="6")
    with pytest.raises(Conflict, match="one amount"):
        matches.merge(session, one.id, other.id)


def test_a_side_of_a_transfer_is_not_merged_away(session):
    to = factories.account(session)
    kind = next(t for t in catalogue(session).types.values() if t.flow == "transfer")
    data = {"date": "2026-01-31", "amount": "5", "type_id": kind.id, "to_account_id": to.id}
    side = transactions.add(session, TransactionIn(**data))
    other = factories.transaction(session, amount="5", account_id=side.account_id)
    with pytest.raises(Conflict, match="transfer"):
        matches.merge(session, other.id, side.id)
