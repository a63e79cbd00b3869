"""The accounts: their list, and the form that adds and changes one."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, new_id
from ftracker.domain import money
from ftracker.domain.errors import NotFound, Stale
from ftracker.queries import accounts as stored
from ftracker.queries import balances
from ftracker.queries.catalogue import Catalogue
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer, signed_in
from ftracker.routes.pages import catalogue
from ftracker.routes.pages.catalogue import Shelf, Thing, done
from ftracker.routes.steps import Router
from ftracker.schemas.accounts import AccountEdit, AccountIn
from ftracker.services import accounts
from ftracker.web import choices, filters, pages_accounts, pages_catalogue
from ftracker.web.forms import Form
from ftracker.web.pages_accounts import AccountFormPage
from ftracker.web.pages_catalogue import Groups
from ftracker.web.templating import render

PATH = "/accounts"
router = Router(prefix=PATH)


@router.get("")
def listing(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """List the accounts with their balances."""
    write = filters.formatter(me.currency, me.locale)
    lines = stored.listing(session)
    ahead = balances.ahead(session, [one.id for one in lines], today=today)
    beside = pages_accounts.Beside(today, stored.counts(session), ahead)
    page = pages_accounts.page(lines, beside, write)
    return render(request, "accounts.html", page)


@router.get("/add")
def new(request: Request, session: Editor) -> Response:
    """Show an empty form."""
    return _form(request, session, Form.filled(id=new_id(), kind="current"))


@router.post("/add")
def add(request: Request, session: Editor, form: Sent) -> Response:
    """Add an account."""
    with saving.attempt(session, form) as went:
        accounts.add(session, form.read(AccountIn, opening_balance=_opening(session, form)))
    if not went.ok:
        return _form(request, session, form, status=went.status)
    return done(request, session, PATH, f"Added account {form.value('name').strip()}.")


@router.get("/{key}")
def show(request: Request, session: Editor, key: UUID) -> Response:
    """Show an account in its form."""
    present = _present(session, key, signed_in(request).currency)
    return _form(request, session, present, key=key)


@router.post("/{key}")
def save(request: Request, session: Editor, key: UUID, form: Sent) -> Response:
    """Change an account."""
    with saving.attempt(session, form) as went:
        data = form.read(AccountEdit, opening_balance=_opening(session, form))
        accounts.edit(session, key, data)
    if not went.ok:
        is_stale = isinstance(went.conflict, Stale)
        return _form(request, session, form, key=key, status=went.status, is_stale=is_stale)
    return done(request, session, PATH, f"Changed account {form.value('name').strip()}.")


def _opening(session: Session, form: Form) -> str:
    """Read the balance as people type it; nothing is zero."""
    typed = form.value("opening_balance").strip() or "0"
    return f"{accounts.balance_of(session, typed, field='opening_balance'):f}"


def _form(
    request: Request,
    session: Session,
    form: Form,
    *,
    key: UUID | None = None,
    status: int = 200,
    is_stale: bool = False,
) -> Response:
    present = _present(session, key, signed_in(request).currency) if key else Form()
    page = AccountFormPage(
        title=f"Account {present.value('name')}" if key else "New account",
        form=form,
        action=f"{PATH}/{key or 'add'}",
        is_new=key is None,
        is_default=present.value("is_default") == "True",
        kinds=pages_accounts.OPTIONS,
        stale=pages_catalogue.stale(
            form,
            present,
            labels=pages_accounts.LABELS,
            words=pages_accounts.WORDS,
            reload_href=f"{PATH}/{key}",
        )
        if is_stale
        else None,
    )
    return render(request, "account_form.html", page, status=status)


def _present(session: Session, key: UUID, currency: str) -> Form:
    line = stored.line(session, key)
    if line is None:
        raise NotFound
    return Form.filled(
        name=line.name,
        kind=line.kind,
        opening_balance=money.plain(line.opening_balance, currency),
        version=line.version,
        is_default=line.is_default,
    )


def _find(names: Catalogue, key: UUID) -> Thing | None:
    return names.accounts.get(key)


def _offer(names: Catalogue, thing: Thing) -> Groups:
    others = [a for a in names.accounts.values() if a.id != thing.id]
    return (("Accounts", choices.options(others)),)


SHARED = catalogue.routes(Shelf(accounts, _find, _offer))
