"""Archives: all of a household's books go out, and come back the same, here and elsewhere."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from ftracker.db import Actor, Database, Role, scope
from ftracker.db.base import Base
from ftracker.domain import archives as contents
from ftracker.domain.errors import InvalidInput
from ftracker.models import User
from ftracker.queries import members
from ftracker.services import archive_imports, archives, departures, household_ends, security_events
from ftracker.services.archive_imports import Brought, Wanted
from tests import factories
from tests.policies import estate

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
STEWARD = Actor(steward=True)
OWNED = {name for name, table in Base.metadata.tables.items() if "household_id" in table.columns}
# What is written when an archive comes in, beside its rows.
OF_COMING_IN = ("version", "updated_at", "name")


def archived(database: Database, who: Actor) -> bytes:
    return b"".join(archives.stream(database, who, now=NOW))


def brought(database: Database, file: bytes, wanted: Wanted) -> Brought:
    with database.session(STEWARD) as session:
        return archive_imports.bring_in(session, io.BytesIO(file), wanted)


def person(database: Database, user_id: UUID | None) -> User:
    with database.session(STEWARD) as session:
        return session.get_one(User, user_id)


def tables(file: bytes, *, instead: tuple[UUID, UUID]) -> dict[str, list[Any]]:
    """Read the rows of an archive by table, with one id written instead of another."""
    with zipfile.ZipFile(io.BytesIO(file)) as read:
        texts = {name: read.read(contents.place(name)).decode() for name in contents.KEPT}
    old, new = map(str, instead)
    return {
        name: [json.loads(line) for line in text.replace(old, new).splitlines()]
        for name, text in texts.items()
    }


def changed(file: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Write an archive again after its parts were changed."""
    with zipfile.ZipFile(io.BytesIO(file)) as read:
        parts = {name: read.read(name) for name in read.namelist()}
    change(parts)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as again:
        for name, part in parts.items():
            again.writestr(name, part)
    return written.getvalue()


def forged(file: bytes, table: str, old: str, new: str) -> bytes:
    """Write an archive again with another text in a table, and a list of contents that agrees."""

    def change(parts: dict[str, bytes]) -> None:
        name = table if table == contents.PEOPLE else contents.place(table)
        part = parts[name].decode().replace(old, new).encode(errors="surrogateescape")
        assert part != parts[name]
        said = json.loads(parts[contents.MANIFEST])
        digest = hashlib.sha256(part).hexdigest()
        said["parts"][name] |= {"size": len(part), "sha256": digest}
        parts |= {name: part, contents.MANIFEST: json.dumps(said).encode()}

    return changed(file, change)


def households(database: Database) -> int:
    with database.session(STEWARD) as session:
        return int(session.scalar(text("select count(*) from households")) or 0)


@pytest.fixture
def refused(database: Database) -> Callable[[bytes, Wanted], str]:
    """Bring in what must be refused, see that nothing came of it, and give the sentence."""

    def refuse(file: bytes, wanted: Wanted) -> str:
        before = households(database)
        with pytest.raises(InvalidInput) as bad:
            brought(database, file, wanted)
        assert households(database) == before
        return str(bad.value)

    return refuse


def test_every_table_of_a_household_is_in_it_or_says_why_not() -> None:
    assert set(contents.KEPT) - {"households"} | set(contents.LEFT_OUT) == OWNED
    assert not set(contents.KEPT) & set(contents.LEFT_OUT)


def test_all_tables_come_back_row_for_row_beside_the_household_itself(database: Database) -> None:
    theirs = estate.settle(database).books
    file = archived(database, theirs)
    wanted = Wanted(name="Twin", owner=person(database, theirs.user_id), members=True)
    found = brought(database, file, wanted)
    assert [one.sentence for one in found.findings if one.level == "error"] == []
    assert found.strangers == []
    twin = Actor(found.household.id, theirs.user_id, Role.OWNER, currency="EUR")
    assert twin.household_id != theirs.household_id
    there = tables(archived(database, twin), instead=(twin.household_id, theirs.household_id))
    _assert_same(tables(file, instead=(twin.household_id, twin.household_id)), there)


def test_a_household_that_was_deleted_comes_back_as_itself(database: Database) -> None:
    theirs = estate.settle(database).books
    file = archived(database, theirs)
    with database.session(theirs) as session:
        household_ends.end(session)
    assert set(_left(database, theirs.household_id)) == {"security_events"}
    wanted = Wanted("Here again", person(database, theirs.user_id), members=True)
    found = brought(database, file, wanted)
    assert found.household.id == theirs.household_id
    same = (theirs.household_id, theirs.household_id)
    _assert_same(tables(file, instead=same), tables(archived(database, theirs), instead=same))


def _assert_same(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> None:
    for name in contents.KEPT:
        there, here = before[name], after[name]
        assert there, name
        if name == "households":
            there, here = ([_without(row, OF_COMING_IN) for row in rows] for rows in (there, here))
        if name in ("change_sets", "change_rows"):
            here = here[: len(there)]
        assert here == there, name


def _without(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _left(database: Database, home: UUID | None) -> list[str]:
    with database.engine.connect() as connection:
        counts = {
            name: connection.execute(
                select(table).where(table.c.household_id == home).limit(1)
            ).first()
            for name, table in Base.metadata.tables.items()
            if name in OWNED
        }
    return [name for name, row in counts.items() if row is not None]


def test_without_members_only_the_owner_gets_in_and_others_are_unknown_people(
    database: Database,
) -> None:
    theirs = estate.settle(database).books
    file = archived(database, theirs)
    stranger = factories.household(database)
    found = brought(database, file, Wanted("Adopted", person(database, stranger.user_id)))
    mine = Actor(found.household.id, stranger.user_id, Role.OWNER)
    with database.session(mine) as session:
        assert [(m.user_id, m.role) for m in members.listing(session)] == [
            (stranger.user_id, Role.OWNER)
        ]
        wrote = set(session.scalars(text("select member_id from transactions")))
    assert len(found.strangers) == 2
    assert wrote
    assert theirs.user_id not in wrote


def test_a_member_who_was_less_is_made_the_owner_that_was_asked_for(database: Database) -> None:
    theirs = factories.household(database)
    editor = factories.member(database, theirs, Role.EDITOR)
    found = brought(
        database, archived(database, theirs), Wanted("Taken over", person(database, editor.user_id))
    )
    with database.session(Actor(found.household.id, editor.user_id, Role.OWNER)) as session:
        assert [m.role for m in members.listing(session)] == [Role.OWNER]


def test_books_of_nobody_come_in_for_the_command_line(database: Database) -> None:
    theirs = factories.household(database, name="Alone")
    found = brought(database, archived(database, theirs), Wanted("Alone again"))
    assert found.household.name == "Alone again"
    assert found.strangers == [person(database, theirs.user_id).email]


def test_a_name_that_is_taken_is_refused(database: Database, refused: Any) -> None:
    theirs = factories.household(database, name="Taken twice")
    assert "called Taken twice already" in refused(archived(database, theirs), Wanted())


def test_a_column_that_an_old_archive_does_not_know_is_as_in_a_new_row(database: Database) -> None:
    theirs = factories.household(database)
    file = forged(archived(database, theirs), "accounts", '"is_archived":false', '"gone":1')
    found = brought(database, file, Wanted("Older"))
    with database.session(Actor(found.household.id)) as session:
        assert session.scalars(text("select is_archived from accounts")).all() == [False]


def test_an_archive_of_before_there_was_a_table_comes_in(database: Database) -> None:
    def older(parts: dict[str, bytes]) -> None:
        said = json.loads(parts[contents.MANIFEST])
        for name in (contents.place("saved_views"), contents.PEOPLE):
            del parts[name], said["parts"][name]
        parts[contents.MANIFEST] = json.dumps(said).encode()

    theirs = factories.household(database)
    file = changed(archived(database, theirs), older)
    # Nobody is listed any more, so nothing may name somebody who is here.
    with database.session(theirs) as session:
        departures.leave(session, theirs.user_id)
    assert brought(database, file, Wanted("Much older")).rows["saved_views"] == 0


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("accounts", '"opening_balance":0.0000', '"opening_balance":1'),
        ("accounts", '"kind":"current"', '"kind":"hole"'),
        ("accounts", '"kind":"current"', '"kind":"\\u0000"'),
        ("accounts", "{", "["),
        ("categories", "}\n", '},{"name":1}\n'),
        ("change_rows", '"table_name":"accounts"', '"table_name":"users"'),
        ("categories", "-", "="),
        ("accounts", "Everyday", "\udcff"),
        (contents.PEOPLE, '"email"', '"mail"'),
    ],
)
def test_what_contradicts_itself_is_refused(
    database: Database, refused: Any, table: str, old: str, new: str
) -> None:
    theirs = factories.household(database)
    file = forged(archived(database, theirs), table, old, new)
    assert "Nothing was brought in" in refused(file, Wanted("Forged"))


def test_a_person_of_this_installation_is_not_taken_for_a_writer(
    database: Database, refused: Any
) -> None:
    theirs = factories.household(database)
    victim = factories.household(database)
    with database.session(theirs) as session:
        factories.transaction(session)
    file = archived(database, theirs)
    file = forged(file, "transactions", str(theirs.user_id), str(victim.user_id))
    assert "contradicts itself" in refused(file, Wanted("Forged"))


def test_a_notice_that_leads_elsewhere_is_refused(database: Database, refused: Any) -> None:
    theirs = estate.settle(database).books
    file = archived(database, theirs)
    ways = ("javascript:1", "//example.org", "https://example.org", "/\\\\example.org")
    for href in (*ways, "/\\t/example.org", "/\\n/example.org"):
        bad = forged(file, "notices", '"href":"/"', f'"href":"{href}"')
        assert "contradicts itself" in refused(bad, Wanted("Forged"))


def _drop(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.pop(name) and None


def _say(**said: Any) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        manifest = json.loads(parts[contents.MANIFEST]) | said
        parts[contents.MANIFEST] = json.dumps(manifest).encode()

    return change


def _one_more(parts: dict[str, bytes]) -> None:
    said = json.loads(parts[contents.MANIFEST])
    said["parts"][contents.place("categories")]["rows"] += 1
    parts[contents.MANIFEST] = json.dumps(said).encode()


def _bomb(parts: dict[str, bytes]) -> None:
    parts["tables/bomb.jsonl"] = b" " * (contents.ALWAYS + 600 * 100_000)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_drop(contents.MANIFEST), "no archive of a household"),
        (_drop("tables/accounts.jsonl"), "damaged"),
        (lambda parts: parts.update({"more.txt": b"x"}), "damaged"),
        (lambda parts: parts.update({contents.README: b"x"}), "README.txt"),
        (lambda parts: parts.update({contents.MANIFEST: b"["}), "damaged"),
        (lambda parts: parts.update({contents.MANIFEST: b"[]"}), "damaged"),
        (lambda parts: parts.update({contents.MANIFEST: b" " * (1 << 23)}), "damaged"),
        (_say(format="zip"), "no archive of a household"),
        (_say(version=2), "newer FTracker"),
        (_say(schema="9999"), "newer FTracker"),
        (_say(parts={}), "damaged"),
        (_say(parts={"x": {"size": -1, "sha256": "", "rows": 0, "columns": []}}), "damaged"),
        (_one_more, "Rows of categories are missing"),
        (_bomb, "far too much"),
    ],
)
def test_what_is_no_whole_archive_is_refused(
    database: Database, refused: Any, change: Any, said: str
) -> None:
    theirs = factories.household(database)
    assert said in refused(changed(archived(database, theirs), change), Wanted("Bad"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_cut_turned_locked_or_doubled_is_refused(
    database: Database, refused: Any
) -> None:
    file = archived(database, factories.household(database))
    middle = file.index(b"PK\x03\x04", 1000) + 200
    flipped = bytearray(file)
    flipped[middle] ^= 1
    locked = bytearray(file)
    locked[file.rindex(b"PK\x01\x02") + 8] |= 1
    doubled = io.BytesIO(file)
    with zipfile.ZipFile(doubled, "a") as more:
        more.writestr(contents.README, b"x")
    for bad in (b"", file[:-30], file[: len(file) // 2], flipped, locked, doubled.getvalue()):
        assert re.search("damaged|no archive", refused(bytes(bad), Wanted("Bad")))


def test_a_line_that_never_ends_is_refused(
    database: Database, refused: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = archived(database, factories.household(database))
    monkeypatch.setattr(contents, "MOST_LINE", 100)
    assert "damaged" in refused(file, Wanted("Bad"))


def test_rows_come_in_blocks(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = factories.household(database)
    monkeypatch.setattr("ftracker.services.archive_files._BLOCK", 512)
    monkeypatch.setattr("ftracker.queries.archives._BLOCK", 512)
    monkeypatch.setattr("ftracker.services.archives._BLOCK", 512)
    found = brought(database, archived(database, theirs), Wanted("In blocks"))
    assert found.rows["categories"] == 13


def test_what_ended_is_written_down_by_its_id(database: Database) -> None:
    theirs = factories.household(database)
    with database.session(theirs) as session:
        household_ends.end(session)
        assert [one.event for one in security_events.listing(session)] == ["household.deleted"]
        assert scope.household_id(session) == theirs.household_id
