"""Categories: what can be said of them, and what becomes of what is in them."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, history, new_id
from ftracker.domain.errors import Conflict, InvalidInput, NotFound, Stale
from ftracker.models import Category
from ftracker.queries import history as stored
from ftracker.queries import transactions as stored_transactions
from ftracker.queries import usage
from ftracker.queries.catalogue import catalogue as names_of
from ftracker.queries.history import Search
from ftracker.schemas.categories import CategoryEdit, CategoryIn
from ftracker.schemas.goals import GoalIn
from ftracker.services import catalogue, categories, goals, transactions
from ftracker.services import history as deeds
from tests import factories


def given(**more):
    return CategoryIn(**({"name": "Pets", "kind": "Expense"} | more))


def changed(row: Category, **more):
    now = {"name": row.name, "kind": row.kind, "parent_id": row.parent_id, "version": row.version}
    return CategoryEdit(**(now | more))


def newest(session: Session):
    return stored.page(session, Search()).entries[0]


def count(session: Session) -> int:
    return len(stored.page(session, Search()).entries)


def test_a_category_is_added_with_all_that_was_said(session: Session):
    row = categories.add(
        session,
        given(kind="Timebound", icon="gift", start_date="2026-07-01", end_date="2026-07-14"),
    )
    assert (row.name, row.kind, row.icon, row.version) == ("Pets", "Timebound", "gift", 1)
    assert (row.start_date, row.end_date) == (date(2026, 7, 1), date(2026, 7, 14))
    assert newest(session).summary == "Added category Pets"


def test_the_same_request_twice_makes_one_category(session: Session):
    data = given(id=new_id())
    first = categories.add(session, data)
    assert categories.add(session, data) is first
    assert count(session) == 2


def test_an_id_that_means_another_category_is_refused(session: Session):
    row = categories.add(session, given(id=new_id()))
    with pytest.raises(Conflict, match="with other content"):
        categories.add(session, given(id=row.id, name="Dogs"))


def test_a_name_is_unique_without_regard_to_case(session: Session):
    categories.add(session, given())
    with pytest.raises(InvalidInput, match="There is already a category called “Pets”") as bad:
        categories.add(session, given(name="PETS"))
    assert bad.value.errors[0].field == "name"


def test_the_name_of_an_archived_category_is_taken_too(session: Session):
    categories.archive(session, categories.add(session, given()).id)
    with pytest.raises(InvalidInput, match="already an archived category called “Pets”"):
        categories.add(session, given())


def test_a_name_that_was_taken_since_it_was_checked_gets_the_same_sentence(
    session: Session, monkeypatch: pytest.MonkeyPatch
):
    categories.add(session, given())
    monkeypatch.setattr(catalogue, "_check_name", lambda *_, **__: None)
    with pytest.raises(InvalidInput, match="There is already a category called “pets”"):
        categories.add(session, given(name="pets"))


@pytest.mark.parametrize(
    ("window", "field", "sentence"),
    [
        ({"kind": "Timebound"}, "start_date", "needs a first and a last day"),
        ({"kind": "Timebound", "start_date": "2026-07-01"}, "end_date", "needs a first"),
        ({"kind": "Timebound", "end_date": "2026-07-01"}, "start_date", "needs a first"),
        (
            {"kind": "Timebound", "start_date": "2026-07-02", "end_date": "2026-07-01"},
            "end_date",
            "cannot be before",
        ),
        ({"start_date": "2026-07-01"}, "start_date", "Only a Timebound"),
        ({"end_date": "2026-07-01"}, "end_date", "Only a Timebound"),
    ],
)
def test_only_a_timebound_category_has_a_window_and_it_must_have_one(
    session: Session, window, field, sentence
):
    with pytest.raises(InvalidInput, match=sentence) as bad:
        categories.add(session, given(**window))
    assert bad.value.errors[0].field == field


def test_a_category_belongs_to_one_that_counts_alike(session: Session):
    parent = categories.add(session, given())
    trip = categories.add(
        session,
        given(
            name="Dog show",
            kind="Timebound",
            parent_id=parent.id,
            start_date="2026-07-01",
            end_date="2026-07-01",
        ),
    )
    assert trip.parent_id == parent.id
    with pytest.raises(InvalidInput, match="of the kind Expense, which counts elsewhere"):
        categories.add(session, given(name="Breeding", kind="Income", parent_id=parent.id))


def test_a_parent_must_exist(session: Session):
    with pytest.raises(NotFound) as bad:
        categories.add(session, given(parent_id=new_id()))
    assert bad.value.errors[0].field == "parent_id"


def test_two_levels_are_all(session: Session):
    parent = categories.add(session, given())
    child = categories.add(session, given(name="Dogs", parent_id=parent.id))
    with pytest.raises(InvalidInput, match="two levels are all"):
        categories.add(session, given(name="Puppies", parent_id=child.id))
    other = categories.add(session, given(name="Animals"))
    with pytest.raises(InvalidInput, match="subcategories of its own"):
        categories.edit(session, parent.id, changed(parent, parent_id=other.id))
    with pytest.raises(InvalidInput, match="cannot belong to itself"):
        categories.edit(session, other.id, changed(other, parent_id=other.id))


def test_nothing_new_belongs_to_an_archived_category(session: Session):
    parent = categories.add(session, given())
    child = categories.add(session, given(name="Dogs", parent_id=parent.id))
    categories.archive(session, parent.id)
    with pytest.raises(InvalidInput, match="archived"):
        categories.add(session, given(name="Cats", parent_id=parent.id))
    categories.edit(session, child.id, changed(child, name="Hounds"))
    assert child.name == "Hounds"


def test_a_parent_keeps_counting_as_what_is_below_it(session: Session):
    parent = categories.add(session, given())
    categories.add(session, given(name="Dogs", parent_id=parent.id))
    with pytest.raises(InvalidInput, match="“Dogs” is Expense") as bad:
        categories.edit(session, parent.id, changed(parent, kind="Income"))
    assert bad.value.errors[0].field == "kind"
    categories.edit(session, parent.id, changed(parent, name="Animals"))
    assert parent.name == "Animals"


def test_a_change_raises_the_version_and_a_stale_one_is_refused(session: Session):
    row = categories.add(session, given())
    data = changed(row, name="Dogs")
    categories.edit(session, row.id, data)
    assert (row.name, row.version) == ("Dogs", 2)
    assert newest(session).summary == "Changed category Dogs"
    with pytest.raises(Stale) as bad:
        categories.edit(session, row.id, data)
    assert bad.value.current is row


def test_a_change_keeps_the_own_name_and_refuses_another_ones(session: Session):
    row = categories.add(session, given())
    categories.edit(session, row.id, changed(row, name="pets"))
    with pytest.raises(InvalidInput, match="called “Groceries”"):
        categories.edit(session, row.id, changed(row, name="groceries"))


def test_what_is_not_there_cannot_be_changed(session: Session):
    with pytest.raises(NotFound):
        categories.edit(session, new_id(), CategoryEdit(name="Pets", version=1))


def test_an_unused_category_is_deleted_and_comes_back(session: Session):
    row = categories.add(session, given())
    categories.delete(session, row.id, version=1)
    assert row.id not in names_of(session).categories
    deeds.undo(session, newest(session).id)
    assert names_of(session).categories[row.id].name == "Pets"


def test_a_stale_delete_is_refused(session: Session):
    row = categories.add(session, given())
    with pytest.raises(Stale):
        categories.delete(session, row.id, version=7)


def test_a_category_in_use_is_not_deleted_and_says_by_what(session: Session):
    row = categories.add(session, given())
    categories.add(session, given(name="Dogs", parent_id=row.id))
    goals.add(session, GoalIn(category_id=row.id, target_amount="9"), today=date(2026, 1, 1))
    factories.transaction(session, category_id=row.id)
    gone = factories.transaction(session, category_id=row.id)
    transactions.deactivate(session, [gone.id])
    with pytest.raises(Conflict) as bad:
        categories.delete(session, row.id)
    assert bad.value.count == 4
    used = "2 transactions (1 deleted), 1 goal and 1 subcategory"
    assert bad.value.message == (f"“Pets” is used by {used}. Move them elsewhere, or archive it.")


def test_a_category_that_was_used_since_it_was_checked_is_not_deleted(
    session: Session, monkeypatch: pytest.MonkeyPatch
):
    row = categories.add(session, given())
    factories.transaction(session, category_id=row.id)
    monkeypatch.setattr(catalogue, "check_unused", lambda *_: None)
    with pytest.raises(Conflict, match="has just been used"):
        categories.delete(session, row.id)


def test_the_default_category_stays(session: Session):
    default = names_of(session).default_category.id
    with pytest.raises(Conflict, match="can be renamed"):
        categories.delete(session, default)
    with pytest.raises(Conflict, match="can be renamed"):
        categories.archive(session, default)


def test_archiving_takes_what_is_below_along_and_bringing_back_what_is_above(session: Session):
    parent = categories.add(session, given())
    child = categories.add(session, given(name="Dogs", parent_id=parent.id))
    assert categories.archive(session, parent.id) is parent
    assert (parent.is_archived, child.is_archived) == (True, True)
    assert newest(session).rows == 2
    assert categories.unarchive(session, child.id) is child
    assert (parent.is_archived, child.is_archived) == (False, False)
    categories.unarchive(session, parent.id)
    assert newest(session).summary == "Brought back category Dogs"


def test_moving_takes_deleted_transactions_and_goals_along_in_one_change(session: Session):
    row = categories.add(session, given())
    target = categories.add(session, given(name="Dogs"))
    goal = goals.add(session, GoalIn(category_id=row.id, target_amount="9"), today=date(2026, 1, 1))
    kept = factories.transaction(session, category_id=row.id)
    gone = factories.transaction(session, category_id=row.id)
    transactions.deactivate(session, [gone.id])
    assert categories.move(session, row.id, to_id=target.id) == 2
    assert goal.category_id == target.id
    assert not usage.usage(session, Category, row.id).total
    moved = usage.usage(session, Category, target.id)
    assert (moved.active, moved.inactive, moved.goals, moved.transactions) == (1, 1, 1, 2)
    assert (newest(session).rows, newest(session).deed) == (3, "categories.move")
    deeds.undo(session, newest(session).id)
    assert usage.usage(session, Category, row.id).total == 3
    assert stored_transactions.line(session, kept.id).category_id == row.id


def test_moving_goes_through_many_transactions_in_pieces(
    session: Session, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(catalogue, "CHUNK", 2)
    row = categories.add(session, given())
    for _ in range(5):
        factories.transaction(session, category_id=row.id)
    default = names_of(session).default_category.id
    assert categories.move(session, row.id, to_id=default) == 5
    assert newest(session).rows == 5
    assert usage.usage(session, Category, default).active == 5


def test_merging_moves_everything_and_deletes_in_one_change(session: Session):
    row = categories.add(session, given())
    child = categories.add(session, given(name="Dogs", parent_id=row.id))
    target = categories.add(session, given(name="Animals"))
    factories.transaction(session, category_id=row.id)
    before = count(session)
    assert categories.merge(session, row.id, into_id=target.id) == 1
    assert count(session) == before + 1
    assert newest(session).summary == "Merged category Pets into Animals"
    assert row.id not in names_of(session).categories
    assert child.parent_id == target.id
    deeds.undo(session, newest(session).id)
    names = names_of(session).categories
    assert names[child.id].parent_id == row.id
    assert usage.usage(session, Category, row.id).total == 2


def test_subcategories_must_fit_below_the_category_that_takes_over(session: Session):
    row = categories.add(session, given())
    child = categories.add(session, given(name="Dogs", parent_id=row.id))
    salary = next(c for c in names_of(session).categories.values() if c.name == "Salary")
    for target in (child.id, salary.id):
        with pytest.raises(Conflict, match="do not fit below") as bad:
            categories.merge(session, row.id, into_id=target)
        assert bad.value.count == 1


def test_the_one_that_takes_over_must_be_another_present_one(session: Session):
    row = categories.add(session, given())
    other = categories.add(session, given(name="Dogs"))
    categories.archive(session, other.id)
    for target, sentence in ((row.id, "Choose another category"), (other.id, "archived")):
        with pytest.raises(InvalidInput, match=sentence) as bad:
            categories.move(session, row.id, to_id=target)
        assert bad.value.errors[0].field == "to_id"
    with pytest.raises(NotFound):
        categories.move(session, row.id, to_id=new_id())


def test_the_default_category_cannot_be_merged_away(session: Session):
    names = names_of(session)
    groceries = next(c for c in names.categories.values() if c.name == "Groceries")
    with pytest.raises(Conflict, match="can be renamed"):
        categories.merge(session, names.default_category.id, into_id=groceries.id)


def test_a_category_of_another_household_is_not_there(session: Session, database: Database):
    elsewhere: Actor = factories.household(database)
    with database.session(elsewhere) as other:
        theirs = categories.add(other, given()).id
    for deed in (categories.archive, categories.unarchive, categories.delete):
        with pytest.raises(NotFound):
            deed(session, theirs)


def test_a_write_outside_a_deed_is_refused(session: Session):
    row = categories.add(session, given())
    row.name = "Dogs"
    with pytest.raises(RuntimeError, match="outside a deed"):
        session.flush()
    assert history.last(session)


def test_the_database_knows_only_two_kinds_of_windows(session: Session):
    row = categories.add(session, given())
    with pytest.raises(IntegrityError), history.deed(session, "categories.edit", "Broken"):
        row.kind = "Timebound"
