"""Rules: kept in their order, tried on what is in the books, applied to it and to what comes in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.scope import household_id
from ftracker.domain.applying import Applier
from ftracker.domain.errors import Clash, Conflict, FieldError, NotFound, Stale
from ftracker.domain.rules import Draft, Preview, Tried, check, described
from ftracker.models import Rule, Transaction
from ftracker.queries import rules as stored
from ftracker.queries import transactions as moves
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.rules import NAMED, Candidate, RuleLine
from ftracker.schemas.rules import MOST_RULES, RuleEdit, RuleFields, RuleIn
from ftracker.services import ledger

CHUNK = 1_000
LOOKED_AT = 50_000
_NAME = 100


def add(session: Session, data: RuleIn) -> Rule:
    """Add a rule and give its row; without a position it is the last one.

    The same request twice makes one. Raises NotFound for an unknown name, Clash for an expression
    that cannot be read, and Conflict for an id that means another rule, or when there are 500.
    """
    values = _values(session, data)
    rows = _hold(session)
    if there := next((row for row in rows if row.id == data.id), None):
        return _same(there, values)
    if len(rows) >= MOST_RULES:
        raise Conflict(f"There are {MOST_RULES} rules already. Delete some first.")
    row = Rule(household_id=household_id(session), id=data.id or new_id(), **values)
    with history.deed(session, "rules.add", f"Added rule {row.name}"):
        _number(rows, row, data.position)
        session.add(row)
    return row


def edit(session: Session, rule_id: UUID, data: RuleEdit) -> Rule:
    """Change a rule. Raises as `add` does, NotFound, and Stale when `version` is old."""
    values = _values(session, data)
    rows = _hold(session)
    row = _one(rows, rule_id, version=data.version)
    with history.deed(session, "rules.edit", f"Changed rule {values['name']}"):
        for name, value in values.items():
            setattr(row, name, value)
        if data.position is not None:
            _number([other for other in rows if other is not row], row, data.position)
    return row


def delete(session: Session, rule_id: UUID, *, version: int | None = None) -> None:
    """Delete a rule; what it did stays. Raises NotFound and Stale."""
    row = _one(_hold(session), rule_id, version=version)
    with history.deed(session, "rules.delete", f"Deleted rule {row.name}"):
        session.delete(row)


def switch(session: Session, rule_id: UUID, *, active: bool) -> None:
    """Let a rule be applied, or not. Raises NotFound."""
    row = _one(_hold(session), rule_id)
    verb = "Switched on" if active else "Switched off"
    with history.deed(session, "rules.switch", f"{verb} rule {row.name}"):
        row.is_active = active


def move(session: Session, rule_id: UUID, *, up: bool) -> None:
    """Let a rule change places with the one above, or below; at the end it stays.

    Raises NotFound.
    """
    rows = _hold(session)
    row = _one(rows, rule_id)
    place = rows.index(row) + (-1 if up else 1)
    with history.deed(session, "rules.move", f"Moved rule {row.name}"):
        _number([other for other in rows if other is not row], row, max(place, 0) + 1)


def applier(session: Session) -> Applier | None:
    """Give what applies the household's active rules, in their order; None where there are none."""
    lines = [one for one in stored.listing(session) if one.is_active and not one.problem]
    if not lines:
        return None
    return Applier([one.rule for one in lines], stored.defaults(session))


def preview(session: Session, data: RuleFields, *, limit: int = 20) -> Preview:
    """Tell what a rule would do to what is in the books, with the `limit` newest it fits.

    Of what only a look can tell the newest 50,000 are looked at. Raises as `add` does.
    """
    values = _values(session, data)
    applied = _applier(session, values)
    matching = changing = 0
    rows: list[Tried] = []
    since = None
    for number, one in enumerate(_candidates(session, values)):
        if number == LOOKED_AT:
            since = one.draft.date
            break
        if tried := _try(applied, one):
            matching += 1
            changing += tried.is_changed
            rows += [tried] * (len(rows) < limit)
    return Preview(matching, changing, stored.counted(session), rows, since)


def apply_to_past(session: Session, rule_id: UUID) -> int:
    """Apply a rule to all active transactions it fits, as one change; gives how many changed.

    A part of a split keeps its category; it and the side of a transfer keep type and account;
    what was reconciled keeps its account. Raises NotFound, and Conflict for a rule that names
    something that is gone.
    """
    ledger.hold(session)
    line = stored.line(session, rule_id)
    if line is None:
        raise NotFound
    if line.problem:
        raise Conflict(line.problem)
    row = _one(stored.all_for_update(session), rule_id)
    values = {"conditions": row.conditions, "actions": row.actions, "match": row.match}
    applied = _applier(session, values)
    tried = (_try(applied, one) for one in _candidates(session, values))
    changed = {one.id: one.after for one in tried if one and one.is_changed}
    with history.deed(session, "rules.apply", _summary(line, len(changed))):
        _change(session, changed)
    return len(changed)


def shown(session: Session, rule_id: UUID) -> RuleLine:
    """Give a rule with its names. Raises NotFound."""
    line = stored.line(session, rule_id)
    if line is None:
        raise NotFound
    return line


def _summary(line: RuleLine, count: int) -> str:
    done = "1 transaction" if count == 1 else f"{count:,} transactions"
    return f"Applied rule {line.name} to {done}"


def _applier(session: Session, values: Mapping[str, Any]) -> Applier:
    rule, _ = stored.read(
        values["conditions"],
        values["actions"],
        needs_all=values["match"] == "all",
        names=catalogue(session),
    )
    return Applier([rule], stored.defaults(session))


def _candidates(session: Session, values: Mapping[str, Any]) -> Iterator[Candidate]:
    needs_all = values["match"] == "all"
    return stored.candidates(session, values["conditions"], needs_all=needs_all)


def _try(applied: Applier, one: Candidate) -> Tried | None:
    if not applied.fits(one.draft):
        return None
    return Tried(one.id, one.draft, _held(one, applied(one.draft)))


def _held(one: Candidate, after: Draft) -> Draft:
    """Give back what may not change: a person divided a split, two sides belong together."""
    before = one.draft
    if one.split_id:
        after = after._replace(category=before.category)
    if one.split_id or one.transfer_id:
        after = after._replace(type=before.type, account=before.account)
    if one.reconciliation_id:
        after = after._replace(account=before.account)
    return after


def _change(session: Session, changed: Mapping[UUID, Draft]) -> None:
    ids, names = list(changed), _Ids(catalogue(session))
    for start in range(0, len(ids), CHUNK):
        chunk = moves.for_update(session, ids[start : start + CHUNK])
        for row in chunk:
            names.fill(row, changed[row.id])
        session.flush()
        # A rule may fit more transactions than memory has room for.
        for row in chunk:
            session.expunge(row)


class _Ids:
    """Finds the ids of the names that a draft holds."""

    def __init__(self, names: Catalogue) -> None:
        self._categories = {c.name.lower(): c.id for c in names.categories.values()}
        self._accounts = {a.name.lower(): a.id for a in names.accounts.values()}
        self._types = {t.name.lower(): t.id for t in names.types.values()}

    def fill(self, row: Transaction, draft: Draft) -> None:
        row.category_id = self._categories[draft.category.lower()]
        row.account_id = self._accounts[draft.account.lower()]
        row.type_id = self._types[(draft.type or "").lower()]
        row.payee, row.note, row.tags = draft.payee, draft.note, list(draft.tags)


def _values(session: Session, data: RuleFields) -> dict[str, Any]:
    """Give the columns of a rule, ids for the names. Raises NotFound and Clash."""
    names = catalogue(session)
    conditions = [_condition(names, data, number) for number in range(len(data.conditions))]
    actions = data.actions.model_dump(exclude_none=True, exclude_defaults=True)
    for what in NAMED:
        if what in actions:
            actions[what] = _id(names, what, actions[what], f"actions.{what}")
    values = {"match": data.match, "conditions": conditions, "actions": actions}
    rule, _ = stored.read(conditions, actions, needs_all=data.match == "all", names=names)
    name = data.name or described(rule)
    if len(name) > _NAME:
        name = f"{name[: _NAME - 1]}…"
    return values | {"name": name, "is_active": data.is_active}


def _condition(names: Catalogue, data: RuleFields, number: int) -> dict[str, Any]:
    given = data.conditions[number]
    field, place = given.field, f"conditions.{number}"
    values = list(given.values)
    try:
        check(given.condition)
    except ValueError as bad:
        raise Clash(place, str(bad)) from bad
    if field in NAMED:
        values = [_id(names, field, values[0], place)]
    return {
        "field": field.value,
        "operator": given.operator.value,
        "value": values if len(values) > 1 else values[0],
        "not": given.negated,
    }


def _id(names: Catalogue, what: str, said: str, place: str) -> str:
    """Find the id that a name or an id means."""
    words = names.words(f"{what}_id")
    if said in words:
        return said
    found = [key for key, name in words.items() if name.lower() == said.lower()]
    if not found:
        raise NotFound(FieldError(place, f"There is no {what} called “{said}”."))
    return found[0]


def _hold(session: Session) -> list[Rule]:
    locks.hold(session, "rules", household_id(session))
    return stored.all_for_update(session)


def _one(rows: Iterable[Rule], rule_id: UUID, *, version: int | None = None) -> Rule:
    row = next((row for row in rows if row.id == rule_id), None)
    if row is None:
        raise NotFound
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def _same(there: Rule, values: Mapping[str, Any]) -> Rule:
    if any(getattr(there, name) != value for name, value in values.items()):
        raise Conflict("There is a rule with this id already, with other content.")
    return there


def _number(others: list[Rule], row: Rule, position: int | None) -> None:
    """Put a rule in its place among the others and number all anew, from 1."""
    place = len(others) if position is None else min(position - 1, len(others))
    for number, one in enumerate([*others[:place], row, *others[place:]], start=1):
        one.position = number
