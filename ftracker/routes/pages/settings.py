"""The household's settings: what it is called, counts in and speaks."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Role, Session
from ftracker.routes import saving
from ftracker.routes.deps import Me, Now, Owner, Sent, Viewer, signed_in
from ftracker.routes.pages import health
from ftracker.routes.steps import Router
from ftracker.schemas.households import HouseholdEdit
from ftracker.services import (
    api_tokens,
    backup_keeping,
    households,
    members,
    suggestions,
    user_sessions,
)
from ftracker.services.backup_plans import Plan
from ftracker.services.user_sessions import SignedIn
from ftracker.web import flash, pages_backups, pages_suggestions, redirects, sessions
from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.locales import currency_options, language_options
from ftracker.web.pages_suggestions import Threshold
from ftracker.web.templating import render

router = Router(prefix="/settings")


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What there is to set, and how it stands."""

    language: str
    people: int
    sessions: int
    tokens: int
    homes: list[members.Home]
    home_id: str
    has_health: bool = False
    backups: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """The household's form; the currency is fixed once there are transactions."""

    form: Form
    currencies: list[Option]
    languages: list[Option]
    is_fixed: bool
    thresholds: tuple[Threshold, ...]
    is_measured: bool


@router.get("")
def overview(request: Request, session: Viewer, me: Me, now: Now) -> Response:
    """Show what there is to set."""
    page = SettingsPage(
        language=dict(language_options()).get(me.locale, me.locale),
        people=len(members.listing(session)),
        sessions=len(user_sessions.listing(session, me.user_id, now=now)),
        tokens=len(api_tokens.listing(session, me.user_id)),
        homes=members.households_of(session, me.user_id),
        home_id=str(me.household_id),
        has_health=health.is_shown(request, me.role),
        backups=_backups(request, session, me, now) if me.role == Role.OWNER else "",
    )
    return render(request, "settings.html", page)


@router.get("/household")
def household(request: Request, session: Owner) -> Response:
    """Show the household's form."""
    kept = households.settings(session)
    names = ("name", "currency", "locale", "categorise_from", "version")
    return _page(request, session, Form.filled(**{name: getattr(kept, name) for name in names}))


@router.post("/household")
def edit_household(request: Request, session: Owner, form: Sent) -> Response:
    """Save the household's form."""
    with saving.attempt(session, form) as went:
        households.edit(session, form.read(HouseholdEdit))
    if not went.ok:
        return _page(request, session, form, status=409 if went.conflict else 422)
    return flash.say(request, redirects.to("/settings"), "Saved the household.")


def _backups(request: Request, session: Session, me: SignedIn, now: datetime) -> str:
    plan = Plan.of(sessions.settings(request))
    found = backup_keeping.state(session, plan, now=now)
    return pages_backups.last_proof(found, locale=me.locale)


def _page(request: Request, session: Session, form: Form, *, status: int = 200) -> Response:
    measured = suggestions.measured(session)
    page = HouseholdPage(
        form,
        currency_options(keep=signed_in(request).currency),
        language_options(),
        households.is_fixed(session),
        pages_suggestions.thresholds(measured),
        any(one.precision is not None for one in measured),
    )
    return render(request, "settings_household.html", page, status=status)
