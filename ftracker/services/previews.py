"""What each row of a file would become, before anything is booked."""

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.domain.statements import files
from ftracker.domain.statements.items import Bad, Entry, Item, Statement
from ftracker.domain.statements.layout import Layout
from ftracker.domain.statements.sources import Source
from ftracker.models import Import, ImportMatch, Transaction
from ftracker.queries import imports as stored
from ftracker.queries import matches as matched
from ftracker.queries import profiles
from ftracker.queries import transactions as kept_rows
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.previews import Page, Row, Seen
from ftracker.services import (
    arrivals,
    booking,
    importer,
    matches,
    settling,
    staging,
    understanding,
)
from ftracker.services.arrivals import Upload
from ftracker.services.drafting import Drafter
from ftracker.services.staging import Count

PROBLEMS, MATCHES = "problems", "matches"


@dataclass(frozen=True, slots=True)
class Trial:
    """What an import would do: how it was understood, the counts, every good row.

    `found` is the record that an import would leave; nothing of it is kept.
    """

    found: Import
    count: Count
    duplicates: int
    matches: int
    rows: list[Seen]


def trial(session: Session, sent: Upload) -> Trial:
    """Look a whole file through and keep nothing. Raises InvalidInput as an upload does."""
    found = arrivals.begin(session, sent)
    reading = arrivals.recognise(session, found, sent)
    count, work = Count(), arrivals.work(found, sent, reading)
    used = booking.stage(session, found, work, count)
    found.known, duplicates = settling.known_lines(session), settling.known(session)
    number = len(matches.found_pairs(session))
    staging.drop(session)
    drafter = understanding.drafter(session, found, reading, sent.account or found.account_id)
    items = understanding.items(session, found, sent.source, reading, sent.row_limit)
    seen = (one for one in _seen(items, drafter, found) if isinstance(one, Seen))
    booking.note_count(found, count)
    found.account_id = used.account_id
    return Trial(found, count, duplicates, number, list(seen))


def page(session: Session, import_id: UUID, *, start: int, size: int, show: str = "") -> Page:
    """Show `size` rows of a file, from the one numbered `start` (0 is the first).

    `show` is `problems` or `matches` to leave out everything else. Raises NotFound.
    """
    found = importer.one(session, import_id)
    if not stored.has_bytes(session, import_id):
        return _without_rows(found, is_gone=True)
    source = arrivals.content(session, found)
    try:
        reading = understanding.reading_of(session, found, source)
    except InvalidInput as bad:
        return _without_rows(found, columns=_columns(source, found), errors=bad.errors)
    drafter = understanding.drafter(session, found, reading, arrivals.account(found))
    told, are_matched = _Told(), matched.lines(session, import_id) if show == MATCHES else ()
    items = told.noting(understanding.items(session, found, source, reading, arrivals.ROWS))
    wanted = _wanted(_seen(items, drafter, found), show, are_matched)
    part = list(islice(wanted, start, start + size + 1))
    # Rows that are not shown are read for what stands behind them, and to count the names.
    deque(items, maxlen=0)
    return Page(
        found,
        reading.plan,
        _labels(reading.plan.layout) if reading.plan else [],
        _matched(session, import_id, part[:size]),
        len(part) > size,
        _missing(told.categories, (c.name for c in catalogue(session).categories.values())),
        _new_accounts(told.accounts, drafter),
        [],
        told.statements,
        _profile(session, found),
    )


def _without_rows(
    found: Import,
    *,
    columns: list[str] | None = None,
    errors: list[FieldError] | None = None,
    is_gone: bool = False,
) -> Page:
    """Show a file that needs an answer first, or whose bytes are kept no longer."""
    return Page(
        found, None, columns or [], [], has_more=False, new_categories={}, new_accounts={},
        errors=errors or [], statements=[], profile="", is_gone=is_gone,
    )  # fmt: skip


def _profile(session: Session, found: Import) -> str:
    known = profiles.one(session, found.profile_id) if found.profile_id else None
    return known.name if known else ""


@dataclass(slots=True)
class _Told:
    """What a file says beside its rows: of its accounts, and the names that its entries use."""

    statements: list[Statement] = field(default_factory=list)
    categories: Counter[str] = field(default_factory=Counter)
    accounts: Counter[str] = field(default_factory=Counter)

    def noting(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass items on, and note what they say."""
        for item in items:
            if isinstance(item, Statement):
                self.statements.append(item)
            elif isinstance(item, Entry):
                self.categories.update([item.category] if item.category else [])
                self.accounts.update([item.account] if item.account else [])
            yield item


def _columns(source: Source, found: Import) -> list[str]:
    """Name the columns of a file that cannot be read yet, as far as they can be told."""
    try:
        layout = files.layout(source, understanding.mapping_of(found))
    except InvalidInput:
        return []
    return _labels(layout)


def _labels(layout: Layout) -> list[str]:
    """Call each column by its header, or by its number and what stands in its first row."""
    header = [name.strip() for name in layout.header]
    names = header + [""] * (layout.most - len(header))
    first = [layout.column(i)[0][:20] for i in range(len(names))]
    return [
        name or f"Column {i + 1}" + (f" ({first[i]})" if first[i] else "")
        for i, name in enumerate(names)
    ]


def _wanted(seen: Iterable[Row], show: str, are_matched: Container[int]) -> Iterator[Row]:
    if show == PROBLEMS:
        return (one for one in seen if isinstance(one, Bad))
    if show == MATCHES:
        return (one for one in seen if isinstance(one, Seen) and one.entry.row in are_matched)
    return iter(seen)


def _seen(items: Iterable[Item], drafter: Drafter, found: Import) -> Iterator[Row]:
    """Pass a file on row by row, each good one with what is known of it."""
    is_known = _Runs(found.known or [])
    choices = found.choices or {}
    for item in items:
        if isinstance(item, Entry):
            yield _row(item, drafter, is_known, choices.get(str(item.row), ""))
        elif not isinstance(item, Statement):
            yield item


class _Runs:
    """Tells whether a line is in runs of lines that are sorted and do not touch."""

    def __init__(self, runs: Sequence[Sequence[int]]) -> None:
        self._first = [run[0] for run in runs]
        self._last = [run[1] for run in runs]

    def has(self, line: int) -> bool:
        at = bisect_right(self._first, line) - 1
        return at >= 0 and line <= self._last[at]


def _row(entry: Entry, drafter: Drafter, is_known: _Runs, choice: str) -> Seen:
    drafted = drafter.draft(entry, drafter.names.account(entry.account))
    known = drafter.names.catalogue
    kind = known.types[UUID(drafted.type_id)]
    category = UUID(drafted.category_id)
    account = UUID(drafted.account_id)
    booked = entry._replace(
        date=drafted.date, amount=drafted.amount, flow=kind.flow, direction=drafted.direction,
        payee=drafted.payee, note=drafted.note,
    )  # fmt: skip
    return Seen(
        booked,
        kind.name,
        drafter.names.category_label(category),
        drafter.names.label(str(account)),
        category not in known.categories,
        account not in known.accounts,
        is_known.has(entry.row),
        entry.row in drafter.edits,
        choice,
    )


def _matched(session: Session, import_id: UUID, rows: Sequence[Row]) -> list[Row]:
    """Add what rows look like: of those that are shown alone, as a file may match line by line."""
    lines = [row.entry.row for row in rows if isinstance(row, Seen)]
    there = matched.of_lines(session, import_id, lines)
    ids = [match.transaction_id for match in there.values()]
    others = {row.id: row for row in kept_rows.rows(session, ids)} if ids else {}
    return [_beside(row, there, others) if isinstance(row, Seen) else row for row in rows]


def _beside(
    row: Seen, there: Mapping[int, ImportMatch], others: Mapping[UUID, Transaction]
) -> Seen:
    match = there.get(row.entry.row)
    return replace(row, match=match, other=others.get(match.transaction_id)) if match else row


def _new_accounts(used: Counter[str], drafter: Drafter) -> dict[str, int]:
    """List what a file calls accounts that are not there yet, with the number of their rows."""
    names = drafter.names
    if names.account_id:
        return {}
    known = names.catalogue.accounts
    return {said: count for said, count in used.items() if UUID(names.account(said)) not in known}


def _missing(used: dict[str, int], known: Iterable[str]) -> dict[str, int]:
    """List names that nobody has used yet with the number of their rows, most used first."""
    there = {name.lower() for name in known}
    found: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for name, number in used.items():
        if name.lower() not in there:
            found[spelt.setdefault(name.lower(), name)] += number
    return dict(found.most_common())
