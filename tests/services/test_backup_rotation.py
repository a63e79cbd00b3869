"""Old backups go in order; what was never proven goes when something newer was."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from ftracker.db import Actor, Database
from ftracker.domain import backups as rules
from ftracker.models import Backup
from ftracker.queries import backups as stored
from ftracker.services import backup_rotation
from ftracker.services.backup_plans import Plan
from tests.copies import copied

NOW = datetime(2026, 11, 26, 2, 37, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def home(bare) -> Iterator[Database]:
    with copied(bare) as url:
        database = Database(url)
        yield database
        database.close()


def kept(database: Database, **given) -> None:
    with database.session(Actor(steward=True)) as session:
        session.add(Backup(**{"reason": "nightly"} | given))


def listed(database: Database) -> set[str]:
    with database.session(Actor(steward=True)) as session:
        return {one.file_name for one in stored.listing(session)}


def test_old_ones_go_in_order_and_only_those_that_are_ours_and_proven(home, tmp_path):
    database, plan = home, Plan(tmp_path, keep=rules.Keep(1, 0, 0))
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in (20, 21, 22, 26)]
    names = [rules.file_name(day, is_sealed=False) for day in days]
    with database.session(Actor(steward=True)) as session:
        for day, name in zip(days, names, strict=True):
            (tmp_path / name).write_text("x")
            proven = day if day.day in {20, 22, 26} else None
            session.add(Backup(file_name=name, reason="nightly", made_at=day, verified_at=proven))
        way_back = Backup(reason="upgrade", made_at=days[0], verified_at=days[0])
        way_back.file_name = rules.file_name(days[0], is_sealed=True)
        (tmp_path / way_back.file_name).write_text("x")
        session.add(way_back)
    for other in ("notes.txt", "ftracker-mine.backup"):
        (tmp_path / other).write_text("x")
    gone = backup_rotation.let_go(database, plan, now=NOW)
    assert gone == [names[0], names[2]]
    left = {path.name for path in tmp_path.iterdir()}
    stay = {names[1], names[3], rules.file_name(days[0], is_sealed=True)}
    assert left == stay | {"notes.txt", "ftracker-mine.backup"}
    with database.session(Actor(steward=True)) as session:
        assert {one.file_name for one in stored.listing(session)} == stay


def test_what_was_never_proven_goes_after_a_week_once_something_newer_is_proven(home, tmp_path):
    plan = Plan(tmp_path)
    days = [NOW - DAY * days for days in (9, 8, 5)]
    # The oldest was being proven when the machine stopped: nothing was written down of it.
    names = [rules.unproven(rules.file_name(day, is_sealed=day == days[0])) for day in days]
    for name in names:
        (tmp_path / name).write_text("x")
    for day, name in zip(days[1:], names[1:], strict=True):
        kept(home, file_name=name, made_at=day, problem="No room.", size_bytes=1)
    kept(home, file_name="never-came-to-be", made_at=days[0], problem="No room.")
    assert backup_rotation.let_go(home, plan, now=NOW) == []
    earlier = rules.file_name(NOW - DAY * 30, is_sealed=False)
    (tmp_path / earlier).write_text("x")
    kept(home, file_name=earlier, made_at=NOW - DAY * 30, verified_at=NOW)
    assert backup_rotation.let_go(home, plan, now=NOW) == []
    assert len(listed(home)) == 4
    today = rules.file_name(NOW, is_sealed=False)
    (tmp_path / today).write_text("x")
    kept(home, file_name=today, made_at=NOW, verified_at=NOW)
    assert backup_rotation.let_go(home, plan, now=NOW) == names[:2]
    assert {path.name for path in tmp_path.iterdir()} == {names[2], earlier, today}
    assert listed(home) == {names[2], earlier, today}


def test_a_proof_whose_file_is_gone_lets_nothing_go(home, tmp_path):
    name = rules.unproven(rules.file_name(NOW - DAY * 9, is_sealed=False))
    (tmp_path / name).write_text("x")
    kept(home, file_name=rules.file_name(NOW, is_sealed=False), made_at=NOW, verified_at=NOW)
    assert backup_rotation.let_go(home, Plan(tmp_path), now=NOW) == []


def test_half_files_of_killed_programs_are_cleared_a_day_later(tmp_path):
    for name, age in (("old", 2 * DAY), ("new", timedelta(hours=1))):
        path = tmp_path / f".ftracker-{name}.backup.new"
        path.write_text("x")
        os.utime(path, (NOW.timestamp(), (NOW - age).timestamp()))
    (tmp_path / ".other.new").write_text("x")
    backup_rotation.clear(Plan(tmp_path), now=NOW)
    assert {path.name for path in tmp_path.iterdir()} == {".ftracker-new.backup.new", ".other.new"}
