"""The categories: their list, and the form that adds and changes one."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, new_id
from ftracker.domain.errors import NotFound, Stale
from ftracker.domain.kinds import Kind
from ftracker.queries import categories as stored
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.catalogue import catalogue as names_of
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Viewer
from ftracker.routes.pages import catalogue
from ftracker.routes.pages.catalogue import Shelf, Thing, done
from ftracker.routes.steps import Router
from ftracker.schemas.categories import CategoryEdit, CategoryIn
from ftracker.services import categories
from ftracker.web import choices, filters, pages_categories
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import Groups
from ftracker.web.pages_categories import CategoryFormPage, Writer
from ftracker.web.templating import render

PATH = "/categories"
router = Router(prefix=PATH)


@router.get("")
def listing(request: Request, session: Viewer, me: Me) -> Response:
    """List the categories by kind, each with what is in it."""
    money = filters.formatter(me.currency, me.locale)
    writer = Writer(stored.listing(session), stored.contents(session), money, me.locale)
    return render(request, "categories.html", writer.page())


@router.get("/add")
def new(request: Request, session: Editor) -> Response:
    """Show an empty form."""
    form = Form.filled(id=new_id(), kind=Kind.EXPENSE, icon="tag", colour="slate")
    return _form(request, session, form)


@router.post("/add")
def add(request: Request, session: Editor, form: Sent) -> Response:
    """Add a category."""
    with saving.attempt(session, form) as went:
        categories.add(session, form.read(CategoryIn))
    if not went.ok:
        return _form(request, session, form, status=went.status)
    return done(request, session, PATH, f"Added category {form.value('name').strip()}.")


@router.get("/{key}")
def show(request: Request, session: Editor, key: UUID) -> Response:
    """Show a category in its form."""
    return _form(request, session, _present(session, key), key=key)


@router.post("/{key}")
def save(request: Request, session: Editor, key: UUID, form: Sent) -> Response:
    """Change a category."""
    with saving.attempt(session, form) as went:
        categories.edit(session, key, form.read(CategoryEdit))
    if not went.ok:
        is_stale = isinstance(went.conflict, Stale)
        return _form(request, session, form, key=key, status=went.status, is_stale=is_stale)
    return done(request, session, PATH, f"Changed category {form.value('name').strip()}.")


def _form(
    request: Request,
    session: Session,
    form: Form,
    *,
    key: UUID | None = None,
    status: int = 200,
    is_stale: bool = False,
) -> Response:
    names = names_of(session)
    present = _present(session, key) if key else Form()
    page = CategoryFormPage(
        title=f"Category {present.value('name')}" if key else "New category",
        form=form,
        action=f"{PATH}/{key or 'add'}",
        is_new=key is None,
        is_default=key is not None and names.categories[key].is_default,
        is_timebound=form.value("kind") == Kind.TIMEBOUND,
        kinds=pages_categories.kind_options(),
        parents=pages_categories.parent_groups(
            names, besides=str(key or ""), keep=form.value("parent_id")
        ),
        stale=pages_categories.stale(form, present, names, key) if key and is_stale else None,
    )
    return render(request, "category_form.html", page, status=status)


def _present(session: Session, key: UUID) -> Form:
    line = stored.line(session, key)
    if line is None:
        raise NotFound
    names = (*pages_categories.LABELS, "version")
    return Form.filled(**{name: getattr(line, name) for name in names})


def _find(names: Catalogue, key: UUID) -> Thing | None:
    return names.categories.get(key)


def _offer(names: Catalogue, thing: Thing) -> Groups:
    return tuple(
        (kind, tuple(option for option in options if option.value != str(thing.id)))
        for kind, options in choices.grouped(names)
    )


SHARED = catalogue.routes(Shelf(categories, _find, _offer))
