"""Who may do what: the one place where a request becomes a session of a household."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from ftracker.db import Actor, Database, Door, Origin, Role, Scope, Session, replicas, scope
from ftracker.db.replicas import Replica
from ftracker.domain.errors import Forbidden
from ftracker.routes import steps
from ftracker.routes.steps import Within
from ftracker.services import api_tokens, user_sessions, users
from ftracker.services.user_sessions import SignedIn
from ftracker.web import sessions, signing
from ftracker.web.forms import Form

SAFE = ("GET", "HEAD", "OPTIONS")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
ONLY_LOOKS = "Your role lets you look, not change. Ask an owner."
KEY_LOOKS = "This token looks and changes nothing, or your role does. Make one that may do more."
CSRF_SENTENCE = "This form is too old or came from elsewhere. Load the page again and repeat it."


class SignInNeeded(Exception):
    """Nobody is signed in; `welcome` says that nobody ever was."""

    def __init__(self, *, welcome: bool = False) -> None:
        self.welcome = welcome
        super().__init__("Sign in first.")


def database(request: Request) -> Database:
    """Give the database of the running application."""
    found: Database = request.app.state.database
    return found


def origin(request: Request) -> Origin:
    """Tell where a request came from; headers count only from proxies that are trusted."""
    ip = request.client.host if request.client else ""
    return Origin(ip, request.headers.get("user-agent", ""))


def is_api(request: Request) -> bool:
    """Tell whether a program asks, which gets JSON and carries its own key."""
    path: str = request.scope["path"]
    return path.startswith("/api/")


async def identify(request: Request) -> None:
    """Find out who writes before a byte of the body is read. Raises SignInNeeded."""
    if request.method not in SAFE and not hasattr(request.state, "signed_in"):
        await run_in_threadpool(_identify, request)


async def form(request: Request) -> Form:
    """Give the form that was sent, its files left out."""
    return Form.sent(request.state.form)


class Needs:
    """A session for a member who has at least a role; the policy list reads `role` here.

    `is_long` is a look that may take long: where there is a replica, it is asked.
    """

    def __init__(self, role: Role, *, is_long: bool = False) -> None:
        self.role = role
        self.is_long = is_long

    async def __call__(self, request: Request) -> Within:
        """Read what a member sent, and promise a session for it."""
        await identify(request)
        await _read_form(request)
        opening = self._beside if self.is_long else self._opened
        return steps.within(request, lambda: opening(request))

    @contextmanager
    def _beside(self, request: Request) -> Iterator[Session]:
        """Open a look at the replica if it knows all that the first server does, else there."""
        replica: Replica = request.app.state.replica
        with self._opened(request) as session:
            if not replica.is_worth_asking:
                yield session
                return
            who, position = scope.actor(session), replicas.position(session)
        with replica.looking(database(request), who, position) as session:
            yield session

    @contextmanager
    def _opened(self, request: Request) -> Iterator[Session]:
        """Open a session: a look at one moment for GET, a write that commits for the rest."""
        books = database(request)
        opened = books.reading if request.method in SAFE else books.session
        with opened(Actor(steward=True)) as session:
            scope.come_from(session, origin(request))
            known = getattr(request.state, "signed_in", None)
            who = known or _find(request, session)
            if who is None:
                raise SignInNeeded(welcome=not users.exist(session))
            request.state.signed_in = who
            self._admit(request, who)
            if known:
                scope.enter(session, _actor(request, who))
            else:
                scope.adopt(session, _actor(request, who))
            _note(books, who)
            yield session

    def _admit(self, request: Request, who: SignedIn) -> None:
        """Let a member with the role pass; a token that looks writes not even what is one's own."""
        only_looks = who.scope == Scope.READ and request.method not in SAFE
        if only_looks or not Role(who.role).may(self.role):
            raise Forbidden(ONLY_LOOKS if who.session_id else KEY_LOOKS)


class Public:
    """A route that anybody may call; the policy list reads it here."""

    role = None

    async def __call__(self, request: Request) -> Within:
        """Read what anybody sent, and promise a session for it."""
        await _read_form(request)
        return steps.within(request, lambda: self._opened(request))

    @contextmanager
    def _opened(self, request: Request) -> Iterator[Session]:
        """Open a session that sees no household; who is signed in is known all the same."""
        steward = Actor(steward=True, door=Door.PAGE)
        with database(request).session(steward) as session:
            scope.come_from(session, origin(request))
            request.state.signed_in = _find(request, session)
            scope.enter(session, steward)
            yield session


class Open:
    """A route that anybody may call and that touches no books; the policy list reads it here."""

    role = None

    def __call__(self) -> None:
        """Let everybody pass."""


async def today() -> date:
    """Give the day it is where the server stands."""
    return datetime.now(UTC).astimezone().date()


async def now() -> datetime:
    """Give this moment in UTC."""
    return moment()


def moment() -> datetime:
    """Give this moment in UTC, where no route asks for it."""
    return datetime.now(UTC)


def signed_in(request: Request) -> SignedIn:
    """Give the person who is signed in, on a route that needs one."""
    found: SignedIn = request.state.signed_in
    return found


async def _outside(request: Request) -> Within:
    return Within(database(request).outside)


async def _me(request: Request) -> Within:
    def known() -> AbstractContextManager[SignedIn]:
        return nullcontext(signed_in(request))

    return Within(known)


def _identify(request: Request) -> None:
    with database(request).session(Actor(steward=True)) as session:
        request.state.signed_in = _find(request, session)
        if request.state.signed_in is None:
            raise SignInNeeded(welcome=not users.exist(session))


def _find(request: Request, session: Session) -> SignedIn | None:
    if _bearer(request):
        key = request.headers["authorization"].partition(" ")[2].strip()
        return api_tokens.find(session, key, now=moment())
    token = request.cookies.get(sessions.cookie_name(request))
    return user_sessions.find(session, token, now=moment()) if token else None


def _note(books: Database, who: SignedIn) -> None:
    """Remember, at most once a minute, that a session or key is in use; looks cannot write."""
    if not user_sessions.is_noted(who, now=moment()):
        keys = user_sessions if who.session_id else api_tokens
        with books.session(Actor(steward=True)) as session:
            keys.note(session, who, now=moment())


def _bearer(request: Request) -> bool:
    scheme = request.headers.get("authorization", "").partition(" ")[0]
    return is_api(request) and scheme.lower() == "bearer"


async def _read_form(request: Request) -> None:
    """Keep the form in the request's state, at most 1,000 fields; other bodies read as empty.

    What another site sent in somebody's name is refused.
    """
    request.state.form = FormData()
    if request.method in SAFE:
        return
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in FORMS:
        request.state.form = await request.form(max_files=20, max_fields=1000)
    if not _bearer(request):
        _check_csrf(request)


def _check_csrf(request: Request) -> None:
    given = request.headers.get("x-csrf-token") or request.state.form.get("csrf_token")
    secret, token = sessions.settings(request).secret_text, sessions.token(request)
    if not isinstance(given, str) or not signing.is_csrf_token(secret, token, given):
        raise Forbidden(CSRF_SENTENCE)


def _actor(request: Request, who: SignedIn) -> Actor:
    door = Door.API if is_api(request) else Door.PAGE
    return Actor(
        who.household_id,
        who.user_id,
        Role(who.role),
        door,
        who.currency,
        who.locale,
        # Only a look sees the books as they were when this version was read.
        catalogue_version=who.catalogue_version if request.method in SAFE else None,
    )


Viewer = Annotated[Session, Depends(Needs(Role.VIEWER))]
Reader = Annotated[Session, Depends(Needs(Role.VIEWER, is_long=True))]
Editor = Annotated[Session, Depends(Needs(Role.EDITOR))]
Owner = Annotated[Session, Depends(Needs(Role.OWNER))]
Anyone = Annotated[Session, Depends(Public())]
Outside = Annotated[Session, Depends(_outside)]
Sent = Annotated[Form, Depends(form)]
Me = Annotated[SignedIn, Depends(_me)]
Today = Annotated[date, Depends(today)]
Now = Annotated[datetime, Depends(now)]
