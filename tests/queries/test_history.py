"""The history as it is listed: newest first, by filter, page by page."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from ftracker.db import Actor, new_id
from ftracker.queries import history as stored
from ftracker.queries.history import Search
from ftracker.services import history, transactions
from tests import factories


def summaries(session: Session, **given):
    return [e.summary for e in stored.page(session, Search(**given)).entries]


def test_the_newest_change_comes_first_with_its_person_and_rows(session: Session, books: Actor):
    factories.category(session, name="Pets")
    newest = stored.page(session, Search()).entries[0]
    assert (newest.summary, newest.rows, newest.door) == ("Added Pets", 1, "page")
    assert newest.user_id == books.user_id
    assert newest.who.endswith("@example.org")


def test_a_filter_by_person_door_topic_days_or_text_narrows_the_list(
    session: Session, books: Actor
):
    factories.category(session, name="Pets")
    factories.transaction(session, payee="Zoo")
    assert summaries(session, user_id=new_id()) == []
    assert len(summaries(session, user_id=books.user_id)) == 3
    assert summaries(session, door="api") == []
    assert summaries(session, topics=("categories", "types")) == ["Added Pets"]
    assert summaries(session, q="zoo") == ["Added Zoo, 12.50"]
    assert summaries(session, q="z%o") == []
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert summaries(session, start=tomorrow) == []
    assert len(summaries(session, end=tomorrow)) == 3


def test_pages_follow_each_other_in_both_directions(session: Session):
    for number in range(4):
        factories.category(session, name=f"No {number}")
    first = stored.page(session, Search(), limit=2)
    assert [e.summary for e in first.entries] == ["Added No 3", "Added No 2"]
    assert first.newer is None
    second = stored.page(session, Search(), limit=2, before=first.older)
    assert [e.summary for e in second.entries] == ["Added No 1", "Added No 0"]
    third = stored.page(session, Search(), limit=2, before=second.older)
    assert third.older is None
    assert len(third.entries) == 1
    back = stored.page(session, Search(), limit=2, after=third.newer)
    assert back.entries == second.entries
    front = stored.page(session, Search(), limit=2, after=back.newer)
    assert front.entries == first.entries
    assert front.newer is None


def test_a_page_without_anything_leads_nowhere(session: Session):
    empty = stored.page(session, Search(q="nothing says this"))
    assert (empty.entries, empty.older, empty.newer) == ([], None, None)


def test_an_entry_tells_how_often_it_was_undone(session: Session):
    row = factories.transaction(session)
    transactions.deactivate(session, [row.id])
    deleted = stored.page(session, Search()).entries[0]
    undone = history.undo(session, deleted.id)
    assert stored.entry(session, deleted.id).times_undone == 1
    again = history.undo(session, undone.id)
    times = [e.times_undone for e in stored.page(session, Search()).entries[:3]]
    assert times == [0, 1, 2]
    assert stored.entry(session, again.id).undoes_id == undone.id


def test_the_rows_of_a_change_are_read_from_a_number_on(session: Session):
    rows = [factories.transaction(session, payee=f"Shop {n}") for n in range(3)]
    transactions.deactivate(session, [row.id for row in rows])
    newest = stored.page(session, Search()).entries[0]
    assert newest.rows == 3
    assert [r.seq for r in stored.rows_from(session, newest.id, limit=2)] == [0, 1]
    assert [r.seq for r in stored.rows_from(session, newest.id, seq=2)] == [2]


def test_a_change_of_another_household_is_not_there(session: Session):
    assert stored.entry(session, new_id()) is None
