"""Payees in reports: how they are named, and the words that find them, or all but them."""

from collections.abc import Sequence

from ftracker.domain import searches as grammar
from ftracker.domain.rules import Condition, Field, Operator
from ftracker.domain.search_terms import written
from ftracker.web import searches

NOBODY = "No payee"


def named(payee: str) -> str:
    """Write a payee, also where there is none."""
    return payee or NOBODY


def words(spellings: Sequence[str]) -> dict[str, str]:
    """Give the words that mean a payee in all its spellings."""
    return {"payee": searches.payees(*spellings)}


def fitting(q: str, payees: Sequence[str]) -> int:
    """Tell how many of some payees, from the first on, one search can leave out."""
    return next(
        n for n in range(len(payees), -1, -1) if not n or grammar.reads(without(q, payees[:n]))
    )


def without(q: str, payees: Sequence[str]) -> str:
    """Give the search that finds what another one finds, but for some payees."""
    return grammar.narrowed(q, *(_not(payee) for payee in payees))


def _not(payee: str) -> str:
    if not payee:
        return "has:payee"
    return written(Condition(Field.PAYEE, Operator.EQUALS, (payee,), is_negated=True))
