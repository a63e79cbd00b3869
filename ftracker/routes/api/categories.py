"""Categories for programs."""

from uuid import UUID

from ftracker.queries import categories as stored
from ftracker.routes.api import requests, shown
from ftracker.routes.api.requests import ReadVersion, Repeatable
from ftracker.routes.deps import Editor, Viewer
from ftracker.schemas.categories import Category, CategoryEdit, CategoryIn
from ftracker.schemas.fields import Out
from ftracker.services import categories

router = requests.router("categories")


class CategoryList(Out):
    """All categories of a household."""

    items: list[Category]


@router.get("", operation_id="listCategories")
def listing(session: Viewer) -> CategoryList:
    """List all categories by name, archived ones included."""
    return CategoryList(items=shown.categories(session, stored.listing(session)))


@router.post("", status_code=201, operation_id="addCategory")
def add(data: CategoryIn, session: Editor, once: Repeatable) -> Category:
    """Add a category.

    The kind decides where its transactions count. A Timebound category, and no other, has a
    first and a last day. It may belong to one that counts alike and belongs to none itself.
    """
    return once.created(
        session, Category, data, lambda: shown.category(session, categories.add(session, data).id)
    )


@router.get("/{category_id}", operation_id="getCategory")
def one(category_id: UUID, session: Viewer) -> Category:
    """Show one category."""
    return shown.category(session, category_id)


@router.put("/{category_id}", operation_id="editCategory")
def edit(category_id: UUID, data: CategoryEdit, session: Editor, once: Repeatable) -> Category:
    """Change a category; `version` must be the one that was read.

    What is left out goes back to its default.
    """

    def deed() -> Category:
        categories.edit(session, category_id, data)
        return shown.category(session, category_id)

    with shown.both_versions(session, shown.category):
        return once.done(session, Category, data, deed)


@router.delete("/{category_id}", status_code=204, operation_id="deleteCategory")
def delete(category_id: UUID, session: Editor, version: ReadVersion = None) -> None:
    """Delete a category; one in use answers 409 with the `count`, the default one 409."""
    with shown.both_versions(session, shown.category):
        categories.delete(session, category_id, version=version)
