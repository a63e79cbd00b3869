"""Going through what came in by a file and waits for a category."""

from dataclasses import replace

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history
from ftracker.queries.catalogue import catalogue
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent
from ftracker.routes.steps import Router
from ftracker.services import reviews
from ftracker.services.user_sessions import SignedIn
from ftracker.web import filters, flash, pages_reviews, redirects
from ftracker.web.display import counted
from ftracker.web.forms import Form
from ftracker.web.pages_reviews import Place
from ftracker.web.templating import render

router = Router(prefix="/review")


@router.get("")
def review(request: Request, session: Editor, me: Me, done: str = "", skip: str = "") -> Response:
    """Show the next group that waits."""
    return _page(request, session, me, Place.read(done, skip))


@router.post("")
def decide(
    request: Request, session: Editor, me: Me, form: Sent, done: str = "", skip: str = ""
) -> Response:
    """Give a group its category, and go on with the next one."""
    place = Place.read(done, skip)
    key, form = form.value("group"), Form(form.typed, apart=pages_reviews.APART)
    group, count = reviews.group(session, key), 0
    with saving.attempt(session, form) as went:
        count = reviews.decide(session, key, pages_reviews.decision(form, group))
    if not went.ok:
        return _page(request, session, me, place, form, status=went.status)
    said = f"Put {counted(count, 'transaction')} into its category."
    response = redirects.to(place.href(done=1))
    return flash.say(request, response, said, undo=history.last(session))


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    place: Place,
    form: Form | None = None,
    *,
    status: int = 200,
) -> Response:
    key = form.value("group") if form else ""
    step = reviews.step(session, passed=place.passed, key=key)
    if form:
        form.errors = [replace(e, field=pages_reviews.place_of(e.field)) for e in form.errors]
    shown = form or (pages_reviews.filled(step.group) if step.group else Form())
    money = filters.formatter(me.currency, me.locale)
    page = pages_reviews.page(step, place, shown, catalogue(session), money)
    return render(request, "review.html", page, status=status)
