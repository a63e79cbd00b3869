"""How a file is read for a household, and what its rows become there."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db.scope import currency
from ftracker.domain import money, payees
from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import files
from ftracker.domain.statements.files import Reading
from ftracker.domain.statements.items import Item, Limits
from ftracker.domain.statements.mapping import FIND
from ftracker.domain.statements.mapping import Mapping as Understood
from ftracker.domain.statements.sources import Source
from ftracker.models import Import
from ftracker.queries import imports as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.mappings import MappingIn, as_json
from ftracker.services import drafting, edits, rules, suggestions
from ftracker.services.drafting import Drafter
from ftracker.services.names import Names

Account = UUID | str | None


def understand(session: Session, source: Source, mapping: Understood) -> Reading:
    """Find out how to read a file for this household. Raises InvalidInput."""
    types = {kind.name: kind.flow for kind in catalogue(session).types.values()}
    places = money.decimals(currency(session))
    return files.understand(source, mapping, places=places, types=types)


def reading_of(session: Session, found: Import, source: Source) -> Reading:
    """Give how an import was understood. Raises InvalidInput."""
    return understand(session, source, mapping_of(found))


def mapping_of(found: Import) -> Understood:
    """Give the mapping of an import as the domain reads it."""
    return MappingIn.model_validate(found.mapping).mapping()


def said(given: Understood, reading: Reading) -> dict[str, Any]:
    """Write the mapping that a file was understood by as JSON.

    A payee that nobody settled stays open: then the texts of banks are cleaned.
    """
    return drafting.open_payee(given.payee, as_json(reading.mapping))


def items(
    session: Session, found: Import, source: Source, reading: Reading, row_limit: int
) -> Iterator[Item]:
    """Read the items of a file, with what was typed over in rows that could not be read."""
    read = files.items(source, reading, Limits(rows=row_limit))
    typed = edits_of(session, found)
    return edits.mended(read, typed, reading) if typed else read


def edits_of(session: Session, found: Import) -> Mapping[int, edits.Edit]:
    """Give what was typed over in the rows of a file, by their lines."""
    names, code = catalogue(session), currency(session)
    good = {}
    for line, typed in (found.edits or {}).items():
        try:
            good[int(line)] = edits.read(typed, code, names)
        except InvalidInput:
            # A type that went since: what else was typed in the row holds.
            kept = {name: text for name, text in typed.items() if name != "type"}
            good[int(line)] = edits.read(kept, code, names)
    return good


def drafter(session: Session, found: Import, reading: Reading, account: Account) -> Drafter:
    """Give what makes the rows of a file into transactions; the account may be a new one's name."""
    given = found.mapping.get("payee", FIND)
    threshold = stored.categorise_from(session)
    return Drafter(
        names_of(session, account),
        has_old=stored.has_old(session),
        texts=drafting.texts(reading, given, payees.clean),
        rules=rules.applier(session),
        suggester=suggestions.learned(session) if threshold is not None else None,
        threshold=threshold or 100,
        edits=edits_of(session, found),
    )


def names_of(session: Session, account: Account) -> Names:
    """Give what finds the ids of a file's names; an account's name may be a new one."""
    known, words = catalogue(session), stored.account_words(session)
    if isinstance(account, str):
        names = Names(known, None, words)
        names.choose(account)
        return names
    return Names(known, account if account in known.accounts else None, words)
