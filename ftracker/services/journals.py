"""All books as a journal that plain-text accounting programs read: Beancount and hledger."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from ftracker.db import Actor, Database
from ftracker.db.scope import currency
from ftracker.domain import journals, money
from ftracker.domain.beancount import Beancount
from ftracker.domain.hledger import Hledger
from ftracker.domain.journals import Assertion, Head, Names
from ftracker.queries import households as homes
from ftracker.queries import journals as stored
from ftracker.queries.catalogue import catalogue

_BLOCK = 1 << 16


class Language(StrEnum):
    """Who reads a journal."""

    BEANCOUNT = "beancount"
    HLEDGER = "hledger"


_WRITERS: dict[Language, type[Beancount | Hledger]] = {
    Language.BEANCOUNT: Beancount,
    Language.HLEDGER: Hledger,
}


def stream(database: Database, actor: Actor, language: Language, *, today: date) -> Iterator[bytes]:
    """Write the journal of the actor's household, of one moment, block by block.

    It opens a session of its own: the answer leaves after the request's session has closed.
    """
    with database.reading(actor) as session:
        yield from written(session, language, today=today)


def written(session: Session, language: Language, *, today: date) -> Iterator[bytes]:
    """Write a journal in blocks: accounts, openings, entries oldest first, what banks said.

    Deleted transactions are left out. Without any the accounts open today.
    """
    block: list[str] = []
    size = 0
    for text in _texts(session, language, today=today):
        block.append(text)
        size += len(text)
        if size >= _BLOCK:
            yield "".join(block).encode()
            block, size = [], 0
    yield "".join(block).encode()


def _texts(session: Session, language: Language, *, today: date) -> Iterator[str]:
    names = _names(session)
    writer = _WRITERS[language](_head(session, names, today=today))
    yield from writer.begin()
    for entry in journals.entries(stored.rows(session), names):
        yield from writer.entry(entry)
    for one in stored.stated(session):
        place = journals.account(names, one.account_id)
        yield writer.assertion(Assertion(one.date, place, one.balance, one.found))


def _names(session: Session) -> Names:
    known = catalogue(session)
    return Names(
        {one.id: (one.name, one.kind) for one in known.accounts.values()},
        {one.id: (one.name, one.kind, one.parent_id) for one in known.categories.values()},
    )


def _head(session: Session, names: Names, *, today: date) -> Head:
    first = stored.first_day(session) or today
    code = currency(session)
    return Head(
        homes.household(session).name,
        code,
        money.decimals(code),
        first - timedelta(days=1),
        journals.places(names),
        [(journals.account(names, key), amount) for key, amount in stored.openings(session)],
    )
