"""What is due in other programs' calendars: the page of its secret address, and the feed itself."""

from datetime import timedelta

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Actor, Door, Role, Session, scope
from ftracker.domain.errors import NotFound
from ftracker.queries import schedules as stored
from ftracker.routes.deps import Anyone, Me, Now, Today, Viewer
from ftracker.routes.steps import Router
from ftracker.routes.ways_in import whole
from ftracker.services import calendar_feeds, schedules
from ftracker.services.user_sessions import SignedIn
from ftracker.web import feeds, flash, redirects
from ftracker.web.pages_schedule import FeedPage
from ftracker.web.templating import render

router = Router()
BEFORE, AHEAD = timedelta(days=92), timedelta(days=400)


@router.get("/schedules/feed")
def show(request: Request, session: Viewer, me: Me) -> Response:
    """Tell whether there is an address, and offer to make one."""
    return _page(request, session, me)


@router.post("/schedules/feed")
def make(request: Request, session: Viewer, me: Me) -> Response:
    """Make a new address, and show it this once."""
    secret = calendar_feeds.make(session, user_id=me.user_id, household_id=me.household_id)
    return _page(request, session, me, address=whole(request, f"/calendar/{secret}.ics"))


@router.post("/schedules/feed/revoke")
def revoke(request: Request, session: Viewer, me: Me) -> Response:
    """Take the address away."""
    calendar_feeds.revoke(session, user_id=me.user_id, household_id=me.household_id)
    text = "The address opens nothing any more."
    return flash.say(request, redirects.to("/schedules/feed"), text)


@router.get("/calendar/{feed}.ics")
def read(session: Anyone, today: Today, now: Now, feed: str) -> Response:
    """Give what is due to whoever knows the secret of an address."""
    who = calendar_feeds.find(session, feed, now=now)
    if who is None:
        raise NotFound
    scope.enter(session, _reader(who))
    text = feeds.calendar(
        schedules.upcoming(session, start=today - BEFORE, end=today + AHEAD, today=today),
        stored.listing(session),
        name=f"{who.household}: what is due",
        currency=who.currency,
        locale=who.locale,
        now=now,
    )
    return Response(text, media_type=feeds.MEDIA_TYPE)


def _reader(who: SignedIn) -> Actor:
    return Actor(who.household_id, who.user_id, Role.VIEWER, Door.PAGE, who.currency, who.locale)


def _page(request: Request, session: Session, me: SignedIn, *, address: str = "") -> Response:
    present = calendar_feeds.present(session, user_id=me.user_id, household_id=me.household_id)
    return render(request, "schedule_feed.html", FeedPage(present, address))
