"""`ftracker user export`, `user delete` and `ftracker journal`, as a script calls them."""

import json

import pytest
from typer.testing import CliRunner

from ftracker.cli import app
from ftracker.db import Actor
from ftracker.domain.errors import DomainError
from ftracker.models import User
from tests import factories
from tests import journals as reading


@pytest.fixture
def command(settings, monkeypatch):
    """Run the command on the tests' database, in this process."""
    monkeypatch.setenv("FTRACKER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("FTRACKER_DATA_DIR", str(settings.data_dir))

    def call(*words, refused=None):
        done = CliRunner().invoke(app, words)
        if refused:
            assert isinstance(done.exception, refused)
            return str(done.exception)
        assert done.exit_code == 0, done.output
        return done.output

    return call


def test_a_person_is_exported_and_deleted(command, database, tmp_path):
    books = factories.household(database, name="Commanded")
    file = tmp_path / "me.json"
    with database.session(Actor(steward=True)) as session:
        email = session.get_one(User, books.user_id).email
    assert (
        command("user", "export", email, "-o", str(file)) == f"Wrote all about {email} to {file}.\n"
    )
    assert json.loads(file.read_text())["person"]["email"] == email
    refused = command("user", "delete", email, refused=DomainError)
    assert refused.startswith("Nobody else is in Commanded: it would be deleted too.")
    assert command("user", "delete", email, "--yes") == f"{email} is deleted.\n"
    with database.session(Actor(steward=True)) as session:
        assert session.get(User, books.user_id) is None


def test_a_journal_is_written_for_who_reads_it(command, database, tmp_path):
    books = factories.household(database, name=f"Journal {tmp_path}")
    with database.session(books) as session:
        factories.transaction(session)
    file = tmp_path / "books.journal"
    command("journal", "--household", f"Journal {tmp_path}", "--for", "hledger", "-o", str(file))
    assert reading.hledger(file.read_text())["Assets:Everyday"] == -12.5
