"""Files that mean harm or went wrong: each gets a sentence, never a wrong number."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import plans, rows
from ftracker.domain.statements.items import Bad, Entry, Item, Statement
from ftracker.domain.statements.mapping import Mapping, Unclear
from ftracker.domain.statements.sources import InMemory
from tests.layouts import TYPES

# Hostile files lie beside the project where it is developed; elsewhere the test has no cases.
DATA = Path(__file__).parents[3] / "shared" / "data" / "hostile"
HEAD = "Date,Description,Amount\n"


def _read(content: bytes | str) -> list[Item]:
    source = InMemory(content.encode() if isinstance(content, str) else content)
    plan = plans.make(source, Mapping(), places=2, types=TYPES)
    return list(rows.read(source, plan))


def _entries(items: list[Item]) -> list[tuple[str, Decimal, str]]:
    return [
        (str(e.date), e.amount if e.direction == "in" else -e.amount, f"{e.payee} {e.note}")
        for e in items
        if isinstance(e, Entry)
    ]


def _outcome(case: dict[str, Any]) -> str:
    try:
        items = _read((DATA / case["file"]).read_bytes())
    except Unclear:
        return "ask"
    except InvalidInput:
        return "reject"
    bad = {item.row for item in items if isinstance(item, Bad)}
    wanted = [row for row in case["good_rows"] if not row.get("optional")]
    found = _entries(items)
    assert bad == set(case["bad_lines"]), case["id"]
    for row in wanted:
        assert any(
            (row["date"], Decimal(row["amount"])) == one[:2]
            and row["description_contains"] in one[2]
            for one in found
        ), (case["id"], row)
    assert len(wanted) <= len(found) <= len(case["good_rows"]), case["id"]
    return "partial" if bad else "rows"


def test_every_hostile_file_gets_a_treatment_that_is_allowed() -> None:
    manifest = DATA / "manifest.json"
    cases = json.loads(manifest.read_text()) if manifest.exists() else []
    for case in (c for c in cases if c["file"].endswith(".csv")):
        assert _outcome(case) in case["allowed"], case["id"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (HEAD + "2026-01-05," + "x" * 10_000_000 + ",-1.00\n", "more than 1 MiB"),
        (HEAD + "," * 16_000 + "\n", "16001 cells"),
        (HEAD + "2026-01-05,a,-1.00\n" + "x" * 3_000_000, "more than 1 MiB"),
        (HEAD + '2026-01-05,"open,-1.00\n2026-01-06,b,-2.00\n', "opens in line 2"),
        (HEAD + "2026-01-05,a\0b,-1.00\n", "Line 2 holds a NUL"),
        ("Date,Text,Amount,Amount\n2026-01-15,a,1.10,2.20\n", "Two columns"),
    ],
)
def test_a_file_that_explodes_is_refused_with_a_sentence(content: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        _read(content)


@pytest.mark.parametrize(
    ("day", "amount", "field"),
    [
        ("2026-02-30", "-1.00", "date"),
        ("0026-01-05", "-1.00", "date"),
        ("5000-01-05", "-1.00", "date"),
        ("2026-01-05", "1e400", "amount"),
        ("2026-01-05", "NaN", "amount"),
        ("2026-01-05", "0x1F", "amount"),
        ("2026-01-05", "9" * 40, "amount"),
        ("2026-01-05", "-1.005", "amount"),
    ],
)
def test_a_cell_that_cannot_be_is_named_by_its_row(day: str, amount: str, field: str) -> None:
    good = "2026-01-15,a,-4.20\n2026-01-16,b,5.10\n"
    [bad] = [i for i in _read(f"{HEAD}{good}{day},c,{amount}\n") if isinstance(i, Bad)]
    assert [(error.row, error.field) for error in bad.errors] == [(4, field)]


def test_signs_that_show_nothing_do_no_harm_in_days_and_numbers_and_stay_in_texts() -> None:
    text = HEAD + "\u200e2026-01-15\u200b,\u202eabc\u200d,\u200e-4.20\u200f\n"
    assert _entries(_read(text)) == [("2026-01-15", Decimal("-4.20"), " \u202eabc\u200d")]


def test_what_a_spreadsheet_would_run_is_only_text() -> None:
    assert _entries(_read(HEAD + '2026-01-15,"=cmd|\' /C calc\'!A0",-4.20\n')) == [
        ("2026-01-15", Decimal("-4.20"), " =cmd|' /C calc'!A0")
    ]


def test_one_account_s_statement_comes_after_its_rows() -> None:
    text = (
        "IBAN;DE00120300000000000000\nDatum;Text;Betrag;Saldo\n"
        "17.01.2026;c;-1,00;103,00\n16.01.2026;b;5,00;104,00\n16.01.2026;d;-1,00;99,00\n"
        "15.01.2026;a;-1,00;100,00\n"
    )
    assert _read(text)[-1] == Statement(
        "DE00120300000000000000", "", date(2026, 1, 15), date(2026, 1, 18),
        Decimal("101.00"), Decimal("103.00"), Decimal("2.00"), 4,
    )  # fmt: skip
