"""How the files of banks are read: what was decided once."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.models import ImportProfile


def listing(session: Session) -> list[ImportProfile]:
    """List the household's profiles by name without regard to case; the id breaks ties."""
    statement = (
        select(ImportProfile)
        .where(ImportProfile.household_id == household_id(session))
        .order_by(ImportProfile.name_key, ImportProfile.id)
    )
    return list(session.scalars(statement))


def one(session: Session, profile_id: UUID) -> ImportProfile | None:
    """Read one profile."""
    return session.get(ImportProfile, (household_id(session), profile_id))


def for_update(session: Session, profile_id: UUID) -> ImportProfile | None:
    """Read one profile as it is now, and let nobody else change it until the transaction ends."""
    key = household_id(session), profile_id
    return session.get(ImportProfile, key, with_for_update=True, populate_existing=True)


def by_header(session: Session, header: str) -> ImportProfile | None:
    """Find the profile that files with this header are read by."""
    statement = select(ImportProfile).where(
        ImportProfile.household_id == household_id(session), ImportProfile.header == header
    )
    return session.scalars(statement).one_or_none()


def names(session: Session) -> set[str]:
    """Give the names that are taken, in lower case."""
    statement = select(ImportProfile.name_key).where(
        ImportProfile.household_id == household_id(session)
    )
    return set(session.scalars(statement))
