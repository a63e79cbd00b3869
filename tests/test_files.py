"""Files in and out from the shell."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ftracker.cli import app
from ftracker.config import Settings
from ftracker.db import Database, new_id
from tests import factories

DATA = Path(__file__).parents[2] / "shared" / "data"
GOOD = (
    "date,amount,type,category,account,payee,note\n"
    "2026-01-05,4.20,Expense,Coffee,Everyday,Bluebird,=1+1\n"
)


@pytest.fixture
def home(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> str:
    """Start a household that the shell can name, and stand in an empty folder."""
    monkeypatch.setenv("FTRACKER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("FTRACKER_DATA_DIR", str(settings.data_dir))
    monkeypatch.chdir(tmp_path)
    name = f"Home {new_id()}"
    factories.household(database, name=name)
    return name


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def _file(text: str, name: str = "bank.csv") -> str:
    Path(name).write_text(text)
    return name


def test_a_file_comes_in_and_goes_out(home: str) -> None:
    done = _run("import", _file(GOOD), "--household", home)
    assert done.exit_code == 0, done.output
    assert "1 rows: 1 added, 0 were there already" in done.output
    assert "0 added, 1 were there" in _run("import", "bank.csv", "--household", home).output
    assert _run("export", "--household", home, "-o", "out.csv").exit_code == 0
    assert Path("out.csv").read_text().splitlines()[1].endswith('"Bluebird","\'=1+1"')
    assert "Bluebird" in _run("export", "--household", home).output


def test_a_dry_run_imports_nothing(home: str) -> None:
    bad = _file(GOOD + "2026-02-30,1,Expense,,,,\n")
    said = _run("import", bad, "--household", home, "--dry-run").output
    assert "Line 3, date: “2026-02-30” is no day" in said
    assert "2 rows: 1 would be added, 0 are there already, 1 cannot be read." in said
    assert "Bluebird" not in _run("export", "--household", home).output


def test_each_bad_row_is_named_and_nothing_comes_in(home: str) -> None:
    bad = _file(GOOD + "2026-02-30,1,Expense,,,,\n")
    done = _run("import", bad, "--household", home)
    assert done.exit_code == 2
    assert "Line 3, date" in done.output
    assert "Nothing was imported." in done.output
    assert "Bluebird" not in _run("export", "--household", home).output


def test_a_mapping_and_an_account_may_be_given(home: str) -> None:
    mapping = {"date": {"column": "When", "formats": ["%d/%m/%Y"]}, "amount": {"column": 1}}
    words = ("--mapping", _file(json.dumps(mapping), "m.json"), "--account", "Visa")
    done = _run("import", _file("When,Sum\n01/02/2026,-5.00\n"), "--household", home, *words)
    assert done.exit_code == 0, done.output
    assert (
        "2026-02-01,5.00,Expense,Uncategorised,Visa" in _run("export", "--household", home).output
    )


def test_a_mapping_that_is_no_json_is_refused(home: str) -> None:
    done = _run("import", _file(GOOD), "--household", home, "--mapping", _file("{", "m.json"))
    assert done.exit_code == 2
    assert "m.json is no JSON" in done.output


def test_an_unknown_household_is_refused(home: str) -> None:
    assert _run("import", _file(GOOD), "--household", f"{home}?").exit_code != 0


def test_the_real_files_come_in_from_the_shell(home: str) -> None:
    household = DATA / "household" / "Daily Household Transactions.csv"
    mint = DATA / "personal_mint" / "personal_transactions.csv"
    for path, count in ((household, "2,461"), (mint, "808")):
        if path.exists():
            assert f"{count} added" in _run("import", str(path), "--household", home).output
