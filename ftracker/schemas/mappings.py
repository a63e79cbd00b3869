"""The one JSON form of a mapping: page, API, command line and saved profiles speak it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ftracker.domain.statements.mapping import (
    FIND,
    Amounts,
    Column,
    DateColumn,
    Mapping,
    MaybeColumn,
    Mode,
    Skip,
    Types,
)

Header = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern="^[^\\x00]*$")]
Index = Annotated[int, Field(strict=True, ge=0, lt=512)]
ColumnIn = Index | Header
Word = Annotated[str, StringConstraints(max_length=1000, pattern="^[^\\x00]*$")]
Mark = Annotated[str, StringConstraints(min_length=1, max_length=1, pattern="^[^\\x00\\r\\n]$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DateIn(_Part):
    """The column of the date, and the strftime formats it is written in.

    `otherwise` is the column that is read where the first is empty.
    """

    column: ColumnIn | None = None
    otherwise: ColumnIn | None = None
    formats: list[Annotated[str, StringConstraints(min_length=1, max_length=60)]] = Field(
        default_factory=list, max_length=20
    )


class AmountIn(_Part):
    """How the file writes amounts; which fields are needed depends on the mode."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    mode: Mode | None = None
    column: ColumnIn | None = None
    negate: bool = False
    in_: ColumnIn | list[Word] | None = Field(default=None, alias="in")
    out: ColumnIn | list[Word] | None = None
    indicator: ColumnIn | None = None


class TypeIn(_Part):
    """The column of the type, and which of its words means which type of the household."""

    column: ColumnIn | None = None
    words: dict[Word, Word] = Field(default_factory=dict, max_length=500)


class CurrencyIn(_Part):
    """The column of the currency."""

    column: ColumnIn


class SkipIn(_Part):
    """Leave out rows whose cell in the column is one of the values."""

    column: ColumnIn
    values: list[Word] = Field(max_length=200)


class MappingIn(_Part):
    """How a file is to be understood. What is left out is found out; null means there is none."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "delimiter": ";",
                    "date": {"column": "Date", "formats": ["%d-%m-%Y"]},
                    "decimal": ",",
                    "amount": {"mode": "signed", "column": "Amount"},
                    "description": ["Text"],
                }
            ]
        },
    )

    encoding: Annotated[str, StringConstraints(max_length=40)] | None = None
    delimiter: Mark | None = None
    quotechar: Annotated[str, StringConstraints(max_length=1)] | None = None
    skip_rows: Annotated[int, Field(ge=0, le=10_000)] | None = None
    has_header: bool | None = None
    date: DateIn | None = None
    decimal: Literal[".", ","] | None = None
    thousands: Annotated[str, StringConstraints(max_length=1)] | None = None
    amount: AmountIn | None = None
    type: TypeIn | None = None
    description: list[ColumnIn] | ColumnIn | None = None
    payee: ColumnIn | None = None
    payee_in: ColumnIn | None = None
    category: ColumnIn | None = None
    account: ColumnIn | None = None
    account_in: ColumnIn | None = None
    currency: CurrencyIn | Annotated[str, StringConstraints(pattern="^[A-Za-z]{3}$")] | None = None
    balance: ColumnIn | None = None
    reference: ColumnIn | None = None
    skip_if: list[SkipIn] = Field(default_factory=list, max_length=50)

    def mapping(self) -> Mapping:
        """Give the mapping as the domain reads it."""
        literal = self.currency if isinstance(self.currency, str) else None
        quotes = self.quotechar
        if "quotechar" in self.model_fields_set and quotes is None:
            quotes = ""
        return Mapping(
            encoding=self.encoding,
            delimiter=self.delimiter,
            quotechar=quotes,
            skip_rows=self.skip_rows,
            has_header=self.has_header,
            date=_date(self.date),
            decimal=self.decimal,
            thousands=self.thousands,
            amount=_amount(self.amount or AmountIn()),
            types=self._types(),
            description=self._description(),
            payee=self._column("payee"),
            payee_in=self._column("payee_in"),
            category=self._column("category"),
            account=self._column("account"),
            account_in=self._column("account_in"),
            currency_column=self._currency(),
            currency=literal.upper() if literal else None,
            balance=self._column("balance"),
            reference=self._column("reference"),
            skip_if=tuple(Skip(s.column, tuple(s.values)) for s in self.skip_if),
        )

    def _column(self, name: str) -> MaybeColumn:
        given: Column | None = getattr(self, name)
        return given if name in self.model_fields_set else FIND

    def _types(self) -> Types:
        if self.type is None:
            return Types(None if "type" in self.model_fields_set else FIND)
        column = self.type.column if self.type.column is not None else FIND
        return Types(column, tuple(self.type.words.items()))

    def _description(self) -> Any:
        given = self.description
        if given is None:
            return () if "description" in self.model_fields_set else FIND
        return tuple(given) if isinstance(given, list) else (given,)

    def _currency(self) -> MaybeColumn:
        if isinstance(self.currency, CurrencyIn):
            return self.currency.column
        return None if "currency" in self.model_fields_set else FIND


def _date(given: DateIn | None) -> DateColumn:
    if given is None:
        return DateColumn()
    otherwise = given.otherwise if "otherwise" in given.model_fields_set else FIND
    column = FIND if given.column is None else given.column
    return DateColumn(column, tuple(given.formats), otherwise)


def _amount(given: AmountIn) -> Amounts:
    column = FIND if given.column is None else given.column
    is_words = isinstance(given.in_, list) or isinstance(given.out, list)
    mode = given.mode
    if mode is None and given.indicator is not None:
        mode = Mode.INDICATOR
    if mode is None and not is_words and given.in_ is not None and given.out is not None:
        mode = Mode.IN_OUT
    return Amounts(
        mode=mode,
        column=column,
        negate=given.negate,
        money_in=None if isinstance(given.in_, list) else given.in_,
        money_out=None if isinstance(given.out, list) else given.out,
        indicator=given.indicator,
        in_words=tuple(given.in_) if isinstance(given.in_, list) else (),
        out_words=tuple(given.out) if isinstance(given.out, list) else (),
    )


def as_json(mapping: Mapping) -> dict[str, Any]:
    """Write a mapping in its JSON form; what is still to be found out is left out."""
    a, t = mapping.amount, mapping.types
    amount: dict[str, Any] = {"mode": a.mode, "column": _shown(a.column), "negate": a.negate}
    if a.mode is Mode.IN_OUT:
        amount = {"mode": a.mode, "in": a.money_in, "out": a.money_out}
    elif a.mode is Mode.INDICATOR:
        amount |= {
            "indicator": a.indicator,
            "in": list(a.in_words),
            "out": list(a.out_words),
        }
    form: dict[str, Any] = {
        "encoding": mapping.encoding,
        "delimiter": mapping.delimiter,
        "quotechar": mapping.quotechar or None,
        "skip_rows": mapping.skip_rows,
        "has_header": mapping.has_header,
        "date": _date_form(mapping.date),
        "decimal": mapping.decimal,
        "thousands": mapping.thousands,
        "amount": amount,
        "type": None if t.column is None else {"column": _shown(t.column), "words": dict(t.words)},
        "description": mapping.description,
        "payee": mapping.payee,
        "category": mapping.category,
        "account": mapping.account,
        "currency": mapping.currency or _currency_form(mapping.currency_column),
        "balance": mapping.balance,
        "reference": mapping.reference,
        "skip_if": [{"column": s.column, "values": list(s.values)} for s in mapping.skip_if],
    }
    form |= {
        name: column
        for name, column in (("payee_in", mapping.payee_in), ("account_in", mapping.account_in))
        if column is not None
    }
    return {key: list(v) if isinstance(v, tuple) else v for key, v in form.items() if v is not FIND}


def _date_form(given: DateColumn) -> dict[str, Any]:
    form: dict[str, Any] = {"column": _shown(given.column), "formats": list(given.formats)}
    return form if given.otherwise in (FIND, None) else form | {"otherwise": given.otherwise}


def _shown(column: MaybeColumn) -> Column | None:
    return None if column is FIND else column


def _currency_form(column: MaybeColumn) -> Any:
    return column if column is None or column is FIND else {"column": column}
