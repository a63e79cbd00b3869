"""How the files of a bank are read: remembered by itself, named, changed, carried elsewhere."""

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.base import now
from ftracker.db.scope import household_id
from ftracker.domain.errors import Clash, InvalidInput, NotFound, Stale
from ftracker.domain.statements import dialects, files, plans, signatures
from ftracker.domain.statements.files import Reading
from ftracker.domain.statements.formats import TABLES
from ftracker.domain.statements.mapping import Mapping
from ftracker.domain.statements.sources import Source
from ftracker.models import Import, ImportProfile
from ftracker.queries import profiles as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.mappings import MappingIn
from ftracker.schemas.profiles import FORM, CarriedProfile, ProfileEdit, ProfilesFile

_PARTS = re.compile(r"[\s_\-.,()]+")
_LONGEST = 60
_LOCAL = ("encoding", "delimiter", "quotechar", "skip_rows", "has_header")


def fitting(session: Session, source: Source) -> ImportProfile | None:
    """Find the profile of files like this one."""
    header = signatures.of(source)
    return stored.by_header(session, header) if header else None


def remember(
    session: Session, found: Import, source: Source, reading: Reading, account_id: UUID | None
) -> None:
    """Keep how a file was read, for the next one of its kind; a file of our own needs none.

    `account_id` is the account of every row, None where the file says it.
    """
    if reading.plan is not None and reading.plan.is_own:
        return
    header = signatures.of(source, reading.table)
    if not header:
        return
    _hold(session)
    mapping = _lasting(found.mapping, source, reading)
    there = stored.by_header(session, header)
    if there is None:
        name = _free(session, _name(found.file_name))
        there = ImportProfile(
            household_id=found.household_id, id=new_id(), name=name, header=header,
            format=found.format, mapping=mapping, account_id=account_id, used_at=now(),
        )  # fmt: skip
        with history.deed(session, "profiles.remember", f"Remembered how to read {name}"):
            session.add(there)
    elif (there.mapping, there.account_id) != (mapping, account_id):
        with history.deed(session, "profiles.remember", f"Learnt to read {there.name} anew"):
            there.mapping, there.account_id = mapping, account_id
    found.profile_id = there.id
    _use(session, there)


def edit(session: Session, profile_id: UUID, data: ProfileEdit) -> ImportProfile:
    """Change name, mapping and account of a profile.

    Raises NotFound, Stale, and InvalidInput at `name` when another profile has it.
    """
    row = _open(session, profile_id, version=data.version)
    if data.account_id is not None and data.account_id not in catalogue(session).accounts:
        raise InvalidInput("account_id", "Choose an account of the list.")
    _check_name(session, row, data.name)
    with history.deed(session, "profiles.edit", f"Changed how to read {data.name}"):
        row.name, row.account_id = data.name, data.account_id
        row.mapping = data.mapping.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return row


def rename(session: Session, profile_id: UUID, name: str, *, version: int) -> ImportProfile:
    """Give a profile another name. Raises as `edit` does."""
    row = _open(session, profile_id, version=version)
    _check_name(session, row, name)
    with history.deed(session, "profiles.rename", f"Renamed {row.name} to {name}"):
        row.name = name
    return row


def delete(session: Session, profile_id: UUID) -> None:
    """Forget a profile: the next file of its kind is looked at anew. Raises NotFound."""
    row = _open(session, profile_id)
    with history.deed(session, "profiles.delete", f"Forgot how to read {row.name}"):
        session.delete(row)


def one(session: Session, profile_id: UUID) -> ImportProfile:
    """Give a profile. Raises NotFound."""
    row = stored.one(session, profile_id)
    if row is None:
        raise NotFound
    return row


def carried(session: Session) -> dict[str, Any]:
    """Give all profiles as the JSON that `bring` reads, sorted by name."""
    accounts = catalogue(session).accounts
    return {
        "ftracker_profiles": FORM,
        "profiles": [
            {
                "name": row.name,
                "header": row.header,
                "format": row.format,
                "mapping": row.mapping,
                "account": accounts[row.account_id].name if row.account_id else None,
            }
            for row in stored.listing(session)
        ],
    }


def bring(session: Session, data: ProfilesFile) -> int:
    """Take profiles in; one for the same header is replaced. Gives how many.

    An account that is not here is left open.
    """
    with history.deed(session, "profiles.bring", f"Brought {len(data.profiles)} profiles"):
        for one in data.profiles:
            _bring(session, one)
    return len(data.profiles)


def _bring(session: Session, one: CarriedProfile) -> None:
    accounts = {a.name.casefold(): a.id for a in catalogue(session).accounts.values()}
    row = stored.by_header(session, one.header)
    if row is None:
        row = ImportProfile(household_id=household_id(session), id=new_id(), header=one.header)
        row.name = _free(session, one.name)
        session.add(row)
    row.format = one.format
    row.mapping = one.mapping.model_dump(mode="json", by_alias=True, exclude_unset=True)
    row.account_id = accounts.get(one.account.casefold()) if one.account else None
    session.flush()


def mapping_of(profile: ImportProfile) -> Mapping:
    """Give the mapping of a profile as the domain reads it."""
    return MappingIn.model_validate(profile.mapping).mapping()


def _hold(session: Session) -> None:
    """Let profiles of this household change one after the other: their names differ."""
    locks.hold(session, "profiles", household_id(session))


def _open(session: Session, profile_id: UUID, *, version: int | None = None) -> ImportProfile:
    """Give a profile as it is now; nobody else changes it until this has ended."""
    _hold(session)
    row = stored.for_update(session, profile_id)
    if row is None:
        raise NotFound
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def _check_name(session: Session, row: ImportProfile, name: str) -> None:
    if name.lower() in stored.names(session) - {row.name.lower()}:
        raise Clash("name", f"There is already a profile called “{name}”.")


def _use(session: Session, row: ImportProfile) -> None:
    """Note when a profile was used last, which is no change of it."""
    session.flush()
    table = ImportProfile.__table__
    assert isinstance(table, Table)  # noqa: S101 - a mapped class has one
    mine = table.c.household_id == row.household_id, table.c.id == row.id
    said = {"used_at": now(), "updated_at": table.c.updated_at}
    session.connection().execute(update(table).where(*mine).values(said))


def _lasting(mapping: dict[str, Any], source: Source, reading: Reading) -> dict[str, Any]:
    """Leave out of a mapping what each file says anew: how it is cut, and where it begins."""
    if reading.format not in TABLES:
        return mapping
    cut, given = reading.table or source, files.given(Mapping(), reading.table)
    return {
        key: value
        for key, value in mapping.items()
        if key not in _LOCAL or value != _found(key, cut, given)
    }


def _found(key: str, source: Source, given: Mapping) -> object:
    """Tell what is found out about the cut of a file when no more than `given` is said."""
    tell: dict[str, Callable[[], object]] = {
        "encoding": lambda: dialects.detect(source, given).encoding.removesuffix("-sig"),
        "delimiter": lambda: dialects.detect(source, given).delimiter,
        "quotechar": lambda: dialects.detect(source, given).quotechar,
        "skip_rows": lambda: _layout(source, given)[0],
        "has_header": lambda: _layout(source, given)[1],
    }
    return tell[key]()


def _layout(source: Source, given: Mapping) -> tuple[int, bool]:
    layout = plans.layout(source, given)
    return layout.header_line - bool(layout.header), bool(layout.header)


def _name(file_name: str) -> str:
    """Name a bank by its file: the words before the first number that is a date or a count."""
    parts = [part for part in _PARTS.split(PurePath(file_name).stem) if part]
    kept: list[str] = []
    for part in parts:
        if part.isdigit() and kept:
            break
        kept.append(part)
    return (" ".join(kept) or "A bank")[:_LONGEST]


def _free(session: Session, name: str) -> str:
    taken, found, number = stored.names(session), name, 1
    while found.lower() in taken:
        number += 1
        found = f"{name} {number}"
    return found
