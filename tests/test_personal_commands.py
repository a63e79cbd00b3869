"""`ftracker user export`, `user delete` and `ftracker journal`, as a script calls them."""

import json

from ftracker.db import Actor
from ftracker.models import User
from tests import factories
from tests import journals as reading


def test_a_person_is_exported_and_deleted(run, database, tmp_path):
    books = factories.household(database, name="Commanded")
    file = tmp_path / "me.json"
    with database.session(Actor(steward=True)) as session:
        email = session.get_one(User, books.user_id).email
    done = run("user", "export", email, "-o", str(file))
    assert (done.stdout, done.stderr) == (f"Wrote all about {email} to {file}.\n", "")
    assert json.loads(file.read_text())["person"]["email"] == email
    refused = run("user", "delete", email)
    assert refused.returncode == 2
    assert refused.stderr.startswith("Nobody else is in Commanded: it would be deleted too.")
    assert run("user", "delete", email, "--yes").stdout == f"{email} is deleted.\n"
    with database.session(Actor(steward=True)) as session:
        assert session.get(User, books.user_id) is None


def test_a_journal_is_written_for_who_reads_it(run, database, tmp_path):
    books = factories.household(database, name=f"Journal {tmp_path}")
    with database.session(books) as session:
        factories.transaction(session)
    file = tmp_path / "books.journal"
    words = ("--household", f"Journal {tmp_path}", "--for", "hledger", "-o", str(file))
    assert run("journal", *words).returncode == 0
    assert reading.hledger(file.read_text())["Assets:Everyday"] == -12.5
