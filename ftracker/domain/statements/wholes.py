"""What only the whole file can decide: how its numbers and days are written, what is left out."""

from dataclasses import replace

from ftracker.domain import money
from ftracker.domain.kinds import Flow
from ftracker.domain.statements import columns, dates, headers, numbers, statuses, ways
from ftracker.domain.statements.amount import Amount
from ftracker.domain.statements.makers import Maker
from ftracker.domain.statements.mapping import FIND, Mode, Unclear
from ftracker.domain.statements.numbers import Style
from ftracker.domain.statements.scans import Scan

# People who count in these put the month first now and then.
_MONTH_FIRST = frozenset(("USD", "CAD", "PHP", ""))
_SERIAL = ("excel",)


def wanted(maker: Maker) -> set[int]:
    """List the columns whose distinct texts decide something."""
    found = set(maker.status)
    if not maker.mapping.date.formats:
        found |= {maker.date} | ({maker.other_date} if maker.other_date is not None else set())
    if maker.mapping.decimal is None and not columns.is_own(maker.table.layout):
        found |= maker.amount.columns
    if maker.type is not None and maker.amount.mode is Mode.SIGNED:
        found.add(maker.type)
    if maker.amount.indicator is not None and maker.mapping.amount.indicator is None:
        found.add(maker.amount.indicator)
    return found


def amount(maker: Maker, scan: Scan) -> Amount:
    """Give the amount, with the words for in and out that only later rows hold."""
    made, where = maker.amount, maker.amount.indicator
    if where is None or where not in scan.seen:
        return made
    known = {word.strip(): ways.side(word) for word in scan.seen[where]}
    more_in = {word for word, side in known.items() if side == Flow.IN}
    more_out = {word for word, side in known.items() if side == Flow.OUT}
    return replace(
        made,
        in_words=made.in_words | (more_in - made.out_words),
        out_words=made.out_words | (more_out - made.in_words),
    )


def ids(maker: Maker) -> int | None:
    """Give the column that promises an id of each movement."""
    if maker.reference is None:
        return None
    facts = maker.table.columns[maker.reference]
    return maker.reference if columns.names_movement(facts) else None


def style(maker: Maker, scan: Scan, places: int) -> Style:
    """Decide the marks of numbers. Raises Unclear where they can be read in two ways."""
    given = maker.mapping.decimal or ("." if columns.is_own(maker.table.layout) else None)
    if given is not None:
        return Style(given, maker.mapping.thousands or "", places)
    seen = [text for i in sorted(maker.amount.columns) for text in scan.seen[i]]
    thousands = maker.mapping.thousands
    code = maker.currency_code or _only_currency(maker)
    is_whole = places == 0 or (bool(code) and money.decimals(code) == 0)
    try:
        found = numbers.style(
            seen, places=places, decimal=None, thousands=thousands, is_whole=is_whole
        )
    except Unclear:
        if maker.balance is None:
            raise
        seen += maker.table.columns[maker.balance].filled
        found = numbers.style(seen, places=places, decimal=None, thousands=thousands)
    maker.reasons["decimal"] = "all amounts of the file can be read with this mark"
    return found


def _only_currency(maker: Maker) -> str:
    if maker.currency is None:
        return ""
    known = maker.table.columns[maker.currency].words
    return next(iter(known)) if len(known) == 1 else ""


def formats(maker: Maker, scan: Scan, style: Style) -> tuple[str, ...]:
    """Decide how days are written. Raises Unclear where day and month cannot be told apart."""
    for given in maker.mapping.date.formats:
        dates.pattern(given)
    if maker.mapping.date.formats:
        return maker.mapping.date.formats
    facts = maker.table.columns[maker.date]
    if columns.is_serial(facts):
        return _SERIAL
    seen = scan.seen[maker.date]
    others = [f for f in maker.table.columns if f.index != maker.date and f.dates > 0]
    beside = [cell for f in others for cell in f.filled]
    found = dates.formats(seen, beside=beside, is_day_first=_is_day_first(maker, style))
    if maker.other_date is not None:
        found += dates.formats(
            scan.seen[maker.other_date], beside=list(seen), is_day_first=found[:1] == ("%d",)
        )
    maker.reasons["date.formats"] = dates.reason(found, seen)
    return tuple(dict.fromkeys(found))


def _is_day_first(maker: Maker, style: Style) -> bool:
    """Tell whether people who write like this file never put the month first."""
    code = maker.currency_code or _only_currency(maker)
    titles = maker.table.layout.header
    return style.decimal == "," or code not in _MONTH_FIRST or headers.is_foreign(titles)


def type_of(maker: Maker, scan: Scan) -> int | None:
    """Give the type column, unless the rest of the file has words in it that nobody knows."""
    if maker.type is None or maker.type not in scan.seen or maker.mapping.types.column is not FIND:
        return maker.type
    known = all(maker.meanings.of(word) for word in scan.seen[maker.type] if word.strip())
    return maker.type if known else None


def skips(maker: Maker, scan: Scan) -> tuple[tuple[int, frozenset[str]], ...]:
    """Tell which rows are left out by what stands in one of their cells."""
    given = tuple(
        (maker.table.layout.index(s.column, "skip_if"), frozenset(v.strip() for v in s.values))
        for s in maker.mapping.skip_if
    )
    found = statuses.skips(maker.table, scan.seen, maker.status)
    if found:
        shown = sorted(set().union(*(cells for _, cells in found)))
        maker.reasons["skip_if"] = f"“{'”, “'.join(shown[:4])}” are not booked"
    return given + found
