"""The books of an older PostgreSQL come along: its programs still do."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from ftracker.db import Actor, Database, dumps, fingerprints, majors, migrations
from ftracker.db.cluster import Cluster
from ftracker.db.embedded import EmbeddedServer
from ftracker.db.unavailable import Unavailable
from tests import factories

OLD = 16


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ftracker-test-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def test_books_of_an_older_postgresql_are_carried_over_row_by_row(folder, monkeypatch):
    old = Cluster(folder / f"postgresql-{OLD}", OLD)
    old.data.mkdir(mode=0o700)
    if old.owner:
        shutil.chown(old.data, old.owner)
    old._run(
        "initdb",
        f"--pgdata={old.data}",
        "--username=ftracker",
        "--auth=trust",
        "--locale=C",
        "--encoding=UTF8",
    )
    with majors._running(old) as url:
        migrations.upgrade(url)
        database = Database(url)
        books = factories.household(database)
        with database.session(books) as session:
            factories.transaction(session, note="Süß €")
        database.close()
        with migrations.connection(url) as connected:
            before = fingerprints.tables(connected)
    with monkeypatch.context() as broken:
        broken.setattr(fingerprints, "tables", lambda connected: {"users": dumps.major(connected)})
        with (
            pytest.raises(Unavailable, match="the tables users differ"),
            EmbeddedServer(folder),
        ):
            pass
    assert {path.name for path in folder.glob("*postgresql-*")} == {old.data.name}
    with EmbeddedServer(folder) as server:
        with migrations.connection(server.url) as connected:
            assert dumps.major(connected) == 18
            assert fingerprints.tables(connected) == before
        database = Database(server.url)
        with database.session(Actor(steward=True)) as session:
            assert session.scalar(text("select current_user")) == "ftracker_app"
            assert session.scalar(text("select count(*) from households")) == 1
        with database.session(books) as session:
            factories.transaction(session)
        database.close()
    # The second start finds the new books, and leaves the old ones alone.
    with EmbeddedServer(folder) as server, migrations.connection(server.url) as connected:
        assert fingerprints.tables(connected)["transactions"].rows == 2
    assert (folder / old.data.name / "PG_VERSION").read_text().strip() == str(OLD)


@pytest.mark.parametrize(
    ("name", "says"),
    [("postgresql-12", "not bring any more: start the FTracker that wrote them once more"),
     ("postgresql-99", "install the newer FTracker again")],
)  # fmt: skip
def test_books_of_a_version_that_does_not_come_along_are_left_alone(folder, name, says):
    (folder / name).mkdir()
    (folder / name / "PG_VERSION").write_text(name[-2:])
    with pytest.raises(Unavailable, match=says), EmbeddedServer(folder):
        pass
    assert {path.name for path in folder.glob("*postgresql-*")} == {name}
