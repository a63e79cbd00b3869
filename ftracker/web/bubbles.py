"""The bubbles of a period: every transaction inside its category, the smallest gathered."""

from collections import defaultdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from ftracker.domain.kinds import Flow
from ftracker.queries.bubbles import Bubble, CategorySum
from ftracker.queries.catalogue import Catalogue
from ftracker.web import filters
from ftracker.web.rows import Writer
from ftracker.web.searches import Search

TRANSFERS = UUID(int=0)


def spec(
    search: Search, shown: list[Bubble], sums: list[CategorySum], writer: Writer
) -> dict[str, Any]:
    """Describe the bubbles as the browser draws them; sizes are floats, texts are exact.

    Categories come largest first; one below another stands in the bubble of the upper one.
    """
    totals: dict[UUID, Decimal] = defaultdict(Decimal)
    counts: dict[UUID, int] = defaultdict(int)
    items: dict[UUID, list[Bubble]] = defaultdict(list)
    for one in sums:
        key = _home(writer.names, one)
        totals[key] += one.amount
        counts[key] += one.count
    for bubble in shown:
        items[_home(writer.names, bubble)].append(bubble)
    order = sorted(totals, key=lambda key: (-totals[key], key))
    return {
        "categories": [
            _category(search, key, totals[key], counts[key], items[key], writer) for key in order
        ]
    }


def _home(names: Catalogue, thing: Bubble | CategorySum) -> UUID:
    is_transfer = names.types[thing.type_id].flow is Flow.TRANSFER
    return TRANSFERS if is_transfer else names.top(thing.category_id).id


def _category(
    search: Search, key: UUID, total: Decimal, count: int, items: list[Bubble], writer: Writer
) -> dict[str, Any]:
    mark = writer.names.categories.get(key)
    link = search.url(category_id=str(key)) if mark else search.url(section="transfer")
    rest = total - sum((bubble.amount for bubble in items), Decimal(0))
    drawn = [_item(bubble, writer) for bubble in items]
    if more := count - len(items):
        drawn.append(_gathered(rest, more, link, writer))
    return {
        "name": mark.name if mark else "Transfers",
        "colour": mark.colour if mark else "slate",
        "amount": float(total),
        "text": writer.money(total),
        "link": link,
        "items": drawn,
    }


def _item(bubble: Bubble, writer: Writer) -> dict[str, Any]:
    category = writer.names.categories[bubble.category_id].name
    return {
        "label": bubble.payee or bubble.note.partition("\n")[0] or category,
        "date": filters.day(bubble.date, writer.locale),
        "amount": float(bubble.amount),
        "text": writer.money(bubble.amount),
        "link": f"/transaction/edit/{bubble.id}",
        "more": 0,
    }


def _gathered(rest: Decimal, more: int, link: str, writer: Writer) -> dict[str, Any]:
    return {
        "label": f"{more} more",
        "date": "",
        "amount": float(rest),
        "text": writer.money(rest),
        "link": link,
        "more": more,
    }
