"""Everything that is about one person, wherever it stands."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ftracker.db.scope import household_id
from ftracker.models import (
    ApiToken,
    ChangeSet,
    Channel,
    Household,
    Identity,
    Import,
    Invitation,
    Membership,
    NoticeReading,
    Passkey,
    RecoveryCode,
    SecurityEvent,
    SignInAttempt,
    Transaction,
    User,
    UserSession,
)

Columns = tuple[InstrumentedAttribute[Any], ...]
_AT_ONCE = 1_000
# Hashes and sealed secrets say nothing to a person, and must not leave.
_KEYS: dict[str, tuple[Columns, InstrumentedAttribute[Any]]] = {
    "sessions": (
        (
            UserSession.created_at, UserSession.seen_at, UserSession.expires_at,
            UserSession.user_agent, UserSession.ip, UserSession.household_id,
        ),
        UserSession.user_id,
    ),
    "api_tokens": (
        (
            ApiToken.name, ApiToken.use, ApiToken.scope, ApiToken.created_at, ApiToken.used_at,
            ApiToken.expires_at, ApiToken.household_id,
        ),
        ApiToken.user_id,
    ),
    "passkeys": ((Passkey.name, Passkey.created_at, Passkey.used_at), Passkey.user_id),
    "recovery_codes": ((RecoveryCode.created_at, RecoveryCode.used_at), RecoveryCode.user_id),
    "identities": (
        (
            Identity.issuer, Identity.subject, Identity.email, Identity.created_at,
            Identity.used_at,
        ),
        Identity.user_id,
    ),
    "security_events": (
        (
            SecurityEvent.at, SecurityEvent.event, SecurityEvent.ip, SecurityEvent.user_agent,
            SecurityEvent.details, SecurityEvent.household_id,
        ),
        SecurityEvent.user_id,
    ),
}  # fmt: skip
_BOOKS: dict[str, tuple[Columns, InstrumentedAttribute[Any]]] = {
    "channels": (
        (
            Channel.kind, Channel.name, Channel.address, Channel.pace, Channel.timezone,
            Channel.created_at,
        ),
        Channel.user_id,
    ),
    "invitations_made": (
        (Invitation.role, Invitation.created_at, Invitation.used_at),
        Invitation.created_by,
    ),
    "files_brought": (
        (Import.file_name, Import.size, Import.created_at),
        Import.created_by,
    ),
    "notices_read": (
        (NoticeReading.notice_id, NoticeReading.read_at, NoticeReading.snoozed_until),
        NoticeReading.user_id,
    ),
    "deeds": (
        (ChangeSet.at, ChangeSet.door, ChangeSet.deed, ChangeSet.summary),
        ChangeSet.user_id,
    ),
    "transactions_written": (
        (
            Transaction.date, Transaction.amount, Transaction.direction, Transaction.payee,
            Transaction.note, Transaction.tags, Transaction.created_at,
        ),
        Transaction.member_id,
    ),
}  # fmt: skip


def person(session: Session, user_id: UUID) -> RowMapping:
    """Read what is kept of a person themselves, and whether they have a second factor."""
    columns = (
        User.id, User.email, User.name, User.is_disabled, User.created_at, User.updated_at,
        User.totp_confirmed_at,
    )  # fmt: skip
    return session.execute(select(*columns).where(User.id == user_id)).mappings().one()


def keys(session: Session, user_id: UUID) -> dict[str, list[RowMapping]]:
    """List by topic what opens doors for a person, and what happened there; never a secret."""
    return {topic: _listed(session, *found, user_id) for topic, found in _KEYS.items()}


def tries(session: Session, keys: list[str]) -> list[RowMapping]:
    """List the wrong passwords that were tried lately, by what they are counted under."""
    statement = select(SignInAttempt.at).where(SignInAttempt.key.in_(keys))
    return list(session.execute(statement.order_by(SignInAttempt.at)).mappings())


def membership(session: Session, user_id: UUID) -> RowMapping:
    """Read what a person is in the session's household."""
    columns = (Household.id, Household.name, Membership.role, Membership.created_at)
    statement = (
        select(*columns)
        .join(Membership, Membership.household_id == Household.id)
        .where(Household.id == household_id(session), Membership.user_id == user_id)
    )
    return session.execute(statement).mappings().one()


def topics() -> list[str]:
    """Name what a household keeps that is about one person."""
    return list(_BOOKS)


def written(session: Session, topic: str, user_id: UUID) -> Iterator[RowMapping]:
    """Read one topic of the session's household that is about a person, a few rows at a time."""
    columns, whose = _BOOKS[topic]
    table = whose.class_
    statement = (
        select(*columns)
        .where(table.household_id == household_id(session), whose == user_id)
        .order_by(*inspect(table).primary_key)
        .execution_options(yield_per=_AT_ONCE)
    )
    yield from session.execute(statement).mappings()


def _listed(
    session: Session, columns: Columns, whose: InstrumentedAttribute[Any], user_id: UUID
) -> list[RowMapping]:
    statement = select(*columns).where(whose == user_id).order_by(whose.class_.id)
    return list(session.execute(statement).mappings())
