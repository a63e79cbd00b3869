"""Which columns describe a row: who the other side is, what it was for, and what else tells."""

from collections.abc import Iterable

from ftracker.domain.statements import words
from ftracker.domain.statements.tables import MOST, Facts, Table

# The way of booking (“direct debit”) describes a row only where nothing else does.
_KINDS = frozenset(
    words.vocabulary(
        """
    buchungstext, vorgang, umsatzart, transaktionstyp, transaction type, type, mutatiesoort, code,
    tipo, typ, art, typ transakcji, typ operacji, rodzaj transakcji, rodzaj operacji, operation,
    type operation, type d operation, tipo de movimiento, tipo movimento, causale, laji,
    tapahtumalaji, transaktionstype, typ pohybu, typ transakce, tranzakcio tipusa, tipus, тип,
    категория операции, 摘要, 交易类型, 거래구분, 구분, islem tipi, selite, transaction, details,
    opis operacji, reference, action, kategorie, tag
        """
    )
)
_NO_NAMES = frozenset(
    [
        "iban",
        "bic",
        "swift",
        "account",
        "konto",
        "kontonummer",
        "number",
        "nr",
        "no",
        "rekening",
        "compte",
        "cuenta",
        "conto",
        "conta",
        "code",
        "adresse",
        "adres",
        "address",
        "bank",
        "id",
        "type",
        "country",
        "land",
        "city",
        "ort",
        "city",
        "category",
        "group",
        "type",
        "date",
    ]
)
_COVERED = 0.98
_MOST = 8
_OFTEN = 0.3
_SHORT = 2
_FEW_KINDS = 4
_LONG = 4
_REPEATED = 8
_VARIED = 0.2


def payee(table: Table, taken: Iterable[int]) -> int | None:
    """Find the other side of the movement; of several columns the one that tells rows apart."""
    free = table.free(taken)
    fit = [f for f in free if (f.is_text and not f.is_code) or not f.filled]
    if not any(f.filled and f.is_called("payee") for f in fit):
        fit += [f for f in free if f not in fit and f.is_called("payee") and not _is_numeric(f)]
    # One and the same name in every row is the account holder's own.
    fit = [f for f in fit if len(f.words) != 1 or len(f.filled) < _REPEATED]
    called = [f for f in fit if f.is_called("payee")]
    if not any(f.filled for f in called):
        called += [f for f in fit if f.filled and _may_name(f)]
    ranked = [
        (not f.filled, -round(f.fill, 1), -len(f.words) if f.fill > MOST else 0, rank, f.index)
        for f in called
        if (rank := f.rank("payee")) is not None
    ]
    return min(ranked)[-1] if ranked else _unnamed(free, fit)


def _unnamed(free: list[Facts], fit: list[Facts]) -> int | None:
    """Take words that no header explains for the other side, where another column describes."""
    if not any(f.filled and f.is_called("description", "note") for f in free):
        return None
    rest = [
        f
        for f in fit
        if f.header.strip()
        and f.filled
        and not _is_explained(f)
        and len(f.words) > _VARIED * len(f.filled)
        and f.length > _LONG * len(f.words)
    ]
    return max(rest, key=lambda f: (f.fill, -f.index)).index if rest else None


def _is_explained(facts: Facts) -> bool:
    spoken = set(words.plain(facts.header).split())
    described = facts.rank("description") is not None or facts.is_called("note", "type")
    kind = words.plain(facts.header) in _KINDS
    return described or kind or bool(spoken & _NO_NAMES) or _is_something(facts)


def _may_name(facts: Facts) -> bool:
    """Tell whether a longer header speaks of the other side, and not of its account or address."""
    spoken = set(words.plain(facts.header).split())
    return facts.rank("payee") is not None and not spoken & _NO_NAMES and not _is_something(facts)


def goes_on(cells: list[str], description: Iterable[int]) -> bool:
    """Tell whether a line holds nothing but more text for the row above it."""
    filled = {i for i, cell in enumerate(cells) if cell.strip()}
    return bool(filled) and filled <= set(description)


def often_goes_on(sample: list[list[str]], description: Iterable[int]) -> bool:
    """Tell whether many rows of a sample go on in the line below."""
    more = sum(goes_on(row, description) for row in sample)
    return more > _OFTEN * len(sample)


def described(table: Table, taken: Iterable[int], payee: int | None) -> list[int]:
    """List the columns that say what a row was for, from left to right."""
    free = [f for f in table.free(taken) if f.filled or f.is_called("description", "note")]
    called = [f for f in free if f.is_called("description", "note") and not _is_numeric(f)]
    called += [f for f in free if f not in called and f.is_called("payee") and f.is_text]
    called += [f for f in free if f not in called and f.is_text and _may_describe(f)]
    found = [f for f in called if not _is_kind(f)]
    kinds = [f for f in free if f not in found and _is_kind(f) and f.is_text]
    named = [] if payee is None else [table.columns[payee]]
    base = [*(f for f in named if f.rank("payee") is not None), *found]
    for facts in sorted(kinds, key=lambda f: -f.length):
        if _covers(table, base):
            break
        base.append(facts)
        found.append(facts)
    found += [f for f in _going_on(table, free, found) if f not in found]
    found += [f for f in _more(table, free, base + found) if f not in found]
    return sorted(f.index for f in found)[:_MOST]


def _is_kind(facts: Facts) -> bool:
    """Tell whether a column says how a row was booked, in a few words that repeat."""
    few = max(_FEW_KINDS, _VARIED * len(facts.cells))
    return words.plain(facts.header) in _KINDS and len(facts.words) <= few


def _may_describe(facts: Facts) -> bool:
    spoken = set(words.plain(facts.header).split())
    is_kind = words.plain(facts.header) in _KINDS or facts.is_called("type")
    return (
        facts.rank("description") is not None
        and not is_kind
        and not spoken & _NO_NAMES
        and not _is_something(facts)
    )


def _going_on(table: Table, free: list[Facts], found: list[Facts]) -> list[Facts]:
    """Add the columns without a name that stand behind a description and go on with it."""
    known = {f.index for f in found}
    more: list[Facts] = []
    for facts in free:
        if table.layout.header and not facts.header.strip() and facts.index - 1 in known:
            known.add(facts.index)
            more += [facts] if facts.is_text else []
    return more


def _more(table: Table, free: list[Facts], base: list[Facts]) -> list[Facts]:
    """Add texts that no header explains, where the ones found leave rows bare or all alike."""
    rest = [f for f in free if f not in base and f.is_text and not _is_something(f)]
    if not table.layout.header:
        return [f for f in rest if len(f.words) > 1 and f.length > _SHORT * len(f.words)][:_MOST]
    rest.sort(key=lambda f: (-f.length, f.index))
    added: list[Facts] = []
    for facts in rest:
        if _covers(table, base + added) and len(facts.words) <= 1.5 * _different(
            table, base + added
        ):
            continue
        added.append(facts)
    return added[:3]


def _is_something(facts: Facts) -> bool:
    return facts.is_called("category", "account", "currency", "status", "reference", "no amount")


def _is_numeric(facts: Facts) -> bool:
    return facts.is_money or facts.dates >= MOST


def _covers(table: Table, columns: list[Facts]) -> bool:
    """Tell whether nearly every row has a text in one of the columns."""
    if not columns:
        return False
    bare = sum(not any(f.cells[i] for f in columns) for i in range(len(table.rows)))
    return bare <= (1 - _COVERED) * len(table.rows)


def _different(table: Table, columns: list[Facts]) -> int:
    return (
        len({tuple(f.cells[i] for f in columns) for i in range(len(table.rows))}) if columns else 0
    )
