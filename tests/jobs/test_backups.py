"""Backups are made by the clock and when somebody asks, in places where they are switched on."""

import threading
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from ftracker.db import Database
from ftracker.db.unavailable import Unavailable
from ftracker.jobs import backups
from ftracker.jobs.places import Place
from ftracker.services import backup_keeping, queueing
from ftracker.services.backup_plans import Plan


def context(database: Database, plan: Plan | None) -> SimpleNamespace:
    place = Place(database, 1, threading.Event(), backups=plan)
    return SimpleNamespace(additional_context={"place": place})


def test_where_backups_are_switched_off_none_are_made(database, books, tmp_path):
    backups.by_clock(context(database, None), timestamp=0)
    backups.by_clock(context(database, Plan(tmp_path, is_on=False)), timestamp=0)
    assert list(tmp_path.iterdir()) == []


def test_one_that_was_asked_for_is_made_and_proven_at_once(database, books, tmp_path):
    backups.now(context(database, Plan(tmp_path)))
    (made,) = tmp_path.iterdir()
    with database.session(books) as session:
        (line,) = [one for one in backup_keeping.listing(session) if one.file_name == made.name]
    assert line.verified_at is not None
    assert line.reason == "command"


def test_one_that_does_not_work_fails_its_job(database, books, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="cannot be written"):
        backups.now(context(database, Plan(tmp_path / "file")))


def test_an_owner_asks_on_the_page_and_sees_how_it_stands(owner, database, tmp_path):
    assert "Backups" in owner.get("/settings").text
    page = owner.get("/settings/backups")
    assert page.status_code == 200
    answer = owner.submit("/settings/backups")
    assert answer.headers["location"] == "/settings/backups"
    statement = text("select count(*) from procrastinate_jobs where task_name = :name")
    with database.engine.connect() as bare:
        assert bare.scalar(statement, {"name": queueing.BACKUP_NOW})
    backups.now(context(database, Plan(tmp_path)))
    page = owner.get("/settings/backups").text
    assert "restored aside and compared, row by row" in page
    assert "not in the folder of backups" in page


def test_only_owners_see_them(editor, viewer):
    assert "/settings/backups" not in editor.get("/settings").text
    for browser in (editor, viewer):
        assert browser.get("/settings/backups").status_code == 403
        assert browser.submit("/settings/backups").status_code == 403
