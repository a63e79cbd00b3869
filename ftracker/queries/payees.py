"""Payees as the household wrote them, with what was chosen for each last."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, cast, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from ftracker.models import Transaction
from ftracker.queries.transactions import Filter, selecting

LOOKED_AT = 2000


@dataclass(frozen=True, slots=True)
class Payee:
    """A payee, and the type, category and account of its newest transaction."""

    payee: str
    type_id: UUID
    category_id: UUID
    account_id: UUID

    def as_json(self) -> dict[str, Any]:
        """Write it for the browser, ids as text."""
        return {name: str(value) for name, value in asdict(self).items()}


def beginning(session: Session, text: str, *, most: int) -> list[Payee]:
    """List payees whose name begins so, by name; only the 2,000 newest transactions are read."""
    columns: list[Any] = [getattr(Transaction, name) for name in Payee.__slots__]
    recent = (
        selecting(session, Filter(), [*columns, Transaction.date, Transaction.id])
        .where(Transaction.payee.istartswith(text.strip(), autoescape=True))
        .where(Transaction.payee != "")
        .order_by(Transaction.date.desc(), Transaction.id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    newest = (
        select(*(recent.c[name] for name in Payee.__slots__))
        .ext(distinct_on(recent.c.payee))
        .order_by(recent.c.payee, recent.c.date.desc(), recent.c.id.desc())
        .limit(most)
    )
    return [Payee(*row) for row in session.execute(newest)]


def spellings(session: Session, wanted: Filter, payees: Collection[str]) -> dict[str, list[str]]:
    """List the ways in which some payees are written in a filter, by the names that are given.

    Letters are the same large or small. Each list is sorted; who is not there is left out.
    """
    given = func.unnest(cast(list(payees), ARRAY(Text)))
    asked = given.table_valued("name").render_derived(name="asked")
    # What is spelt alike is gathered first: there is far less of that to be made small.
    spelt = selecting(session, wanted, [Transaction.payee]).distinct().subquery("spelt")
    is_same = func.lower(spelt.c.payee) == func.lower(asked.c.name)
    pairs = select(asked.c.name, spelt.c.payee).join_from(asked, spelt, is_same)
    found: dict[str, list[str]] = defaultdict(list)
    for name, payee in session.execute(pairs.order_by(spelt.c.payee)):
        found[name].append(payee)
    return dict(found)


def tags(session: Session) -> list[str]:
    """List the tags of the 2,000 newest tagged transactions, sorted."""
    recent = (
        selecting(session, Filter(), [Transaction.tags])
        .where(Transaction.tags != [])
        .order_by(Transaction.date.desc(), Transaction.id.desc())
        .limit(LOOKED_AT)
    )
    return sorted({tag for (found,) in session.execute(recent) for tag in found})
