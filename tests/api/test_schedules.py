"""Schedules through the API: the same deeds as the pages."""

from datetime import UTC, datetime, timedelta

import pytest

from ftracker.db import new_id

TODAY = datetime.now(UTC).astimezone().date()
RENT = {"name": "Rent", "payee": "Landlord", "amount": "850.00", "category": "Housing"}


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def made(api, **given):
    answer = api.post("/api/schedules", json=RENT | {"start_date": day(-10)} | given)
    assert answer.status_code == 201, answer.text
    return answer.json()


def upcoming(api, **query):
    answer = api.get("/api/schedules/upcoming", params=query)
    assert answer.status_code == 200
    return answer.json()


def say(api, key: str, **given):
    body = {"due_date": day(-10), "state": "paid"} | given
    return api.post(f"/api/schedules/{key}/occurrences", json=body)


def test_a_schedule_is_added_read_changed_and_deleted(api):
    one = made(api, least="800", tags=["home"])
    place = f"/api/schedules/{one['id']}"
    assert api.get(place).json() == one
    assert (one["amount"], one["least"], one["most"]) == ("850.00", "800.00", None)
    assert (one["flow"], one["category"], one["account"]) == ("out", "Housing", "Everyday")
    assert (one["to_account"], one["unit"], one["weekend"]) == (None, "month", "keep")
    body = RENT | {"start_date": day(-10), "amount": "900", "version": one["version"]}
    changed = api.put(place, json=body).json()
    assert (changed["amount"], changed["tags"], changed["version"]) == ("900.00", [], 2)
    stale = api.put(place, json=body)
    assert (stale.status_code, stale.json()["current"]["amount"]) == (409, "900.00")
    assert api.delete(place, params={"version": 1}).status_code == 409
    assert api.delete(place, params={"version": 2}).status_code == 204
    assert api.get(place).status_code == 404
    assert api.get("/api/schedules").json() == {"items": [], "next_cursor": None}


def test_a_transfer_names_the_account_that_it_goes_to(api):
    api.post("/api/accounts", json={"name": "Vault", "kind": "savings"})
    one = made(api, to_account="vault", payee="")
    assert (one["flow"], one["to_account"]) == ("transfer", "Vault")
    assert upcoming(api)["items"][0]["to_account_id"] == one["to_account_id"]


def test_what_is_due_comes_with_its_state_and_what_paid_it(api):
    one = made(api)
    paid = {"date": day(-9), "amount": "860", "payee": "LANDLORD", "category": "Housing"}
    key = api.post("/api/transactions", json=paid).json()["id"]
    found = upcoming(api, start=day(-20), end=day(40))
    first, second = found["items"][:2]
    assert (first["schedule_id"], first["state"], first["due_date"]) == (
        one["id"],
        "paid",
        day(-10),
    )
    assert (first["transaction_id"], first["paid_amount"]) == (key, "860.00")
    assert (first["amount"], first["paid_date"]) == ("850.00", day(-9))
    assert (second["state"], second["transaction_id"]) == ("due", None)
    assert (found["start"], found["end"], found["next_cursor"]) == (day(-20), day(40), None)


def test_without_days_it_is_this_month_and_the_next(api):
    found = upcoming(api)
    assert found["start"] == TODAY.replace(day=1).isoformat()
    assert found["items"] == []


def test_a_day_is_booked_once_however_often_it_is_asked_for(api):
    key = made(api)["id"]
    first = say(api, key, amount="870", date=day(-3)).json()
    again = say(api, key).json()
    assert (first["state"], first["paid_amount"], first["paid_date"]) == ("paid", "870.00", day(-3))
    assert again == first
    assert len(api.get("/api/transactions").json()["items"]) == 1


def test_a_day_is_skipped_and_that_is_forgotten(api):
    key = made(api)["id"]
    assert say(api, key, state="skipped").json()["state"] == "skipped"
    place = f"/api/schedules/{key}/occurrences/{day(-10)}"
    assert api.delete(place).status_code == 204
    assert api.delete(place).status_code == 404
    assert upcoming(api, start=day(-20), end=day(0))["items"][0]["state"] == "late"


def test_a_transaction_is_said_to_be_the_payment(api):
    key = made(api)["id"]
    other = {"date": day(-2), "amount": "3", "payee": "Odd"}
    row = api.post("/api/transactions", json=other).json()["id"]
    assert say(api, key, transaction_id=row).json()["transaction_id"] == row
    assert say(api, key, due_date=day(-10), transaction_id=str(new_id())).status_code == 404


@pytest.mark.parametrize(
    ("given", "status", "field"),
    [
        ({"amount": "0"}, 422, "amount"),
        ({"every": 0}, 422, "every"),
        ({"every": 1.5}, 422, "every"),
        ({"unit": "moon"}, 422, "unit"),
        ({"month_day": 0}, 422, "month_day"),
        ({"nth": 5, "weekday": 0}, 422, "nth"),
        ({"weekday": 7, "nth": 1}, 422, "weekday"),
        ({"is_posted": "yes"}, 422, "is_posted"),
        ({"unit": "week", "month_day": 3}, 409, "month_day"),
        ({"least": "900"}, 409, "least"),
        ({"type": "Transfer"}, 409, "to_account_id"),
        ({"category": "Boats"}, 404, "category"),
        ({"goal": "Boat"}, 404, "goal"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(api, given, status, field):
    answer = api.post("/api/schedules", json=RENT | {"start_date": day(0)} | given)
    assert answer.status_code == status
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_day_on_which_nothing_falls_due_is_refused(api):
    key = made(api)["id"]
    answer = say(api, key, due_date=day(-9))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (409, "due_date")
    assert say(api, str(new_id())).status_code == 404


def test_upcoming_costs_a_fixed_number_of_queries(api, count_queries):
    def asked() -> int:
        with count_queries() as counted:
            upcoming(api, start=day(-40), end=day(60))
        return counted[0]

    made(api)
    asked()
    few = asked()
    for number in range(15):
        made(api, name=f"S{number}", unit="week", amount=f"{number + 5}")
        paid = {"date": day(-3), "amount": f"{number + 5}", "payee": "Landlord"}
        api.post("/api/transactions", json=paid)
    asked()
    assert asked() == few
