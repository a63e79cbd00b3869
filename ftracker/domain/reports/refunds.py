"""Refunds: which purchase each of them may belong to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol, TypeVar
from uuid import UUID

# So long after a purchase its money may come back.
LONGEST = timedelta(days=365)


class _Movement(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def date(self) -> date: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def payee(self) -> str: ...


M = TypeVar("M", bound=_Movement)


def purchases_of(refunds: Iterable[_Movement], purchases: Sequence[M]) -> dict[UUID, M]:
    """Find a purchase for refunds by their ids: of the same payee, no later, and no smaller.

    Payees are one where their letters are, large or small. Purchases are the newest first. One of
    just that amount goes before one of a larger amount, then the latest; a purchase may have come
    back in several parts.
    """
    by_payee: dict[str, list[M]] = defaultdict(list)
    for one in purchases:
        by_payee[one.payee.lower()].append(one)
    found = ((one, _purchase(one, by_payee[one.payee.lower()])) for one in refunds if one.payee)
    return {one.id: purchase for one, purchase in found if purchase}


def _purchase(refund: _Movement, purchases: Sequence[M]) -> M | None:
    fitting = [
        one
        for one in purchases
        if one.amount >= refund.amount and refund.date - LONGEST <= one.date <= refund.date
    ]
    return max(fitting, key=lambda one: one.amount == refund.amount, default=None)
