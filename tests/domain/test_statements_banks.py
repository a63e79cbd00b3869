"""Every format but CSV: real files against their truth, and anything at all without a fall."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import files
from ftracker.domain.statements.items import Bad, Entry, Item, Statement
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.sources import InMemory
from tests import statements

# Real files lie beside the project where it is developed; elsewhere these tests have no cases.
DATA = Path(__file__).parents[3] / "shared" / "data"
# Formats may cut a name; what a bank's file does not hold cannot be found in it.
_OFX_WIDTH = 32
_PLAIN = st.text(
    st.characters(codec="utf-8", categories=["L", "N"], include_characters=" .-"), max_size=40
)
_CENTS = st.decimals(Decimal("0.01"), Decimal("9999999999.99"), places=2)
_MOVEMENTS = st.lists(
    st.tuples(st.dates(date(1970, 1, 1), date(2068, 12, 31)), _CENTS, st.booleans(), _PLAIN),
    min_size=1,
    max_size=5,
)
_SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _cases(folder: str) -> list[dict[str, Any]]:
    path = DATA / folder / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else []


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def test_every_bank_file_is_read_exactly() -> None:
    for case in (c for c in _cases("bank-files") if not c["file"].endswith(".csv")):
        content = (DATA / "bank-files" / case["file"]).read_bytes()
        expected = json.loads((DATA / "bank-files" / f"{case['id']}.expected.json").read_text())
        found = statements.items(content)
        entries = [item for item in found if isinstance(item, Entry)]
        assert not [item for item in found if isinstance(item, Bad)], case["id"]
        assert [(str(e.date), statements.signed(e)) for e in entries] == [
            (row["date"], Decimal(row["amount"])) for row in expected["rows"]
        ], case["id"]
        for row, entry in zip(expected["rows"], entries, strict=True):
            wanted = _folded(row["description_contains"])
            is_cut = len(entry.payee) == _OFX_WIDTH and wanted.startswith(_folded(entry.payee))
            assert is_cut or wanted in _folded(f"{entry.payee} {entry.note}"), case["id"]
            assert entry.currency in {"", row["currency"]}, case["id"]


def test_balances_of_real_files_are_their_rows() -> None:
    for case in (c for c in _cases("bank-files") if not c["file"].endswith(".csv")):
        content = (DATA / "bank-files" / case["file"]).read_bytes()
        for told in statements.statements(content):
            if told.opening is not None and told.closing is not None:
                assert told.opening + told.total == told.closing, case["id"]


def test_hostile_documents_are_refused() -> None:
    for case in (c for c in _cases("hostile") if c["file"].endswith(".xml")):
        content = (DATA / "hostile" / case["file"]).read_bytes()
        assert "definition" in statements.refused(content), case["id"]


def _all(content: bytes) -> list[Item]:
    """Read whatever it is; a refusal is as good as items, and nothing else may be raised."""
    source = InMemory(content)
    try:
        understood = files.understand(source, Mapping(), places=2, types=statements.TYPES)
        found = list(files.items(source, understood))
    except InvalidInput:
        return []
    for item in found:
        if not isinstance(item, Statement):
            assert files.raw(source, understood, item.row)
        if isinstance(item, Entry):
            assert item.amount > 0
    return found


_PIECES = [
    b"OFXHEADER:100\n", b"<OFX>", b"<STMTRS>", b"<CURDEF>EUR", b"<BANKTRANLIST>",
    b"<DTEND>20260131", b"<STMTTRN>", b"</STMTTRN>", b"<TRNAMT>", b"<DTPOSTED>", b"20260105",
    b"<NAME>", b"&amp;", b"<", b"<LEDGERBAL>", b"<BALAMT>1", b"</STMTRS>", b"-4.20", b"1,5",
    b"\n", b"x", b"\xe4", b"\0", b"\x1a", b"!Type:Bank\n", b"!Account\n", b"D31.01.26\n", b"T",
    b"^\n", b"SFood\n", b"$-1\n", b"L[A]\n", b"'", b":20:X\n", b":25:1/2\n",
    b":60F:C260101EUR1,\n", b":61:2601070105DR", b"NTRFREF//B1\n", b":86:",
    b"166?00a?20b?32c\n", b"/NAME/a/REMI/b\n", b":62F:D260131EUR2,\n", b"-\n", b"{4:\n", b"-}",
    b"<?xml version='1.0'?>",
    b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'>",
    b"<BkToCstmrStmt><Stmt>", b"<Ntry>", b"</Ntry>", b"<Amt Ccy='EUR'>", b"</Amt>", b"<TxDtls>",
    b"</TxDtls>", b"<CdtDbtInd>DBIT</CdtDbtInd>", b"<BookgDt><Dt>2026-01-05</Dt></BookgDt>",
    b"</Stmt></BkToCstmrStmt></Document>", b"<Bal>", b"</Bal>", b"PK\3\4", b"\xff\xfe",
    b"\xef\xbb\xbf",
]  # fmt: skip


@_SETTINGS
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    _all(content)


@_SETTINGS
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map(b"".join))
def test_pieces_of_formats_in_any_order_are_read_or_refused(content: bytes) -> None:
    _all(content)


@_SETTINGS
@given(_MOVEMENTS)
def test_what_is_written_as_ofx_is_read_again(movements: list[tuple[Any, ...]]) -> None:
    content = "<OFX><STMTRS><CURDEF>EUR" + "".join(
        f"<STMTTRN><DTPOSTED>{day:%Y%m%d}<TRNAMT>{'-' if is_out else ''}{amount}<NAME>{name}\n"
        for day, amount, is_out, name in movements
    )
    _same(content, movements)


@_SETTINGS
@given(_MOVEMENTS)
def test_what_is_written_as_qif_is_read_again(movements: list[tuple[Any, ...]]) -> None:
    content = "!Type:Bank\n" + "".join(
        f"D{day:%Y-%m-%d}\nT{'-' if is_out else ''}{amount}\nP{name}\n^\n"
        for day, amount, is_out, name in movements
    )
    _same(content, movements)


@_SETTINGS
@given(_MOVEMENTS)
def test_what_is_written_as_camt_is_read_again(movements: list[tuple[Any, ...]]) -> None:
    content = "<Document><BkToCstmrStmt><Stmt>" + "".join(
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{"DBIT" if is_out else "CRDT"}</CdtDbtInd>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><Cdtr><Nm>{name}</Nm></Cdtr>"
        "</RltdPties></TxDtls></NtryDtls></Ntry>"
        for day, amount, is_out, name in movements
    )
    _same(content + "</Stmt></BkToCstmrStmt></Document>", movements)


@_SETTINGS
@given(_MOVEMENTS)
def test_what_is_written_as_mt940_is_read_again(movements: list[tuple[Any, ...]]) -> None:
    content = ":20:X\n:25:1/2\n:60F:C700101EUR0,00\n" + "".join(
        f":61:{day:%y%m%d}{day:%m%d}{'D' if is_out else 'C'}{str(amount).replace('.', ',')}NTRFX\n"
        f":86:166?00x?32{name}\n"
        for day, amount, is_out, name in movements
    )
    _same(content, movements)


def _same(content: str, movements: list[tuple[Any, ...]]) -> None:
    found = statements.entries(content)
    assert [(e.date, statements.signed(e), e.payee) for e in found] == [
        (day, -amount if is_out else amount, " ".join(name.split()))
        for day, amount, is_out, name in movements
    ]
    assert sum(s.total for s in statements.statements(content)) == sum(
        -amount if is_out else amount for _, amount, is_out, _ in movements
    )
