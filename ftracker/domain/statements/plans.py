"""How one file will be read: the mapping with everything found out that was left open."""

from collections.abc import Iterator
from collections.abc import Mapping as Names
from dataclasses import dataclass, field, replace
from itertools import islice

from ftracker.domain.kinds import Flow
from ftracker.domain.statements import columns, dialects, makers, scans, tables, texts, wholes
from ftracker.domain.statements import layout as layouts
from ftracker.domain.statements.amount import Amount
from ftracker.domain.statements.dialects import Dialect, Record
from ftracker.domain.statements.layout import Layout
from ftracker.domain.statements.mapping import Column, DateColumn, Mapping, Skip, Types
from ftracker.domain.statements.meanings import Meanings
from ftracker.domain.statements.numbers import Style
from ftracker.domain.statements.preambles import Preamble
from ftracker.domain.statements.sources import Source

_SAMPLE = 600


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that reading needs, columns as indexes; `mapping` says the same in words.

    `other_date` is read where the date is empty, `payee_in` and `account_in` where money came in.
    `account_name` and `currency_code` are said by
    the file outside its rows. `balance_sign` is 1 where the balance follows the amounts from row
    to row, -1 where it is what is owed, 0 where it follows neither way. `are_ids` says that the
    reference is the bank's own id of each movement,
    `goes_on` that texts go on in lines below. `reasons` say for each field of the mapping
    in plain words why it was decided so.
    """

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
    other_date: int | None = None
    payee_in: int | None = None
    account_in: int | None = None
    account_name: str = ""
    currency_code: str = ""
    preamble: Preamble = field(default_factory=Preamble)
    balance_sign: int = 0
    is_newest_first: bool = False
    are_ids: bool = False
    goes_on: bool = False
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many cells a row needs so that every column is there."""
        roles = (
            self.type, self.amount.indicator, self.payee, self.category, self.account,
            self.currency, self.reference, self.other_date, self.payee_in, self.account_in,
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
    maker = makers.Maker(mapping, tables.of(found), meanings)
    maker.settle()
    scan = scans.scan(
        _rows(source, mapping, dialect, found), wholes.wanted(maker), wholes.ids(maker)
    )
    return _plan(maker, scan, dialect, places)


def layout(source: Source, mapping: Mapping) -> Layout:
    """Find the header and the width of a file, whatever its columns mean. Raises InvalidInput."""
    return _layout(source, mapping, dialects.detect(source, mapping))


def _layout(source: Source, mapping: Mapping, dialect: Dialect) -> Layout:
    skip = mapping.skip_rows or 0
    first = list(islice(dialects.records(source, dialect, skip=skip), _SAMPLE))
    skipped: list[Record] = []
    if skip:
        everything = dialects.records(source, dialect)
        skipped = [record for record in islice(everything, skip) if record[0] <= skip]
    return layouts.find(first, mapping, skipped)


def _rows(source: Source, mapping: Mapping, dialect: Dialect, found: Layout) -> Iterator[Record]:
    records = dialects.records(source, dialect, skip=mapping.skip_rows or 0)
    return scans.below(records, found.header_line, found.depth)


def _plan(maker: "makers.Maker", scan: scans.Scan, dialect: Dialect, places: int) -> Plan:
    style = wholes.style(maker, scan, places)
    formats = wholes.formats(maker, scan, style)
    plan = Plan(
        dialect,
        maker.table.layout,
        maker.date,
        formats,
        wholes.amount(maker, scan),
        style,
        wholes.type_of(maker, scan),
        maker.meanings,
        maker.description,
        maker.payee,
        maker.category,
        maker.account,
        maker.currency,
        maker.balance,
        maker.reference,
        wholes.skips(maker, scan),
        columns.is_own(maker.table.layout),
        maker.mapping,
        maker.other_date,
        maker.payee_in,
        maker.account_in,
        maker.account_name,
        maker.currency_code,
        maker.preamble,
        maker.balance_sign,
        maker.chain.is_newest_first,
        maker.reference is not None and wholes.ids(maker) is not None and scan.are_ids,
        texts.often_goes_on(maker.table.layout.sample, maker.description),
        maker.reasons,
    )
    makers.explain(plan.reasons, dialect, plan.layout)
    return replace(plan, mapping=_understood(plan))


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
        date=DateColumn(name(plan.date), plan.formats, maybe(plan.other_date)),
        decimal=plan.style.decimal,
        thousands=plan.style.thousands,
        amount=plan.amount.named(name),
        types=Types(maybe(plan.type), given.types.words),
        description=tuple(name(i) for i in plan.description),
        payee=maybe(plan.payee),
        payee_in=maybe(plan.payee_in),
        category=maybe(plan.category),
        account=maybe(plan.account),
        account_in=maybe(plan.account_in),
        currency_column=maybe(plan.currency),
        balance=maybe(plan.balance),
        reference=maybe(plan.reference),
        skip_if=tuple(Skip(name(i), tuple(sorted(values))) for i, values in plan.skips),
    )
