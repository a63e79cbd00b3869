"""The transaction types: their list, and the form that adds and changes one."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, new_id
from ftracker.domain.errors import NotFound, Stale
from ftracker.domain.kinds import Flow
from ftracker.queries import types as stored
from ftracker.queries.catalogue import Catalogue
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Viewer
from ftracker.routes.pages import catalogue
from ftracker.routes.pages.catalogue import Shelf, Thing, done
from ftracker.routes.steps import Router
from ftracker.schemas.types import TypeEdit, TypeIn
from ftracker.services import types
from ftracker.web import choices, filters, pages_catalogue, pages_types
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import Groups
from ftracker.web.pages_types import TypeFormPage
from ftracker.web.templating import render

PATH = "/types"
router = Router(prefix=PATH)


@router.get("")
def listing(request: Request, session: Viewer, me: Me) -> Response:
    """List the types by the way that they move money."""
    money = filters.formatter(me.currency, me.locale)
    page = pages_types.page(stored.listing(session), stored.contents(session), money)
    return render(request, "types.html", page)


@router.get("/add")
def new(request: Request, session: Editor) -> Response:
    """Show an empty form."""
    return _form(request, session, Form.filled(id=new_id(), flow=Flow.OUT))


@router.post("/add")
def add(request: Request, session: Editor, form: Sent) -> Response:
    """Add a type."""
    with saving.attempt(session, form) as went:
        types.add(session, form.read(TypeIn))
    if not went.ok:
        return _form(request, session, form, status=went.status)
    return done(request, session, PATH, f"Added type {form.value('name').strip()}.")


@router.get("/{key}")
def show(request: Request, session: Editor, key: UUID) -> Response:
    """Show a type in its form."""
    return _form(request, session, _present(session, key), key=key)


@router.post("/{key}")
def save(request: Request, session: Editor, key: UUID, form: Sent) -> Response:
    """Change a type."""
    with saving.attempt(session, form) as went:
        types.edit(session, key, form.read(TypeEdit))
    if not went.ok:
        is_stale = isinstance(went.conflict, Stale)
        return _form(request, session, form, key=key, status=went.status, is_stale=is_stale)
    return done(request, session, PATH, f"Changed type {form.value('name').strip()}.")


def _form(
    request: Request,
    session: Session,
    form: Form,
    *,
    key: UUID | None = None,
    status: int = 200,
    is_stale: bool = False,
) -> Response:
    present = _present(session, key) if key else Form()
    page = TypeFormPage(
        title=f"Type {present.value('name')}" if key else "New type",
        form=form,
        action=f"{PATH}/{key or 'add'}",
        is_new=key is None,
        is_default=present.value("is_default") == "True",
        flows=pages_types.OPTIONS,
        stale=pages_catalogue.stale(
            form,
            present,
            labels=pages_types.LABELS,
            words=pages_types.WORDS,
            reload_href=f"{PATH}/{key}",
        )
        if is_stale
        else None,
    )
    return render(request, "type_form.html", page, status=status)


def _present(session: Session, key: UUID) -> Form:
    line = stored.line(session, key)
    if line is None:
        raise NotFound
    names = (*pages_types.LABELS, "version", "is_default")
    return Form.filled(**{name: getattr(line, name) for name in names})


def _find(names: Catalogue, key: UUID) -> Thing | None:
    return names.types.get(key)


def _offer(names: Catalogue, thing: Thing) -> Groups:
    flow = names.types[thing.id].flow
    others = [t for t in names.types.values() if t.flow is flow and t.id != thing.id]
    return ((pages_types.WORDS[flow], choices.options(others)),)


SHARED = catalogue.routes(Shelf(types, _find, _offer))
