"""Proving who one is: after the password at the door, and again before what is dangerous."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from ftracker.domain.errors import Forbidden
from ftracker.domain.sites import Site
from ftracker.models import User, UserSession
from ftracker.queries import users as stored
from ftracker.queries.user_sessions import SignedIn
from ftracker.services import (
    identities,
    passkeys,
    second_factors,
    security_events,
    sign_in_steps,
    tries,
    users,
)
from ftracker.services.providers import Claims

LASTS = timedelta(minutes=10)
CLOCKS_DIFFER = timedelta(minutes=1)
ANOTHER = "This is not the account that is connected with yours."
UNASKED = (
    "The sign-in provider did not ask you anew who you are, or does not say so. Set a password"
    " (“Forgotten your password?” on the sign-in page), and prove it with that."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody shows: a password, a code, or what a passkey answered to a challenge's token.

    `secret` opens the key of their app; `site` is what their passkeys are for.
    """

    secret: str
    site: Site
    password: str = ""
    code: str = ""
    passkey: str = ""
    token: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was shown at all."""
        return not (self.password or self.code or self.passkey)


def is_fresh(who: SignedIn, *, now: datetime) -> bool:
    """Tell whether somebody proved themselves within ten minutes; a program's key is not asked."""
    return who.proven_at is None or now - who.proven_at < LASTS


def prove(session: Session, who: SignedIn, shown: Shown, *, now: datetime) -> bool:
    """Take a proof of somebody who is signed in, for ten minutes in this browser.

    Any one of password, code and passkey will do. A wrong one is counted for the person, once the
    session commits. Raises TooManyTries.
    """
    if shown.password:
        fits = users.confirm(session, who.user_id, shown.password, now=now) is not None
    else:
        fits = _fits(session, who.user_id, shown, now=now)
    if fits:
        _take(session, who, now=now)
    return fits


def take_word(
    session: Session, who: SignedIn, claims: Claims, *, since: datetime, now: datetime
) -> None:
    """Take a provider's word for who is at this browser as a proof, for ten minutes.

    It has to have asked them after `since`: that it knows a browser proves nothing of who sits
    there. Raises Forbidden where it saw somebody else, or does not say when it asked.
    """
    if not identities.vouches(session, claims, who.user_id):
        raise Forbidden(ANOTHER)
    asked_at = when_asked(claims, now=now)
    if asked_at is None or asked_at < since - CLOCKS_DIFFER:
        raise Forbidden(UNASKED)
    _take(session, who, now=now)


def when_asked(claims: Claims, *, now: datetime) -> datetime | None:
    """Tell when a provider last asked somebody who they are, at the latest now; None if unsaid."""
    if claims.asked_at is None:
        return None
    return datetime.fromtimestamp(min(claims.asked_at, now.timestamp()), UTC)


def as_of_sign_in(claims: Claims, *, now: datetime) -> datetime:
    """Tell since when somebody counts as proven who comes by a provider.

    A provider that knows the browser lets whoever sits there in without a question.
    """
    return when_asked(claims, now=now) or now - LASTS


def _take(session: Session, who: SignedIn, *, now: datetime) -> None:
    security_events.record(session, "proof.made", user_id=who.user_id)
    statement = update(UserSession).where(UserSession.id == who.session_id)
    session.execute(statement.values(proven_at=now))


def finish(session: Session, step: str, shown: Shown, *, now: datetime) -> User | None:
    """End a half sign-in: gives the person whose second factor was shown, None when it is wrong.

    `step` is what `second_factors.ask` gave, and good until it is used. Wrong ones are counted for
    the person, so that signing in again gives no new tries. Raises TooManyTries.
    """
    found = sign_in_steps.find(session, second_factors.PURPOSE, step, now=now)
    if found is None or found.user_id is None:
        return None
    if not _fits(session, found.user_id, shown, now=now):
        return None
    # Of two at once one gets it; and none, where the password was changed meanwhile.
    if sign_in_steps.take(session, second_factors.PURPOSE, step, now=now) is None:
        return None
    user = stored.by_id(session, found.user_id)
    return None if user is None or user.is_disabled else user


def whose(session: Session, step: str, *, now: datetime) -> UUID | None:
    """Tell whom a half sign-in waits for; None when it took too long, or is done."""
    found = sign_in_steps.find(session, second_factors.PURPOSE, step, now=now)
    return found.user_id if found else None


def _fits(session: Session, user_id: UUID, shown: Shown, *, now: datetime) -> bool:
    if shown.passkey:
        return _answers(session, user_id, shown, now=now)
    fits = second_factors.check(session, user_id, shown.code, secret=shown.secret, now=now)
    if not fits:
        security_events.record(session, "second_factor.failed", user_id=user_id)
    return fits


def _answers(session: Session, user_id: UUID, shown: Shown, *, now: datetime) -> bool:
    """Tell whether a passkey of this person answers, however many wrong codes there were.

    Nobody guesses a passkey, so that wrong codes of others cannot keep its person out. After ten
    wrong ones no more are written down: nobody can fill the list.
    """
    user = passkeys.find(session, shown.passkey, shown.site, token=shown.token, now=now)
    if user is not None and user.id == user_id:
        return True
    limits = second_factors.limits_of(user_id)
    if not tries.are_used_up(session, limits, now=now):
        tries.count(session, limits, now=now)
        security_events.record(session, "second_factor.failed", user_id=user_id)
    return False
