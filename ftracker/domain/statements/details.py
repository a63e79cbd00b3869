"""What a CAMT entry and its details say: the way, the parts of a batch, who, and what for."""

from collections.abc import Iterator
from decimal import Decimal

from ftracker.domain.statements import bookings
from ftracker.domain.statements.bookings import Pairs
from ftracker.domain.statements.scopes import Scope

_WAYS = {"CRDT": 1, "DBIT": -1}
_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt")
_PLACES = 15
_LINE_WIDTH = 140
_DUMB = {"NOTPROVIDED", "NOT PROVIDED", "NONREF", "NOTAVAILABLE"}
_REFERENCE = "AcctSvcrRef"
_NAMES = ("Nm", "Pty/Nm", "Agt/FinInstnId/Nm")
_TEXTS = ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/AddtlRmtInf", "AddtlTxInf", "RtrInf/AddtlInf")
_NUMBERS = ("Refs/EndToEndId", "Refs/MndtId", "Refs/ChqNb", "RltdPties/Cdtr/Id/PrvtId/Othr/Id")


def said(entry: Scope) -> Pairs:
    """List everything that an entry says, its details last."""
    return [*entry.said, *(pair for part in entry.parts for pair in part.said)]


def way(scope: Scope) -> str | None:
    """Tell which way money moved, `CRDT` in and `DBIT` out; None where it is not said."""
    word = scope.get("CdtDbtInd").upper()
    return word if word in _WAYS else None


def amount(scope: Scope, entry: Scope) -> tuple[str, str]:
    """Give the amount of an entry or of one of its parts, and the currency it is in."""
    for path in _AMOUNTS:
        if text := scope.get(path):
            return text, scope.get(f"{path}@Ccy") or entry.get("Amt@Ccy")
    return "", entry.get("Amt@Ccy")


def is_batch(entry: Scope) -> bool:
    """Tell whether an entry has several parts with amounts of their own that sum to it."""
    if len(entry.parts) < 2:
        return False
    whole = _signed(entry, entry)
    parts = [_signed(part, entry) for part in entry.parts]
    known = [part for part in parts if part is not None]
    return whole is not None and len(known) == len(parts) and sum(known) == whole


def _signed(scope: Scope, entry: Scope) -> Decimal | None:
    text, currency = amount(scope, entry)
    if currency != entry.get("Amt@Ccy"):
        return None
    word = way(scope) or way(entry) or ""
    try:
        return bookings.unsigned(text, _PLACES) * _WAYS[word]
    except (ValueError, KeyError):
        return None


def reference(entry: Scope) -> str:
    """Give the bank's id of an entry, from its only part if need be; '' for none."""
    own = _id(entry.get(_REFERENCE))
    return own or (_id(entry.parts[0].get(f"Refs/{_REFERENCE}")) if len(entry.parts) == 1 else "")


def references(entry: Scope) -> list[str]:
    """Give each part of a batch an id: its own, or where parts share one, that and its number."""
    own = [_id(part.get(f"Refs/{_REFERENCE}")) for part in entry.parts]
    if all(own) and len(set(own)) == len(own):
        return own
    whole = _id(entry.get(_REFERENCE)) or own[0]
    return [f"{whole}/{n}" if whole else "" for n in range(1, len(own) + 1)]


def _id(text: str) -> str:
    return "" if text.upper() in _DUMB else text


def payee(entry: Scope, *, is_out: bool, owner: str) -> str:
    """Name the other side: whom money went to or came from; the owner only if nobody else is named.

    What is taken back keeps the sides of what it takes back.
    """
    is_back = entry.get("RvslInd").lower() in {"true", "1"}
    sides = ("Cdtr", "Dbtr") if is_out != is_back else ("Dbtr", "Cdtr")
    names = [
        name
        for part in entry.parts[:1]
        for side in (*sides, "TradgPty", *(f"Ultmt{side}" for side in sides))
        if (name := part.get(*(f"RltdPties/{side}/{path}" for path in _NAMES)))
    ]
    others = [name for name in names if name.casefold() != owner.casefold()]
    return next(iter(others or names), "")


def note(entry: Scope) -> Iterator[str]:
    """Give all other words of an entry: what it is for, who else is named, numbers, originals."""
    for part in entry.parts:
        yield bookings.joined(part.all("RmtInf/Ustrd"), _LINE_WIDTH)
        yield from part.all(*_TEXTS)
    yield from entry.all("AddtlNtryInf")
    if entry.get("RvslInd").lower() in {"true", "1"}:
        yield "Reversal"
    for part in entry.parts:
        yield from _parties(part)
        yield from (text for text in part.all(*_NUMBERS) if text.upper() not in _DUMB)
        yield from _original(part, entry)
    if not any(part.said for part in entry.parts) and not entry.get("AddtlNtryInf"):
        yield entry.get("BkTxCd/Prtry/Cd")


def _parties(part: Scope) -> Iterator[str]:
    for side in ("Cdtr", "Dbtr", "UltmtCdtr", "UltmtDbtr"):
        yield part.get(*(f"RltdPties/{side}/{path}" for path in _NAMES))
        yield part.get(f"RltdPties/{side}Acct/Id/IBAN", f"RltdPties/{side}Acct/Id/Othr/Id")


def _original(part: Scope, entry: Scope) -> Iterator[str]:
    """Say what was paid in another currency."""
    for path in ("AmtDtls/InstdAmt/Amt", "AmtDtls/CntrValAmt/Amt"):
        currency = part.get(f"{path}@Ccy")
        if currency and currency != entry.get("Amt@Ccy"):
            yield f"{currency} {part.get(path)}"
