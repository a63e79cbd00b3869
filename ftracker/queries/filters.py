"""Which transactions are meant: the conditions that every SELECT on them begins with."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Numeric,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    false,
    func,
    literal,
    or_,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from ftracker.db.scope import household_id
from ftracker.domain.view_words import NOBODY
from ftracker.models import MonthlyTotal, Transaction
from ftracker.queries import conditions as tests
from ftracker.queries.conditions import Where

# An id that nothing has: what asks for it finds nothing.
NOTHING = UUID(int=2**128 - 1)
Pairs = tuple[tuple[UUID, ...], tuple[UUID, ...]]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which transactions are meant; `start` belongs, `end` does not, amounts are inclusive.

    `q` are words as they stand in the payee or the note. `payees` are whole payees, '' is none;
    `NOBODY` among `member_ids` is what no member wrote down.
    `sections` lists categories with the types that put them there; one of them must fit. `where`
    is what a search asks besides.
    """

    start: date | None = None
    end: date | None = None
    q: str = ""
    type_ids: tuple[UUID, ...] = ()
    category_ids: tuple[UUID, ...] = ()
    account_ids: tuple[UUID, ...] = ()
    member_ids: tuple[UUID, ...] = ()
    payees: tuple[str, ...] = ()
    sections: tuple[Pairs, ...] | None = None
    tag: str = ""
    min: Decimal | None = None
    max: Decimal | None = None
    split_id: UUID | None = None
    transfer_id: UUID | None = None
    import_id: UUID | None = None
    where: Where | None = None
    active: bool = True


# Which filters are set, how many sections there are, what is asked, and whether of active rows.
Shape = tuple[tuple[str, ...], int, tests.Shape | None, bool]
_IDS = ARRAY(Uuid)
_PLAIN = (
    "start", "end", "type_ids", "category_ids", "account_ids", "member_ids", "payees", "tag",
    "min", "max", "split_id", "transfer_id", "import_id", "q",
)  # fmt: skip


def shape(wanted: Filter) -> Shape:
    """Tell what of a filter decides the words of a SELECT; the rest are its values."""
    names = [name for name in _PLAIN if getattr(wanted, name) not in (None, "", ())]
    if wanted.sections is not None:
        names.append("sections")
    asked = tests.shape(wanted.where) if wanted.where else None
    return tuple(names), len(wanted.sections or ()), asked, wanted.active


def values(session: Session, wanted: Filter) -> dict[str, Any]:
    """Give the values for the conditions of the same filter's shape."""
    found: dict[str, Any] = {"household": household_id(session)}
    for name in shape(wanted)[0]:
        value = getattr(wanted, name)
        found[name] = list(value) if isinstance(value, tuple) else value
    if wanted.q:
        found["q"] = f"%{tests.literal(wanted.q)}%"
    if wanted.tag:
        found["tag"] = [wanted.tag]
    for number, (categories, types) in enumerate(found.pop("sections", ())):
        found |= {f"categories_{number}": list(categories), f"types_{number}": list(types)}
    if wanted.where:
        found |= tests.values(wanted.where)
    return found


def conditions(of: Shape) -> list[ColumnElement[bool]]:
    """Hide other households and, unless asked for, inactive rows; then filter."""
    names, sections, asked, active = of
    # Said as the partial indexes say it: with IS TRUE the planner reads every row instead.
    shown = Transaction.is_active.expression
    mine = Transaction.household_id == bindparam("household", type_=Uuid)
    placed_there = placed(Transaction, sections)
    chosen = [placed_there if name == "sections" else _TESTS[name] for name in names]
    if asked:
        chosen.append(tests.condition(asked))
    return [mine, shown if active else ~shown, *chosen]


def known(
    entity: type[MonthlyTotal | Transaction], day: InstrumentedAttribute[date]
) -> dict[str, ColumnElement[bool]]:
    """Write the conditions that rows and totals both know, by the names of the filters."""
    return {
        "start": day >= bindparam("start", type_=Date),
        "end": day < bindparam("end", type_=Date),
        "type_ids": entity.type_id == any_(bindparam("type_ids", type_=_IDS)),
        "category_ids": entity.category_id == any_(bindparam("category_ids", type_=_IDS)),
        "account_ids": entity.account_id == any_(bindparam("account_ids", type_=_IDS)),
    }


def placed(entity: type[MonthlyTotal | Transaction], count: int) -> ColumnElement[bool]:
    """Write that one of some sections must fit: its categories, with its types; none lets none."""
    pairs = [
        and_(
            entity.category_id == any_(bindparam(f"categories_{number}", type_=_IDS)),
            entity.type_id == any_(bindparam(f"types_{number}", type_=_IDS)),
        )
        for number in range(count)
    ]
    return or_(false(), *pairs)


_AMOUNT = Numeric(19, 4)
_TESTS: dict[str, ColumnElement[bool]] = {
    **known(Transaction, Transaction.date),
    "member_ids": func.coalesce(Transaction.member_id, literal(NOBODY, Uuid))
    == any_(bindparam("member_ids", type_=_IDS)),
    "payees": Transaction.payee == any_(bindparam("payees", type_=ARRAY(Text))),
    "tag": Transaction.tags.contains(bindparam("tag", type_=ARRAY(Text))),
    "min": Transaction.amount >= bindparam("min", type_=_AMOUNT),
    "max": Transaction.amount <= bindparam("max", type_=_AMOUNT),
    "split_id": Transaction.split_id == bindparam("split_id", type_=Uuid),
    "transfer_id": Transaction.transfer_id == bindparam("transfer_id", type_=Uuid),
    "import_id": Transaction.import_id == bindparam("import_id", type_=Uuid),
    "q": tests.says(bindparam("q", type_=Text)),
}
