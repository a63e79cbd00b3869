"""Random searches: trees of terms, negations and groups as the grammar can say them."""

from datetime import date

from hypothesis import strategies as st

from ftracker.domain.kinds import Flow, Kind
from ftracker.domain.rules import WEEKDAYS, Condition, Field, Operator
from ftracker.domain.search_terms import HAS, IS, Trait
from ftracker.domain.searches import Tree, joined, negated

SIGNS = "ab Ü\"“”„\\*()|:=<>-%_/\n'.,5"
TEXTS = st.one_of(
    st.text(SIGNS, min_size=1, max_size=8), st.sampled_from(["or", "AND", "not", "payee:x", "a=b"])
)
AMOUNTS = st.decimals(0, 200, places=2).map(lambda amount: f"{amount.normalize():f}")
DATES = st.dates(date(2024, 12, 25), date(2026, 1, 10)).map(date.isoformat)
DAYS = st.integers(1, 31).map(str)
_BY = {Field.AMOUNT: float, Field.DATE: str, Field.DAY: int}


@st.composite
def ordered(draw: st.DrawFn) -> Condition:
    """Compare an amount, a date or a day."""
    field, values = draw(
        st.sampled_from([(Field.AMOUNT, AMOUNTS), (Field.DATE, DATES), (Field.DAY, DAYS)])
    )
    operator = draw(st.sampled_from([Operator.ABOVE, Operator.BELOW, Operator.EQUALS]))
    one, other = sorted([draw(values), draw(values)], key=_BY[field])
    if draw(st.booleans()):
        return Condition(field, Operator.BETWEEN, (one, other))
    return Condition(field, operator, (one,))


@st.composite
def textual(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> Condition:
    """Look for a text."""
    field = draw(st.sampled_from([Field.TEXT, Field.PAYEE, Field.NOTE]))
    ways = [Operator.CONTAINS, Operator.STARTS, Operator.ENDS, Operator.EQUALS]
    return Condition(field, draw(st.sampled_from(ways)), (draw(texts),))


@st.composite
def named(draw: st.DrawFn, names: st.SearchStrategy[tuple[Field, str]]) -> Condition:
    """Ask for a category, account or type by its name."""
    field, name = draw(names)
    return Condition(field, draw(st.sampled_from([Operator.CONTAINS, Operator.IS])), (name,))


CHOSEN = st.one_of(
    st.sampled_from(WEEKDAYS).map(lambda day: Condition(Field.WEEKDAY, Operator.IS, (day,))),
    st.sampled_from(Flow).map(lambda flow: Condition(Field.FLOW, Operator.IS, (str(flow),))),
    st.sampled_from(Kind).map(lambda kind: Trait("kind", kind.lower())),
    st.sampled_from(HAS).map(lambda what: Trait("has", what)),
    st.sampled_from(IS).map(lambda what: Trait("is", what)),
)


def trees(
    texts: st.SearchStrategy[str],
    names: st.SearchStrategy[tuple[Field, str]],
    tags: st.SearchStrategy[str],
) -> st.SearchStrategy[Tree]:
    """Make trees of terms on these texts, names and tags."""
    tagged = tags.map(lambda tag: Condition(Field.TAG, Operator.IS, (tag,)))
    terms = st.one_of(textual(texts), ordered(), named(names), CHOSEN, tagged)
    turned = st.tuples(terms, st.booleans()).map(_turned)
    return st.recursive(turned, _joined, max_leaves=10)


def _joined(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    some = st.tuples(st.lists(parts, min_size=1, max_size=3), st.booleans())
    made = some.map(lambda drawn: joined(drawn[0], needs_all=drawn[1]))
    return st.tuples(made, st.booleans()).map(_turned)


def _turned(drawn: tuple[Tree, bool]) -> Tree:
    return negated(drawn[0]) if drawn[1] else drawn[0]
