"""A file that comes in: its bytes are kept, and how it is read is found out."""

import hashlib
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.db.scope import actor, household_id
from ftracker.domain.errors import Conflict, InvalidInput
from ftracker.domain.statements import amounts, files, sources
from ftracker.domain.statements.files import Reading
from ftracker.domain.statements.items import Bad
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.sources import Source
from ftracker.models import Import
from ftracker.queries import imports as stored
from ftracker.queries.catalogue import catalogue
from ftracker.services import import_files, profiles, understanding
from ftracker.services.booking import Work

ROWS = 2_000_000
_LOOKED_AT = 500
GONE = "This file is kept no longer: its bytes made room for newer ones."


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in: its name and bytes, how to read it, and the account it is about.

    `account` is an id or a name (a new one is created), and wins over the file's own column. A
    mapping that says nothing is found out, or is that of a profile.
    """

    file_name: str
    source: Source
    mapping: Mapping = field(default_factory=Mapping)
    account: UUID | str | None = None
    row_limit: int = ROWS


def begin(session: Session, sent: Upload) -> Import:
    """Make the record of a file that came in; nothing is read yet but its bytes."""
    account = understanding.names_of(session, sent.account).account_id
    is_there = account in catalogue(session).accounts
    digest = hashlib.sha256()
    size = 0
    for piece in sources.pieces(sent.source):
        digest.update(piece)
        size += len(piece)
    return Import(
        household_id=household_id(session),
        id=new_id(),
        file_name=sent.file_name[-200:] or "file.csv",
        file_sha256=digest.hexdigest(),
        size=size,
        mapping={},
        reasons={},
        edits={},
        choices={},
        account_id=account if is_there else None,
        account_name=sent.account if isinstance(sent.account, str) and not is_there else "",
        created_by=actor(session).user_id,
    )


def recognise(session: Session, found: Import, sent: Upload) -> Reading:
    """Understand a file that came in, by a profile where there is one that fits.

    Raises InvalidInput.
    """
    profile = profiles.fitting(session, sent.source) if sent.mapping == Mapping() else None
    if profile is not None:
        given = profiles.mapping_of(profile)
        reading = _by_profile(session, sent.source, given)
        if reading is not None:
            found.profile_id = profile.id
            if sent.account is None:
                found.account_id = profile.account_id
            return understood(found, given, reading)
    reading = understanding.understand(session, sent.source, sent.mapping)
    return understood(found, sent.mapping, reading)


def _by_profile(session: Session, source: Source, given: Mapping) -> Reading | None:
    """Read a file as earlier ones of its header; None where that reads it worse than a fresh look.

    A bank may write its files in another way now, and two banks may call their columns alike.
    """
    try:
        reading = understanding.understand(session, source, given)
    except InvalidInput:
        return None
    rows, bad = _tried(source, reading)
    if not bad:
        return reading
    try:
        fresh = understanding.understand(session, source, Mapping())
    except InvalidInput:
        return reading if bad < rows else None
    return reading if bad <= _tried(source, fresh)[1] else None


def _tried(source: Source, reading: Reading) -> tuple[int, int]:
    """Count the rows at the beginning of a file, and those of them that cannot be read."""
    first = list(islice(files.items(source, reading), _LOOKED_AT))
    return len(first), sum(isinstance(item, Bad) for item in first)


def take(session: Session, sent: Upload) -> tuple[Import, Reading]:
    """Keep a file that can be read. Raises InvalidInput."""
    found = begin(session, sent)
    reading = recognise(session, found, sent)
    session.add(found)
    session.flush()
    import_files.keep(session, found.id, sent.source)
    return found, reading


def understood(found: Import, given: Mapping, reading: Reading) -> Reading:
    """Note how a file was understood."""
    mapping = understanding.said(given, reading)
    found.reasons = _reasons(found, mapping, reading)
    found.mapping = mapping
    found.format = reading.format.value
    return reading


def work(found: Import, sent: Upload, reading: Reading) -> Work:
    """Give what is to be booked of a file that came in just now."""
    return Work(sent.source, reading, sent.account or found.account_id, sent.row_limit)


def account(found: Import) -> UUID | str | None:
    """Give the account of all rows of a file, by name where it is to be made; None: as it says."""
    return found.account_id or found.account_name or None


def content(session: Session, found: Import) -> Source:
    """Give the bytes of a file. Raises Conflict when they are kept no longer."""
    if found.size and not stored.has_bytes(session, found.id):
        raise Conflict(GONE)
    return import_files.kept(session, found.id)


def size(source: Source) -> int:
    """Count the bytes of a file."""
    return sum(len(piece) for piece in sources.pieces(source))


def _reasons(found: Import, mapping: dict[str, Any], reading: Reading) -> dict[str, str]:
    """Say why each part was decided so; a part that a mapping repeats keeps its reason."""
    told = reading.plan.reasons if reading.plan is not None else {}
    now = {part: why for part, why in told.items() if why != amounts.NAMED}
    same = {
        part: why
        for part, why in (found.reasons or {}).items()
        if _part(found.mapping, part) == _part(mapping, part)
    }
    return same | now


def _part(mapping: dict[str, Any], part: str) -> object:
    first, _, second = part.partition(".")
    value = mapping.get(first)
    return value.get(second) if second and isinstance(value, dict) else value
