"""Alerts for programs: the same deeds as the pages."""

from datetime import UTC, datetime, timedelta

from ftracker.domain.alerts import Topic
from ftracker.services import watching
from tests import factories

NOW = datetime.now(UTC)
TODAY = NOW.astimezone().date()
ONE = {"topic": "low_balance", "subject": "Everyday", "level": "200"}


def test_an_alert_is_added_read_changed_and_deleted(api):
    made = api.post("/api/alerts", json=ONE)
    assert made.status_code == 201
    alert = made.json()
    assert (alert["level"], alert["unit"], alert["subject"]) == ("200.00", "amount", "Everyday")
    path = made.headers["location"]
    assert api.get(path).json() == alert
    changed = api.put(path, json={"level": "150", "is_muted": True, "version": 1}).json()
    assert (changed["level"], changed["is_muted"], changed["version"]) == ("150.00", True, 2)
    stale = api.put(path, json={"level": "1", "version": 1})
    assert stale.status_code == 409
    assert stale.json()["current"]["version"] == 2
    listed = api.get("/api/alerts").json()
    assert listed["next_cursor"] is None
    assert len(listed["items"]) == len(Topic) + 1
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404


def test_a_general_alert_is_not_deleted(api):
    general = api.get("/api/alerts").json()["items"][0]
    assert general["is_general"]
    assert api.delete(f"/api/alerts/{general['id']}").status_code == 409
    path = f"/api/alerts/{general['id']}"
    assert api.put(path, json={"level": 120, "version": 1}).json()["level"] == "120"
    assert api.put(path, json={"level": 1.5, "version": 2}).status_code == 422
    assert api.put(path, json={"level": True, "version": 2}).status_code == 422
    beyond = api.put(path, json={"level": 1001, "version": 2})
    assert beyond.status_code == 409
    assert beyond.json()["errors"][0]["field"] == "level"


def test_an_alert_is_rehearsed_without_being_kept(api, database, books):
    with database.session(books) as session:
        day = TODAY - timedelta(days=30)
        factories.transaction(session, amount="20", date=day.isoformat())
    said = api.post("/api/alerts/rehearsals", json={"topic": "low_balance", "level": "0"}).json()
    assert said["count"] == 2
    assert said["items"][0]["title"] == "Everyday holds −€20.00"
    assert said["items"][0]["day"] == day.isoformat()
    assert said["note"]
    assert len(api.get("/api/alerts").json()["items"]) == len(Topic)


def test_notices_are_listed_read_and_put_off(api, database, books):
    with database.session(books) as session:
        factories.transaction(session, date=TODAY.isoformat(), amount="70")
        for number in range(3):
            later = TODAY + timedelta(days=31 * number)
            watching.look(session, today=later, now=NOW + timedelta(seconds=number))
    first = api.get("/api/alerts/notices?limit=1").json()
    second = api.get(f"/api/alerts/notices?limit=1&cursor={first['next_cursor']}").json()
    assert first["items"][0]["id"] != second["items"][0]["id"]
    notice = first["items"][0]
    assert notice["facts"][0].keys() == {"label", "value", "kind", "href"}
    path = f"/api/alerts/notices/{notice['id']}"
    assert api.get(path).json()["read_at"] is None
    assert api.post(path, json={}).json()["read_at"]
    put_off = api.post(path, json={"snooze": "week"}).json()
    assert put_off["read_at"] is None
    assert put_off["snoozed_until"]
    assert api.post(path, json={"read": False}).json()["snoozed_until"] is None
    gone = api.get("/api/alerts/notices?gone=true").json()["items"]
    assert all(one["gone_at"] for one in gone)
    assert api.get("/api/alerts/notices?cursor=x").status_code == 422
