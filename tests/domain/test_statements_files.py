"""Whole files: real ones against their truth, hostile ones against what may happen to them."""

import csv
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from ftracker.domain import money
from ftracker.domain.errors import InvalidInput
from ftracker.domain.kinds import Flow
from ftracker.domain.statements import plans, rows
from ftracker.domain.statements.items import Bad, Entry, Item
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.sources import InMemory
from ftracker.schemas.mappings import MappingIn, as_json

# Real files lie beside the project where it is developed; elsewhere these tests have no cases.
DATA = Path(__file__).parents[3] / "shared" / "data"
TYPES = {"Income": Flow.IN, "Expense": Flow.OUT, "Transfer": Flow.TRANSFER}


def _cases(folder: str) -> list[dict[str, Any]]:
    path = DATA / folder / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else []


def _read(content: bytes, mapping: dict[str, Any] | None = None, places: int = 2) -> list[Item]:
    understood = MappingIn.model_validate(mapping or {}).mapping()
    source = InMemory(content)
    plan = plans.make(source, understood, places=places, types=TYPES)
    return list(rows.read(source, plan))


def _entries(items: list[Item]) -> list[Entry]:
    return [item for item in items if isinstance(item, Entry)]


def _signed(entry: Entry) -> Decimal:
    return entry.amount if entry.direction == "in" else -entry.amount


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def test_every_bank_file_is_read_exactly_by_its_mapping() -> None:
    for case in (c for c in _cases("bank-files") if c["file"].endswith(".csv")):
        content = (DATA / "bank-files" / case["file"]).read_bytes()
        expected = json.loads((DATA / "bank-files" / f"{case['id']}.expected.json").read_text())
        currency = expected["rows"][0].get("currency") or "EUR"
        items = _read(content, case["mapping"], money.decimals(currency))
        found = _entries(items)
        assert not [item for item in items if isinstance(item, Bad)], case["id"]
        assert [(str(e.date), _signed(e)) for e in found] == [
            (row["date"], Decimal(row["amount"])) for row in expected["rows"]
        ], case["id"]
        for row, entry in zip(expected["rows"], found, strict=True):
            assert _folded(row["description_contains"]) in _folded(f"{entry.payee} {entry.note}")


def test_a_mapping_as_it_was_understood_reads_the_file_the_same_way() -> None:
    for case in (c for c in _cases("bank-files") if c["file"].endswith(".csv")):
        content = (DATA / "bank-files" / case["file"]).read_bytes()
        given = MappingIn.model_validate(case["mapping"]).mapping()
        plan = plans.make(InMemory(content), given, places=2, types=TYPES)
        again = json.loads(json.dumps(as_json(plan.mapping)))
        assert _read(content, again) == list(rows.read(InMemory(content), plan)), case["id"]


def test_every_hostile_file_gets_what_it_deserves() -> None:
    refused: list[dict[str, Any]] = []
    for case in _cases("hostile"):
        content = (DATA / "hostile" / case["file"]).read_bytes()
        try:
            items = _read(content)
        except InvalidInput:
            refused.append(case)
            continue
        good = {(str(e.date), _signed(e)) for e in _entries(items)}
        assert good == {(r["date"], Decimal(r["amount"])) for r in case["good_rows"]}, case["id"]
        assert [i.row for i in items if isinstance(i, Bad)] == case["bad_lines"], case["id"]
        texts = {entry.note for entry in _entries(items)}
        assert set(case["expect_text"]) <= texts, case["id"]
    assert all({"reject", "ask"} & set(case["allowed"]) for case in refused)


def _by_month(entries: list[Entry]) -> dict[str, tuple[Decimal, Decimal]]:
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for entry in entries:
        if entry.flow is not Flow.TRANSFER:
            sums[f"{entry.date:%Y-%m}"][entry.direction == "out"] += entry.amount
    return {month: (money_in, money_out) for month, (money_in, money_out) in sums.items()}


def _truth(path: Path, columns: tuple[str, str]) -> dict[str, tuple[Decimal, Decimal]]:
    with path.open() as file:
        return {
            row["month"]: (Decimal(row[columns[0]]), -Decimal(row[columns[1]]))
            for row in csv.DictReader(file)
        }


def test_the_household_file_is_understood_without_a_mapping() -> None:
    path = DATA / "household" / "Daily Household Transactions.csv"
    if path.exists():
        entries = _entries(_read(path.read_bytes()))
        truth = _truth(path.parent / "truth_monthly.csv", ("income", "expense"))
        assert len(entries) == 2461
        assert _by_month(entries) == truth
        transfers = sum(e.amount for e in entries if e.flow is Flow.TRANSFER)
        assert transfers == Decimal("1770780.90")
        assert {e.account for e in entries} >= {"Cash", "Saving Bank account 1"}


def test_the_household_file_is_understood_with_the_mapping_of_the_documentation() -> None:
    path = DATA / "household" / "Daily Household Transactions.csv"
    mapping = {
        "date": {"column": "Date", "formats": ["%d-%m-%Y %H:%M", "%d-%m-%Y"]},
        "amount": {"mode": "signed", "column": "Amount", "negate": False},
        "type": {
            "column": "Income/Expense",
            "words": {"Income": "Income", "Expense": "Expense", "Transfer-Out": "Transfer"},
        },
        "description": ["Note", "Subcategory"], "payee": None, "category": "Category",
        "account": "Mode", "currency": "INR", "balance": None, "reference": None,
        "skip_if": [{"column": "Category", "values": ["pending"]}],
    }  # fmt: skip
    if path.exists():
        entries = _entries(_read(path.read_bytes(), mapping))
        truth = _truth(path.parent / "truth_monthly.csv", ("income", "expense"))
        assert _by_month(entries) == truth
        assert {e.direction for e in entries if e.flow is Flow.TRANSFER} == {"out"}


def test_the_mint_file_is_understood_without_a_mapping() -> None:
    path = DATA / "personal_mint" / "personal_transactions.csv"
    if path.exists():
        entries = _entries(_read(path.read_bytes()))
        assert len(entries) == 808
        assert _by_month(entries) == _truth(path.parent / "truth_monthly.csv", ("in", "out"))


def test_an_empty_mapping_leaves_everything_to_be_found_out() -> None:
    assert MappingIn.model_validate({}).mapping() == Mapping()
