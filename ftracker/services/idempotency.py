"""The same request twice does its deed once, and is answered the same."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, func
from sqlalchemy.orm import Session

from ftracker.db import locks
from ftracker.db.scope import household_id
from ftracker.domain.errors import Conflict
from ftracker.models import IdempotencyKey
from ftracker.queries import idempotency as stored

KEPT = timedelta(days=2)
OTHER_REQUEST = "This Idempotency-Key was used for another request. Take a new one."
Body = dict[str, Any]


def once(
    session: Session, key: str, asked: str, deed: Callable[[], Body], *, status: int = 200
) -> Body:
    """Do a deed once per household and key, and give its answer again to each repetition.

    `asked` is the whole request as text. Two at once wait for each other. A deed that raises
    leaves no trace, so the key can be used again. Raises Conflict when the key was used for
    something else within `KEPT`.
    """
    locks.hold(session, f"idempotency:{household_id(session)}", key)
    digest = sha256(asked.encode()).hexdigest()
    found = stored.answer(session, key)
    if found is None:
        row = IdempotencyKey(household_id=household_id(session), key=key, request_sha256=digest)
        return _first(session, row, deed(), status)
    if found.request_sha256 != digest:
        raise Conflict(OTHER_REQUEST)
    return found.body


def sweep(session: Session) -> None:
    """Forget the household's keys that are older than `KEPT`."""
    mine = IdempotencyKey.household_id == household_id(session)
    old = IdempotencyKey.created_at < func.now() - KEPT
    session.execute(delete(IdempotencyKey).where(mine, old))


def _first(session: Session, row: IdempotencyKey, body: Body, status: int) -> Body:
    row.body, row.status = body, status
    session.add(row)
    if row.request_sha256.startswith("00"):  # one request in 256, so that none pays much
        sweep(session)
    return body
