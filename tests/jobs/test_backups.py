"""Backups are made by the clock and when somebody asks, in places where they are switched on."""

import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from ftracker.db import Actor, Database
from ftracker.db.unavailable import Unavailable
from ftracker.jobs import backups
from ftracker.jobs.places import Place
from ftracker.models import Backup
from ftracker.services import backup_keeping, queueing
from ftracker.services.backup_plans import Plan
from tests.copies import copied


def context(database: Database, plan: Plan | None) -> SimpleNamespace:
    place = Place(database, 1, threading.Event(), backups=plan)
    return SimpleNamespace(additional_context={"place": place})


def test_where_backups_are_switched_off_none_are_made(database, books, tmp_path):
    backups.by_clock(context(database, None), timestamp=0)
    backups.by_clock(context(database, Plan(tmp_path, is_on=False)), timestamp=0)
    assert list(tmp_path.iterdir()) == []


def test_one_that_was_asked_for_is_made_and_proven_at_once(bare, tmp_path):
    with copied(bare) as url:
        database = Database(url)
        backups.now(context(database, Plan(tmp_path)))
        with database.session(Actor(steward=True)) as session:
            (line,) = backup_keeping.listing(session)
        database.close()
    assert [one.name for one in tmp_path.iterdir()] == [line.file_name]
    assert line.verified_at is not None
    assert line.reason == "command"


def test_one_that_does_not_work_fails_its_job(database, books, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="cannot be written"):
        backups.now(context(database, Plan(tmp_path / "file")))


def test_an_owner_asks_on_the_page_and_sees_how_it_stands(owner, database):
    assert "Backups" in owner.get("/settings").text
    page = owner.get("/settings/backups")
    assert page.status_code == 200
    answer = owner.submit("/settings/backups")
    assert answer.headers["location"] == "/settings/backups"
    statement = text("select count(*) from procrastinate_jobs where task_name = :name")
    assert owner.submit("/settings/backups").status_code == 303
    with database.engine.connect() as bare:
        # However often somebody clicks, one waits.
        assert bare.scalar(statement, {"name": queueing.BACKUP_NOW}) == 1
    with database.session(Actor(steward=True)) as session:
        session.add(Backup(file_name="x", reason="nightly", verified_at=datetime.now(UTC)))
    page = owner.get("/settings/backups").text
    assert "restored aside and compared, row by row" in page
    assert "not in the folder of backups" in page


def test_a_demonstration_says_that_none_are_made(owner, app, database, monkeypatch):
    monkeypatch.setitem(app.state._state, "demo", True)
    for path in ("/settings/backups", "/settings/health"):
        page = owner.get(path).text
        assert "it is gone when it ends, and no backups of it are made" in page
        assert "night" not in page
    before = _asked(database)
    owner.submit("/settings/backups")
    assert "No backups are made here." in owner.get("/settings/backups").text
    assert _asked(database) == before


def _asked(database: Database) -> int:
    statement = text("select count(*) from procrastinate_jobs where task_name = :name")
    with database.engine.connect() as bare:
        return bare.scalar(statement, {"name": queueing.BACKUP_NOW}) or 0


def test_only_owners_see_them(editor, viewer):
    assert "/settings/backups" not in editor.get("/settings").text
    for browser in (editor, viewer):
        assert browser.get("/settings/backups").status_code == 403
        assert browser.submit("/settings/backups").status_code == 403
