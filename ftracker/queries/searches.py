"""What a search means in a household's books: names become ids, texts become patterns."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from ftracker.domain.kinds import Flow, Section, section
from ftracker.domain.rules import READ, WEEKDAYS, Condition, Field, Operator
from ftracker.domain.search_terms import Trait
from ftracker.domain.searches import Group, Term, Tree
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.conditions import Joined, Test, Where, literal

_PATTERNS = {
    Operator.CONTAINS: "%{}%",
    Operator.STARTS: "{}%",
    Operator.ENDS: "%{}",
    Operator.EQUALS: "{}",
}
_ORDERED = (Field.AMOUNT, Field.DATE, Field.DAY)


class _Named(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


def meant(tree: Tree, names: Catalogue) -> Where:
    """Give what a search asks of the household's rows.

    Raises ValueError with a sentence for a name that nothing has.
    """
    if not isinstance(tree, Group):
        return _term(tree, names)
    parts = tuple(meant(part, names) for part in tree.parts)
    return Joined(parts, tree.needs_all, tree.is_negated)


def named(condition: Condition, names: Catalogue) -> list[str]:
    """List the names that a condition on a category, account or type means.

    Raises ValueError with a sentence when there is none.
    """
    things = _things(condition.field, names)
    return [things[key].name for key in _ids(condition, names)]


def _term(term: Term, names: Catalogue) -> Where:
    if isinstance(term, Trait):
        return _trait(term, names)
    return Test(_test(term), _values(term, names), term.is_negated)


def _test(term: Condition) -> str:
    if term.field is Field.TEXT and term.operator is not Operator.CONTAINS:
        return "text as a whole"
    if term.field in _ORDERED:
        return f"{term.field} {term.operator}"
    return "type" if term.field is Field.FLOW else term.field.value


def _values(term: Condition, names: Catalogue) -> tuple[Any, ...]:
    first = term.values[0]
    match term.field:
        case Field.TEXT | Field.PAYEE | Field.NOTE:
            return (_PATTERNS[term.operator].format(literal(first.replace("\x00", ""))),)
        case Field.AMOUNT | Field.DATE | Field.DAY:
            return tuple(READ[term.field](value) for value in term.values)
        case Field.FLOW:
            return (_of_flow(Flow(first), names),)
        case Field.WEEKDAY:
            return (WEEKDAYS.index(first) + 1,)
        case Field.TAG:
            return (first.replace("\x00", ""),)
        case _:
            return (_ids(term, names),)


def _trait(trait: Trait, names: Catalogue) -> Where:
    if trait.name == "kind":
        ids = (c.id for c in names.categories.values() if c.kind.lower() == trait.value)
        return Test("category", (tuple(ids),), trait.is_negated)
    if trait.value == "refund":
        return _refunds(names, is_negated=trait.is_negated)
    return Test(f"{trait.name} {trait.value}", (), trait.is_negated)


def _refunds(names: Catalogue, *, is_negated: bool) -> Where:
    """Find what came in where money is spent."""
    spending = (
        c.id for c in names.categories.values() if section(c.kind, Flow.IN) is Section.SPENDING
    )
    tests = Test("category", (tuple(spending),)), Test("type", (_of_flow(Flow.IN, names),))
    return Joined(tests, needs_all=True, is_negated=is_negated)


def _of_flow(flow: Flow, names: Catalogue) -> tuple[UUID, ...]:
    return tuple(kind.id for kind in names.types.values() if kind.flow is flow)


def _ids(term: Condition, names: Catalogue) -> tuple[UUID, ...]:
    found = _found(term, _things(term.field, names))
    if term.field is Field.CATEGORY and term.operator is Operator.CONTAINS:
        return tuple(dict.fromkeys(one for key in found for one in names.family(key)))
    return tuple(found)


def _things(field: Field, names: Catalogue) -> Mapping[UUID, _Named]:
    if field is Field.CATEGORY:
        return names.categories
    return names.accounts if field is Field.ACCOUNT else names.types


def _found(term: Condition, things: Mapping[UUID, _Named]) -> list[UUID]:
    wanted = term.values[0].casefold()
    exact = [key for key, thing in things.items() if thing.name.casefold() == wanted]
    if exact or term.operator is Operator.IS:
        return exact or _none(term)
    return [key for key, one in things.items() if wanted in one.name.casefold()] or _none(term)


def _none(term: Condition) -> list[UUID]:
    raise ValueError(f"There is no {term.field} “{term.values[0]}”.")
