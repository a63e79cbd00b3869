"""The history as people read it: who did what, what it was before, and how to take it back."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ftracker.db import Actor, Database, Door, history, new_id
from ftracker.models import ChangeRow
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.accounts import AccountIn
from ftracker.schemas.categories import CategoryIn
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.safe_to_spend import SafeToSpendEdit
from ftracker.schemas.transactions import TransactionEdit
from ftracker.services import accounts, categories, goals, safe_to_spend, transactions
from ftracker.web.pages_history import Teller
from tests import factories
from tests.clients import Browser


def words(text: str) -> str:
    bare = re.sub(r"<(script|style|head).*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", bare)


@pytest.fixture
def did(database: Database, books: Actor):
    """Do something in a transaction of its own, and give its change set."""

    def do(deed, *given, **more):
        with database.session(books) as session:
            deed(session, *given, **more)
            return history.last(session)

    return do


def edited(session, row, **given):
    plain = {"date": row.date, "amount": "12.50", "payee": row.payee, "version": row.version}
    return transactions.edit(session, row.id, TransactionEdit(**(plain | given)))


def test_every_change_is_listed_with_who_did_it_how_and_how_much(owner: Browser, did):
    did(factories.transaction, payee="Zoo")
    page = words(owner.get("/history").text)
    assert re.search(r"Added Zoo, 12.50 .*? · \w+@example.org, on a page · 1 row Undo", page)
    assert page.index("Added Zoo") < page.index("Started the books of Home")


def test_what_cannot_be_taken_back_has_no_button(owner: Browser):
    assert "/undo" not in owner.get("/history").text


def test_a_viewer_reads_and_is_offered_no_undo(viewer: Browser, did):
    key = did(factories.transaction)
    assert "Added Lidl" in viewer.get("/history").text
    assert "/undo" not in viewer.get("/history").text
    assert "/undo" not in viewer.get(f"/history/{key}").text
    assert viewer.submit(f"/history/{key}/undo").status_code == 403


def test_undo_leads_back_and_offers_to_do_it_again(owner: Browser, did):
    key = did(factories.transaction, payee="Zoo")
    came = {"referer": "http://127.0.0.1:8000/?period=2025-07"}
    answer = owner.submit(f"/history/{key}/undo", headers=came)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?period=2025-07")
    page = owner.get("/history").text
    assert "Undid: Added Zoo, 12.50" in page
    assert "Added Zoo, 12.50 undone" in words(page)
    again = re.search(r'formaction="(/history/[0-9a-f-]+/undo)">.*?Redo', page)[1]
    assert owner.submit(again).headers["location"] == "/history"
    page = words(owner.get("/history").text)
    assert "Did again: Added Zoo, 12.50" in page
    assert "Added Zoo, 12.50 undone, and done again" in page


def test_undo_never_leads_to_another_site(owner: Browser, did):
    key = did(factories.transaction)
    answer = owner.submit(f"/history/{key}/undo", headers={"referer": "https://evil.example/x"})
    assert answer.headers["location"] == "/history"


def test_a_change_that_was_changed_later_says_so_and_nothing_changes(
    owner: Browser, did, database: Database, books: Actor
):
    with database.session(books) as session:
        row = factories.transaction(session)
        added = history.last(session)
    did(edited, row, payee="Aldi")
    page = owner.submit(f"/history/{added}/undo")
    assert page.status_code == 409
    assert "Undo the later change first. Nothing was changed." in page.text
    assert "Aldi" in owner.get("/?period=2025-07").text


def test_undo_of_what_is_not_there_is_not_found(owner: Browser, stranger: Browser, did):
    assert owner.submit(f"/history/{new_id()}/undo").status_code == 404
    assert owner.get(f"/history/{new_id()}").status_code == 404
    assert owner.get("/history/nonsense").status_code == 404
    key = did(factories.transaction)
    assert stranger.get(f"/history/{key}").status_code == 404
    assert stranger.submit(f"/history/{key}/undo").status_code == 404


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("q=zoo", True),
        ("q=nowhere", False),
        ("q=%00", True),
        ("door=page", True),
        ("door=api", False),
        ("topic=transactions", True),
        ("topic=goals", False),
        ("topic=nonsense", False),
        ("person=nonsense", False),
        ("start=nonsense", True),
        ("until=9999-12-31", True),
        (f"start={date.today()}", True),  # noqa: DTZ011 (the day where the server stands)
        (f"until={date.today()}", True),  # noqa: DTZ011
        (f"until={date.today() - timedelta(days=1)}", False),  # noqa: DTZ011
    ],
)
def test_filters_narrow_the_list_and_stand_as_badges(owner: Browser, did, query, is_there):
    did(factories.transaction, payee="Zoo")
    page = owner.get(f"/history?{query}").text
    assert ("Added Zoo" in page) is is_there
    assert 'title="Remove this filter"' in page
    if not is_there:
        assert "Nothing fits these filters" in page


def test_a_person_is_chosen_by_name(owner: Browser, did, books: Actor, database: Database):
    did(factories.transaction, payee="Zoo")
    page = owner.get(f"/history?person={books.user_id}").text
    assert "Added Zoo" in page
    assert re.search(r'title="Remove this filter">\w+@example.org', page)


def test_pages_of_the_history_lead_to_each_other(owner: Browser, database, books):
    with database.session(books) as session:
        for number in range(55):
            factories.category(session, name=f"No {number:02}")
    first = owner.get("/history?topic=categories")
    assert "Added No 54" in first.text
    assert "Added No 04" not in first.text
    older = re.search(r'href="(/history\?[^"]+)" rel="next"', first.text)[1]
    second = owner.get(older.replace("&amp;", "&"))
    assert "Added No 04" in second.text
    newer = re.search(r'href="(/history\?[^"]+)" rel="prev"', second.text)[1]
    assert "Added No 54" in owner.get(newer.replace("&amp;", "&")).text


def test_a_change_shows_what_was_before_and_after_with_names(
    owner: Browser, did, database: Database, books: Actor
):
    with database.session(books) as session:
        row = factories.transaction(session, category="Groceries", note="weekly", tags=["food"])
    key = did(edited, row, amount="13", category="Eating out", date="2025-08-01", note="")
    page = words(owner.get(f"/history/{key}").text)
    assert "Transaction Lidl, €13.00 changed" in page
    assert "Amount €12.50 €13.00" in page
    assert "Date Thu 31 Jul 2025 Fri 1 Aug 2025" in page
    assert "Category Groceries Eating out" in page
    assert "Note weekly –" in page
    assert "Tags food –" in page
    assert "Payee" not in page


def test_a_deleted_transaction_reads_as_deleted(owner: Browser, did, database, books):
    with database.session(books) as session:
        row = factories.transaction(session, payee="")
    key = did(transactions.deactivate, [row.id])
    page = owner.get(f"/history/{key}").text
    assert "Transaction €12.50 deleted" in words(page)
    assert "Deleted – yes" in words(page)
    assert f"/transaction/edit/{row.id}" not in page
    key = did(transactions.restore, [row.id])
    page = owner.get(f"/history/{key}").text
    assert "restored" in words(page)
    assert f"/transaction/edit/{row.id}" in page


def test_what_went_for_good_is_told_without_what_it_said(owner: Browser, did, database, books):
    with database.session(books) as session:
        row = factories.transaction(session)
        transactions.deactivate(session, [row.id])
    key = did(transactions.purge, [row.id])
    page = owner.get(f"/history/{key}").text
    assert "is gone for good; what it said is forgotten" in page
    assert "/undo" not in page
    refused = owner.submit(f"/history/{key}/undo")
    assert refused.status_code == 409


def test_a_row_of_each_kind_is_told_in_words(owner: Browser, did, database, books):
    data = CategoryIn(name="Trip", kind="Timebound", start_date="2026-07-01", end_date="2026-07-02")
    page = words(owner.get(f"/history/{did(categories.add, data)}").text)
    assert "Category Trip added" in page
    assert "First day – Wed 1 Jul 2026" in page
    data = AccountIn(name="Bank", opening_balance="-5")
    key = did(accounts.add, data)
    page = owner.get(f"/history/{key}").text
    assert "Opening balance – −€5.00" in words(page)
    assert re.search(r'<a href="/accounts/[0-9a-f-]+">Account Bank</a>', page)
    goal = GoalIn(category="Savings", target_amount="500")
    page = words(owner.get(f"/history/{did(goals.add, goal, today=date(2026, 1, 1))}").text)
    assert "Goal Savings added" in page
    assert "Category – Savings" in page
    with database.session(books) as session:
        account_id = catalogue(session).default_account.id
    chosen = SafeToSpendEdit(buffer="5", cash_account_ids=[account_id])
    page = words(owner.get(f"/history/{did(safe_to_spend.choose, chosen)}").text)
    assert "Plan added" in page
    assert "Buffer – €5.00" in page
    assert "Spent from – Everyday" in page


def test_archiving_reads_as_archiving_and_a_gone_name_says_so(owner: Browser, did, database, books):
    with database.session(books) as session:
        parent = factories.category(session, name="Pets")
        child = factories.category(session, name="Dogs", parent_id=parent.id)
        added = history.last(session)
    page = words(owner.get(f"/history/{did(categories.archive, child.id)}").text)
    assert "Category Dogs archived" in page
    assert "Archived – yes" in page
    page = words(owner.get(f"/history/{did(categories.unarchive, child.id)}").text)
    assert "Category Dogs brought back" in page
    did(categories.delete, child.id)
    key = did(categories.delete, parent.id)
    assert "Category Pets deleted" in words(owner.get(f"/history/{key}").text)
    assert "Belongs to – one that is gone" in words(owner.get(f"/history/{added}").text)


def test_members_and_sides_of_transfers_are_told_too(owner: Browser, did, database, books):
    with database.session(books) as session:
        bank = factories.account(session, name="Bank")
        factories.transaction(session, type="Transfer", to_account_id=bank.id)
        key = history.last(session)
        names = catalogue(session)
    page = words(owner.get(f"/history/{key}").text)
    assert "Side of a transfer – yes" in page
    assert f"Account – {names.default_account.name}" in page
    started = owner.get("/history").text
    first = re.search(r'href="/history/([0-9a-f-]{36})">Started', started)[1]
    page = words(owner.get(f"/history/{first}").text)
    assert re.search(r"Member \w+@example.org added", page)
    assert "Currency – EUR" in page


def test_many_rows_are_shown_page_by_page(owner: Browser, database, books):
    with database.session(books) as session:
        rows = [factories.transaction(session, payee=f"Shop {n:02}") for n in range(51)]
        transactions.deactivate(session, [row.id for row in rows])
        key = history.last(session)
    first = owner.get(f"/history/{key}").text
    more = re.search(r'href="(/history/[^"]+)">More rows', first)[1]
    second = owner.get(more).text
    shown = [set(re.findall(r"Shop \d\d", page)) for page in (first, second)]
    assert [len(shops) for shops in shown] == [50, 1]
    assert not shown[0] & shown[1]
    assert "More rows" not in second


def test_an_undo_leads_to_what_it_took_back(owner: Browser, did):
    key = did(factories.transaction)
    owner.submit(f"/history/{key}/undo")
    page = owner.get("/history").text
    undone = re.search(r'href="/history/([0-9a-f-]{36})">Undid', page)[1]
    assert f'href="/history/{key}"' in owner.get(f"/history/{undone}").text
    assert "This was undone." in owner.get(f"/history/{key}").text


def test_what_no_person_did_is_told_as_the_programs_own(
    owner: Browser, database: Database, books: Actor
):
    with database.session(replace(books, user_id=None, door=Door.JOB)) as session:
        factories.transaction(session, payee="Rent")
    page = words(owner.get("/history").text)
    assert "FTracker, by itself · 1 row" in page


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("locale", "en", "English"),
        ("locale", "xx-none", "xx-none"),
        ("kind", "current", "Current account"),
        ("icon", "question-circle", "Question circle"),
        ("direction", "in", "Money in"),
        ("weekday", 0, "Monday"),
        ("payee", "Lidl", "Lidl"),
    ],
)
def test_codes_are_told_in_words_that_people_know(database, books, name, code, told):
    with database.reading(books) as session:
        teller = Teller(catalogue(session), {}, str, "en")
    row = ChangeRow(table_name="goals", row_id=new_id(), before={}, after={name: code})
    (change,) = teller.changes([row])
    assert [one.after for one in change.fields] == [told]
