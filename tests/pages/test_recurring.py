"""The pages of what comes again: each proposal with its evidence, one click to take it on."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from ftracker.db import Actor, Database
from ftracker.domain.periods import DAY, months_later
from ftracker.queries import schedules as kept
from ftracker.queries import transactions as stored
from ftracker.queries.schedules import ScheduleLine
from ftracker.queries.transactions import Filter
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import schedules
from tests import factories
from tests.clients import Browser

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Let it be one day, whenever the tests run."""
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def bills(database: Database, books: Actor) -> dict[str, str]:
    """Pay a subscription that got dearer, a bill that varies and is late, and a card; get wages."""
    with database.session(books) as session:
        card = factories.account(session, name="Visa").id
        ids = {}
        for number in range(8):
            month = months_later(TODAY, number - 7)
            for name, day, amount, more in (
                ("TV", 1, "9.99" if number < 5 else "12.99", {"account_id": card}),
                ("Wages", 1, "2000", {"type": "Income"}),
                ("Club", 1, "5" if number < 4 else "4", {}),
                ("", 1, "70", {"type": "Transfer", "to_account_id": card}),
            ):
                given = {"date": month.replace(day=day), "amount": amount, "payee": name} | more
                ids[name] = str(factories.transaction(session, **given).id)
        for number in range(9):
            day = TODAY - (14 * number + 3) * DAY
            factories.transaction(session, date=day, payee="Lina", amount="4")
        for number, amount in enumerate(("61", "66", "58", "72", "64", "63", "70")):
            day = date(2026, number + 4, 12)
            factories.transaction(session, date=day, payee="Power", amount=amount)
        return ids


def scheduled(database: Database, books: Actor) -> list[ScheduleLine]:
    with database.reading(books) as session:
        return kept.listing(session)


def values(page: str, label: str) -> list[str]:
    found = re.findall(r'name="found" value="([^"]+)">(.*?)</button>', page)
    return [value for value, text in found if label in text]


def test_each_proposal_has_its_evidence_and_its_price(owner: Browser, bills) -> None:
    page = owner.get("/schedules/found").text
    assert "8 × monthly, €12.99, next about" in page
    assert "€9.99 → €12.99, 30 % more" in page
    assert "on the 1st · from Visa · " in page
    assert "7 × monthly, about €64.00" in page
    assert "between €58.00 and €72.00 lately" in page
    assert "It should have come about Thu 12 Nov 2026, and has not." in page
    assert [page.count(f"<h2>{way}</h2>") for way in ("Money in", "Money out", "Own accounts")] == [
        1, 1, 1,
    ]  # fmt: skip


def test_one_click_makes_a_schedule_and_can_be_undone(
    owner: Browser, bills, database: Database, books: Actor
) -> None:
    page = owner.get("/schedules/found").text
    (value,) = values(page, 'Make it a schedule<span class="visually-hidden">: TV')
    answer = owner.submit("/schedules/found/accept", found=value)
    assert answer.headers["location"] == "/schedules/found"
    assert [line.name for line in scheduled(database, books)] == ["TV"]
    page = owner.get("/schedules/found").text
    assert "Made 1 schedule of what comes again." in page
    owner.submit(re.search(r"/history/[\w-]+/undo", page)[0])
    assert scheduled(database, books) == []


def test_all_sure_ones_are_taken_on_at_once(
    owner: Browser, bills, database: Database, books: Actor
) -> None:
    page = owner.get("/schedules/found").text
    (sure,) = values(page, "sure ones")
    owner.submit("/schedules/found/accept", found=sure)
    assert len(scheduled(database, books)) == len(sure.split(",")) >= 4


def test_no_makes_it_go_until_it_is_asked_for_again(owner: Browser, bills) -> None:
    page = owner.get("/schedules/found").text
    (value,) = values(page, 'No, it is not<span class="visually-hidden">: TV')
    owner.submit("/schedules/found/refuse", found=value)
    page = owner.get("/schedules/found").text
    assert "1 proposal turned down." in page
    assert not values(page, ": TV")
    assert (
        "You said that this does not come again."
        in owner.get(f"/schedules/found/{bills['TV']}").text
    )
    owner.submit("/schedules/found/reconsider")
    assert values(owner.get("/schedules/found").text, ": TV")


@pytest.mark.parametrize("found", ["", "nonsense", "0" * 32])
@pytest.mark.parametrize("deed", ["accept", "refuse"])
def test_a_click_that_means_nothing_says_so(owner: Browser, deed: str, found: str) -> None:
    answer = owner.submit(f"/schedules/found/{deed}", found=found)
    assert answer.status_code in (303, 404)
    if answer.status_code == 303:
        assert "Choose a proposal first." in owner.get("/schedules/found").text


def test_the_payments_of_a_proposal_sum_to_what_it_says(
    owner: Browser, bills, database: Database, books: Actor
) -> None:
    page = owner.get(f"/schedules/found/{bills['TV']}").text
    with database.reading(books) as session:
        mine = stored.everything(session, Filter(q="TV"))
    total = round(sum((line.amount for line in mine), Decimal(0)), 2)
    assert f"€{total}" in page
    assert page.count("/transaction/edit/") == len(mine) + 1
    form = owner.get(html.unescape(re.search(r'href="(/schedules/add\?[^"]+)"', page)[1])).text
    assert 'value="12.99"' in form
    assert 'value="2026-12-01"' in form
    assert "before: €9.99" in page
    assert f"€{total}</a> in all" in owner.get("/schedules/found").text


def test_a_payment_in_no_series_has_no_page(owner: Browser) -> None:
    assert owner.get(f"/schedules/found/{'0' * 32}").status_code == 404


def test_with_nothing_to_propose_the_page_says_so(owner: Browser) -> None:
    assert "Nothing new comes again" in owner.get("/schedules/found").text
    assert "No subscriptions yet" in owner.get("/schedules/subscriptions").text


def test_subscriptions_say_what_they_cost_and_until_when_to_leave(
    owner: Browser, bills, database: Database, books: Actor
) -> None:
    with database.session(books) as session:
        schedules.add(
            session,
            ScheduleIn(
                name="Gym", amount="60", start_date=date(2026, 1, 1), every=2, unit="year",
                is_subscription=True, cancel_date=TODAY + 10 * DAY, trial_end_date=TODAY + 90 * DAY,
            ),
        )  # fmt: skip
    page = owner.get("/schedules/subscriptions").text
    assert "€155.88" in page
    assert "€30.00" in page
    assert "every 2 years" in page
    assert "unchanged" in page
    assert re.search(r"is-warn\"><i class=\"bi bi-calendar-x\"></i>cancel by", page)
    assert re.search(r"badge-soft\"><i class=\"bi bi-calendar-x\"></i>free until", page)
    assert "Make it a schedule" in page
    (value,) = values(page, ": TV")
    answer = owner.submit("/schedules/found/accept", found=value, next="/schedules/subscriptions")
    assert answer.headers["location"] == "/schedules/subscriptions"
    page = owner.get("/schedules/subscriptions").text
    assert values(page, ": TV") == []
    assert "a month" in page


def test_a_series_that_is_a_schedule_leads_to_it(
    owner: Browser, bills, database: Database, books: Actor
) -> None:
    owner.submit("/schedules/found/accept", found=bills["TV"].replace("-", ""))
    (line,) = scheduled(database, books)
    page = owner.get(f"/schedules/found/{bills['TV']}").text
    assert f'href="/schedules/{line.id}"' in page
    assert "Make it a schedule" not in page


def test_the_days_of_series_are_said_in_words(owner: Browser, bills) -> None:
    page = owner.get("/schedules/found").text
    assert "9 × every two weeks, €4.00, next about Sat 5 Dec 2026" in page
    assert "on Saturdays" in page
    assert "€5.00 → €4.00, 20 % less" in page
