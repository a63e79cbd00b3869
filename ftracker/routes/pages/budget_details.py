"""One budget in one period: what it gets, its note, and money that moves."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.responses import Response

from ftracker.db import Session, history
from ftracker.domain.errors import InvalidInput, NotFound
from ftracker.queries import budgets as stored
from ftracker.queries import forecast_glances
from ftracker.queries.catalogue import catalogue
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Sent, Today, Viewer, signed_in
from ftracker.routes.steps import Router
from ftracker.schemas import sentences
from ftracker.schemas.budgets import AllotmentIn, BudgetMoveIn
from ftracker.services import allotments, budget_details
from ftracker.web import budget_cells, flash, redirects
from ftracker.web import budget_details as shown
from ftracker.web.forms import Form
from ftracker.web.rows import Writer
from ftracker.web.templating import render

router = Router(prefix="/budgets")


@dataclass(frozen=True, slots=True)
class Place:
    """Which budget is asked for, on which day, and what day it is."""

    key: UUID
    day: date
    today: date


async def place(request: Request, today: Today, key: UUID) -> Place:
    """Read the address; a day that makes no sense is today."""
    try:
        return Place(key, date.fromisoformat(request.query_params["day"]), today)
    except (KeyError, ValueError):
        return Place(key, today, today)


Where = Annotated[Place, Depends(place)]


@router.get("/{key}/cell")
def show(request: Request, session: Viewer, where: Where) -> Response:
    """Show a budget in one period."""
    return _page(request, session, where, Form())


@router.post("/{key}/cell")
def save(request: Request, session: Editor, where: Where, form: Sent) -> Response:
    """Set what a budget gets in one period, and its note."""
    _check(session, where.key)
    currency = signed_in(request).currency
    with saving.attempt(session, form) as went:
        field = "use" if form.value("use") else "amount"
        given = {"amount": budget_cells.typed(form, field, currency), "note": form.value("note")}
        about = {"budget_id": str(where.key), "day": str(where.day)}
        allotments.save(session, [sentences.read(AllotmentIn, about | given)])
    if not went.ok:
        return _page(request, session, where, form, status=went.status)
    return _done(request, session, where, "Changed a budget.")


@router.post("/{key}/move")
def move(request: Request, session: Editor, where: Where, form: Sent) -> Response:
    """Move money to another budget, or from it here."""
    _check(session, where.key)
    with saving.attempt(session, form) as went:
        allotments.move(session, _moving(form, where, signed_in(request).currency))
    if not went.ok:
        return _page(request, session, where, form, status=went.status)
    return _done(request, session, where, "Moved money.")


def _moving(form: Form, where: Place, currency: str) -> BudgetMoveIn:
    here, other = str(where.key), form.value("other_id")
    if not other:
        raise InvalidInput("other_id", "Choose a budget.")
    source, target = (other, here) if form.value("way") == "in" else (here, other)
    amount = budget_cells.typed(form, "moved", currency)
    if amount is None or amount.startswith("-") or not float(amount):
        raise InvalidInput("moved", "Write an amount above zero.")
    words = {"from_id": source, "to_id": target, "day": str(where.day), "amount": amount}
    return sentences.read(BudgetMoveIn, words)


def _check(session: Session, key: UUID) -> None:
    if stored.line(session, key) is None:
        raise NotFound


def _done(request: Request, session: Session, where: Place, said: str) -> Response:
    there = redirects.to(f"/budgets/{where.key}/cell?day={where.day}")
    return flash.say(request, there, said, undo=history.last(session))


def _page(
    request: Request, session: Session, where: Place, sent: Form, *, status: int = 200
) -> Response:
    me = signed_in(request)
    found = budget_details.detail(session, where.key, day=where.day, today=where.today)
    writer = Writer(catalogue(session), me.currency, me.locale)
    ahead = forecast_glances.present(session)
    page = shown.cell_page(found, writer, sent, today=where.today, ahead=ahead)
    return render(request, "budget_cell.html", page, status=status)
