"""A transaction's form: what was typed as a schema, and a stored one as a form."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from ftracker.domain import money
from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.domain.kinds import Flow
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.transactions import Line
from ftracker.schemas import sentences
from ftracker.schemas.transactions import BulkEdit, SplitIn, TransactionEdit, TransactionIn
from ftracker.web.amounts import Amounts
from ftracker.web.forms import Form
from ftracker.web.pages_transactions import PartFields

PLAIN = ("type_id", "date", "category_id", "account_id", "to_account_id", "payee", "note")
PART = ("id", "version", "category_id", "amount", "note")
FEWEST_PARTS = 2


def new(form: Form, currency: str, names: Catalogue) -> TransactionIn:
    """Read a new transaction; a transfer has to say where it goes. Raises InvalidInput."""
    amounts = Amounts(currency)
    values = _values(form, amounts) | form.given("id")
    data = sentences.read(TransactionIn, values, told=amounts.wrong)
    kind = names.types.get(data.type_id) if data.type_id else None
    if kind and kind.flow is Flow.TRANSFER and data.to_account_id is None:
        raise InvalidInput("to_account_id", "Choose the account that it goes to.")
    return data


def edit(form: Form, currency: str) -> TransactionEdit:
    """Read a transaction as it shall be. Raises InvalidInput."""
    amounts = Amounts(currency)
    values = _values(form, amounts) | form.given("version", "reconciled")
    return sentences.read(TransactionEdit, values, told=amounts.wrong)


def split(form: Form, split_id: UUID, currency: str, *, alone: Line | None = None) -> SplitIn:
    """Read a purchase over several categories, whose parts come to its amount.

    What stood `alone` so far becomes the first part. Raises InvalidInput at `parts`, or at the
    field.
    """
    amounts = Amounts(currency)
    whole = amounts.read("amount", form.value("amount"))
    shared = {k: v for k, v in _shared(form).items() if k in SplitIn.model_fields}
    rows = [
        {**row, "amount": amounts.read(f"parts.{place}.amount", row["amount"])}
        for place, row in enumerate(_filled(form))
    ]
    if alone:
        rows[0] |= {"id": str(alone.id)} | form.given("version")
    shared |= form.given("reconciled")
    values = shared | {"split_id": split_id, "parts": rows}
    data = sentences.read(SplitIn, values, told=amounts.wrong)
    _check_sum(data, whole)
    return data


def split_key(key: str) -> UUID:
    """Name a new split by the id that its form carries. Raises InvalidInput."""
    try:
        return UUID(key)
    except ValueError as bad:
        raise InvalidInput("id", "This is no id.") from bad


def is_split(form: Form) -> bool:
    """Tell whether any part was filled in."""
    return bool(_filled(form))


def parts(form: Form) -> tuple[PartFields, ...]:
    """Give the parts as they were typed, at least two; empty ones begin at the whole's category."""
    typed = tuple(PartFields(**row) for row in _typed_parts(form))
    empty = PartFields(category_id=form.value("category_id"))
    return typed + (empty,) * (FEWEST_PARTS - len(typed))


def bulk(form: Form) -> BulkEdit:
    """Read a change of many transactions. Raises InvalidInput."""
    chosen = form.given("category_id", "account_id", "date", "reconciled")
    return sentences.read(BulkEdit, chosen | {"ids": [str(i) for i in ids(form)]})


def ids(form: Form) -> list[UUID]:
    """Read the transactions that were ticked; a split's parts come joined by commas.

    Raises InvalidInput when there are none, or something else.
    """
    try:
        found = [UUID(key) for value in form.values("ids") for key in value.split(",")]
    except ValueError as bad:
        raise InvalidInput("ids", "This is no id.") from bad
    if not found:
        raise InvalidInput("ids", "Choose at least one transaction.")
    return list(dict.fromkeys(found))


def filled(line: Line, parts: Sequence[Line], currency: str, *, to_account_id: str) -> Form:
    """Show a stored transaction, or a whole split, in the form."""
    total = sum((part.amount for part in parts), Decimal(0)) or line.amount
    return Form.filled(
        id=line.id,
        version=line.version,
        type_id=line.type_id,
        date=line.date,
        amount=money.plain(total, currency),
        category_id=line.category_id,
        account_id=line.account_id,
        to_account_id=to_account_id,
        payee=line.payee,
        note=line.note,
        tags=", ".join(line.tags),
        part_id=[part.id for part in parts],
        part_version=[part.version for part in parts],
        part_category_id=[part.category_id for part in parts],
        part_amount=[money.plain(part.amount, currency) for part in parts],
        part_note=[part.note for part in parts],
    )


def _values(form: Form, amounts: Amounts) -> dict[str, Any]:
    typed = form.given("amount")
    return _shared(form) | {name: amounts.read(name, text) for name, text in typed.items()}


def _shared(form: Form) -> dict[str, Any]:
    tags = [tag.strip() for tag in form.value("tags").split(",") if tag.strip()]
    return {**form.given(*PLAIN), "tags": tags}


def _typed_parts(form: Form) -> list[dict[str, str]]:
    columns = [form.values(f"part_{name}") for name in PART]
    count = max((len(column) for column in columns), default=0)
    padded = [column + [""] * (count - len(column)) for column in columns]
    return [dict(zip(PART, row, strict=True)) for row in zip(*padded, strict=True)]


def _filled(form: Form) -> list[dict[str, str]]:
    rows = [row for row in _typed_parts(form) if row["amount"].strip() or row["note"].strip()]
    return [{k: v for k, v in row.items() if v.strip() or k == "amount"} for row in rows]


def _check_sum(data: SplitIn, whole: str) -> None:
    total = sum((Decimal(part.amount) for part in data.parts), Decimal(0))
    if f"{total}" != whole and total != Decimal(whole):
        raise InvalidInput.of(
            [FieldError("parts", f"The parts come to {total}, the amount is {whole}.")]
        )
