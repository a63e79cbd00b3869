"""Files of real households through page, API and shell: every month is right to the cent."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ftracker.cli import app as command
from ftracker.db import Actor, Database, Door, new_id
from tests import factories, invariants
from tests.clients import Browser, Program

DATA = Path(__file__).parents[2] / "shared" / "data"
# The file, the currency, and what the truth calls money that came in and went out.
FILES = {
    "household/Daily Household Transactions.csv": ("INR", "income", "expense"),
    "personal_mint/personal_transactions.csv": ("USD", "in", "out"),
}
PRESENT = {name: told for name, told in FILES.items() if (DATA / name).exists()}


@pytest.fixture
def bring(app, settings, database: Database, monkeypatch: pytest.MonkeyPatch):
    """Take a file in through one of the doors."""
    monkeypatch.setenv("FTRACKER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("FTRACKER_DATA_DIR", str(settings.data_dir))

    def through(door: Door, path: Path, books: Actor, home: str) -> None:
        if door is Door.COMMAND:
            done = CliRunner().invoke(command, ["import", str(path), "--household", home])
            assert done.exit_code == 0, done.output
        elif door is Door.API:
            program = Program(app).enter(database, books)
            answer = program.post(
                "/api/data/import", files={"file": (path.name, path.read_bytes())}
            )
            assert answer.json()["status"] == "imported", answer.text
        else:
            browser = Browser(app).enter(database, books)
            shown = browser.submit(
                "/data/import", files={"file": (path.name, path.read_bytes())}
            ).headers["location"]
            assert browser.submit(f"{shown}/confirm").status_code == 303

    return through


@pytest.mark.parametrize("door", [Door.PAGE, Door.API, Door.COMMAND])
def test_real_files_come_in_to_the_cent_through_every_door(app, database, bring, door):
    for name, (currency, come, go) in PRESENT.items():
        home = f"Home {new_id()}"
        books = factories.household(database, name=home, currency=currency)
        bring(door, DATA / name, books, home)
        report = summary(Program(app).enter(database, books))
        truth = {row["month"]: (Decimal(row[come]), -Decimal(row[go])) for row in rows(DATA / name)}
        assert {
            period["start"][:7]: (Decimal(period["income"]), Decimal(period["spending"]))
            for period in report["periods"]
            if period["count"]
        } == truth
        net = sum(income - spending for income, spending in truth.values())
        assert Decimal(report["totals"]["net"]) == net
        assert invariants.broken(database.engine, books.household_id) == []


def test_the_export_of_a_real_file_makes_the_same_books_elsewhere(app, database):
    for name, (currency, *_) in PRESENT.items():
        content = (DATA / name).read_bytes()
        lines, reports = [], []
        for _ in range(2):
            books = factories.household(database, currency=currency)
            program = Program(app).enter(database, books)
            program.post("/api/data/import", files={"file": ("a.csv", content)}).raise_for_status()
            content = program.get("/api/data/export").content
            lines.append(sorted(content.splitlines()))
            reports.append(summary(program)["periods"])
        assert lines[0] == lines[1]
        assert reports[0] == reports[1]


def summary(program: Program) -> dict[str, Any]:
    return program.get("/api/reports/summary", params={"unit": "month"}).json()


def rows(path: Path) -> list[dict[str, str]]:
    with (path.parent / "truth_monthly.csv").open(newline="") as file:
        return list(csv.DictReader(file))
