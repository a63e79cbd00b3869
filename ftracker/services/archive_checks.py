"""What came in with an archive is looked at as if somebody had typed it in.

What would keep pages from being shown is refused with all of the archive. A rule, a view, a
scenario or a profile that cannot be read is left out and named: nothing else hangs on it, and an
archive of long ago must not be lost for it.
"""

import zlib
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Table, delete, update
from sqlalchemy.orm import Session

from ftracker.db.base import Base, Tracked
from ftracker.domain import archives
from ftracker.domain.archives import BadArchive
from ftracker.domain.errors import InvalidInput
from ftracker.models import (
    Category,
    Goal,
    Import,
    ImportProfile,
    Notice,
    Rule,
    SavedView,
    Scenario,
)
from ftracker.queries import archive_checks as stored
from ftracker.queries import households as homes
from ftracker.schemas import sentences
from ftracker.schemas.fields import Name
from ftracker.schemas.households import HouseholdEdit
from ftracker.services import soundness
from ftracker.services.import_files import PIECE

_NAME: TypeAdapter[str] = TypeAdapter(Name)
_ODD: tuple[tuple[type[Any], str], ...] = (
    (Rule, "rule"),
    (SavedView, "saved view"),
    (Scenario, "scenario"),
    (ImportProfile, "import profile"),
)
_PLAIN: dict[type[Any], dict[str, str]] = {
    Category: {"icon": "tag", "colour": "slate"},
    Goal: {"icon": "flag", "colour": "cyan"},
}
_AFRESH: dict[type[Any], dict[str, Any]] = {
    Import: {"mapping": {}, "reasons": {}, "edits": {}, "choices": {}, "known": [], "errors": []},
    Notice: {"facts": []},
}


def named(name: str) -> str:
    """Give a name as a household may have it. Raises InvalidInput at `name`."""
    try:
        return _NAME.validate_python(name)
    except ValidationError as bad:
        raise InvalidInput("name", sentences.errors(bad.errors())[0].message) from bad


def sift(session: Session) -> list[str]:
    """Look over all that came in; gives a sentence for each thing that was left out.

    Raises BadArchive, naming what is wrong, for what cannot be left out.
    """
    _household(session)
    for table in archives.KEPT:
        if stored.has_unfit(session, table):
            raise _bad(f"There are numbers or days in {table} that FTracker cannot show.")
    for table in _tracked():
        if stored.has_unfit_changes(session, table):
            raise _bad(f"Its history of {table} could not be taken back.")
    if stored.has_strange_doors(session):
        raise _bad("Its history has a deed that came in by no door there is.")
    _files(session)
    _draw(session)
    return [*_left_out(session), *_afresh(session)]


def _household(session: Session) -> None:
    row = homes.household(session)
    asked = {name: getattr(row, name) for name in HouseholdEdit.model_fields}
    try:
        HouseholdEdit.model_validate(asked)
    except ValidationError as bad:
        found = sentences.errors(bad.errors())[0]
        raise _bad(f"Its household is none: {found.field}: {found.message}") from bad


def _tracked() -> list[str]:
    mappers = [one for one in Base.registry.mappers if issubclass(one.class_, Tracked)]
    return sorted(str(getattr(one.local_table, "name", "")) for one in mappers)


def _files(session: Session) -> None:
    """Refuse files that do not unpack, or to more than a piece can be: a bomb for who opens it."""
    for import_id, content in stored.pieces(session):
        unpacking = zlib.decompressobj()
        try:
            size = len(unpacking.decompress(content, PIECE + 1))
        except zlib.error:
            size = PIECE + 1
        if size > PIECE or not unpacking.eof:
            raise _bad(f"The file of the import {import_id} does not unpack.")


def _draw(session: Session) -> None:
    """Give what has an icon or a colour that there is not, those of a new one."""
    for entity, plain in _PLAIN.items():
        table = _table(entity)
        for row in stored.undrawn(session, entity):
            session.connection().execute(update(table).where(*_is(table, row)).values(plain))


def _left_out(session: Session) -> Iterator[str]:
    for entity, word in _ODD:
        for row in stored.rows(session, entity):
            if why := soundness.flaw(row):
                table = _table(entity)
                session.connection().execute(delete(table).where(*_is(table, row)))
                yield f"The {word} “{row.name}” was left out: {why}"


def _afresh(session: Session) -> Iterator[str]:
    """Let go of what is beside the point of a row and cannot be read."""
    for entity, empty in _AFRESH.items():
        table = _table(entity)
        for row in stored.rows(session, entity):
            if why := soundness.flaw(row):
                said = row.file_name if entity is Import else row.title
                session.connection().execute(update(table).where(*_is(table, row)).values(empty))
                yield f"Details of “{said}” were left out: {why}"


def _is(table: Table, row: Any) -> tuple[Any, Any]:
    return table.c.household_id == row.household_id, table.c.id == row.id


def _table(entity: type[Any]) -> Table:
    return Base.metadata.tables[entity.__tablename__]


def _bad(what: str) -> BadArchive:
    return BadArchive(f"{what} Nothing was brought in.")
