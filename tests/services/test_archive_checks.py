"""A hand-edited archive is refused with a sentence, or its odd thing is left out and named."""

import hashlib
import json
import zlib
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select, text

from ftracker.db import Actor, Database, Role
from ftracker.db.base import Base
from ftracker.domain import archives as contents
from ftracker.domain.errors import Conflict, InvalidInput
from ftracker.models import (
    Category,
    ChangeRow,
    Import,
    ImportProfile,
    Notice,
    Rule,
    SavedView,
    Scenario,
)
from ftracker.services import archive_imports, doctor, history, soundness
from ftracker.services.archive_imports import Brought, Wanted
from tests import factories
from tests.policies import estate
from tests.services import test_archives as made

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def file(database: Database) -> bytes:
    """Give an archive in which every table has a row."""
    return made.archived(database, estate.settle(database).books)


def edited(file: bytes, table: str, change: Change) -> bytes:
    """Write an archive again with one row edited by hand, and a list of contents that agrees."""

    def edit(parts: dict[str, bytes]) -> None:
        name = contents.place(table)
        rows = [json.loads(line) for line in parts[name].splitlines()]
        change(rows[0])
        part = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
        said = json.loads(parts[contents.MANIFEST])
        said["parts"][name] |= {"size": len(part), "sha256": hashlib.sha256(part).hexdigest()}
        parts |= {name: part, contents.MANIFEST: json.dumps(said).encode()}

    return made.changed(file, edit)


def put(**values: Any) -> Change:
    return lambda row: row.update(values)


def changed(**after: Any) -> Change:
    return put(table_name="accounts", after=after)


def bring_in(database: Database, file: bytes, name: str) -> Brought:
    owner = made.person(database, factories.household(database).user_id)
    return made.brought(database, file, Wanted(name, owner))


@pytest.mark.parametrize(
    ("table", "change", "says"),
    [
        ("households", put(currency="XYZ"), "Its household is none: currency: Choose"),
        ("households", put(locale="xx-XX"), "Its household is none: locale: Choose"),
        ("budgets", put(amount="NaN"), "numbers or days in budgets"),
        ("goals", put(due_date="infinity"), "numbers or days in goals"),
        ("goals", put(created_at="-infinity"), "numbers or days in goals"),
        ("transactions", put(tags=["a", None]), "numbers or days in transactions"),
        ("plans", put(buffer="NaN"), "numbers or days in plans"),
        ("change_rows", changed(version=1, opening_balance="x"), "contradicts itself"),
        ("change_rows", changed(name="no version"), "history of .* taken back"),
        ("change_rows", changed(version=1, opening_balance="NaN"), "taken back"),
        ("change_sets", put(door="chimney"), "by no door there is"),
        ("import_pieces", put(content="\\xffffffff"), "does not unpack"),
        ("import_pieces", put(content="\\x" + zlib.compress(bytes(2**21)).hex()), "not unpack"),
        ("import_pieces", put(content="\\x" + zlib.compress(b"x" * 99)[:-5].hex()), "not unpack"),
    ],
)
def test_what_no_page_could_show_is_refused_with_all(
    database: Database, file: bytes, table: str, change: Change, says: str
) -> None:
    owner = made.person(database, factories.household(database).user_id)
    before = made.households(database)
    with pytest.raises(InvalidInput, match=rf"{says}.*Nothing was brought in"):
        made.brought(database, edited(file, table, change), Wanted("Forged", owner))
    assert made.households(database) == before


def test_a_name_is_one_that_a_household_may_have(database: Database, file: bytes) -> None:
    for name in ("x" * 101, "two\nlines"):
        with pytest.raises(InvalidInput) as bad:
            bring_in(database, file, name)
        assert bad.value.errors[0].field == "name"
    names = {"name": "".join(f"{number:x}" for number in range(9_000))}
    with pytest.raises(InvalidInput, match="contradicts itself"):
        bring_in(database, edited(file, "accounts", put(**names)), "Long")


NAMES = count()


def _odd_rule(row: dict[str, Any]) -> None:
    row["conditions"][0]["operator"] = "smells"


def _rule_of_no_id(row: dict[str, Any]) -> None:
    row["conditions"] = [{"field": "category", "operator": "is", "value": "Food", "not": False}]


@pytest.mark.parametrize(
    ("table", "change", "says"),
    [
        ("rules", _odd_rule, "The rule “.*” was left out: "),
        ("rules", put(conditions={}), "The rule “.*” was left out: "),
        ("rules", put(actions={"category": "Food"}), "The rule “.*” was left out: "),
        ("rules", _rule_of_no_id, "The rule “.*” was left out: "),
        ("saved_views", put(words="evil=1"), "The saved view .*No report knows the word"),
        ("saved_views", put(report="../x"), "The saved view “.*” was left out: "),
        ("scenarios", put(changes=[{"what": "magic"}]), "The scenario .*There is no such change"),
        ("scenarios", put(changes=7), "The scenario “.*” was left out: Changes are a list"),
        ("import_profiles", put(mapping=[1]), "The import profile “.*” was left out: "),
        ("import_profiles", put(format="doc"), "The import profile “.*” was left out: "),
    ],
)
def test_one_thing_that_cannot_be_read_is_left_out_and_named(
    database: Database, file: bytes, table: str, change: Change, says: str
) -> None:
    found = bring_in(database, edited(file, table, change), f"Odd {next(NAMES)}")
    (said,) = found.left_out
    assert made.re.match(says, said)
    with database.session(Actor(found.household.id, None, Role.OWNER)) as session:
        of = Base.metadata.tables[table]
        mine = select(of.c.id).where(of.c.household_id == found.household.id)
        assert len(session.execute(mine).all()) == found.rows[table] - 1
        assert all(one.level != "error" for one in doctor.examine(session))


@pytest.mark.parametrize(
    ("table", "change", "column", "empty"),
    [
        ("imports", put(edits={"first": {"payee": "x"}}), "edits", {}),
        ("imports", put(mapping={"date": 7}), "mapping", {}),
        ("imports", put(errors=["bad"]), "errors", []),
        ("notices", put(facts=[{"label": "x", "kind": "money", "value": "NaN", "href": ""}]),
         "facts", []),
        ("notices", put(facts=[{"label": "x", "kind": "day", "value": "soon", "href": ""}]),
         "facts", []),
    ],
)  # fmt: skip
def test_details_that_cannot_be_read_are_let_go_of(
    database: Database, file: bytes, table: str, change: Change, column: str, empty: Any
) -> None:
    found = bring_in(database, edited(file, table, change), f"Odd {next(NAMES)}")
    assert "Details of “" in found.left_out[0]
    with database.session(Actor(found.household.id, None, Role.OWNER)) as session:
        of = Base.metadata.tables[table]
        mine = select(of.c[column]).where(of.c.household_id == found.household.id)
        assert empty in session.scalars(mine).all()


def test_an_icon_that_there_is_not_becomes_a_plain_one(database: Database, file: bytes) -> None:
    forged = edited(file, "categories", put(icon='x"><script>', colour="none"))
    found = bring_in(database, forged, "Drawn anew")
    assert found.left_out == []
    with database.session(Actor(found.household.id, None, Role.OWNER)) as session:
        drawn = session.execute(select(Category.icon, Category.colour)).all()
        assert ("tag", "slate") in {tuple(row) for row in drawn}
        assert 'x"><script>' not in {row.icon for row in drawn}


def test_what_was_there_before_is_not_put_back_where_nobody_can_read_it(
    database: Database, file: bytes
) -> None:
    found = bring_in(database, file, "Undone")
    mine = Actor(found.household.id, None, Role.OWNER)
    with database.session(mine) as session:
        rule = session.scalars(select(Rule).where(Rule.household_id == found.household.id)).one()
        with archive_imports.history.deed(session, "rules.edit", "Changed a rule"):
            rule.match = "any" if rule.match == "all" else "all"
    with database.engine.begin() as bare:
        spoilt = text(
            "update change_rows set before = jsonb_set(before, '{conditions}', '[7]')"
            " where household_id = :mine and row_id = :row and before is not null"
            " returning change_set_id"
        )
        given = {"mine": found.household.id, "row": rule.id}
        changes = bare.execute(spoilt, given).scalars().all()
    with pytest.raises(Conflict, match="cannot be read any more"), database.session(mine) as again:
        history.undo(again, changes[-1])


def test_every_thing_of_ours_is_sound(database: Database) -> None:
    theirs = estate.settle(database).books
    with database.session(theirs) as session:
        for entity in (Rule, SavedView, Scenario, ImportProfile, Import, Notice, ChangeRow):
            mine = select(entity).where(entity.household_id == theirs.household_id)
            rows = session.scalars(mine).all()
            assert rows
            assert {soundness.flaw(row) for row in rows} == {""}, entity
