"""Searches as conditions of a rule, and conditions as a search, where one can say the other."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ftracker.domain import searches
from ftracker.domain.rules import Condition, Field, Operator
from ftracker.domain.search_terms import Trait
from ftracker.domain.searches import Group, Tree, joined, negated

# Gives the names that a condition such as `category:food` means.
Named = Callable[[Condition], Sequence[str]]
_NAMED = (Field.CATEGORY, Field.ACCOUNT, Field.TYPE)


def conditions(tree: Tree, named: Named) -> tuple[tuple[Condition, ...], bool]:
    """Give the conditions that a search means, and whether all of them must hold, or any.

    Raises ValueError with a sentence for what no rule says: brackets, kinds, what is or has.
    """
    flat = _flat(tree, named)
    parts = flat.parts if isinstance(flat, Group) else (flat,)
    needs_all = flat.needs_all if isinstance(flat, Group) else True
    return tuple(_condition(part) for part in parts), needs_all


def written(found: Sequence[Condition], *, needs_all: bool) -> str:
    """Write conditions as a search; '' where none can say it, or where there are none."""
    try:
        return searches.written(joined(found, needs_all=needs_all)) if found else ""
    except ValueError:
        return ""


def _condition(part: Tree) -> Condition:
    match part:
        case Group():
            raise ValueError(
                "In a rule either all conditions must hold or any of them. Make two rules of it."
            )
        case Trait(name, value):
            raise ValueError(f"A rule cannot ask for “{name}:{value}”.")
    return part


def _flat(tree: Tree, named: Named) -> Tree:
    """Bring negations down to the terms, and name the names, so that fewer groups are left."""
    if isinstance(tree, Group):
        turned = tree.is_negated
        parts = [_flat(negated(part) if turned else part, named) for part in tree.parts]
        return joined(parts, needs_all=tree.needs_all is not turned)
    if isinstance(tree, Trait) or tree.field not in _NAMED:
        return tree
    plain = replace(tree, operator=Operator.IS)
    each = [replace(plain, values=(name,)) for name in named(replace(tree, is_negated=False))]
    return joined(each, needs_all=tree.is_negated)
