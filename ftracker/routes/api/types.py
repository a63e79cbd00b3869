"""Types for programs."""

from uuid import UUID

from ftracker.queries import types as stored
from ftracker.routes.api import requests, shown
from ftracker.routes.api.requests import ReadVersion, Repeatable
from ftracker.routes.deps import Editor, Viewer
from ftracker.schemas.fields import Out
from ftracker.schemas.types import Type, TypeEdit, TypeIn
from ftracker.services import types

router = requests.router("types")


class TypeList(Out):
    """All types of a household."""

    items: list[Type]


@router.get("", operation_id="listTypes")
def listing(session: Viewer) -> TypeList:
    """List all types by name, archived ones included."""
    return TypeList(items=shown.types(session, stored.listing(session)))


@router.post("", status_code=201, operation_id="addType")
def add(data: TypeIn, session: Editor, once: Repeatable) -> Type:
    """Add a type.

    Its flow says which way money moves: `in`, `out` or `transfer`.
    """
    return once.created(
        session, Type, data, lambda: shown.type_(session, types.add(session, data).id)
    )


@router.get("/{type_id}", operation_id="getType")
def one(type_id: UUID, session: Viewer) -> Type:
    """Show one type."""
    return shown.type_(session, type_id)


@router.put("/{type_id}", operation_id="editType")
def edit(type_id: UUID, data: TypeEdit, session: Editor, once: Repeatable) -> Type:
    """Change a type; `version` must be the one that was read.

    A type in use keeps its flow (409 with the `count`).
    """

    def deed() -> Type:
        types.edit(session, type_id, data)
        return shown.type_(session, type_id)

    with shown.both_versions(session, shown.type_):
        return once.done(session, Type, data, deed)


@router.delete("/{type_id}", status_code=204, operation_id="deleteType")
def delete(type_id: UUID, session: Editor, version: ReadVersion = None) -> None:
    """Delete a type; one in use answers 409 with the `count`, the default of a flow 409."""
    with shown.both_versions(session, shown.type_):
        types.delete(session, type_id, version=version)
