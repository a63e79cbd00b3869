"""Settles one column after the other, so that none is used twice, and says why."""

from ftracker.domain.statements import (
    amounts,
    columns,
    headers,
    ledgers,
    preambles,
    statuses,
    texts,
    words,
)  # fmt: skip
from ftracker.domain.statements.chains import Chain
from ftracker.domain.statements.dialects import Dialect
from ftracker.domain.statements.layout import Layout
from ftracker.domain.statements.mapping import FIND, Mapping, MaybeColumn, Open, Unclear
from ftracker.domain.statements.meanings import Meanings
from ftracker.domain.statements.tables import Table

_TORN = 0.5
_CUSTOMS = {
    "encoding": "its letters are words in this encoding",
    "delimiter": "it cuts the rows into days, amounts and texts",
}


class Maker:
    """What each column of a table is; `reasons` grow with every decision."""

    def __init__(self, mapping: Mapping, table: Table, meanings: Meanings) -> None:
        self.mapping, self.table, self.meanings = mapping, table, meanings
        self.reasons: dict[str, str] = {}
        self.taken = self._given()
        self.preamble = preambles.read(table.layout.above)
        self.chain = Chain()

    def settle(self) -> None:
        """Settle every column. Raises InvalidInput where one that must be there is not."""
        self._refuse_torn()
        self.date = self._date()
        self._amount()
        self.other_date = self._other_date()
        self.currency = self._currency()
        self.account_in: int | None = None
        self.payee_in: int | None = None
        self.account = self._account()
        self.category = self._role(self.mapping.category, "category")
        self.reference = self._role(self.mapping.reference, "reference")
        self.status = [] if self.mapping.skip_if else statuses.columns(self.table, self.taken)
        self.taken |= {i for i in self.status if statuses.speaks(self.table, i)}
        self.payee, self.description = self._texts()
        if ledgers.is_one(self.table.layout):
            self._book()
        self.currency_code = self._code()
        self.account_name = "" if self.account is not None else self.preamble.account

    def _refuse_torn(self) -> None:
        """Ask where rows go on beyond the header: a mark in the amounts may have cut them."""
        wide, rows = len(self.table.layout.header), self.table.rows
        torn = sum(any(cell.strip() for cell in row[wide:]) for row in rows)
        if wide and torn > _TORN * len(rows):
            raise Unclear(
                "delimiter",
                "Most rows have more cells than the header names, as when amounts with a comma are "
                "cut at it: say which sign stands between the cells.",
            )

    def _book(self) -> None:
        """Take the account of each side, and say for what the money was by the other side."""
        layout = self.table.layout
        self.account = ledgers.column(layout, "full account name")
        self.category = ledgers.column(layout, "account name")
        self.reasons["account"] = "this is a book with two sides: own accounts are movements"
        self.reasons["category"] = "the other side of each movement says what it was for"
        self.reference = None
        self.payee, self.description = None, (ledgers.column(layout, "description"),)
        signed = [words.plain(name) for name in layout.header]
        if "amount with sym" in signed:
            self.currency = signed.index("amount with sym")

    def _given(self) -> set[int]:
        """List the columns that the mapping names, so that no guess takes them."""
        m, a, layout = self.mapping, self.mapping.amount, self.table.layout
        described = () if isinstance(m.description, Open) else m.description
        named: list[tuple[str, MaybeColumn]] = [
            ("date.column", m.date.column), ("amount.column", a.column), ("amount.in", a.money_in),
            ("amount.out", a.money_out), ("amount.indicator", a.indicator),
            ("type.column", m.types.column), ("payee", m.payee), ("category", m.category),
            ("account", m.account), ("currency", m.currency_column), ("balance", m.balance),
            ("reference", m.reference), ("date.otherwise", m.date.otherwise),
            *(("description", column) for column in described),
        ]  # fmt: skip
        return {
            layout.index(column, field)
            for field, column in named
            if column is not None and column is not FIND
        }

    def _date(self) -> int:
        given = self.mapping.date.column
        if given is not FIND and given is not None:
            return self.table.layout.index(given, "date.column")
        if columns.is_own(self.table.layout):
            found = columns.own(self.table.layout, "date")
        else:
            found = columns.date(self.table, self.taken).index
        self.taken.add(found)
        self._because("date", found, "its cells are days")
        return found

    def _because(self, field: str, index: int, otherwise: str) -> None:
        name = self.table.columns[index].header.strip()
        self.reasons[field] = f"header says {name[:60]}" if name else otherwise

    def _amount(self) -> None:
        found = amounts.find(self.table, self.mapping, self.meanings, self.taken)
        self.amount, self.type, self.chain = found.amount, found.type, found.chain
        self.balance = found.balance
        self.taken |= found.amount.columns
        self.taken |= {i for i in (found.type, found.amount.indicator) if i is not None}
        if self.balance is None:
            self.balance = self._role(self.mapping.balance, "balance")
        else:
            self.taken.add(self.balance)
        self.reasons |= found.reasons

    @property
    def balance_sign(self) -> int:
        """Tell how the balance follows the amounts: 1, -1 for what is owed, 0 for neither."""
        if not self.chain.holds:
            return 0
        return -self.chain.sign if self.amount.negate else self.chain.sign

    def _other_date(self) -> int | None:
        given = self.mapping.date.otherwise
        if given is None or columns.is_own(self.table.layout):
            return None
        if given is not FIND:
            return self.table.layout.index(given, "date.otherwise")
        if self.mapping.date.column is not FIND and self.mapping.date.column is not None:
            return None
        chosen = self.table.columns[self.date]
        found = columns.other_date(self.table, chosen, self.taken)
        if found is None:
            return None
        self.taken.add(found.index)
        return found.index

    def _role(self, given: MaybeColumn, role: str) -> int | None:
        if given is None:
            return None
        if given is not FIND:
            return self.table.layout.index(given, role)
        found = columns.role(self.table, role, self.taken)
        if found is not None:
            self.taken.add(found)
            self._because(role, found, "")
        return found

    def _account(self) -> int | None:
        """Find the account; a file with a running balance is about one account."""
        given = self.mapping.account
        if given is None or given is not FIND:
            return None if given is None else self.table.layout.index(given, "account")
        if columns.is_own(self.table.layout):
            found: int | None = columns.own(self.table.layout, "account")
        else:
            found = columns.account(self.table, self.taken)
            if found is None and self.balance is None:
                found = columns.weak_account(self.table, self.taken)
        if found is not None:
            self.taken.add(found)
            self._because("account", found, "")
        return found

    def _currency(self) -> int | None:
        if self.mapping.currency is not None or self.mapping.currency_column is None:
            return None
        if self.mapping.currency_column is not FIND:
            return self.table.layout.index(self.mapping.currency_column, "currency")
        found = columns.currency(self.table, self.taken, self.amount.column)
        if found is not None:
            self.taken.add(found)
            self._because("currency", found, "its cells are codes of currencies")
        return found

    def _code(self) -> str:
        """Find the currency outside the rows: in a header, beside the amounts, in a line above."""
        if self.mapping.currency is not None or self.currency is not None:
            return self.mapping.currency or ""
        titles = self.table.layout.header
        for index in sorted(self.amount.columns):
            if index < len(titles) and (code := headers.currency(titles[index])):
                self.reasons["currency"] = f"header says {titles[index].strip()[:60]}"
                return code
        if code := columns.symbol(self.table, self.amount.columns):
            self.reasons["currency"] = "it stands beside every amount"
            return code
        if self.preamble.currency:
            self.reasons["currency"] = "a line above the header says it"
        return self.preamble.currency

    def _texts(self) -> tuple[int | None, tuple[int, ...]]:
        if columns.is_own(self.table.layout):
            layout = self.table.layout
            return columns.own(layout, "payee"), (columns.own(layout, "note"),)
        payee = self._sided() if self._is_sided() else self._payee()
        given = self.mapping.description
        if not isinstance(given, Open):
            return payee, tuple(self.table.layout.index(c, "description") for c in given)
        found = texts.described(self.table, self.taken, payee)
        self.taken |= set(found)
        names = [self.table.columns[i].header.strip() for i in found]
        if any(names):
            self.reasons["description"] = f"headers say {', '.join(n for n in names if n)[:120]}"
        elif found:
            self.reasons["description"] = "its cells are the longest texts"
        return payee, tuple(found)

    def _is_sided(self) -> bool:
        m, layout = self.mapping, self.table.layout
        for name, given in (("payee_in", m.payee_in), ("account_in", m.account_in)):
            if given is not None and given is not FIND:
                setattr(self, name, layout.index(given, name))
        return m.payee is FIND and m.payee_in is FIND

    def _sided(self) -> int | None:
        """Take who sends for the other side where money came in, who receives where it went."""
        sides = columns.sides(self.table, self.taken)
        if sides is None:
            return self._payee()
        self.payee_in, payee = sides
        is_book = self.table.columns[payee].is_called("destination")
        if is_book and self.account is None and self.mapping.account is FIND:
            self.account, self.account_in = sides[0], sides[1]
        self.taken |= set(sides)
        self.reasons["payee"] = "who receives where money went out, who sends where it came in"
        return payee

    def _payee(self) -> int | None:
        given = self.mapping.payee
        if given is None or given is not FIND:
            return None if given is None else self.table.layout.index(given, "payee")
        found = texts.payee(self.table, self.taken)
        if found is not None:
            self.taken.add(found)
            self._because("payee", found, "")
        return found


def explain(reasons: dict[str, str], dialect: Dialect, layout: Layout) -> None:
    """Add why a file is cut as it is."""
    for field, why in _CUSTOMS.items():
        reasons.setdefault(field, why)
    if layout.header:
        reasons["has_header"] = f"line {layout.header_line} names the columns"
    else:
        reasons["has_header"] = "the first row is a booking already"
    if dialect.is_wrapped:
        reasons["delimiter"] = "each line stands in quotes as a whole, and is cut inside them"
