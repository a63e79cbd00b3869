"""Saved views: one of a name, in an order, pinned, and true to what became of what they name."""

from uuid import UUID

import pytest

from ftracker.db import Role, history, new_id
from ftracker.domain import view_words
from ftracker.domain.errors import Clash, Conflict, NotFound, Stale
from ftracker.queries import saved_views as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.saved_views import MOST_VIEWS, SavedViewEdit, SavedViewIn, ViewWordsEdit
from ftracker.services import accounts, categories, saved_views, types
from ftracker.services import history as undoing
from ftracker.services.saved_views import MOST_PINNED
from tests import factories


def view(schema=SavedViewIn, **more):
    return schema(**{"name": "Food", "report": "trends", "words": {"q": "food"}} | more)


def add(session, **more):
    return saved_views.add(session, view(**more))


def names(session):
    return [line.name for line in stored.listing(session)]


def test_a_view_keeps_its_words_and_comes_last_unless_its_place_is_said(session):
    row = add(session)
    assert (row.report, row.words, row.is_pinned) == ("trends", "q=food", False)
    add(session, name="Rent")
    add(session, name="First", position=1)
    add(session, name="Far", position=99)
    assert names(session) == ["First", "Food", "Rent", "Far"]


def test_the_same_request_twice_makes_one_and_another_with_its_id_none(session):
    key = new_id()
    assert add(session, id=key).id == add(session, id=key).id
    with pytest.raises(Conflict, match="other content"):
        add(session, id=key, words={})
    assert names(session) == ["Food"]


def test_a_name_is_had_once_whatever_its_letters(session):
    add(session)
    other = add(session, name="Rent")
    with pytest.raises(Clash, match="called “Food”"):
        add(session, name="fOOD")
    with pytest.raises(Clash, match="called “Food”"):
        saved_views.edit(session, other.id, view(SavedViewEdit, name="FOOD", version=1))
    assert saved_views.edit(session, other.id, view(SavedViewEdit, name="RENT", version=1)).version


def test_names_that_only_the_database_takes_for_one_are_one(session):
    add(session, name="\u0130stanbul")
    with pytest.raises(Clash, match="called “istanbul”"):
        add(session, name="istanbul")


def test_there_are_at_most_a_hundred_and_six_are_pinned(session):
    for n in range(MOST_PINNED):
        add(session, name=f"Pin {n}", is_pinned=True)
    with pytest.raises(Conflict, match="6 views are pinned already"):
        add(session, is_pinned=True)
    row = add(session)
    with pytest.raises(Conflict, match="6 views are pinned already"):
        saved_views.pin(session, row.id, pinned=True)
    with pytest.raises(Conflict, match="6 views are pinned already"):
        saved_views.edit(session, row.id, view(SavedViewEdit, is_pinned=True, version=1))
    saved_views.pin(session, stored.pinned(session)[0].id, pinned=False)
    saved_views.pin(session, row.id, pinned=True)
    assert len(stored.pinned(session)) == MOST_PINNED
    for n in range(MOST_VIEWS - len(names(session))):
        add(session, name=f"More {n}")
    with pytest.raises(Conflict, match="100 saved views already"):
        add(session, name="One too many")


def test_whether_one_is_pinned_is_known_beside_the_names(session):
    assert not catalogue(session).has_pins
    row = add(session, is_pinned=True)
    assert catalogue(session).has_pins
    saved_views.delete(session, row.id)
    assert not catalogue(session).has_pins


def test_a_view_moves_by_one_place_and_stays_at_the_ends(session):
    rows = [add(session, name=name) for name in "ABC"]
    saved_views.move(session, rows[2].id, up=True)
    assert names(session) == ["A", "C", "B"]
    saved_views.move(session, rows[0].id, up=True)
    saved_views.move(session, rows[1].id, up=False)
    assert names(session) == ["A", "C", "B"]


def test_all_of_a_view_changes_and_what_is_old_is_refused(session):
    row = add(session)
    add(session, name="Rent")
    data = view(SavedViewEdit, name="Meals", report="payees", words="", position=2, version=1)
    saved_views.edit(session, row.id, data)
    line = saved_views.get(session, row.id)
    assert (line.name, line.report, line.words, line.position) == ("Meals", "payees", "", 2)
    with pytest.raises(Stale):
        saved_views.edit(session, row.id, data)
    with pytest.raises(Stale):
        saved_views.delete(session, row.id, version=1)


def test_its_words_are_replaced_under_its_name(session):
    row = add(session, is_pinned=True)
    saved_views.replace(session, row.id, ViewWordsEdit(report="payees", words="q=bread"))
    line = saved_views.get(session, row.id)
    assert (line.name, line.report, line.words) == ("Food", "payees", "q=bread")
    assert line.is_pinned


def test_what_is_not_there_is_not_found(session):
    for deed in (
        lambda key: saved_views.get(session, key),
        lambda key: saved_views.delete(session, key),
        lambda key: saved_views.pin(session, key, pinned=True),
        lambda key: saved_views.edit(session, key, view(SavedViewEdit, version=1)),
    ):
        with pytest.raises(NotFound):
            deed(new_id())


def test_a_view_follows_what_it_names_into_what_that_was_merged_with(session):
    old, new = (factories.category(session, name=name) for name in ("Old", "New"))
    purse, wallet = (factories.account(session, name=name) for name in ("Purse", "Wallet"))
    gift, present = (factories.transaction_type(session, name=name) for name in ("Gift", "Present"))
    other = add(session, name="Other", words={"category_id": [wallet.id]})
    words = {
        "category_id": [old.id, new.id], "parent": old.id, "account_id": [purse.id],
        "type_id": [gift.id],
    }  # fmt: skip
    row = add(session, words=words)
    categories.merge(session, old.id, into_id=new.id)
    accounts.merge(session, purse.id, into_id=wallet.id)
    types.merge(session, gift.id, into_id=present.id)
    assert view_words.read(row.words) == {
        "category_id": str(new.id), "parent": str(new.id), "account_id": str(wallet.id),
        "type_id": str(present.id),
    }  # fmt: skip
    assert other.version == 1


def test_an_undone_merge_gives_the_view_its_words_back(session):
    old, new = (factories.category(session, name=name) for name in ("Old", "New"))
    row = add(session, words={"category_id": [old.id]})
    categories.merge(session, old.id, into_id=new.id)
    undoing.undo(session, history.last(session))
    assert row.words == f"category_id={old.id}"


def test_what_is_gone_is_named_and_members_are_asked_for_only_where_they_matter(
    session, database, books
):
    spare = factories.category(session, name="Spare")
    member = factories.member(database, books, Role.VIEWER).user_id
    plain = add(session, words={"category_id": [spare.id]}).words
    people = add(
        session, name="People", words={"member_id": [member, books.user_id, UUID(int=1)]}
    ).words
    assert saved_views.missing(session, [plain]) == {plain: ()}
    assert saved_views.missing(session, [plain, people])[people] == ("member_id",)
    categories.delete(session, spare.id)
    assert saved_views.missing(session, [plain]) == {plain: ("category_id",)}


def test_nobody_is_not_missed_among_members(session):
    words = add(session, words="member_id=none").words
    assert saved_views.missing(session, [words]) == {words: ()}
