"""In whatever order things are done to books, they say what a simple model says.

More runs of more steps: `FTRACKER_TEST_RUNS=1000 FTRACKER_TEST_STEPS=50`.
"""

import os
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, history
from ftracker.domain.errors import Conflict, Stale
from ftracker.domain.statements.sources import InMemory
from ftracker.schemas.categories import CategoryEdit, CategoryIn
from ftracker.schemas.transactions import BulkEdit, TransactionEdit, TransactionIn
from ftracker.services import categories, importer, takebacks, transactions
from ftracker.services import history as changes
from ftracker.services.importer import Upload
from tests import factories, invariants

RUNS = int(os.environ.get("FTRACKER_TEST_RUNS", "4"))
STEPS = int(os.environ.get("FTRACKER_TEST_STEPS", "20"))
HEADER = "date,amount,type,category,account,payee,note\n"
FIRST = date(2026, 1, 1)
# What is typed is smaller, so that no row of a file looks like one that somebody typed.
OF_A_FILE = 100_000
_ROWS = text(
    "select t.note, t.id, t.version, t.date, t.amount, t.direction, c.name, t.is_active"
    " from transactions as t"
    " join categories as c on (c.household_id, c.id) = (t.household_id, t.category_id)"
)
_SUMS = text("select direction, sum(amount), sum(count) from monthly_totals group by direction")

days = st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n))
cents = st.integers(1, 9_999_999).map(lambda n: Decimal(n) / 100)
numbers = st.integers(0, 10_000)


@dataclass(frozen=True, slots=True)
class Row:
    """A transaction as the model has it; its note names it."""

    date: date
    amount: Decimal
    direction: str
    category: int
    is_active: bool = True
    is_touched: bool = False
    file: int | None = None


@dataclass(slots=True)
class Model:
    """What the books hold: rows by their notes, categories by number, files that are in."""

    rows: dict[str, Row] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)


class Books(RuleBasedStateMachine):
    """Does things to a household and to a model of it, and compares."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.who: Actor = factories.household(self.database)
        self.model = Model()
        self.files: list[tuple[str, list[tuple[str, Row]], UUID]] = []
        self.serial = 0
        # The change that was made last, and the model as it was before it.
        self.last: tuple[UUID, Model] | None = None
        with self.database.session(self.who) as session:
            self.categories = [self._category(session, f"Sort {n}") for n in range(3)]

    def _category(self, session: Session, name: str) -> UUID:
        self.model.names.append(name)
        return categories.add(session, CategoryIn(name=name, kind="Expense")).id

    @rule(day=days, amount=cents, sort=st.integers(0, 2), direction=st.sampled_from(["in", "out"]))
    def create(self, day: date, amount: Decimal, sort: int, direction: str) -> None:
        self.serial += 1
        note, row = f"typed {self.serial}", Row(day, amount, direction, sort)
        with self._doing() as session:
            transactions.add(session, TransactionIn(**self._said(note, row)))
        self.model.rows[note] = row

    @precondition(lambda self: self.model.rows)
    @rule(pick=numbers, day=days, amount=cents, sort=st.integers(0, 2))
    def edit(self, pick: int, day: date, amount: Decimal, sort: int) -> None:
        note, row = self._picked(pick)
        new = replace(row, date=day, amount=amount, category=sort, is_touched=True)
        if new == row:
            return
        found = self._found()[note]
        data = TransactionEdit(**self._said(note, new), version=found.version)
        with self._doing() as session:
            transactions.edit(session, found.id, data)
        self.model.rows[note] = new

    @precondition(lambda self: self.model.rows)
    @rule(pick=numbers, apart=st.sampled_from([-1, 1, 7]))
    def edit_by_what_was_read_before(self, pick: int, apart: int) -> None:
        note, row = self._picked(pick)
        found = self._found()[note]
        stale = found.version + apart or found.version + 1
        changed = replace(row, amount=row.amount + 1)
        data = TransactionEdit(**self._said(note, changed), version=stale)
        with pytest.raises(Stale), self.database.session(self.who) as session:
            transactions.edit(session, found.id, data)

    @precondition(lambda self: self.model.rows)
    @rule(picks=st.lists(numbers, min_size=1, max_size=4), sort=st.integers(0, 2))
    def edit_many(self, picks: list[int], sort: int) -> None:
        notes = sorted({self._picked(pick)[0] for pick in picks})
        found = self._found()
        data = BulkEdit(ids=[found[note].id for note in notes], category_id=self.categories[sort])
        if all(self.model.rows[note].category == sort for note in notes):
            return
        with self._doing() as session:
            transactions.edit_many(session, data)
        for note in notes:
            row = self.model.rows[note]
            if row.category != sort:
                self.model.rows[note] = replace(row, category=sort, is_touched=True)

    @precondition(lambda self: any(row.is_active for row in self.model.rows.values()))
    @rule(pick=numbers)
    def delete(self, pick: int) -> None:
        self._switch(pick, active=False)

    @precondition(lambda self: any(not row.is_active for row in self.model.rows.values()))
    @rule(pick=numbers)
    def restore(self, pick: int) -> None:
        self._switch(pick, active=True)

    @rule(
        given=st.lists(st.tuples(days, st.sampled_from(["in", "out"])), min_size=1, max_size=4),
        sort=st.integers(0, 2),
    )
    def bring_a_file(self, given: list[tuple[date, str]], sort: int) -> None:
        number, lines, rows = len(self.files), [], []
        for day, direction in given:
            self.serial += 1
            note, amount = f"filed {self.serial}", Decimal(OF_A_FILE + self.serial)
            rows.append((note, Row(day, amount, direction, sort, file=number)))
            kind = {"in": "Income", "out": "Expense"}[direction]
            lines.append(f"{day},{amount},{kind},{self.model.names[sort]},,,{note}\n")
        content = HEADER + "".join(lines)
        with self._doing() as session:
            made = importer.take_in(session, Upload(f"{number}.csv", InMemory(content.encode())))
            self.files.append((content, rows, made.id))
        self._take_in(number)

    @precondition(lambda self: self.files)
    @rule(pick=numbers)
    def bring_a_file_again(self, pick: int) -> None:
        number = pick % len(self.files)
        content, rows, _ = self.files[number]
        if number in self.model.inside:
            with self.database.session(self.who) as session:
                again = Upload(f"{number} again.csv", InMemory(content.encode()))
                assert importer.take_in(session, again).added == 0
            return
        # By the name that a category had once it would make another one.
        if any(self.model.names[row.category] not in content for _, row in rows):
            return
        with self._doing() as session:
            made = importer.take_in(session, Upload(f"{number}.csv", InMemory(content.encode())))
            self.files[number] = (content, rows, made.id)
        self._take_in(number)

    @precondition(lambda self: self.model.inside)
    @rule(pick=numbers)
    def take_a_file_back(self, pick: int) -> None:
        number = sorted(self.model.inside)[pick % len(self.model.inside)]
        mine = {note for note, row in self.model.rows.items() if row.file == number}
        key = self.files[number][2]
        if any(self._is_touched(note) for note in mine):
            with pytest.raises(Conflict), self.database.session(self.who) as session:
                takebacks.by_id(session, key)
            return
        with self._doing() as session:
            takebacks.by_id(session, key)
        self.model.inside.discard(number)
        for note in mine:
            del self.model.rows[note]

    @rule(sort=st.integers(0, 2))
    def rename_a_category(self, sort: int) -> None:
        self.serial += 1
        name = f"Sort {self.serial} anew"
        with self._doing() as session:
            version = session.execute(
                text("select version from categories where id = :id"), {"id": self.categories[sort]}
            ).scalar_one()
            data = CategoryEdit(name=name, kind="Expense", version=version)
            categories.edit(session, self.categories[sort], data)
        self.model.names[sort] = name

    @precondition(lambda self: self.last is not None)
    @rule()
    def undo_the_last_change(self) -> None:
        assert self.last is not None
        change, before = self.last
        with self.database.session(self.who) as session:
            changes.undo(session, change)
        self.model, self.last = before, None

    @invariant()
    def the_books_say_what_the_model_says(self) -> None:
        names, found = self.model.names, self._found()
        books = {
            note: (one.date, one.amount, one.direction, one.name, one.is_active)
            for note, one in found.items()
        }
        model = {
            note: (row.date, row.amount, row.direction, names[row.category], row.is_active)
            for note, row in self.model.rows.items()
        }
        assert books == model
        active = [row for row in self.model.rows.values() if row.is_active]
        with self.database.session(self.who) as session:
            kept = {way: (total, count) for way, total, count in session.execute(_SUMS)}
        for way in ("in", "out"):
            amounts = [row.amount for row in active if row.direction == way]
            assert kept.get(way, (0, 0)) == (sum(amounts), len(amounts))

    def teardown(self) -> None:
        assert invariants.broken(self.database.engine, self.who.household_id) == []

    def _doing(self) -> Any:
        return _Doing(self)

    def _said(self, note: str, row: Row) -> dict[str, Any]:
        return {
            "date": row.date.isoformat(),
            "amount": str(row.amount),
            "type": {"in": "Income", "out": "Expense"}[row.direction],
            "category_id": self.categories[row.category],
            "note": note,
        }

    def _picked(self, pick: int) -> tuple[str, Row]:
        notes = list(self.model.rows)
        note = notes[pick % len(notes)]
        return note, self.model.rows[note]

    def _switch(self, pick: int, *, active: bool) -> None:
        notes = [note for note, row in self.model.rows.items() if row.is_active != active]
        note = notes[pick % len(notes)]
        key = self._found()[note].id
        with self._doing() as session:
            if active:
                transactions.restore(session, [key])
            else:
                transactions.deactivate(session, [key])
        row = self.model.rows[note]
        self.model.rows[note] = replace(row, is_active=active, is_touched=True)

    def _take_in(self, number: int) -> None:
        self.model.inside.add(number)
        self.model.rows |= dict(self.files[number][1])

    def _is_touched(self, note: str) -> bool:
        return self.model.rows[note].is_touched

    def _found(self) -> dict[str, Any]:
        with self.database.session(self.who) as session:
            rows = session.execute(_ROWS).all()
        found = {row.note: row for row in rows}
        assert len(found) == len(rows)
        return found


class _Doing:
    """A session for one change, which is remembered with the model as it was before."""

    def __init__(self, books: Books) -> None:
        self.books, self.before = books, deepcopy(books.model)
        self.opened = books.database.session(books.who)

    def __enter__(self) -> Session:
        self.session = self.opened.__enter__()
        return self.session

    def __exit__(self, *ending: object) -> None:
        change = history.last(self.session)
        self.opened.__exit__(*ending)
        assert change is not None
        self.books.last = change, self.before


def test_whatever_is_done_in_whatever_order_is_what_the_model_says(database):
    Books.database = database
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            # Making a failure smaller takes longer than reading it.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
