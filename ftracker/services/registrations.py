"""Getting an account: the first visit, and later ones where registration is open."""

from sqlalchemy.orm import Session

from ftracker.db import Role, locks
from ftracker.domain import money
from ftracker.domain.errors import Forbidden, InvalidInput
from ftracker.models import User
from ftracker.queries import households as stored
from ftracker.schemas.households import HouseholdIn
from ftracker.schemas.users import NewHomeIn, RegistrationIn
from ftracker.services import households, members, users


def is_open(session: Session, *, always: bool) -> bool:
    """Tell whether somebody may register: while nobody has, and `always` where that is set."""
    return always or not users.exist(session)


def register(session: Session, data: RegistrationIn, *, always: bool) -> User:
    """Add a person and the household that they own; the session acts for it from here on.

    Raises Forbidden when registration is closed (of two first visitors one comes too late), and
    InvalidInput with all that is wrong at once.
    """
    _admit(session, always=always)
    try:
        household = _household(data)
    except InvalidInput as bad:
        wrong = users.objections(session, data, names=(data.household,))
        raise InvalidInput.of([*wrong, *bad.errors]) from bad
    user = users.register(session, data, names=(data.household,))
    households.create(session, household, owner_id=user.id)
    return user


def register_known(session: Session, email: str, data: NewHomeIn, *, always: bool) -> User:
    """Add a person whom a sign-in provider vouches for, and their household.

    Raises as `register` does; they have no password until they ask for one.
    """
    _admit(session, always=always)
    household = _household(data)
    user = users.register_known(session, email)
    households.create(session, household, owner_id=user.id)
    return user


def add(session: Session, data: RegistrationIn, *, role: Role | None) -> User:
    """Add a person to the household of this name, or start it with them as its owner.

    This is the command line's way, where registration is never closed. Without a role they
    become an editor of a household that exists. Raises InvalidInput.
    """
    user = users.register(session, data, names=(data.household,))
    if not stored.named(session, data.household):
        households.create(session, _household(data), owner_id=user.id)
        return user
    households.enter(session, households.named(session, data.household))
    members.add(session, user.id, role=role or Role.EDITOR)
    return user


def _admit(session: Session, *, always: bool) -> None:
    locks.hold(session, "registration", "first")
    if not is_open(session, always=always):
        raise Forbidden("Registration is closed. Ask an owner for an invitation.")


def _household(data: NewHomeIn) -> HouseholdIn:
    try:
        balance = money.parse_balance(data.balance or "0", data.currency)
    except ValueError as bad:
        raise InvalidInput("balance", str(bad)) from bad
    return HouseholdIn(
        name=data.household,
        currency=data.currency,
        account_name=data.account,
        opening_balance=balance,
    )
