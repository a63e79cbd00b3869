"""What each row of a file would become, before anything is booked."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.domain.errors import InvalidInput, NotFound
from ftracker.domain.statements import plans, rows
from ftracker.domain.statements.items import Bad, Entry, Item, Left, Limits, Statement
from ftracker.domain.statements.layout import Layout
from ftracker.domain.statements.sources import Source
from ftracker.models import Import
from ftracker.queries import imports as stored
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.schemas.mappings import MappingIn, as_json
from ftracker.schemas.previews import Page, Seen
from ftracker.services import import_files, importer, staging
from ftracker.services.importer import Upload
from ftracker.services.staging import Count, Names

_BLOCK = 1_000


@dataclass(frozen=True, slots=True)
class Trial:
    """What an import would do: the mapping as understood, the counts, every good row."""

    mapping: dict[str, object]
    count: Count
    duplicates: int
    rows: list[Seen]


def trial(session: Session, sent: Upload) -> Trial:
    """Look a whole file through and keep nothing. Raises InvalidInput as an upload does."""
    source = sent.source
    plan = importer.understand(session, source, sent.mapping)
    count = Count()
    names = importer.names_of(session, sent.account)
    items = rows.read(source, plan, Limits(rows=sent.row_limit))
    good = list(_entries(session, count.entries(items), names))
    importer.refuse_nothing(count)
    duplicates = sum(one.is_duplicate for one in good)
    return Trial(as_json(plan.mapping), count, duplicates, good)


def page(session: Session, import_id: UUID, *, start: int, size: int, only_problems: bool) -> Page:
    """Show `size` rows of a file, from the one numbered `start` (0 is the first).

    `only_problems` leaves out what is well. Raises NotFound.
    """
    found = stored.one(session, import_id)
    if found is None:
        raise NotFound
    source = import_files.kept(session, import_id)
    try:
        plan = importer.plan_of(session, found, source)
    except InvalidInput as bad:
        return Page(
            found,
            None,
            _columns(source, found),
            [],
            has_more=False,
            new_categories={},
            new_accounts={},
            errors=bad.errors,
        )
    names = importer.names_of(session, found.account_id)
    everything = _items(session, rows.read(source, plan), names)
    wanted = (one for one in everything if not only_problems or isinstance(one, Bad))
    items = list(islice(wanted, start, start + size + 1))
    known = catalogue(session)
    categories, accounts = rows.names(source, plan)
    return Page(
        found,
        plan,
        _labels(plan.layout),
        items[:size],
        len(items) > size,
        _missing(categories, (c.name for c in known.categories.values())),
        {} if names.account_id else _missing(accounts, (a.name for a in known.accounts.values())),
        [],
    )


def _columns(source: Source, found: Import) -> list[str]:
    """Name the columns of a file that cannot be read yet, as far as they can be told."""
    try:
        layout = plans.layout(source, MappingIn.model_validate(found.mapping).mapping())
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


def _items(session: Session, items: Iterable[Item], names: Names) -> Iterator[Seen | Bad | Left]:
    """Pass a file on block by block; the books are asked once per block."""
    counter: Counter[str] = Counter()
    source = iter(items)
    while block := list(islice(source, _BLOCK)):
        keys = {e.row: _key(e, names, counter) for e in block if isinstance(e, Entry)}
        known = stored.known(session, list(keys.values()))
        for item in block:
            if isinstance(item, Entry):
                yield _seen(item, names, is_duplicate=keys[item.row] in known)
            elif not isinstance(item, Statement):
                yield item


def _entries(session: Session, entries: Iterable[Entry], names: Names) -> Iterator[Seen]:
    return (one for one in _items(session, entries, names) if isinstance(one, Seen))


def _key(entry: Entry, names: Names, counter: Counter[str]) -> UUID:
    base = staging.fingerprint(entry, names.account_key(entry.account))
    counter[base] += 1
    return staging.twin(base, counter[base] - 1)


def _seen(entry: Entry, names: Names, *, is_duplicate: bool) -> Seen:
    known: Catalogue = names.catalogue
    category, account = UUID(names.category(entry.category)), UUID(names.account(entry.account))
    category_row, account_row = known.categories.get(category), known.accounts.get(account)
    return Seen(
        entry,
        known.types[UUID(names.type(entry.type, entry.flow))].name,
        category_row.name if category_row else entry.category,
        account_row.name if account_row else names.account_name or entry.account,
        category_row is None,
        account_row is None,
        is_duplicate,
    )


def _missing(used: dict[str, int], known: Iterable[str]) -> dict[str, int]:
    """List names that nobody has used yet with the number of their rows, most used first."""
    there = {name.lower() for name in known}
    found: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for name, number in used.items():
        if name.lower() not in there:
            found[spelt.setdefault(name.lower(), name)] += number
    return dict(found.most_common())
