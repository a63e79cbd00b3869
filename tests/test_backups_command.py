"""`ftracker backup`, `verify` and `restore`, as they are typed."""

import tempfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ftracker.cli import app
from ftracker.db import Database, migrations, restoring
from ftracker.db.unavailable import Unavailable
from ftracker.domain.errors import Conflict
from ftracker.services.backup_files import Damaged
from tests import factories
from tests.copies import copied

OWN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def run(monkeypatch):
    """Run a command with settings of its own."""

    def command(*words: str, **settings: object):
        for name in ("secret", "database_url", "data_dir"):
            monkeypatch.delenv(f"FTRACKER_{name.upper()}", raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(f"FTRACKER_{name.upper()}", str(value))
        return CliRunner().invoke(app, words)

    return command


def test_a_backup_made_here_is_proven_and_comes_back_there(run, bare, tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    file = tmp_path / "all.backup"
    with copied(bare) as one, copied(bare) as two:
        database = Database(one)
        factories.household(database)
        database.close()
        done = run("backup", str(file), database_url=one, data_dir=here)
        assert done.exit_code == 0, done.output
        assert "holds 1 household, 0 transactions" in done.stdout
        assert "It is not encrypted" in done.stdout
        again = run("restore", str(file), database_url=one, data_dir=here)
        assert isinstance(again.exception, Conflict)
        with migrations.connection(two) as connected:
            restoring.begin(connected)
        half = run("doctor", database_url=two, data_dir=there)
        assert isinstance(half.exception, Unavailable)
        done = run("restore", str(file), database_url=two, data_dir=there)
        assert done.exit_code == 0, done.output
        assert "The secret came back with it" in done.stdout
        assert "Everybody signs in again" in done.stdout
        assert (there / "secret").read_text() == (here / "secret").read_text()
        assert (there / "secret").stat().st_mode & 0o777 == 0o600
        checked = run("doctor", database_url=two, data_dir=there).stdout
        assert "note   There is no backup yet" in checked
    broken = bytearray(file.read_bytes())
    broken[len(broken) // 2] ^= 1
    file.write_bytes(broken)
    assert isinstance(run("verify", str(file), data_dir=here).exception, Damaged)


def test_verify_needs_no_installation_and_a_secret_of_ones_own_is_named(run, bare):
    with tempfile.TemporaryDirectory(prefix="ftracker-test-") as name:
        file, words = Path(name) / "all.backup", Path(name) / "words"
        given = {"data_dir": name, "secret": OWN}
        with copied(bare) as url:
            done = run("backup", str(file), database_url=url, **given)
        assert "FTRACKER_SECRET is not in it" in done.stdout
        words.write_text("not needed\n")
        done = run("verify", str(file), "--passphrase-file", str(words), **given)
        assert done.exit_code == 0, done.output
        assert "is whole: " in done.stdout
