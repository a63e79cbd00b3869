"""What comes again, for programs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from ftracker.db import Actor, Database, new_id
from ftracker.domain.periods import months_later
from tests import factories
from tests.clients import Program

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Let it be one day, whenever the tests run."""
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def bill(database: Database, books: Actor) -> list[str]:
    with database.session(books) as session:
        return [
            str(
                factories.transaction(
                    session,
                    date=months_later(TODAY, number - 7),
                    payee="TV",
                    amount="9.99" if number < 5 else "12.99",
                ).id
            )
            for number in range(8)
        ]


def test_what_comes_again_is_listed_with_its_evidence(api: Program, bill: list[str]) -> None:
    answer = api.get("/api/schedules/found").json()
    (one,) = answer["items"]
    assert (one["id"], one["name"], one["pace"]) == (bill[-1], "TV", "month")
    assert (one["amount"], one["count"], one["total"], one["missed"]) == ("12.99", 8, "88.92", 0)
    assert one["transaction_ids"] == bill
    assert [(price["before"], price["after"]) for price in one["prices"]] == [("9.99", "12.99")]
    assert (answer["next_cursor"], answer["refused"]) == (None, 0)


def test_it_becomes_a_schedule_once_however_often_it_is_sent(api: Program, bill: list[str]) -> None:
    made = api.post(f"/api/schedules/found/{bill[0]}")
    assert (made.status_code, made.json()["amount"]) == (200, "12.99")
    assert api.post(f"/api/schedules/found/{bill[-1]}").json() == made.json()
    assert len(api.get("/api/schedules").json()["items"]) == 1
    assert api.get("/api/schedules/found").json()["items"] == []


def test_it_is_turned_down_and_reconsidered(api: Program, bill: list[str]) -> None:
    assert api.delete(f"/api/schedules/found/{bill[0]}").status_code == 204
    answer = api.get("/api/schedules/found").json()
    assert (answer["items"], answer["refused"]) == ([], 1)
    assert api.delete("/api/schedules/found").status_code == 204
    assert len(api.get("/api/schedules/found").json()["items"]) == 1


def test_what_is_in_no_series_is_not_found(api: Program) -> None:
    assert api.post(f"/api/schedules/found/{new_id()}").status_code == 404
    assert api.delete(f"/api/schedules/found/{new_id()}").status_code == 404
