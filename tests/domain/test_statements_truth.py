"""Real files whose sums are known, read by detection alone."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from ftracker.domain.kinds import Flow
from ftracker.domain.statements import plans, rows
from ftracker.domain.statements.items import Bad, Entry
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.sources import InMemory

# Real files lie beside the project where it is developed; elsewhere these tests have no cases.
DATA = Path(__file__).parents[3] / "shared" / "data"
TYPES = {"Income": Flow.IN, "Expense": Flow.OUT, "Transfer": Flow.TRANSFER}
Sums = dict[str, list[Decimal]]


def _table(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _entries(path: Path) -> list[Entry]:
    if not path.exists():
        return []
    source = InMemory(path.read_bytes())
    plan = plans.make(source, Mapping(), places=2, types=TYPES)
    items = list(rows.read(source, plan))
    assert not [item for item in items if isinstance(item, Bad)]
    return [item for item in items if isinstance(item, Entry)]


def _monthly(entries: list[Entry]) -> Sums:
    """Sum up rows, money in and money out of each month; transfers count by their direction."""
    found: Sums = defaultdict(lambda: [Decimal(0)] * 3)
    for entry in entries:
        month = found[f"{entry.date:%Y-%m}"]
        is_in = entry.direction == "in"
        found[f"{entry.date:%Y-%m}"] = [
            month[0] + 1,
            month[1] + (entry.amount if is_in else 0),
            month[2] - (0 if is_in else entry.amount),
        ]
    return found


def test_the_statements_of_berka_agree_with_their_monthly_sums() -> None:
    truth: dict[str, Sums] = defaultdict(dict)
    for name in ("truth_monthly_1993_1994.csv", "truth_monthly_1995_1998.csv"):
        for row in _table(DATA / "berka" / name):
            truth[row["account_id"]][row["month"]] = [
                Decimal(row[column]) for column in ("n", "total_in", "total_out")
            ]
    for path in sorted((DATA / "berka").glob("account_*.csv")):
        assert _monthly(_entries(path)) == truth[path.stem.split("_")[2]], path.name


def test_the_household_s_book_agrees_with_its_monthly_sums() -> None:
    entries = _entries(DATA / "household" / "Daily Household Transactions.csv")
    kept = [entry for entry in entries if entry.flow is not Flow.TRANSFER]
    truth = {
        row["month"]: [Decimal(row[column]) for column in ("n", "income", "expense")]
        for row in _table(DATA / "household" / "truth_monthly.csv")
    }
    assert _monthly(kept) == truth


def test_the_personal_export_agrees_with_its_monthly_sums() -> None:
    truth = {
        row["month"]: [Decimal(row[column]) for column in ("n", "in", "out")]
        for row in _table(DATA / "personal_mint" / "truth_monthly.csv")
    }
    entries = _entries(DATA / "personal_mint" / "personal_transactions.csv")
    assert _monthly(entries) == truth
    assert not entries or {e.account for e in entries} == {
        "Platinum Card", "Checking", "Silver Card",
    }  # fmt: skip
