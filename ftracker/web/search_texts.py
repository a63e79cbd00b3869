"""A list's filters as one search, and a search as the form of a rule."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ftracker.domain import search_rules
from ftracker.domain import searches as grammar
from ftracker.domain.errors import FieldError
from ftracker.domain.rules import Condition, Field, Operator
from ftracker.domain.searches import Tree
from ftracker.queries import searches as asked
from ftracker.queries.catalogue import Catalogue
from ftracker.schemas.rules import MOST_CONDITIONS
from ftracker.web import rules
from ftracker.web.forms import Form
from ftracker.web.redirects import query
from ftracker.web.searches import Search

_NAMES = {"category_id": Field.CATEGORY, "account_id": Field.ACCOUNT, "type_id": Field.TYPE}


def rule_href(search: Search, names: Catalogue) -> str:
    """Give the address that makes a rule of what narrows a list; '' where nothing of it could.

    Days, sections and files stay behind: a rule is for what is still to come.
    """
    if search.problem:
        return ""
    trees = list(_trees(search, names))
    return f"/rules/add?{query(q=grammar.written(grammar.joined(trees)))}" if trees else ""


def into_rule(form: Form, q: str, names: Catalogue) -> Form:
    """Put the conditions that a search means into the form of a rule.

    What cannot be one is said at the field `q`, and the form stays as it was.
    """
    try:
        found, needs_all = search_rules.conditions(
            grammar.parse(q), lambda one: asked.named(one, names)
        )
    except ValueError as bad:
        form.errors.append(FieldError("q", str(bad)))
        return form
    if len(found) > MOST_CONDITIONS:
        form.errors.append(FieldError("q", f"A rule has at most {MOST_CONDITIONS} conditions."))
        return form
    return rules.with_conditions(form, found, needs_all=needs_all)


def _trees(search: Search, names: Catalogue) -> Iterator[Tree]:
    typed = search.typed
    if "q" in typed:
        yield grammar.parse(typed["q"])
    for word, field in _NAMES.items():
        known = names.words(word)
        named = [known[key] for key in typed.get(word, "").split(",") if key in known]
        operator = Operator.CONTAINS if field is Field.CATEGORY else Operator.IS
        if named:
            yield _any(Condition(field, operator, (name,)) for name in named)
    payees = [name for name in typed.get("payee", "").split("\n") if name]
    if payees:
        yield _any(Condition(Field.PAYEE, Operator.EQUALS, (name,)) for name in payees)
    if "tag" in typed:
        yield Condition(Field.TAG, Operator.IS, (typed["tag"],))
    if search.wanted.min is not None:
        yield _bound(Operator.BELOW, search.wanted.min)
    if search.wanted.max is not None:
        yield _bound(Operator.ABOVE, search.wanted.max)


def _any(found: Iterable[Condition]) -> Tree:
    return grammar.joined(found, needs_all=False)


def _bound(operator: Operator, amount: Decimal) -> Condition:
    return Condition(Field.AMOUNT, operator, (f"{amount.normalize():f}",), is_negated=True)
