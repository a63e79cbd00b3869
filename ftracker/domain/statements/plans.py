"""How one file will be read: the mapping with everything found out that was left open."""

from collections.abc import Mapping as Names
from dataclasses import dataclass, replace
from itertools import islice

from ftracker.domain.errors import InvalidInput
from ftracker.domain.kinds import Flow
from ftracker.domain.statements import amounts, columns, dates, dialects, numbers
from ftracker.domain.statements import layout as layouts
from ftracker.domain.statements.amounts import Amount
from ftracker.domain.statements.dialects import Dialect
from ftracker.domain.statements.layout import Layout
from ftracker.domain.statements.mapping import (
    FIND,
    Column,
    DateColumn,
    Mapping,
    MaybeColumn,
    Open,
    Types,
)
from ftracker.domain.statements.meanings import Meanings
from ftracker.domain.statements.numbers import Style
from ftracker.domain.statements.sources import Source

_SAMPLE = 600
_DISTINCT = 50_000


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that reading needs, columns as indexes; `mapping` says the same in words."""

    dialect: Dialect
    layout: Layout
    date: int
    formats: tuple[str, ...]
    amount: Amount
    style: Style
    type: int | None
    meanings: Meanings
    description: tuple[int, ...]
    payee: int | None
    category: int | None
    account: int | None
    currency: int | None
    balance: int | None
    reference: int | None
    skips: tuple[tuple[int, frozenset[str]], ...]
    is_own: bool
    mapping: Mapping

    @property
    def width(self) -> int:
        """How many cells a row needs so that every column is there."""
        roles = (
            self.type, self.amount.indicator, self.payee, self.category, self.account,
            self.currency, self.reference,
        )  # fmt: skip
        named = [i for i in roles if i is not None]
        return max(self.date, *self.amount.columns, *self.description, *named) + 1


def make(source: Source, mapping: Mapping, *, places: int, types: Names[str, Flow]) -> Plan:
    """Understand a whole file; `places` are the decimals of the books' currency.

    `types` are the household's type names. Raises InvalidInput, and Unclear where the file has
    two readings; the field is the part of the mapping that would settle it.
    """
    dialect = dialects.detect(source, mapping)
    meanings = Meanings(dict(mapping.types.words), types)
    found = _layout(source, mapping, dialect)
    return _Maker(mapping, dialect, found, meanings).plan(source, places)


def layout(source: Source, mapping: Mapping) -> Layout:
    """Find the header and the width of a file, whatever its columns mean. Raises InvalidInput."""
    return _layout(source, mapping, dialects.detect(source, mapping))


def _layout(source: Source, mapping: Mapping, dialect: Dialect) -> Layout:
    skip = mapping.skip_rows or 0
    first = list(islice(dialects.records(source, dialect, skip=skip), _SAMPLE))
    return layouts.find(first, mapping)


class _Maker:
    """Settles one column after the other, so that none is used twice."""

    def __init__(
        self, mapping: Mapping, dialect: Dialect, layout: Layout, meanings: Meanings
    ) -> None:
        self.mapping, self.dialect, self.layout = mapping, dialect, layout
        self.meanings = meanings
        self.is_own = columns.is_own(layout)
        self.taken = self._given()

    def plan(self, source: Source, places: int) -> Plan:
        date = self._date()
        balance = self._role(self.mapping.balance, "balance")
        amount, type_ = amounts.find(self.layout, self.mapping, self.meanings, self.taken)
        self.taken |= amount.columns | ({type_} if type_ is not None else set())
        account = self._account(balance)
        category = self._role(self.mapping.category, "category")
        currency = self._currency()
        reference = self._role(self.mapping.reference, "reference")
        description, payee = self._texts()
        formats, style = self._scan(source, date, amount, places)
        plan = Plan(
            self.dialect,
            self.layout,
            date,
            formats,
            amount,
            style,
            type_,
            self.meanings,
            description,
            payee,
            category,
            account,
            currency,
            balance,
            reference,
            self._skips(),
            self.is_own,
            self.mapping,
        )
        return replace(plan, mapping=_understood(plan))

    def _given(self) -> set[int]:
        """List the columns that the mapping names, so that no guess takes them."""
        m, a = self.mapping, self.mapping.amount
        texts = () if isinstance(m.description, Open) else m.description
        named: list[tuple[str, MaybeColumn]] = [
            ("date.column", m.date.column), ("amount.column", a.column), ("amount.in", a.money_in),
            ("amount.out", a.money_out), ("amount.indicator", a.indicator),
            ("type.column", m.types.column), ("payee", m.payee), ("category", m.category),
            ("account", m.account), ("currency", m.currency_column), ("balance", m.balance),
            ("reference", m.reference), *(("description", column) for column in texts),
        ]  # fmt: skip
        return {
            self.layout.index(column, field)
            for field, column in named
            if column is not None and column is not FIND
        }

    def _date(self) -> int:
        given = self.mapping.date.column
        if given is not FIND and given is not None:
            return self.layout.index(given, "date.column")
        found = columns.by_word(self.layout, "date", taken=self.taken, holds=columns.are_dates)
        if found is None:
            found = columns.by_content(self.layout, columns.are_dates, taken=self.taken)
        if found is None:
            # A header that says “date” over cells that are none lets the rows say what is wrong.
            found = columns.by_word(self.layout, "date", taken=self.taken)
        if found is None:
            raise InvalidInput("date.column", "No column of this file looks like a date.")
        self.taken.add(found)
        return found

    def _role(self, given: MaybeColumn, role: str) -> int | None:
        if given is None:
            return None
        if given is not FIND:
            return self.layout.index(given, role)
        found = columns.by_word(self.layout, role, taken=self.taken)
        if found is not None:
            self.taken.add(found)
        return found

    def _account(self, balance: int | None) -> int | None:
        """Find the account; a file with a running balance is about one account."""
        found = self._role(self.mapping.account, "account")
        if found is not None or self.mapping.account is not FIND or balance is not None:
            return found
        for i in columns.weak_accounts(self.layout, taken=self.taken):
            self.taken.add(i)
            return i
        return None

    def _currency(self) -> int | None:
        if self.mapping.currency is not None:
            return None
        return self._role(self.mapping.currency_column, "currency")

    def _texts(self) -> tuple[tuple[int, ...], int | None]:
        given = self.mapping.description
        payee = self._role(self.mapping.payee, "payee")
        if not isinstance(given, Open):
            return tuple(self.layout.index(c, "description") for c in given), payee
        found = columns.all_by_word(self.layout, ("description", "note"), taken=self.taken)
        if not found and payee is None:
            longest = columns.longest_text(self.layout, taken=self.taken)
            found = [] if longest is None else [longest]
        self.taken |= set(found)
        return tuple(found), payee

    def _skips(self) -> tuple[tuple[int, frozenset[str]], ...]:
        return tuple(
            (self.layout.index(s.column, "skip_if"), frozenset(v.strip() for v in s.values))
            for s in self.mapping.skip_if
        )

    def _scan(
        self, source: Source, date: int, amount: Amount, places: int
    ) -> tuple[tuple[str, ...], Style]:
        """Decide formats and marks from the whole file, each distinct text looked at once."""
        formats, decimal = self.mapping.date.formats, self.mapping.decimal
        for style in formats:
            dates.pattern(style)
        if self.is_own:
            decimal = decimal or "."
        days: dict[str, None] = {}
        texts: dict[str, None] = {}
        if not formats or decimal is None:
            skip, header = self.mapping.skip_rows or 0, self.layout.header_line
            for line, cells in dialects.records(source, self.dialect, skip=skip):
                if line <= header:
                    continue
                if len(cells) > date and len(days) < _DISTINCT:
                    days[cells[date]] = None
                if len(texts) < _DISTINCT:
                    texts.update((cells[i], None) for i in amount.columns if i < len(cells))
        return formats or dates.formats(days), numbers.style(
            texts, places=places, decimal=decimal, thousands=self.mapping.thousands
        )


def _understood(plan: Plan) -> Mapping:
    """Write the plan as a complete mapping, in which nothing is left open."""
    name, given = plan.layout.name, plan.mapping

    def maybe(index: int | None) -> Column | None:
        return None if index is None else name(index)

    return replace(
        given,
        encoding=plan.dialect.encoding.removesuffix("-sig"),
        delimiter=plan.dialect.delimiter,
        quotechar=plan.dialect.quotechar,
        skip_rows=plan.layout.header_line - bool(plan.layout.header),
        has_header=bool(plan.layout.header),
        date=DateColumn(name(plan.date), plan.formats),
        decimal=plan.style.decimal,
        thousands=plan.style.thousands,
        amount=plan.amount.named(name),
        types=Types(maybe(plan.type), given.types.words),
        description=tuple(name(i) for i in plan.description),
        payee=maybe(plan.payee),
        category=maybe(plan.category),
        account=maybe(plan.account),
        currency_column=maybe(plan.currency),
        balance=maybe(plan.balance),
        reference=maybe(plan.reference),
    )
