"""Transactions as lines of a list: splits as one with their parts, transfers from side to side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from ftracker.domain.kinds import Direction, Flow, Section
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.transactions import Line
from ftracker.web import filters
from ftracker.web.display import Tone
from ftracker.web.pages_home import Day, Part, Row

TONES: dict[Section, Tone] = {
    Section.INCOME: "income",
    Section.SPENDING: "spending",
    Section.SET_ASIDE: "set_aside",
    Section.NONE: "transfer",
}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes transactions with the names and marks of one household."""

    names: Catalogue
    currency: str
    locale: str

    @property
    def money(self) -> Callable[[Decimal], str]:
        """The function that writes an amount."""
        return filters.formatter(self.currency, self.locale)

    @property
    def shows_account(self) -> bool:
        """Tell whether there is more than one account to tell apart."""
        return len(self.names.accounts) > 1

    def signed(self, amount: Decimal) -> str:
        """Write an amount with a plus or minus; zero stands bare."""
        return f"+{self.money(amount)}" if amount > 0 else self.money(amount)

    def days(
        self, lines: Sequence[Line], partners: Mapping[UUID, Line], *, all_accounts: bool
    ) -> tuple[Day, ...]:
        """Group lines by day, newest first.

        With all accounts in the list a transfer stands once, at its outgoing side.
        """
        sides = {line.id: _partner(line, lines, partners) for line in lines if line.transfer_id}
        shown = [
            line
            for line in lines
            if not (all_accounts and line.direction == Direction.IN and sides.get(line.id))
        ]
        return tuple(
            self._day(list(of_day), sides) for _, of_day in groupby(shown, key=lambda x: x.date)
        )

    def row(self, line: Line, partner: Line | None = None) -> Row:
        """Write one transaction as a line."""
        if self._flow(line) is Flow.TRANSFER:
            return self._transfer(line, partner)
        mark = self.names.categories[line.category_id]
        return Row(
            id=line.id.hex,
            ids=line.id.hex,
            title=self.title(line),
            icon=mark.icon,
            colour=mark.colour,
            detail=self._detail(line),
            amount=self.signed(effect(line)),
            tone=self.tone(line),
            tags=tuple(line.tags),
            opens_page=line.split_id is not None,
            is_locked=line.reconciliation_id is not None,
        )

    def title(self, line: Line) -> str:
        """Name a transaction: its payee, its note, or what it was for."""
        note = line.note.partition("\n")[0]
        return line.payee or note or self.names.categories[line.category_id].name

    def tone(self, line: Line) -> Tone:
        """Tell the section of a transaction, as pages colour it."""
        return TONES[self.names.section(line.type_id, line.category_id)]

    def _day(self, lines: list[Line], sides: Mapping[UUID, Line | None]) -> Day:
        rows = [self._group(list(group), sides) for group in _groups(lines)]
        moved = [line for line in lines if self._flow(line) is not Flow.TRANSFER]
        return Day(
            label=filters.day(lines[0].date, self.locale),
            sum=self.signed(sum((effect(line) for line in moved), Decimal(0))) if moved else "",
            rows=tuple(rows),
        )

    def _group(self, lines: list[Line], sides: Mapping[UUID, Line | None]) -> Row:
        return self._split(lines) if len(lines) > 1 else self.row(lines[0], sides.get(lines[0].id))

    def _split(self, lines: list[Line]) -> Row:
        first = lines[0]
        return Row(
            id=first.id.hex,
            ids=",".join(line.id.hex for line in lines),
            title=first.payee or "Split purchase",
            icon="layout-split",
            colour="slate",
            detail=self._joined(f"{len(lines)} parts", self._account(first)),
            amount=self.signed(sum((effect(line) for line in lines), Decimal(0))),
            tone=self.tone(first),
            tags=tuple(first.tags),
            parts=tuple(self._part(line) for line in lines),
            opens_page=True,
            is_locked=any(line.reconciliation_id for line in lines),
        )

    def _part(self, line: Line) -> Part:
        mark = self.names.categories[line.category_id]
        return Part(mark.name, mark.colour, self.money(line.amount), line.note)

    def _transfer(self, line: Line, partner: Line | None) -> Row:
        here = self.names.accounts[line.account_id].name
        there = self.names.accounts[partner.account_id].name if partner else "?"
        ends = (here, there) if line.direction == Direction.OUT else (there, here)
        note = line.payee or line.note.partition("\n")[0]
        return Row(
            id=line.id.hex,
            ids=line.id.hex,
            title=" → ".join(ends),
            icon="arrow-left-right",
            colour="slate",
            detail=self._joined("Transfer" if partner else "Unmatched transfer", note),
            amount=self.money(line.amount),
            tone="transfer",
            tags=tuple(line.tags),
            opens_page=True,
            is_locked=line.reconciliation_id is not None,
        )

    def _detail(self, line: Line) -> str:
        category = self.names.categories[line.category_id].name
        note = line.note.partition("\n")[0] if line.payee else ""
        returned = "refund" if self.names.sign(line.type_id, line.category_id) < 0 else ""
        part = "part of a split" if line.split_id else ""
        return self._joined(category, returned, part, self._account(line), note)

    def _account(self, line: Line) -> str:
        """Name the account, unless it is the one that goes without saying."""
        account = self.names.accounts[line.account_id]
        return "" if account.is_default else account.name

    def _flow(self, line: Line) -> Flow:
        return self.names.types[line.type_id].flow

    @staticmethod
    def _joined(*words: str) -> str:
        return " · ".join(word for word in words if word)


def effect(line: Line) -> Decimal:
    """Give the amount with the sign of its direction: below zero for what goes out."""
    return line.amount if line.direction == Direction.IN else -line.amount


def _partner(line: Line, lines: Sequence[Line], partners: Mapping[UUID, Line]) -> Line | None:
    here = (x for x in lines if x.transfer_id == line.transfer_id and x.id != line.id)
    return next(here, None) or (partners.get(line.transfer_id) if line.transfer_id else None)


def _groups(lines: Iterable[Line]) -> list[list[Line]]:
    """Keep the parts of a split together, at the place of the first."""
    groups: dict[UUID, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.split_id or line.id, []).append(line)
    return list(groups.values())
