"""The audit trail against a model: as many rows as deeds, each with who, when, by what and what.

`FTRACKER_TEST_DEEDS=500` makes the random walk longer, `FTRACKER_TEST_SEED` another one.
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from ftracker.db import Actor, Database, Door, Origin, Role, Scope, new_id
from ftracker.domain.errors import Conflict, DomainError, NotFound
from ftracker.models import ChangeRow, ChangeSet, SecurityEvent, User
from ftracker.schemas.categories import CategoryIn
from ftracker.schemas.transactions import TransactionEdit, TransactionIn
from ftracker.schemas.users import InvitationIn, MemberEdit, PasswordEdit
from ftracker.services import (
    api_tokens,
    categories,
    history,
    invitations,
    members,
    transactions,
    user_sessions,
    users,
)
from ftracker.services.api_tokens import Reach
from ftracker.services.users import Confirmed
from tests import factories

DEEDS = int(os.environ.get("FTRACKER_TEST_DEEDS", "60"))
SEED = int(os.environ.get("FTRACKER_TEST_SEED", "26"))
STEWARD = Actor(steward=True)
PAYEES = ("Lidl", "Bar 25", "FAKE sign_in.made", "'; drop table change_sets; --")
GOOD = "four quiet geese cross the road"


@dataclass
class Told:
    """What a deed has to leave: its name in the history, events at the doors, and the payee."""

    deeds: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    payee: tuple[str | None, str | None] | None = None


@dataclass
class Walk:
    """A household with an owner and an editor, and what the model knows of it."""

    database: Database
    owner: Actor
    editor: Actor
    chance: random.Random
    now: datetime = datetime(2026, 11, 24, 12, tzinfo=UTC)
    rows: dict[UUID, tuple[str, int]] = field(default_factory=dict)
    undoable: list[UUID] = field(default_factory=list)
    who: Actor = STEWARD

    def writer(self) -> Actor:
        """Choose who writes, and through which door."""
        who = self.chance.choice((self.owner, self.editor))
        self.who = replace(who, door=self.chance.choice((Door.PAGE, Door.API)))
        return self.who

    def add(self) -> Told:
        payee = self.chance.choice(PAYEES)
        with self.database.session(self.writer()) as session:
            row = factories.transaction(session, payee=payee)
        self.rows[row.id] = (row.payee, row.version)
        return Told(["transactions.add"], payee=(None, row.payee))

    def edit(self) -> Told:
        if not self.rows:
            return Told()
        key, (before, version) = self.chance.choice(list(self.rows.items()))
        after = f"Shop {self.chance.randrange(10**6)}"
        with self.database.session(self.writer()) as session:
            data = TransactionEdit(date="2025-07-31", amount="12.50", payee=after, version=version)
            row = transactions.edit(session, key, data)
        self.rows[key] = (row.payee, row.version)
        return Told(["transactions.edit"], payee=(before, after))

    def edit_what_is_old(self) -> Told:
        if not self.rows:
            return Told()
        key = self.chance.choice(list(self.rows))
        data = TransactionEdit(date="2025-07-31", amount="1.00", payee="Stale", version=10**6)
        return self.refused(Conflict, lambda session: transactions.edit(session, key, data))

    def add_to_what_is_not_there(self) -> Told:
        data = TransactionIn(date="2025-07-31", amount="1.00", category_id=new_id())
        return self.refused(NotFound, lambda session: transactions.add(session, data))

    def add_and_stumble(self) -> Told:
        def deed(session):
            factories.transaction(session)
            raise Conflict("Something else went wrong.")

        return self.refused(Conflict, deed)

    def refused(self, kind: type[DomainError], deed: Callable) -> Told:
        with pytest.raises(kind), self.database.session(self.writer()) as session:
            deed(session)
        return Told()

    def delete(self) -> Told:
        if not self.rows:
            return Told()
        key = self.chance.choice(list(self.rows))
        with self.database.session(self.writer()) as session:
            transactions.deactivate(session, [key])
        self.rows.pop(key)
        return Told(["transactions.deactivate"])

    def undo(self) -> Told:
        if not self.undoable:
            return Told()
        with self.database.session(self.writer()) as session:
            history.undo(session, self.undoable.pop())
        return Told(["history.undo"])

    def name_a_category(self) -> Told:
        with self.database.session(self.writer()) as session:
            data = CategoryIn(name=f"Category {new_id()}", kind="Expense")
            categories.add(session, data)
        return Told(["categories.add"])

    def change_a_role(self) -> Told:
        self.who = self.owner
        with self.database.session(self.owner) as session:
            found = members.listing(session)
            mine = next(one for one in found if one.user_id == self.editor.user_id)
            role = Role.VIEWER if mine.role == Role.EDITOR else Role.EDITOR
            data = MemberEdit(role=role, version=mine.version)
            members.change_role(session, mine.user_id, data)
        return Told(["members.change_role"], ["member.role_changed"])

    def invite(self) -> Told:
        self.who = self.owner
        with self.database.session(self.owner) as session:
            data = InvitationIn(role=Role.VIEWER)
            invitations.add(session, data, user_id=self.owner.user_id, now=self.now)
        return Told(events=["invitation.made"])

    def make_a_key(self) -> Told:
        whose = self.writer()
        with self.database.session(whose) as session:
            mine = {"user_id": whose.user_id, "household_id": whose.household_id}
            reach = Reach(scope=Scope.READ)
            api_tokens.add(session, **mine, name=self.chance.choice(PAYEES), reach=reach)
        return Told(events=["token.made"])

    def take_a_key_away(self) -> Told:
        whose = self.writer()
        with self.database.session(whose) as session:
            found = api_tokens.listing(session, whose.user_id)
            if not found:
                return Told()
            api_tokens.revoke(session, found[0].id, user_id=whose.user_id)
        return Told(events=["token.revoked"])

    def fail_to_sign_in(self) -> Told:
        self.who = self.owner
        self.now += timedelta(minutes=5)
        with self.database.session(STEWARD) as session:
            email = session.get_one(User, self.owner.user_id).email
            users.verify(session, email, "wrong", ip="192.0.2.1", now=self.now)
        return Told(events=["sign_in.failed"])

    def sign_in(self) -> Told:
        self.who = self.owner
        with self.database.session(STEWARD) as session:
            user = session.get_one(User, self.owner.user_id)
            user_sessions.start(session, user, Origin("192.0.2.1", "Firefox"), now=self.now)
        return Told(events=["sign_in.made"])

    def change_the_password(self) -> Told:
        self.who = self.owner
        with self.database.session(self.owner) as session:
            data = PasswordEdit(new_password=f"{GOOD} {new_id()}")
            proof = Confirmed(self.owner.user_id)
            has_sessions = bool(user_sessions.listing(session, proof.user_id, now=self.now))
            users.change_password(session, proof, data)
        ended = ["session.ended"] if has_sessions else []
        return Told(events=[*ended, "password.changed"])


STEPS = (
    Walk.add, Walk.add, Walk.add, Walk.edit, Walk.edit, Walk.edit_what_is_old,
    Walk.add_to_what_is_not_there, Walk.add_and_stumble, Walk.delete, Walk.undo,
    Walk.name_a_category, Walk.change_a_role, Walk.invite, Walk.make_a_key, Walk.take_a_key_away,
    Walk.fail_to_sign_in, Walk.sign_in, Walk.change_the_password,
)  # fmt: skip


@dataclass
class Trail:
    """What stands in the database so far, by the ids of what was looked at already."""

    database: Database
    books: Actor
    seen: set[UUID] = field(default_factory=set)

    def fresh(self) -> tuple[list[ChangeSet], list[ChangeRow], list[SecurityEvent]]:
        """Read what is new since it was asked last."""
        home = self.books.household_id
        with self.database.session(self.books) as session:
            sets = list(session.scalars(select(ChangeSet).where(ChangeSet.household_id == home)))
            rows = list(session.scalars(select(ChangeRow).where(ChangeRow.household_id == home)))
            events = list(
                session.scalars(select(SecurityEvent).where(SecurityEvent.household_id == home))
            )
        sets = [one for one in sets if one.id not in self.seen]
        events = sorted((one for one in events if one.id not in self.seen), key=lambda one: one.at)
        mine = {one.id for one in sets}
        self.seen |= mine | {one.id for one in events}
        return sets, [row for row in rows if row.change_set_id in mine], events


def test_there_are_as_many_rows_as_deeds_and_each_says_who_when_and_what(database):
    owner = factories.household(database)
    editor = factories.member(database, owner, Role.EDITOR)
    walk = Walk(database, owner, editor, random.Random(SEED))  # noqa: S311 (no secret)
    trail = Trail(database, owner)
    trail.fresh()
    for number in range(DEEDS):
        step = walk.chance.choice(STEPS)
        before = datetime.now(UTC)
        told = step(walk)
        after = datetime.now(UTC)
        sets, rows, events = trail.fresh()
        where = f"seed {SEED}, deed {number}: {step.__name__}"
        assert [one.deed for one in sets] == told.deeds, where
        assert [one.event for one in events] == told.events, where
        for one in (*sets, *events):
            assert one.user_id == walk.who.user_id, where
            assert one.household_id == owner.household_id, where
            assert before <= one.at <= after, where
        assert all(one.door == walk.who.door for one in sets), where
        assert bool(rows) is bool(sets), where
        if told.payee:
            (row,) = rows
            kept = tuple(side and side["payee"] for side in (row.before, row.after))
            assert kept == told.payee, where
        if told.deeds == ["categories.add"]:
            walk.undoable.append(sets[0].id)
