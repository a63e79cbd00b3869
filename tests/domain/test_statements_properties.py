"""Whatever the bytes are: what was meant is read exactly, or asked for, and nothing breaks."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import plans, rows
from ftracker.domain.statements.items import Bad, Entry
from ftracker.domain.statements.mapping import Mapping, Unclear
from ftracker.domain.statements.sources import InMemory
from tests.layouts import TYPES

# Date, text, amount, money in, money out, which way, the words for it, balance.
SPEECH = {
    "en": ("Date", "Description", "Amount", "Credit", "Debit", "Type", "CR", "DR", "Balance"),
    "de": ("Buchungstag", "Verwendungszweck", "Betrag", "Haben", "Soll", "S/H", "H", "S", "Saldo"),
    "fr": ("Date", "Libellé", "Montant", "Crédit", "Débit", "Sens", "Crédit", "Débit", "Solde"),
    "pl": ("Data operacji", "Tytuł", "Kwota", "Uznania", "Obciążenia", "Typ", "+", "-", "Saldo"),
    "ru": ("Дата", "Описание", "Сумма", "Приход", "Расход", "Тип", "Приход", "Расход", "Остаток"),
    "nl": ("Datum", "Omschrijving", "Bedrag", "Bij", "Af", "Af Bij", "Bij", "Af", "Saldo"),
}
ENCODINGS = {
    "en": ("utf-8", "utf-16", "utf-16-le", "cp1252"), "de": ("utf-8", "cp1252", "utf-8-sig"),
    "fr": ("utf-8", "cp1252", "iso8859_15"), "pl": ("utf-8", "cp1250", "iso8859_2"),
    "ru": ("utf-8", "cp1251", "koi8_r"), "nl": ("utf-8", "utf-16-be"),
}  # fmt: skip
SHOPS = ("Alder", "Birch & Co", "Cedar Mills", "Dogwood", "Elm's", "Fir 24")
DAYS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%Y%m%d", "%d %b %Y", "%d.%m.%y")
WAYS = ("signed", "trailing", "parentheses", "two", "two below zero", "zeros", "word")


def _number(amount: Decimal, decimal: str, thousands: str) -> str:
    text = f"{amount:,.2f}".replace(",", "_").replace(".", decimal)
    return text.replace("_", thousands)


def _mostly_out(cents: list[int]) -> bool:
    return 2 * sum(n > 0 for n in cents) <= len(cents)


@st.composite
def statements(draw: st.DrawFn) -> tuple[bytes, list[tuple[date, Decimal, str]]]:
    tongue = draw(st.sampled_from(sorted(SPEECH)))
    words = SPEECH[tongue]
    # People pay more often than they are paid: a file that says otherwise is taken for a card's.
    cents = draw(
        st.lists(st.integers(-500_000, 300_000).filter(bool), min_size=1, max_size=25).filter(
            _mostly_out
        )
    )
    steps = draw(st.lists(st.integers(0, 9), min_size=len(cents), max_size=len(cents)))
    start = date(2023, 1, 1) + timedelta(days=draw(st.integers(0, 700)))
    days = [start + timedelta(days=n) for n in accumulate(steps)]
    amounts = [Decimal(n) / 100 for n in cents]
    balances = list(accumulate(amounts, initial=Decimal("1000.00")))[1:]
    way = draw(st.sampled_from(WAYS))
    decimal, thousands = draw(st.sampled_from([(".", ""), (".", ","), (",", "."), (",", "")]))
    # Nobody puts the month first but some who write English, and those write a point.
    month_first = tongue == "en" and decimal == "."
    style = draw(st.sampled_from(DAYS if month_first else [d for d in DAYS if d[1] != "m"]))
    delimiter = draw(st.sampled_from([";", "\t", "|"] if decimal == "," else [",", ";", "\t"]))
    has_balance, turns = draw(st.booleans()), draw(st.booleans())
    shops = [draw(st.sampled_from(SHOPS)) for _ in cents]

    def number(amount: Decimal) -> str:
        return _number(amount, decimal, thousands)

    def moved(amount: Decimal) -> list[str]:
        size, is_in = number(abs(amount)), amount > 0
        nothing = number(Decimal(0)) if way == "zeros" else ""
        return {
            "signed": [number(amount)],
            "trailing": [size if is_in else size + "-"],
            "parentheses": [size if is_in else f"({size})"],
            "two below zero": [size if is_in else "", "" if is_in else "-" + size],
            "word": [size, words[6] if is_in else words[7]],
        }.get(way, [size if is_in else nothing, nothing if is_in else size])

    names = {"word": [words[2], words[5]]}.get(
        way, [words[3], words[4]] if way in ("two", "two below zero", "zeros") else [words[2]]
    )
    head = [words[0], words[1], *names, *([words[8]] if has_balance else [])]
    lines = [
        [f"{day:{style}}", shop, *moved(amount), *([number(balance)] if has_balance else [])]
        for day, shop, amount, balance in zip(days, shops, amounts, balances, strict=True)
    ]
    meant = list(zip(days, amounts, shops, strict=True))
    if turns:
        lines, meant = lines[::-1], meant[::-1]
    above = draw(st.sampled_from(["", "Bank of Somewhere\n\n", "Account;12345678\n"]))
    body = "\n".join(
        delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line)
        for line in [head, *lines]
    )
    return (above + body + "\n").encode(draw(st.sampled_from(ENCODINGS[tongue]))), meant


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(statements())
def test_a_statement_is_read_exactly_or_asked_about(
    made: tuple[bytes, list[tuple[date, Decimal, str]]],
) -> None:
    content, meant = made
    source = InMemory(content)
    try:
        plan = plans.make(source, Mapping(), places=2, types=TYPES)
    except Unclear:
        return
    items = list(rows.read(source, plan))
    assert not [item for item in items if isinstance(item, Bad)]
    assert [
        (e.date, e.amount if e.direction == "in" else -e.amount, f"{e.payee}{e.note}")
        for e in items
        if isinstance(e, Entry)
    ] == meant


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode()))
def test_no_bytes_break_anything(content: bytes) -> None:
    source = InMemory(content)
    try:
        plan = plans.make(source, Mapping(), places=2, types=TYPES)
        list(rows.read(source, plan))
    except InvalidInput:
        return


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["Date", "Amount", "Balance", "", "2026-01-05", "05.06.2026", "1,5", "-3.20", "CR",
                 "Total", "\u200e", "=1+1", '"', ";", "EUR", "pending", "1.234", "\x1a", "Text"]
            ),
            max_size=6,
        ).map(",".join),
        max_size=12,
    ).map("\n".join)
)  # fmt: skip
def test_no_cells_break_anything(text: str) -> None:
    test_no_bytes_break_anything.hypothesis.inner_test(text.encode())
