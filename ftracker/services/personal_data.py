"""Everything about one person as one JSON document, for them to take along."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, Role, scope
from ftracker.db.history import as_json
from ftracker.queries import members as homes
from ftracker.queries import personal_data as stored
from ftracker.services import users

_ABOUT = (
    "Everything FTracker keeps about this person. Passwords, codes and keys are kept only as"
    " hashes, from which nobody can read them, and are left out."
)


def stream(database: Database, user_id: UUID) -> Iterator[bytes]:
    """Write all that is about a person, piece by piece; of households those they belong to.

    It opens a session of its own: the answer leaves after the request's session has closed.
    """
    with database.reading(Actor(user_id=user_id, steward=True)) as session:
        yield from written(session, user_id)


def written(session: Session, user_id: UUID) -> Iterator[bytes]:
    """Write the document; the session acts for one household of theirs after the other."""
    person = stored.person(session, user_id)
    said: dict[str, Any] = {"about": _ABOUT, "person": _values(person)}
    for topic, rows in stored.keys(session, user_id).items():
        said[topic] = [_values(row) for row in rows]
    counted = users.counters(users.find(session, user_id))
    said["wrong_passwords"] = [_values(row) for row in stored.tries(session, counted)]
    yield _text(said)[:-2].encode() + b',\n "households": ['
    for number, home in enumerate(homes.households_of(session, user_id)):
        scope.enter(session, Actor(home.id, user_id, Role(home.role)))
        yield b",\n" if number else b"\n"
        yield from _household(session, user_id)
    yield b"]\n}\n"


def _household(session: Session, user_id: UUID) -> Iterator[bytes]:
    yield _text(_values(stored.membership(session, user_id)))[:-2].encode()
    for topic in stored.topics():
        yield f',\n "{topic}": ['.encode()
        yield from _rows(stored.written(session, topic, user_id))
        yield b"]"
    yield b"\n}"


def _rows(rows: Iterable[RowMapping]) -> Iterator[bytes]:
    for number, row in enumerate(rows):
        yield (b",\n" if number else b"\n") + _text(_values(row)).encode()


def _values(row: RowMapping) -> dict[str, Any]:
    return {name: as_json(value) for name, value in row.items()}


def _text(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)
