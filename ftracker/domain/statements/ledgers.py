"""Books with two sides, one row per side: rows of own accounts are movements, others say why."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from ftracker.domain.statements import words
from ftracker.domain.statements.layout import Layout

_NEEDED = ("full account name", "account name", "transaction id", "description", "date")
_WHY = frozenset(
    words.vocabulary(
        """
    expenses, expense, income, aufwendungen, aufwand, ausgaben, ertrage, ertrag, einnahmen,
    depenses, revenus, recettes, gastos, ingresos, uscite, entrate, spese, despesas, receitas,
    uitgaven, inkomsten, kosten, wydatki, przychody, utgifter, inntekter, intakter, indtaegter
        """
    )
)
Record = tuple[int, list[str]]


def is_one(layout: Layout) -> bool:
    """Tell whether a header is the one of a book that lists every side of each movement."""
    return set(_NEEDED) <= {words.plain(name) for name in layout.header}


def column(layout: Layout, name: str) -> int:
    """Give the index of a column of such a book, by its plain name."""
    return [words.plain(header) for header in layout.header].index(name)


def movements(records: Iterable[Record], layout: Layout) -> Iterator[tuple[int, list[str], str]]:
    """Give the rows with what they are: `own`, `transfer`, or `other` for the side that says why.

    Day and description, which stand once per movement, are filled in; the short account name
    gives way to the name of what the money was for, '' where several say it or none does.
    """
    places = [column(layout, name) for name in _NEEDED]
    for _, group in groupby(_filled(records, places), key=lambda record: record[1][places[2]]):
        rows = list(group)
        reasons = {cells[places[0]] for _, cells in rows if _says_why(cells[places[0]])}
        own = sum(not _says_why(cells[places[0]]) for _, cells in rows)
        why = _short(reasons.pop()) if len(reasons) == 1 else ""
        for line, cells in rows:
            if _says_why(cells[places[0]]):
                yield line, cells, "other"
                continue
            changed = list(cells)
            changed[places[1]] = why
            yield line, changed, "transfer" if own > 1 and not why and not reasons else "own"


def _filled(records: Iterable[Record], places: list[int]) -> Iterator[Record]:
    """Repeat what only the first row of a movement says."""
    above: list[str] = []
    for line, cells in records:
        if len(cells) <= max(places):
            continue
        made = list(cells)
        if above and not cells[places[-1]].strip():
            for place in places[2:]:
                made[place] = above[place]
        above = made
        yield line, made


def _says_why(account: str) -> bool:
    return words.plain(account.partition(":")[0]) in _WHY


def _short(account: str) -> str:
    """Leave out the first part, which only says that money was spent or earned."""
    return account.partition(":")[2] or account
