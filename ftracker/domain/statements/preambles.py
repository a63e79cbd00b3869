"""What stands above the header of a file: the account, the currency, the first and last balance."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from babel.numbers import list_currencies

from ftracker.domain.statements import cells as kinds
from ftracker.domain.statements import numbers, words

# These codes are words as well.
_CODES = frozenset(list_currencies()) - {"ALL", "TOP", "TRY", "CUP", "PEN", "MOP", "DEM", "AND"}
_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{2,4}){3,8}(?![A-Z0-9])")
_LABELS = words.vocabulary(
    """
    iban, account number, account no, account, account details for, kontonummer, konto, kontonr,
    girokonto, tagesgeldkonto, auftragskonto, rekening, rekeningnummer, compte, numero de compte,
    cuenta, numero de cuenta, conto, conto corrente, numero conto, conta, conta corrente,
    rachunek, numer rachunku, nr rachunku, cislo uctu, ucet, szamlaszam, tili, tilinumero, счет,
    номер счета, λογαριασμος, hesap no, hesap numarasi, iban no, 口座番号, 账号, 卡号, 계좌번호,
    帳號, konto nr, card number, account name, kontoname, a c no, konto nummer, so tai khoan,
    no rekening
    """
)
_DIGITS = 5
_BEHIND = re.compile(r"\s+(?:in|for|from|currency)\s.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Preamble:
    """What the lines above say, '' and None where they do not."""

    account: str = ""
    currency: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None


def read(lines: list[list[str]]) -> Preamble:
    """Understand the lines above a header."""
    rows = [[cell.strip(" #\"'\ufeff") for cell in cells] for cells in lines]
    return Preamble(
        _account(rows),
        _currency(rows),
        _balance(rows, words.is_opening),
        _balance(rows, words.is_closing),
    )


def _account(rows: list[list[str]]) -> str:
    for row in rows:
        if iban := _IBAN.search(" ".join(row).replace("\u00a0", " ")):
            return iban[0].strip()
    for row in rows:
        for label, value in _pairs(row):
            if words.plain(label) in _LABELS and _has_digits(value):
                return _BEHIND.sub("", value).strip()[:60]
    return next((found for row in rows if (found := _inside(" ".join(row)))), "")


def _inside(text: str) -> str:
    """Find a number behind “account” in the middle of a line."""
    spoken = words.plain(text)
    if not any(f" {label} " in f" {spoken} " for label in _LABELS):
        return ""
    found = re.search(r"[:\s]([0-9X*][0-9X* -]{4,30}[0-9])(?![0-9./-])", text)
    return found[1].strip() if found and _has_digits(found[1]) else ""


def _pairs(row: list[str]) -> list[tuple[str, str]]:
    """Pair each label with what stands behind it, in the next cell or behind a colon."""
    filled = [cell for cell in row if cell]
    spoken = [cell.partition(":") for cell in filled]
    return [*pairwise(filled), *((a, b) for a, mark, b in spoken if mark and b)]


def _has_digits(text: str) -> bool:
    return sum(c.isdigit() or c in "X*" for c in text) >= _DIGITS


def _currency(rows: list[list[str]]) -> str:
    for row in rows:
        for cell in row:
            if cell in _CODES:
                return cell
    for row in rows:
        for cell in row:
            codes = [code for code in _CODE.findall(cell) if code in _CODES]
            if codes and (cell.upper() != cell or numbers.looks_like(cell)):
                return str(codes[0])
    return ""


def _balance(rows: list[list[str]], is_it: Callable[[str], bool]) -> Decimal | None:
    """Read the number beside a label, or under it."""
    for number, row in enumerate(rows):
        for label, value in _pairs(row):
            if is_it(label) and (found := _number(value)) is not None:
                return found
        below = rows[number + 1] if number + 1 < len(rows) else []
        for column, cell in enumerate(row):
            under = below[column] if column < len(below) else ""
            if cell and is_it(cell) and (found := _number(under)) is not None:
                return found
    return None


def _number(text: str) -> Decimal | None:
    return None if not text or kinds.is_day(text) else numbers.guesses([text])[0]
