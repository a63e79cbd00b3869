"""Real files whose sums are known, read by detection alone."""

import csv
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

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


def _entries(path: Path, places: int = 2) -> list[Entry]:
    if not path.exists():
        return []
    source = InMemory(path.read_bytes())
    plan = plans.make(source, Mapping(), places=places, types=TYPES)
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


@pytest.mark.parametrize("places", [0, 2])
def test_every_bank_file_is_read_exactly_by_detection_alone(places: int) -> None:
    manifest = DATA / "bank-files" / "manifest.json"
    cases = json.loads(manifest.read_text()) if manifest.exists() else []
    for case in (c for c in cases if c["file"].endswith(".csv")):
        expected = json.loads((DATA / "bank-files" / f"{case['id']}.expected.json").read_text())
        if not places and expected["rows"][0].get("currency") != "JPY":
            continue
        entries = _entries(DATA / "bank-files" / case["file"], places)
        assert [(str(e.date), e.amount if e.direction == "in" else -e.amount) for e in entries] == [
            (row["date"], Decimal(row["amount"])) for row in expected["rows"]
        ], case["id"]
        for row, entry in zip(expected["rows"], entries, strict=True):
            text = " ".join(f"{entry.payee} {entry.note}".casefold().split())
            assert " ".join(row["description_contains"].casefold().split()) in text, case["id"]
            assert entry.currency in ("", row.get("currency", "")), case["id"]
