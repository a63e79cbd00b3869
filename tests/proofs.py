"""The proof of a report: each figure is what the list behind its link comes to, to the cent.

What judges shares as little as it can with what it judges: the link is read as the page of the
list reads it, its rows come one by one from the database, and they are added up here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.db.scope import currency, household_id
from ftracker.domain.kinds import Direction, Section, section, sign
from ftracker.models import Account
from ftracker.queries import transactions
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.transactions import Cursor, Filter, Line
from ftracker.web import searches
from ftracker.web.display import Proof
from ftracker.web.tables import Block, Body, Tile

MOST = 100_000
STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure, where it stands and how it is written, and the address that is said to prove it."""

    where: str
    text: str
    value: Any
    href: str
    proof: Proof


def claims(body: Body) -> Iterator[Claim]:
    """List all that a body claims: figures, cells, tiles, and what its charts draw."""
    for figure in body.figures:
        yield Claim(figure.label, figure.text, figure.value, figure.href, figure.proof)
    for block in body.blocks:
        table = block.table
        for number, row in enumerate((*table.rows, *table.foot)):
            for column, cell in zip(table.columns, row.cells, strict=True):
                where = f"{table.name}[{number}].{column.name}"
                yield Claim(where, cell.text, cell.value, cell.href, cell.proof)
        for tile in _tiles(block):
            where = f"{table.name} {tile.label}"
            yield Claim(where, tile.text, tile.value, tile.href, Proof.SUM)


def _tiles(block: Block) -> Iterator[Tile]:
    """List the tiles of a heat map that lead somewhere."""
    sheets = block.grid.sheets if block.grid else ()
    tiles = (tile for sheet in sheets for row in sheet.rows for tile in row)
    return (tile for tile in tiles if tile is not None and tile.href)


def addresses(body: Body) -> Iterator[str]:
    """List the addresses of a body, also those of sentences, switches and charts."""
    yield from (claim.href for claim in claims(body))
    yield from (sentence.href for sentence in body.sentences)
    for block in body.blocks:
        yield from (href for _, href, _ in block.switches)
        chart = block.chart or {}
        yield from chart.get("links", ())
        for series in chart.get("series", ()):
            yield from series.get("links", ())


class Prover:
    """Opens the lists of one household, each once, and holds figures against them."""

    def __init__(self, session: Session, *, today: date) -> None:
        self.session = session
        self.today = today
        self.currency = currency(session)
        self.names: Catalogue = catalogue(session)
        self._opened: dict[Filter, list[Line]] = {}

    def mistakes(self, body: Body) -> list[str]:
        """Say which figures are not what their links open; empty where all are."""
        return [f"{one.where}: {said}" for one in claims(body) if (said := self._wrong(one))]

    def _wrong(self, one: Claim) -> str:
        """Hold one figure against its list; '' where they agree."""
        if one.proof is Proof.NONE:
            return "" if not isinstance(one.value, Decimal) or not one.href else self._lost(one)
        if not one.href or one.value is None:
            return "" if one.proof is Proof.DERIVED else "claims a proof, but has no link or value"
        if one.proof is Proof.DERIVED:
            return self._lost(one)
        found = self._come_to(one)
        return "" if found == one.value else f"is {one.value}, but {one.href} comes to {found}"

    def _come_to(self, one: Claim) -> Decimal | int | str:
        if one.proof is Proof.BALANCE:
            return self._balance(one.href)
        if urlsplit(one.href).path != "/":
            return "no list"
        lines = self.rows(one.href)
        if one.proof is Proof.COUNT:
            return len(lines)
        wanted = dict(parse_qsl(urlsplit(one.href).query)).get("section", "")
        if wanted not in searches.SECTIONS:
            return f"a list of no section {wanted!r}"
        return sum((self._signed(line, wanted) for line in lines), Decimal(0))

    def rows(self, href: str) -> list[Line]:
        """Read the rows of the list that an address opens.

        Lists that differ by nothing but their days are read once, and cut here.
        """
        words = searches.words(parse_qsl(urlsplit(href).query, keep_blank_values=True))
        wanted = searches.read(
            "/", words, self.names, today=self.today, currency=self.currency
        ).wanted
        always = replace(wanted, start=None, end=None)
        if always not in self._opened:
            self._opened[always] = transactions.page(self.session, always, limit=MOST).lines
        start, end = wanted.start or date.min, wanted.end or date.max
        return [line for line in self._opened[always] if start <= line.date < end]

    def _signed(self, line: Line, wanted: str) -> Decimal:
        """Count a row as the section of its list does; spending lowers net."""
        kind, flow = (
            self.names.categories[line.category_id].kind,
            self.names.types[line.type_id].flow,
        )
        here = section(kind, flow)
        amount = line.amount * sign(kind, flow)
        if wanted == "net":
            return {Section.INCOME: amount, Section.SPENDING: -amount}.get(here, Decimal("NaN"))
        # A row of another section must spoil the sum, as it has no place in this list.
        return amount if here == wanted else Decimal("NaN")

    def _balance(self, href: str) -> Decimal:
        """Reckon what lay in accounts: an account's statement from a cursor on, or a list's end."""
        parts = urlsplit(href)
        words = dict(parse_qsl(parts.query))
        if parts.path == "/":
            chosen = [UUID(one) for one in words.get("account_id", "").split(",") if one]
            lines = self.rows(href)
        else:
            _, _, key, last = parts.path.split("/")
            assert last == STATEMENT, href
            chosen = [UUID(key)]
            lines = self._before(chosen[0], words.get("cursor", ""))
        moved = sum((_effect(line) for line in lines), Decimal(0))
        return self._opening(chosen) + moved

    def _before(self, account_id: UUID, cursor: str) -> Iterable[Line]:
        at: Cursor | None = transactions.read_cursor(cursor) if cursor else None
        wanted = Filter(account_ids=(account_id,))
        return transactions.page(self.session, wanted, limit=MOST, at=at).lines

    def _opening(self, chosen: list[UUID]) -> Decimal:
        mine = Account.household_id == household_id(self.session)
        some = Account.id.in_(chosen) if chosen else mine
        return sum(
            self.session.scalars(select(Account.opening_balance).where(mine, some)), Decimal(0)
        )

    def _lost(self, one: Claim) -> str:
        """Tell whether an address leads nowhere: words that no list knows, or none of ours."""
        parts = urlsplit(one.href)
        if parts.scheme or parts.netloc or not parts.path.startswith("/"):
            return f"leads away: {one.href}"
        if parts.path != "/":
            return ""
        words = dict(parse_qsl(parts.query, keep_blank_values=True))
        odd = set(words) - {*searches.NAMES, "cursor"}
        if odd:
            return f"{one.href} says {sorted(odd)}, which no list knows"
        start, end = words.get("start", "1900-01-01"), words.get("end", "2200-01-01")
        is_range = date.fromisoformat(start) < date.fromisoformat(end)
        return "" if is_range else f"{one.href} has no days"


def _effect(line: Line) -> Decimal:
    return line.amount if line.direction == Direction.IN else -line.amount
