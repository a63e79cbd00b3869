"""One household comes back out of a backup of everything."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ftracker.db import Database, Role, new_id
from ftracker.domain.errors import InvalidInput
from ftracker.models import Transaction
from ftracker.queries import members, transactions
from ftracker.queries.transactions import Filter
from ftracker.services import archive_restores, backups, household_ends
from ftracker.services.backup_plans import Plan
from tests import factories
from tests.copies import copied

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def alone(bare: str) -> Iterator[str]:
    """Give the address of a database in which no other test has left anything to be backed up."""
    with copied(bare) as url:
        yield url


def test_a_household_comes_back_as_itself_with_its_members(alone: str, tmp_path: Path) -> None:
    database = Database(alone)
    name, path = f"Lost {new_id()}", tmp_path / "all.backup"
    lost = factories.household(database, name=name)
    editor = factories.member(database, lost, Role.EDITOR)
    with database.session(lost) as session:
        row = factories.transaction(session, payee="Lost and found").id
    plan = Plan(tmp_path, passphrase="four quiet geese")
    backups.make(alone, path, plan, reason="command", now=NOW)
    given = {"passphrase": "four quiet geese", "now": NOW}

    def bring_back(household: str = name, **more: str) -> archive_restores.Brought:
        return archive_restores.bring_back(alone, path, household=household, **given, **more)

    with pytest.raises(InvalidInput, match="is called"):
        bring_back()
    with pytest.raises(InvalidInput, match="No household is called"):
        bring_back("Never there")
    with database.session(lost) as session:
        household_ends.end(session)
    found = bring_back()
    assert (found.household.id, found.household.name) == (lost.household_id, name)
    assert (found.members, found.strangers) == (2, [])
    with database.session(lost) as session:
        listed = {one.user_id: one.role for one in members.listing(session)}
        assert listed == {lost.user_id: Role.OWNER, editor.user_id: Role.EDITOR}
        wanted = transactions.selecting(session, Filter(), [Transaction.id])
        assert session.scalars(wanted).all() == [row]
    database.close()
