"""Condition groups without a script: three fields of a form become one search."""

from collections.abc import Callable, Mapping

from ftracker.domain import searches as grammar
from ftracker.domain.errors import FieldError
from ftracker.domain.reports import conditions
from ftracker.web.report_views import Links
from ftracker.web.tables import Builder, TextField

_GROUPS: tuple[tuple[str, str, str, Callable[[str], str]], ...] = (
    ("all_of", "All of these", "category:food amount>20", conditions.all_of),
    ("any_of", "At least one of these", "payee:lidl payee:aldi", conditions.any_of),
    ("none_of", "None of these", "is:refund tag:trip", conditions.none_of),
)


def joined(words: Mapping[str, str]) -> tuple[dict[str, str], tuple[FieldError, ...]]:
    """Put the groups of an address into its search, and say why one of them is left out."""
    known = dict(words)
    wrong: list[FieldError] = []
    for name, label, _, written in _GROUPS:
        said = known.pop(name, "").strip()
        if not said:
            continue
        try:
            q = grammar.narrowed(known.get("q", ""), written(said))
            grammar.parse(q, grammar.TYPED)
            known["q"] = q
        except ValueError as bad:
            wrong.append(FieldError(name, f"“{label}” was left out. {bad}"))
    return known, tuple(wrong)


def builder(links: Links) -> Builder:
    """Offer the groups; all else that the report was asked for goes along."""
    fields = tuple(TextField(name, label, hint) for name, label, hint, _ in _GROUPS)
    return Builder(fields, tuple(links.typed.items()))
