"""Single budgets: added, changed, deleted; and how the household plans."""

from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history, new_id
from ftracker.domain import money
from ftracker.domain.errors import NotFound, Stale
from ftracker.queries import budgets as stored
from ftracker.queries.budgets import BudgetLine
from ftracker.queries.catalogue import catalogue
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer, signed_in
from ftracker.routes.steps import Router
from ftracker.schemas.budgets import BudgetEdit, BudgetIn
from ftracker.schemas.plans import PlanEdit
from ftracker.services import budgets, plans
from ftracker.services.user_sessions import SignedIn
from ftracker.web import budget_cells, flash, redirects
from ftracker.web import budget_details as shown
from ftracker.web.forms import Form
from ftracker.web.pages_budgets import LABELS, BudgetFormPage, BudgetSettingsPage
from ftracker.web.templating import render

PATH = "/budgets"
router = Router(prefix=PATH)


@router.get("/settings")
def settings(request: Request, session: Viewer) -> Response:
    """Show how the household plans."""
    return _settings(request, _plan(session))


@router.post("/settings")
def save_settings(request: Request, session: Editor, form: Sent) -> Response:
    """Change how the household plans."""
    with saving.attempt(session, form) as went:
        plans.edit(session, form.read(PlanEdit))
    if not went.ok:
        present = _plan(session) if isinstance(went.conflict, Stale) else None
        return _settings(request, form, present, status=went.status)
    said = "Changed how your household plans."
    return flash.say(request, redirects.to(PATH), said, undo=history.last(session))


@router.get("/add")
def new(request: Request, session: Editor) -> Response:
    """Show an empty form; the address may name the category."""
    settings, chosen = plans.settings(session), request.query_params.get("category_id")
    rollover = "left" if settings.has_envelopes else "none"
    form = Form.filled(id=new_id(), category_id=chosen, rollover=rollover)
    return _form(request, session, form)


@router.post("/add")
def add(request: Request, session: Editor, me: Me, today: Today, form: Sent) -> Response:
    """Add a budget."""
    with saving.attempt(session, form) as went:
        budgets.add(session, form.read(BudgetIn, **_amounts(form, me)), today=today)
    if not went.ok:
        return _form(request, session, form, status=went.status)
    return _done(request, session, "Added a budget.")


@router.get("/{key}")
def show(request: Request, session: Editor, me: Me, key: UUID) -> Response:
    """Show a budget in its form."""
    return _form(request, session, _present(session, me, key), key=key)


@router.post("/{key}")
def save(request: Request, session: Editor, me: Me, key: UUID, form: Sent) -> Response:
    """Change a budget."""
    _line(session, key)
    with saving.attempt(session, form) as went:
        budgets.edit(session, key, form.read(BudgetEdit, **_amounts(form, me)))
    if not went.ok:
        is_stale = isinstance(went.conflict, Stale)
        return _form(request, session, form, key=key, status=went.status, is_stale=is_stale)
    return _done(request, session, "Changed a budget.")


@router.post("/{key}/delete")
def delete(request: Request, session: Editor, key: UUID) -> Response:
    """Delete a budget and what it was given."""
    budgets.delete(session, key)
    return _done(request, session, "Deleted a budget. What was spent stays.")


def _amounts(form: Form, me: SignedIn) -> dict[str, str]:
    """Read the amounts of a budget as people type them."""
    found = {name: budget_cells.typed(form, name, me.currency) for name in ("amount", "cap")}
    return {name: amount for name, amount in found.items() if amount is not None}


def _line(session: Session, key: UUID) -> BudgetLine:
    found = stored.line(session, key)
    if found is None:
        raise NotFound
    return found


def _present(session: Session, me: SignedIn, key: UUID) -> Form:
    line = _line(session, key)
    names = (*LABELS, "category_id", "version")
    values = {name: getattr(line, name) for name in names}
    amounts = {name: values[name] for name in ("amount", "cap") if values[name] is not None}
    written = {name: money.plain(amount, me.currency) for name, amount in amounts.items()}
    return Form.filled(**values | written)


def _plan(session: Session) -> Form:
    known = plans.settings(session)
    return Form.filled(
        method=known.method,
        cadence=known.cadence,
        payday=known.clock.payday.day,
        payday_weekend=known.clock.payday.weekend,
        fortnight_start=known.clock.fortnight_start,
        income=known.income,
        version=known.version,
    )


def _done(request: Request, session: Session, said: str, *, path: str = PATH) -> Response:
    return flash.say(request, redirects.to(path), said, undo=history.last(session))


def _form(
    request: Request,
    session: Session,
    form: Form,
    *,
    key: UUID | None = None,
    status: int = 200,
    is_stale: bool = False,
) -> Response:
    names, lines = catalogue(session), stored.listing(session)
    present = _present(session, signed_in(request), key) if key else Form()
    line = _line(session, key) if key else None
    name = names.categories[line.category_id].name if line and line.category_id else "Everything"
    page = BudgetFormPage(
        title=f"Budget for {name}" if key else "New budget",
        form=form,
        action=f"{PATH}/{key or 'add'}",
        is_new=key is None,
        has_everything=any(one.category_id is None for one in lines),
        categories=shown.category_groups(names, [one.category_id for one in lines]),
        cadences=shown.cadence_options(window=True),
        rollovers=shown.ROLLOVERS,
        back_href=PATH,
        stale=shown.stale_budget(form, present, key) if key and is_stale else None,
    )
    return render(request, "budget_form.html", page, status=status)


def _settings(
    request: Request, form: Form, present: Form | None = None, *, status: int = 200
) -> Response:
    page = BudgetSettingsPage(
        form=form,
        methods=shown.METHODS,
        cadences=shown.cadence_options(window=False),
        weekends=shown.WEEKENDS,
        incomes=shown.INCOMES,
        stale=shown.stale_plan(form, present) if present else None,
    )
    return render(request, "budget_settings.html", page, status=status)
