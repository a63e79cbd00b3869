"""Groups of conditions: all of some, at least one of others, none of the rest, as one search."""

from ftracker.domain import searches
from ftracker.domain.searches import Group, Tree


def all_of(words: str) -> str:
    """Write the search for what fits all conditions. Raises ValueError for what is no search."""
    return searches.written(searches.parse(words))


def any_of(words: str) -> str:
    """Write the search for what fits one of the conditions at least.

    Raises ValueError for what is no search.
    """
    return searches.written(_any(searches.parse(words)))


def none_of(words: str) -> str:
    """Write the search for what fits none of the conditions.

    Raises ValueError for what is no search.
    """
    return searches.written(searches.negated(_any(searches.parse(words))))


def _any(tree: Tree) -> Tree:
    """Let one of the conditions be enough that stand beside each other."""
    if isinstance(tree, Group) and tree.needs_all and not tree.is_negated:
        return searches.joined(tree.parts, needs_all=False)
    return tree
