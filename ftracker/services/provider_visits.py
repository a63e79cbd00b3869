"""Visits to a sign-in provider: begun in one browser, ended once in the same one."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain import tokens
from ftracker.domain.errors import NotFound
from ftracker.models import User
from ftracker.schemas.users import NewHomeIn
from ftracker.services import identities, invitations, registrations, sign_in_steps, tries
from ftracker.services.providers import REFUSED, UNTRUE, Claims, Failed, Provider, Visit

PURPOSE = "provider"
LASTS = timedelta(minutes=10)
PER_ADDRESS = 100
VISIT, NEWCOMER = "visit", "newcomer"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a visit is for: the path that it leads to, and the browser that nobody else has.

    With `user_id` somebody who is signed in connects their account, or proves in the session
    `proves` who they are. `is_again` lets the provider ask even whom it knows already.
    """

    onward: str
    browser: str
    user_id: UUID | None = None
    is_again: bool = False
    proves: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A visit that came back: what it was for, what its answer must fit, and when it began."""

    goal: Goal
    visit: Visit
    began_at: datetime


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody new here whom the provider has seen, and the invitation that they follow, or ''."""

    claims: Claims
    invitation: str = ""


def begin(
    session: Session, provider: Provider, goal: Goal, *, back: str, ip: str, now: datetime
) -> str:
    """Begin a visit, and give the address where the provider asks who somebody is.

    `back` is where it sends them then. Raises providers.Failed, and TooManyTries for an address
    of the network that began a hundred in ten minutes.
    """
    # The dialogue's libraries take long to import, and most never use them.
    from ftracker.services import openid

    limits = {f"provider from:{tries.network(ip)}": PER_ADDRESS}
    tries.admit(session, limits, now=now)
    tries.count(session, limits, now=now)
    nonce, verifier = tokens.fresh(), tokens.fresh()
    details = {
        "kind": VISIT, "onward": goal.onward, "browser": goal.browser, "back": back,
        "nonce": nonce, "verifier": verifier, "began_at": now.isoformat(),
        "proves": str(goal.proves) if goal.proves else None,
    }  # fmt: skip
    state = sign_in_steps.begin(
        session, PURPOSE, now=now, lasts=LASTS, user_id=goal.user_id, details=details
    )
    return openid.address(provider, Visit(back, state, nonce, verifier), again=goal.is_again)


def end(session: Session, state: str, browser: str, *, now: datetime) -> Ended:
    """End a visit that came back, once. Raises NotFound where it is none of this browser's."""
    step = sign_in_steps.take(session, PURPOSE, state, now=now)
    said = step.details if step else {}
    if step is None or said["kind"] != VISIT or said["browser"] != browser:
        raise NotFound
    proves = UUID(said["proves"]) if said.get("proves") else None
    goal = Goal(said["onward"], browser, step.user_id, proves=proves)
    visit = Visit(said["back"], state, said["nonce"], said["verifier"])
    return Ended(goal, visit, datetime.fromisoformat(said["began_at"]))


def ask(provider: Provider, visit: Visit, *, code: str, issuer: str = "") -> Claims:
    """Change the code that somebody came back with into who they are; '' is a refusal.

    `issuer` is who says to have sent them, where it says so. Raises providers.Failed.
    """
    from ftracker.services import openid

    if not code:
        raise Failed(REFUSED.format(name=provider.name), "it gave no code")
    if issuer not in ("", provider.issuer):
        raise Failed(UNTRUE.format(name=provider.name), "another provider answered")
    return openid.ask(provider, visit, code)


def wait(session: Session, who: Newcomer, browser: str, *, now: datetime) -> str:
    """Keep somebody new until they have said what their household is, or that they join one."""
    details = {"kind": NEWCOMER, "browser": browser} | asdict(who)
    return sign_in_steps.begin(session, PURPOSE, now=now, lasts=LASTS, details=details)


def waiting(session: Session, token: str, browser: str, *, now: datetime) -> Newcomer:
    """Tell who waits. Raises NotFound where nobody does (any more) in this browser."""
    step = sign_in_steps.find(session, PURPOSE, token, now=now)
    said = step.details if step else {}
    if said.get("kind") != NEWCOMER or said["browser"] != browser:
        raise NotFound
    # One that was begun before an upgrade says nothing of invitations.
    return Newcomer(Claims(**said["claims"]), said.get("invitation", ""))


def settle(
    session: Session, token: str, claims: Claims, data: NewHomeIn, *, always: bool, now: datetime
) -> User:
    """Add somebody who waited, with the household that they own.

    Raises NotFound for one who came twice, Forbidden when registration is closed, InvalidInput.
    """
    if sign_in_steps.take(session, PURPOSE, token, now=now) is None:
        raise NotFound
    user = registrations.register_known(session, identities.email_of(claims), data, always=always)
    identities.connect(session, user.id, claims, now=now)
    return user


def join(session: Session, token: str, who: Newcomer, *, now: datetime) -> User:
    """Add somebody who waited as a member of the household that invites them.

    Raises NotFound for one who came twice, or whose invitation works no more; InvalidInput for an
    address that is taken.
    """
    if sign_in_steps.take(session, PURPOSE, token, now=now) is None:
        raise NotFound
    user = identities.register(session, who.claims, now=now)
    invitations.accept(session, who.invitation, user_id=user.id, now=now)
    return user
