"""Adding, changing, archiving, merging and deleting categories."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.domain.errors import Clash, Conflict, FieldError, InvalidInput, NotFound
from ftracker.domain.kinds import Flow, Kind, section
from ftracker.models import Category
from ftracker.queries import usage
from ftracker.schemas.categories import CategoryEdit, CategoryFields, CategoryIn
from ftracker.services import budget_merges, catalogue, saved_views, scenarios
from ftracker.services.catalogue import Topic

TOPIC = Topic(
    Category,
    "category",
    "categories",
    "Transactions that name no category go here: this one can be renamed, not archived or deleted.",
)
WINDOW = "A Timebound category needs a first and a last day."
NO_WINDOW = "Only a Timebound category has a first and a last day: leave it empty."


def add(session: Session, data: CategoryIn) -> Category:
    """Add a category and give its row; the same request twice makes one.

    Raises InvalidInput for a name that is taken, a window that does not fit the kind, or a
    parent that cannot be one; NotFound for an unknown parent.
    """
    catalogue.hold(session, TOPIC)
    _check_window(data)
    _check_parent(session, data, present=None)
    return catalogue.add(session, TOPIC, _values(data), key=data.id)


def edit(session: Session, category_id: UUID, data: CategoryEdit) -> Category:
    """Change a category. Raises as `add` does, NotFound, and Stale when `version` is old."""
    catalogue.hold(session, TOPIC)
    row = catalogue.get(session, TOPIC, category_id, version=data.version)
    _check_window(data)
    _check_parent(session, data, present=row)
    _check_children(session, row, Kind(data.kind), parent_id=data.parent_id)
    return catalogue.edit(session, TOPIC, row, _values(data))


def delete(session: Session, category_id: UUID, *, version: int | None = None) -> None:
    """Delete a category. Raises Conflict when it is the default one or something uses it."""
    catalogue.delete(session, TOPIC, category_id, version=version)


def archive(session: Session, category_id: UUID) -> Category:
    """Hide a category and its subcategories from forms; what is in them stays."""
    row = catalogue.get(session, TOPIC, category_id)
    catalogue.archive(session, TOPIC, [row, *usage.children(session, row.id)])
    return row


def unarchive(session: Session, category_id: UUID) -> Category:
    """Bring a category back, and the one that it belongs to."""
    row = catalogue.get(session, TOPIC, category_id)
    parents = [catalogue.get(session, TOPIC, row.parent_id)] if row.parent_id else []
    catalogue.unarchive(session, TOPIC, [row, *parents])
    return row


def move(session: Session, category_id: UUID, *, to_id: UUID) -> int:
    """Give all transactions, goals and the budget of a category to another.

    Gives how many transactions. Raises NotFound, InvalidInput at `to_id`, and Conflict where
    both have budgets of different periods.
    """
    row, target = catalogue.pair(session, TOPIC, category_id, to_id, field="to_id")
    return _move(session, row, target)


def merge(session: Session, category_id: UUID, *, into_id: UUID) -> int:
    """Move all that a category has into another and delete it, as one change.

    Gives how many transactions moved. Raises NotFound, InvalidInput at `to_id`, and Conflict
    when it is the default one or its subcategories do not fit below the other.
    """
    row, target = catalogue.pair(session, TOPIC, category_id, into_id, field="to_id")
    summary = f"Merged category {row.name} into {target.name}"
    with history.deed(session, "categories.merge", summary):
        _move_children(session, row, target)
        moved = _move(session, row, target)
        saved_views.follow(session, "category", row.id, target.id)
        scenarios.follow(session, row.id, target.id)
        session.flush()
        catalogue.delete(session, TOPIC, row.id, version=None)
    return moved


def count_alike(one: Kind, other: Kind) -> bool:
    """Tell whether two kinds stand in the same section, whichever way money moves."""
    return all(section(one, flow) is section(other, flow) for flow in Flow)


def _values(data: CategoryFields) -> dict[str, Any]:
    return data.model_dump(exclude={"id", "version"})


def _check_window(data: CategoryFields) -> None:
    if data.kind is not Kind.TIMEBOUND:
        for field in ("start_date", "end_date"):
            if getattr(data, field) is not None:
                raise InvalidInput(field, NO_WINDOW)
        return
    if data.start_date is None or data.end_date is None:
        raise InvalidInput("end_date" if data.start_date else "start_date", WINDOW)
    if data.end_date < data.start_date:
        raise Clash("end_date", "The last day cannot be before the first.")


def _check_parent(session: Session, data: CategoryFields, *, present: Category | None) -> None:
    if data.parent_id is None:
        return
    parent = usage.for_update(session, Category, data.parent_id)
    if parent is None:
        raise NotFound(FieldError("parent_id", "There is no such category."))
    if parent is present:
        raise Clash("parent_id", "A category cannot belong to itself.")
    if parent.parent_id is not None:
        raise Clash(
            "parent_id", f"“{parent.name}” belongs to another category: two levels are all."
        )
    if not count_alike(data.kind, Kind(parent.kind)):
        raise Clash(
            "parent_id", f"“{parent.name}” is of the kind {parent.kind}, which counts elsewhere."
        )
    is_new_there = present is None or present.parent_id != parent.id
    if parent.is_archived and is_new_there:
        raise Clash("parent_id", f"“{parent.name}” is archived. Bring it back first.")


def _check_children(session: Session, row: Category, kind: Kind, *, parent_id: UUID | None) -> None:
    below = usage.children(session, row.id)
    if below and parent_id is not None:
        raise Clash("parent_id", "It has subcategories of its own: two levels are all.")
    for child in below:
        if not count_alike(kind, Kind(child.kind)):
            raise Clash(
                "kind", f"Its subcategory “{child.name}” is {child.kind}. Change that one first."
            )


def _move(session: Session, row: Category, target: Category) -> int:
    summary = f"Moved all of category {row.name} to {target.name}"
    with history.deed(session, "categories.move", summary):
        for goal in usage.goals(session, row.id):
            goal.category_id = target.id
        budget_merges.take_over(session, row, target)
        return catalogue.move(session, TOPIC, row, target)


def _move_children(session: Session, row: Category, target: Category) -> None:
    below = usage.children(session, row.id)
    fits = target.parent_id is None and all(
        count_alike(Kind(target.kind), Kind(child.kind)) for child in below
    )
    if below and not fits:
        raise Conflict(
            f"The subcategories of “{row.name}” do not fit below “{target.name}”. Move them first.",
            count=len(below),
        )
    for child in below:
        child.parent_id = target.id
