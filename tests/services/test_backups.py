"""A backup is one file that checks itself; it comes back whole, or nothing is touched."""

import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from ftracker.config import Settings
from ftracker.db import Actor, Database, dumps, migrations, rights, scratch
from ftracker.db.unavailable import Unavailable
from ftracker.domain.alerts import Topic
from ftracker.domain.errors import Conflict
from ftracker.domain.situations import Proof
from ftracker.models import Backup
from ftracker.queries import backups as stored
from ftracker.services import (
    backup_files,
    backup_keeping,
    backups,
    gathering,
    queueing,
    sign_in_steps,
)
from ftracker.services.backup_files import Damaged, Locked
from ftracker.services.backup_plans import Plan
from ftracker.services.doctor import Level
from tests import factories
from tests.conftest import Elsewhere
from tests.copies import copied
from tests.policies import estate

NOW = datetime(2026, 11, 26, 2, 37, tzinfo=UTC)
SECRET = "a secret that goes with the books"
GEESE = "four quiet geese"


@pytest.fixture(scope="session")
def furnished(bare) -> Iterator[str]:
    with copied(bare) as url:
        database = Database(url)
        books = factories.household(database)
        with database.session(books) as session:
            factories.transaction(session, note="Süß; \\ 'quoted'\n€ 🥦", tags=["a", "b"])
            factories.transaction(session, amount="7.25", type="Income")
        database.close()
        yield url


@pytest.fixture(scope="session")
def kept(furnished, tmp_path_factory) -> Path:
    """Give a backup of a database with one household, made once."""
    path = tmp_path_factory.mktemp("kept") / "one.backup"
    backups.make(furnished, path, Plan(path.parent, secret=SECRET), reason="command", now=NOW)
    return path


@pytest.fixture
def home(bare) -> Iterator[str]:
    with copied(bare) as url:
        yield url


@pytest.fixture
def filled(furnished) -> Iterator[str]:
    with copied(furnished) as url:
        yield url


def seen(url: str):
    with migrations.connection(url) as connected:
        return stored.contents(connected)


def test_what_is_restored_is_what_was_there_row_by_row(filled, home, tmp_path):
    path = tmp_path / "one.backup"
    made = backups.make(filled, path, Plan(tmp_path, secret=SECRET), reason="command", now=NOW)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["one.backup"]
    (household,) = made.contents.households.values()
    assert (household.transactions, household.came, household.went) == (2, "7.2500", "12.5000")
    assert sorted(household.balances.values()) == ["-5.2500"]
    granted = rights_of(home)
    found = backups.restore(home, path, passphrase="")
    assert found.secret == SECRET
    assert seen(home) == seen(filled) == found.manifest.contents
    assert rights_of(home) == granted
    database = Database(home)
    with database.session(Actor(steward=True)) as session:
        assert session.scalar(text("select current_user")) == "ftracker_app"
        assert session.scalar(text("select count(*) from households")) == 1
    database.close()


def rights_of(url: str) -> list[str]:
    with migrations.connection(url) as connected:
        return rights.read(connected)


def test_a_sealed_backup_shows_nothing_and_opens_to_its_passphrase_only(filled, tmp_path):
    path = tmp_path / "one.sealed.backup"
    plan = Plan(tmp_path, passphrase=GEESE, secret=SECRET)
    made = backups.make(filled, path, plan, reason="command", now=NOW)
    with ZipFile(path) as whole:
        assert all(name.endswith((".age", "README.txt")) for name in whole.namelist())
    with backup_files.reading(path, GEESE) as file:
        assert file.is_sealed
        assert file.manifest == made
        assert file.text(backup_files.SECRET) == SECRET
    with pytest.raises(Locked, match="give its passphrase"), backup_files.reading(path):
        pass
    with backup_files.writing(path, "") as file:
        # As if another passphrase had sealed it; to try one takes seconds, on purpose.
        file._whole.writestr("key.age", b"age-encryption.org/v1\n")
    with pytest.raises(Locked, match="does not open"), backup_files.reading(path, "other"):
        pass


@pytest.mark.parametrize("part", [0, 0.1, 0.5, 0.9, 0.999, "comment", "digest"])
def test_one_flipped_bit_is_noticed_before_anything_is_touched(kept, tmp_path, part):
    damaged = bytearray(kept.read_bytes())
    at = {"comment": len(damaged) - 71, "digest": len(damaged) - 1}.get(part)
    damaged[int(len(damaged) * part) if at is None else at] ^= 0b100
    path = tmp_path / "damaged.backup"
    path.write_bytes(damaged)
    with pytest.raises(Damaged), backup_files.reading(path):
        pass


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"P", "its end is missing"),
        (b"-- a dump by hand", "no backup of FTracker"),
        (b"PK\x03\x04" + b"x" * 200, "its end is missing"),
    ],
)
def test_what_is_no_backup_is_refused(tmp_path, content, says):
    path = tmp_path / "some.backup"
    path.write_bytes(content)
    with pytest.raises(Damaged, match=says), backup_files.reading(path):
        pass


def test_a_file_that_is_cut_off_is_refused(kept, tmp_path):
    whole = kept.read_bytes()
    path = tmp_path / "short.backup"
    for size in (len(whole) - 1, len(whole) // 2, 100):
        path.write_bytes(whole[:size])
        with pytest.raises(Damaged), backup_files.reading(path):
            pass


def rewritten(kept: Path, path: Path, **changes) -> Path:
    """Write a backup anew whose manifest says something else, with a checksum that fits."""
    with backup_files.reading(kept) as old, backup_files.writing(path) as new:
        given = old.manifest.as_json
        for name in given["parts"]:
            part = io.BytesIO()
            old.copy(name, part)
            part.seek(0)
            new.add(name, part)
        given["contents"] |= changes.pop("contents", {})
        new.add("manifest.json", io.BytesIO(json.dumps(given | changes).encode()))
    return path


def test_backups_of_a_newer_ftracker_are_refused_politely(kept, tmp_path):
    path = rewritten(kept, tmp_path / "newer.backup", format=2)
    with pytest.raises(Damaged, match=r"newer FTracker .*install that version"):
        backups.verify(path, passphrase="")
    path = rewritten(kept, tmp_path / "newer.backup", contents={"schema": "9999"})
    with pytest.raises(Damaged, match=r"newer FTracker .*schema 9999"):
        backups.verify(path, passphrase="")


def test_a_manifest_that_says_nothing_is_refused(kept, tmp_path):
    path = rewritten(kept, tmp_path / "odd.backup", parts={"database.dump": "big"})
    with pytest.raises(Damaged, match="does not say what is in it"):
        backups.verify(path, passphrase="")
    path = rewritten(kept, tmp_path / "odd.backup", contents={"tables": [1]})
    with pytest.raises(Damaged, match="does not say what is in it"):
        backups.verify(path, passphrase="")


def test_parts_that_were_never_sealed_are_refused(tmp_path):
    with ZipFile(tmp_path / "odd.zip", "w") as whole:
        whole.writestr("manifest.json.age", b"not sealed")
        with pytest.raises(Damaged, match="does not say what is in it"):
            backup_files.Reader(whole, backup_files.Identity.generate())


def test_a_part_that_is_not_what_the_manifest_says_is_refused(kept, tmp_path, settings):
    parts = {"database.dump": {"size": 1, "sha256": "0"}}
    path = rewritten(kept, tmp_path / "odd.backup", parts=parts)
    with pytest.raises(Damaged, match="not what was written"):
        backups.verify(path, passphrase="", url=settings.database_url)
    with backup_files.reading(kept) as file, pytest.raises(Damaged, match="cannot be read"):
        file.copy("nothing", io.BytesIO())


def test_a_target_that_takes_no_more_is_no_damage(kept):
    reader, writer = os.pipe()
    os.close(reader)
    with (
        backup_files.reading(kept) as file,
        os.fdopen(writer, "wb", buffering=0) as target,
        pytest.raises(BrokenPipeError),
    ):
        file.copy("database.dump", target)


def test_a_checksum_alone_makes_no_backup(tmp_path):
    start = b"PK\x03\x04 and nothing more sha256:"
    path = tmp_path / "odd.backup"
    path.write_bytes(start + hashlib.sha256(start).hexdigest().encode())
    with pytest.raises(Damaged, match="no backup of FTracker"), backup_files.reading(path):
        pass


def test_a_proof_says_which_rows_and_sums_are_not_what_they_were(kept, tmp_path, settings):
    with backup_files.reading(kept) as file:
        tables = dict(file.manifest.as_json["contents"]["tables"])
    tables |= {"accounts": [99, "1"], "categories": [tables["categories"][0], "1"], "gone": [1, ""]}
    del tables["users"]
    changed = {"tables": tables, "households": {}}
    path = rewritten(kept, tmp_path / "odd.backup", contents=changed)
    with pytest.raises(Damaged, match=r"The table gone is missing.*And 2 more"):
        backups.verify(path, passphrase="", url=settings.database_url)


def test_a_user_who_does_not_see_all_rows_is_told_what_to_do(filled, kept, tmp_path):
    name = f"guest_{uuid4().hex}"
    with migrations.connection(filled) as connected:
        connected.execute(text(f"create role {name} login"))
        connected.execute(text(f"grant select on all tables in schema public to {name}"))
    guest = filled.replace("//ftracker@", f"//{name}@")
    with pytest.raises(Unavailable, match=f"alter role {name} bypassrls"):
        backups.make(guest, tmp_path / "x.backup", Plan(tmp_path), reason="command", now=NOW)
    assert list(tmp_path.iterdir()) == []
    # Who may make no databases has it proven on a server of its own.
    assert backups.verify(kept, passphrase="", url=guest).rows > 0


def test_a_server_newer_than_the_programs_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with (
        pytest.raises(Unavailable, match="PostgreSQL 99, and the pg_restore that comes"),
        dumps.loading("postgresql:///x", server=99),
    ):
        pass


def test_a_program_that_fails_says_why_and_leaves_no_file(filled, tmp_path, monkeypatch):
    monkeypatch.setattr(stored, "contents", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backups.make(filled, tmp_path / "x.backup", Plan(tmp_path), reason="command", now=NOW)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Unavailable, match="pg_dump did not end well: query failed"):
        _dumped(filled, snapshot="no")
    with pytest.raises(Unavailable, match="pg_restore did not end well: input file"):
        _loaded(filled, b"no dump" * 1_000_000)


def test_what_only_some_servers_know_is_left_out_and_rows_pass_untouched():
    rows = b"COPY public.a (b) FROM stdin;\nSET transaction_timeout = 0;\n\\.\n"
    alter = b"ALTER TABLE ONLY public.a ALTER COLUMN b SET (pg_attver=31728032);\n"
    given = b"SET transaction_timeout = 0;\n" + rows + alter + b"ALTER TABLE public.a ADD c int;\n"
    passed = io.BytesIO()
    dumps._pass_on(io.BytesIO(given), passed)
    assert passed.getvalue() == rows + b"ALTER TABLE public.a ADD c int;\n"


def _dumped(url: str, *, snapshot: str) -> bytes:
    with dumps.dumping(url, snapshot=snapshot, server=18) as source:
        return source.read()


def _loaded(url: str, content: bytes) -> None:
    with dumps.loading(url, server=18) as target:
        target.write(content)


def test_a_command_makes_a_backup_proves_it_and_writes_it_down(filled, tmp_path):
    plan = Plan(tmp_path / "here", secret=SECRET)
    made = backup_keeping.by_command(filled, plan, path=tmp_path / "x.backup", now=NOW)
    kept = backup_keeping.by_command(filled, plan, path=None, now=NOW)
    assert kept.path == tmp_path / "here" / "ftracker-2026-11-26T023700Z.backup"
    assert kept.path.parent.stat().st_mode & 0o777 == 0o700
    database = Database(filled)
    with database.session(Actor(steward=True)) as session:
        lines = backup_keeping.listing(session)
        assert {one.file_name for one in lines} == {made.path.name, kept.path.name}
        assert all(one.verified_at and one.rows and not one.problem for one in lines)
        assert {one.file_name: backup_keeping.is_there(plan, one) for one in lines} == {
            made.path.name: False,
            kept.path.name: True,
        }
    database.close()


def test_one_at_a_time(filled, tmp_path):
    database = Database(filled)
    plan = Plan(tmp_path)
    with backup_keeping.locks.alone(filled, backup_keeping._LOCK) as is_mine:
        assert is_mine
        with pytest.raises(Conflict, match="under way"):
            backup_keeping.by_command(filled, plan, path=None, now=NOW)
        assert not backup_keeping.by_clock(database, plan, now=NOW, is_asked=True)
    database.close()
    assert list(tmp_path.iterdir()) == []


def test_by_the_clock_one_is_made_when_it_is_time_and_what_is_left_is_cleared(filled, tmp_path):
    database, plan = Database(filled), Plan(tmp_path)
    begun = datetime.now(UTC)
    later = begun + timedelta(hours=21)
    left = f"ftracker_scratch_{begun - timedelta(days=2):%Y%m%d%H%M}_0"
    with scratch._outside(filled) as connected:
        connected.execute(text(f"create database {left}"))
    assert not backup_keeping.by_clock(database, plan, now=begun)
    with database.session(Actor(steward=True)) as session:
        assert "no backup yet" in backup_keeping.checked(session, plan, now=begun).sentence
    assert backup_keeping.by_clock(database, plan, now=later)
    assert not backup_keeping.by_clock(database, plan, now=later)
    assert len(list(tmp_path.iterdir())) == 1
    with scratch._outside(filled) as connected:
        assert left not in connected.scalars(text("select datname from pg_database")).all()
    with database.session(Actor(steward=True)) as session:
        state = backup_keeping.state(session, plan, now=later + timedelta(days=2))
        assert (state.is_late, state.problem, state.is_on) == (True, "", True)
        assert not backup_keeping.state(session, plan, now=later).is_late
        assert (
            backup_keeping.checked(session, plan, now=later + timedelta(days=2)).level
            is Level.ERROR
        )
        assert backup_keeping.checked(session, plan, now=later).level is Level.OK
        off = Plan(tmp_path, is_on=False)
        assert "switched off" in backup_keeping.checked(session, off, now=later).sentence
    database.close()


def test_alerts_know_the_proofs_and_when_the_books_were_begun(session):
    today = datetime.now(UTC).date()
    row = Backup(file_name="x", reason="nightly", verified_at=datetime.now(UTC))
    session.add(row)
    session.flush()
    past = gathering.gather(session, [Topic.BACKUP_LATE], start=today, today=today)
    assert past.proofs[0].is_beginning
    assert past.proofs[-1] == Proof(today)
    with Session(session.get_bind(), info={"actor": Actor()}) as nobody:
        past = gathering.gather(nobody, [Topic.BACKUP_LATE], start=today, today=today)
        assert not past.proofs or not past.proofs[0].is_beginning


def test_the_plan_is_read_from_the_settings(tmp_path):
    plain = Plan.of(Settings(data_dir=tmp_path))
    assert (plain.folder, plain.passphrase, plain.is_on) == (tmp_path / "backups", "", True)
    assert plain.secret == (tmp_path / "secret").read_text()
    given = {
        "backup_dir": tmp_path / "far",
        "backup_passphrase": GEESE,
        "secret": "x" * 22 + "0123456789",
    }
    sealed = Plan.of(Settings(data_dir=tmp_path, backups=False, **given))
    assert (sealed.folder, sealed.passphrase, sealed.secret) == (tmp_path / "far", GEESE, "")
    assert GEESE not in repr(sealed)
    assert not sealed.is_on


def test_what_goes_wrong_is_written_down_and_said(filled, tmp_path, monkeypatch):
    database = Database(filled)
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="FTRACKER_BACKUP_DIR"):
        backup_keeping.by_clock(database, Plan(tmp_path / "file"), now=NOW, is_asked=True)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1024))
    with pytest.raises(Unavailable, match="0 MiB free"):
        backup_keeping.by_clock(database, Plan(tmp_path), now=NOW, is_asked=True)
    full = {tmp_path: usage._replace(free=2**60)}
    monkeypatch.setattr(shutil, "disk_usage", lambda at: full.get(at, usage._replace(free=1024)))
    with pytest.raises(Unavailable, match="0 MiB free where the books lie"):
        backup_keeping.by_clock(database, Plan(tmp_path), now=NOW, is_asked=True)
    with database.session(Actor(steward=True)) as session:
        lines = backup_keeping.listing(session)
        assert len(lines) == 3
        assert all(one.problem and not one.size and not one.verified_at for one in lines)
        assert not backup_keeping.is_there(Plan(tmp_path), lines[0])
        assert backup_keeping.state(session, Plan(tmp_path), now=NOW).problem == lines[0].problem
        said = backup_keeping.checked(session, Plan(tmp_path), now=NOW)
        assert (said.level, "did not work (last proven: never)" in said.sentence) == ("note", True)
    database.close()


def test_before_an_upgrade_the_books_are_backed_up_as_they_are(filled, home, tmp_path):
    plan = Plan(tmp_path)
    migrations.downgrade(filled, "0007")
    called = []

    def back_up(url: str) -> None:
        called.append(backup_keeping.before_upgrade(url, plan, now=NOW))

    migrations.upgrade(filled, before=back_up)
    migrations.upgrade(filled, before=back_up)
    (made,) = called
    assert made.manifest.contents.schema == "0007"
    backups.restore(home, made.path, passphrase="")
    assert seen(home).schema == migrations.revisions(migrations.configuration())[0]
    assert seen(home).households == made.manifest.contents.households
    assert backup_keeping.before_upgrade(filled, Plan(tmp_path, is_on=False), now=NOW) is None


def test_a_server_whose_files_cannot_be_seen_is_believed_to_have_room(tmp_path):
    assert backup_keeping._free(tmp_path / "elsewhere") is None


def test_an_upgrade_without_books_needs_no_backup(home, tmp_path):
    assert backup_keeping.before_upgrade(home, Plan(tmp_path), now=NOW) is None
    migrations.downgrade(home, "base")
    assert backup_keeping.before_upgrade(home, Plan(tmp_path), now=NOW) is None


def test_an_upgrade_does_not_begin_where_the_backup_fails(filled, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match=r"backup before that did not work.*FTRACKER_BACKUPS=off"):
        backup_keeping.before_upgrade(filled, Plan(tmp_path / "file"), now=NOW)


def test_a_file_gets_a_backups_name_only_when_it_is_proven(filled, tmp_path, monkeypatch):
    database, plan, path = Database(filled), Plan(tmp_path), tmp_path / "all.backup"
    made = backup_keeping.by_command(filled, plan, path=path, now=NOW)
    before = path.read_bytes()
    url = migrations.make_url(filled)
    closed = url.set(database="template0").render_as_string(hide_password=False)
    monkeypatch.setattr(scratch, "_may_make", lambda _: False)
    monkeypatch.setattr(scratch.embedded, "temporary", lambda: nullcontext(Elsewhere(closed)))
    with pytest.raises(Unavailable, match=r"could not be proven.*kept as .*all.unproven.backup"):
        backup_keeping.by_command(filled, plan, path=path, now=NOW)
    assert path.read_bytes() == before
    assert made.path == path
    with pytest.raises(Unavailable, match="could not be proven"):
        backup_keeping.by_clock(database, plan, now=NOW, is_asked=True)
    with database.session(Actor(steward=True)) as session:
        failed, _ = backup_keeping.listing(session)
    assert failed.file_name == "ftracker-2026-11-26T023700Z.unproven.backup"
    assert (tmp_path / failed.file_name).stat().st_size == failed.size
    assert (failed.verified_at, failed.reason) == (None, "command")
    database.close()


def test_books_that_cannot_be_read_to_the_end_are_said_to_be(filled, tmp_path, monkeypatch):
    def end(connected):
        connected.execute(text("select pg_terminate_backend(pg_backend_pid())"))

    monkeypatch.setattr(stored, "contents", end)
    with pytest.raises(Unavailable, match="could not be read to the end: terminating connection"):
        backup_keeping.by_command(filled, Plan(tmp_path), path=None, now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_clock_that_was_years_ahead_one_night_stops_no_backups(filled, tmp_path):
    database, plan = Database(filled), Plan(tmp_path)
    later = datetime.now(UTC) + timedelta(hours=21)
    far = later + timedelta(days=9_000)
    with database.session(Actor(steward=True)) as session:
        name = backup_keeping.rules.file_name(far, is_sealed=False)
        row = Backup(file_name=name, reason="nightly", made_at=far, verified_at=far, size_bytes=1)
        session.add(row)
        session.flush()
        state = backup_keeping.state(session, plan, now=later + timedelta(days=3))
        assert (state.is_late, state.verified_at) == (True, None)
    assert backup_keeping.by_clock(database, plan, now=later)
    database.close()


def test_a_restore_that_goes_wrong_leaves_an_empty_installation_that_works(kept, tmp_path, home):
    path = rewritten(kept, tmp_path / "odd.backup", contents={"households": {}})
    before = seen(home)
    with pytest.raises(Damaged, match="Totals or balances of the household"):
        backups.restore(home, path, passphrase="")
    assert seen(home) == before
    assert backups.restore(home, kept, passphrase="").manifest.rows > 0


def test_books_are_never_written_over(kept, filled):
    before = seen(filled)
    with pytest.raises(Conflict, match="There are books here already"):
        backups.restore(filled, kept, passphrase="")
    assert seen(filled) == before


def test_a_database_that_is_in_use_is_not_restored_into(kept, home):
    with migrations.connection(home) as other:
        other.execute(text("select 1"))
        with pytest.raises(Conflict, match="stop FTracker first"):
            backups.restore(home, kept, passphrase="")


def test_a_restore_is_written_down(kept, home):
    backup_keeping.bring_back(home, kept, passphrase="")
    with migrations.connection(home) as connected:
        events = connected.scalars(text("select event from security_events")).all()
    assert "backup.restored" in events


def test_the_secret_is_kept_before_there_are_books_that_need_it(kept, home):
    def full(secret: str) -> None:
        assert secret == SECRET
        raise OSError(28, "No space left")

    before = seen(home)
    with pytest.raises(OSError, match="No space left"):
        backups.restore(home, kept, passphrase="", keep=full)
    assert seen(home) == before
    migrations.upgrade(home)


def test_a_restore_that_was_killed_lets_nobody_in_and_begins_anew(kept, home, monkeypatch):
    with monkeypatch.context() as killed:
        # What happens at the end never comes: a kill asks nobody.
        killed.setattr(backups, "_end", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            backups.restore(home, kept, passphrase="")
    assert seen(home).households
    with pytest.raises(Unavailable, match="interrupted, so its books may not be whole"):
        migrations.upgrade(home)
    found = backups.restore(home, kept, passphrase="")
    migrations.upgrade(home)
    assert seen(home).households == found.manifest.contents.households


def test_what_waited_to_be_sent_is_not_sent_again_and_nobody_is_signed_in(home, bare, tmp_path):
    path, names = tmp_path / "one.backup", ["deliveries", "user_sessions", "sign_in_steps"]
    with copied(bare) as url:
        database = Database(url)
        books = estate.settle(database).books
        factories.signed_in(database, books)
        with database.session(books) as session:
            queueing.defer_reset(session, books.user_id, ip="")
            sign_in_steps.begin(
                session, "password", user_id=books.user_id, lasts=timedelta(1), now=NOW
            )
        database.close()
        backups.make(url, path, Plan(tmp_path), reason="command", now=NOW)
        before = counted(url)
    assert all(before[name] for name in [*names, "procrastinate_jobs"])
    backups.restore(home, path, passphrase="")
    after = counted(home)
    assert not any(after[name] for name in [*names, "procrastinate_jobs"])
    # That it was said is part of the books, and so is where members want to hear of it.
    assert [after[name] for name in ("notices", "channels")] == [
        before[name] for name in ("notices", "channels")
    ]


def counted(url: str) -> dict[str, int]:
    return {name: rows for name, (rows, _) in seen(url).tables.items()}
