"""Going through what waits for a category: one group, one decision, one change."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history
from ftracker.domain.errors import FieldError, InvalidInput, NotFound
from ftracker.domain.learning import Example, Suggestion
from ftracker.queries import reviews as stored
from ftracker.queries import transactions as moves
from ftracker.queries.catalogue import catalogue
from ftracker.queries.reviews import SHOWN, Group, Step, Waiting
from ftracker.schemas.reviews import DecisionIn
from ftracker.services import ledger, rules, suggestions

_ASKED = 20
CHUNK = 1_000


def step(session: Session, *, passed: frozenset[str], key: str = "") -> Step:
    """Give the next group that was not passed over, or the one of a key.

    Groups come in the order of how many decisions would be right if what is proposed were taken.
    """
    waiting = stored.groups(session)
    open_ = [one for one in waiting if one.key not in passed]
    if not open_:
        return Step(None, [], [], len(waiting), len(waiting))
    learned = suggestions.learned(session)
    chosen = max(open_, key=lambda one: (one.key == key, _worth(one, learned)))
    rows = stored.rows(session, chosen, most=SHOWN)
    proposals = _proposals(session, chosen, rows)
    return Step(chosen, rows, proposals, len(waiting), len(waiting) - len(open_))


def group(session: Session, key: str) -> Group:
    """Give a group that waits. Raises NotFound."""
    found = next((one for one in stored.groups(session) if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def decide(session: Session, key: str, data: DecisionIn) -> int:
    """Give the transactions of a group their category, as one change; gives how many changed.

    Raises NotFound for an unknown category and for a group that waits no more, InvalidInput when
    the category is the one that says nothing, and what `rules.add` raises.
    """
    ledger.hold(session)
    found = group(session, key)
    ids = stored.ids(session, found)
    chosen = dict.fromkeys(ids, _category(session, data.category, "category"))
    for row_id, name in data.others.items():
        if row_id in chosen:
            chosen[row_id] = _category(session, name, f"others.{row_id}")
    name = catalogue(session).categories[_category(session, data.category, "category")].name
    summary = f"Put {len(ids):,} × {_short(found)} into {name}"
    with history.deed(session, "reviews.decide", summary):
        _put(session, chosen)
        if data.rule is not None:
            rules.add(session, data.rule)
    return len(ids)


def _worth(group: Group, learned: suggestions.Suggester) -> tuple[float, int, str]:
    payee, note = (group.name, "") if group.has_payee else ("", group.name)
    best = learned.suggest(payee, note, group.usual, group.direction, "")
    return (best.probability if best else 0.0) * group.count, group.count, group.key


def _proposals(session: Session, group: Group, rows: list[Waiting]) -> list[Suggestion]:
    accounts = catalogue(session).accounts
    asked = [
        Example(one.payee, one.note, one.amount, group.direction, accounts[one.account_id].name)
        for one in rows[:_ASKED]
    ]
    return suggestions.learned(session).rank_all(asked)


def _category(session: Session, said: str, field: str) -> UUID:
    names = catalogue(session)
    for one in names.categories.values():
        if said in (str(one.id), one.name) or said.lower() == one.name.lower():
            if one.is_default:
                raise InvalidInput(field, f"“{one.name}” is what they have. Choose another one.")
            return one.id
    raise NotFound(FieldError(field, f"There is no category called “{said}”."))


def _put(session: Session, chosen: Mapping[UUID, UUID]) -> None:
    ids = list(chosen)
    for start in range(0, len(ids), CHUNK):
        chunk = moves.for_update(session, ids[start : start + CHUNK])
        for row in chunk:
            row.category_id = chosen[row.id]
        session.flush()
        # A group may have more transactions than memory has room for.
        for row in chunk:
            session.expunge(row)


def _short(group: Group) -> str:
    return group.name.partition("\n")[0][:60] or "unnamed"
