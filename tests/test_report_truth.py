"""Reports of real households: each month and each category is right to the cent."""

import csv
from calendar import month_name
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from ftracker.db import Database
from ftracker.queries.catalogue import catalogue
from ftracker.routes import report_bodies
from ftracker.services import importer
from ftracker.web.tables import Body, Table
from tests import factories
from tests.proofs import Prover
from tests.services.importing import sent

DATA = Path(__file__).parents[2] / "shared" / "data"
TODAY = date(2026, 11, 25)
FILES = {
    "household/Daily Household Transactions.csv": ("INR", "income", "expense"),
    "personal_mint/personal_transactions.csv": ("USD", "in", "out"),
}
PRESENT = {name: told for name, told in FILES.items() if (DATA / name).exists()}
BERKA = sorted((DATA / "berka").glob("account_*.csv"))
SECTIONS = ("income", "spending", "set_aside")


def bring(session: Session, path: Path, **given) -> None:
    importer.take_in(session, sent(path.read_text(), name=path.name, **given))


def report(session: Session, name: str, **words: str) -> Body:
    words = {"range": "everything", "unit": "month"} | words
    return report_bodies.ask(session, name, words, today=TODAY, locale="en").body


def truth(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def cells(table: Table) -> Iterator[dict[str, object]]:
    """Give the values of each row by the names of its columns."""
    names = [column.name for column in table.columns]
    for row in table.rows:
        yield dict(zip(names, (cell.value for cell in row.cells), strict=True))


def months(session: Session, **words: str) -> dict[str, tuple[Decimal, Decimal]]:
    """Read what came in and went out by month, without months in which nothing did."""
    table = report(session, "profit-and-loss", **words).blocks[0].table
    found = {as_month(row["period"]): (row["income"], row["spending"]) for row in cells(table)}
    return {month: sums for month, sums in found.items() if any(sums)}


def as_month(label: object) -> str:
    """Write `July 2025` as the truth does."""
    name, _, year = str(label).partition(" ")
    return f"{year}-{list(month_name).index(name):02}"


@pytest.mark.parametrize("name", PRESENT)
def test_each_month_and_each_category_of_a_household_is_right(database: Database, name: str):
    currency, come, go = FILES[name]
    with database.session(factories.household(database, currency=currency)) as session:
        bring(session, DATA / name)
        rows = truth((DATA / name).parent / "truth_monthly.csv")
        assert months(session) == {
            row["month"]: (Decimal(row[come]), -Decimal(row[go])) for row in rows
        }
        told: dict[str, Decimal] = defaultdict(Decimal)
        for row in truth((DATA / name).parent / "truth_by_category.csv"):
            if not row.get("kind", "").startswith("Transfer"):
                told[row["category"].casefold()] += Decimal(row["net"])
        found: dict[str, Decimal] = defaultdict(Decimal)
        for section in SECTIONS:
            body = report(session, "categories", section=section)
            for row in cells(body.blocks[0].table):
                sign = 1 if section == "income" else -1
                found[str(row["category"]).casefold()] += sign * row["amount"]
        assert found == told
        prover = Prover(session, today=TODAY)
        for one in ("profit-and-loss", "categories", "net-worth"):
            assert prover.mistakes(report(session, one)) == []


def test_each_month_of_eight_bank_accounts_is_right(database: Database):
    told: dict[str, dict[str, tuple[Decimal, Decimal]]] = defaultdict(dict)
    for path in (DATA / "berka").glob("truth_monthly_*.csv"):
        for row in truth(path):
            sums = Decimal(row["total_in"]), -Decimal(row["total_out"])
            told[row["account_id"]][row["month"]] = sums
    with database.session(factories.household(database, currency="CZK")) as session:
        for path in BERKA:
            bring(session, path, account=path.stem.rpartition("_")[2])
        for account in catalogue(session).accounts.values():
            if account.name in told:
                assert months(session, account_id=str(account.id)) == told.pop(account.name)
    assert not told or not BERKA
