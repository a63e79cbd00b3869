"""Who belongs to a household: members, invitations, first registrations, its own settings."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from ftracker.db import Actor, Database, Role, Session, new_id, scope
from ftracker.domain.errors import Conflict, Forbidden, InvalidInput, NotFound, Stale
from ftracker.models import Account, ChangeSet, Household, Invitation, User
from ftracker.schemas.households import HouseholdEdit, HouseholdIn
from ftracker.schemas.users import InvitationIn, MemberEdit, RegistrationIn, UserIn
from ftracker.services import (
    api_tokens,
    history,
    households,
    invitations,
    members,
    registrations,
    user_sessions,
)
from tests import factories

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GOOD = "four quiet geese cross the road"


def summaries(session: Session) -> list[str]:
    mine = ChangeSet.household_id == scope.household_id(session)
    return list(session.scalars(select(ChangeSet.summary).where(mine).order_by(ChangeSet.id)))


def roles(session: Session) -> dict[str, int]:
    found = [member.role for member in members.listing(session)]
    return {role: found.count(role) for role in found}


@pytest.fixture
def bob(session: Session) -> User:
    made = factories.user(session)
    members.add(session, made.id, role=Role.EDITOR)
    return made


def version_of(session: Session, user_id) -> int:
    return next(m.version for m in members.listing(session) if m.user_id == user_id)


def test_a_member_is_added_once_and_it_is_remembered(session, bob):
    assert roles(session) == {"owner": 1, "editor": 1}
    assert "A member joined as editor" in summaries(session)
    with pytest.raises(Conflict, match="already"):
        members.add(session, bob.id, role=Role.OWNER)


def test_an_owner_changes_a_role(session, bob):
    version = version_of(session, bob.id)
    members.change_role(session, bob.id, MemberEdit(role="owner", version=version))
    assert roles(session) == {"owner": 2}
    assert "A member is owner now" in summaries(session)


def test_a_role_that_somebody_else_changed_meanwhile_is_not_overwritten(session, bob):
    with pytest.raises(Stale):
        members.change_role(session, bob.id, MemberEdit(role="owner", version=99))


def test_the_last_owner_stays(session, books, bob):
    version = version_of(session, books.user_id)
    with pytest.raises(Conflict, match="at least one owner"):
        members.change_role(session, books.user_id, MemberEdit(role="viewer", version=version))
    with pytest.raises(Conflict, match="at least one owner"):
        members.remove(session, books.user_id)
    members.change_role(session, books.user_id, MemberEdit(role="owner", version=version))


def test_of_two_owners_one_may_go(session, books, bob):
    version = version_of(session, bob.id)
    members.change_role(session, bob.id, MemberEdit(role="owner", version=version))
    members.remove(session, books.user_id)
    assert roles(session) == {"owner": 1}


def test_who_is_removed_is_out_at_once(database, books):
    bob = factories.member(database, books, Role.EDITOR)
    token = factories.signed_in(database, bob)
    with database.session(Actor(steward=True)) as session:
        key = api_tokens.add(session, user_id=bob.user_id, household_id=bob.household_id, name="x")
    with database.session(books) as session:
        members.remove(session, bob.user_id)
    with database.session(Actor(steward=True)) as session:
        assert user_sessions.find(session, token, now=datetime.now(UTC)) is None
        assert api_tokens.find(session, key, now=NOW) is None
        assert members.households_of(session, bob.user_id) == []


def test_somebody_elses_member_is_not_there(database, session):
    other = factories.household(database)
    for deed in (
        lambda: members.remove(session, other.user_id),
        lambda: members.change_role(session, other.user_id, MemberEdit(role="viewer", version=1)),
    ):
        with pytest.raises(NotFound):
            deed()


def test_an_editor_cannot_undo_what_an_owner_decided(session, books, bob):
    members.remove(session, bob.id)
    for change_set in session.scalars(
        select(ChangeSet.id).where(ChangeSet.household_id == books.household_id)
    ):
        with pytest.raises(Conflict, match="by an owner"):
            history.undo(session, change_set)
    assert roles(session) == {"owner": 1}


@pytest.mark.parametrize("meanwhile", ["demoted", "removed", "shut out"])
def test_an_invitation_of_who_may_not_invite_any_more_leads_nowhere(database, books, meanwhile):
    with database.session(books) as session:
        other = factories.user(session)
        members.add(session, other.id, role=Role.OWNER)
        token = invitations.add(session, InvitationIn(role=Role.OWNER), user_id=other.id, now=NOW)
        version = version_of(session, other.id)
        assert len(invitations.listing(session, now=NOW)) == 1
    with database.session(books) as session:
        if meanwhile == "demoted":
            data = MemberEdit(role=Role.EDITOR, version=version)
            members.change_role(session, other.id, data)
        elif meanwhile == "removed":
            members.remove(session, other.id)
        else:
            session.get_one(User, other.id).is_disabled = True
        session.flush()
        assert invitations.listing(session, now=NOW) == []
    with database.session(Actor(steward=True)) as session, pytest.raises(NotFound):
        invitations.accept(session, token, user_id=factories.user(session).id, now=NOW)


def test_an_invitation_makes_its_bearer_a_member_once(database, books):
    with database.session(books) as session:
        token = invitations.add(
            session, InvitationIn(role="viewer"), user_id=books.user_id, now=NOW
        )
        assert [line.role for line in invitations.listing(session, now=NOW)] == ["viewer"]
    with database.session(Actor(steward=True)) as session:
        person = factories.user(session)
        assert invitations.household_of(session, token, now=NOW).name == "Home"
        assert invitations.accept(session, token, user_id=person.id, now=NOW) == books.household_id
    with database.session(Actor(steward=True)) as session:
        assert members.households_of(session, person.id)[0].role == "viewer"
        with pytest.raises(NotFound):
            invitations.accept(session, token, user_id=factories.user(session).id, now=NOW)
    with database.session(books) as session:
        assert invitations.listing(session, now=NOW) == []


def test_an_invitation_ends_after_a_week_or_when_it_is_taken_back(database, books):
    with database.session(books) as session:
        kept, gone = (
            invitations.add(session, InvitationIn(role="owner"), user_id=books.user_id, now=NOW)
            for _ in "ab"
        )
        newest = invitations.listing(session, now=NOW)
        assert invitations.listing(session, now=NOW + timedelta(days=7)) == []
        invitations.revoke(session, max(newest[1].id, newest[0].id))
        assert len(invitations.listing(session, now=NOW)) == 1
    with database.session(Actor(steward=True)) as session:
        assert invitations.household_of(session, kept, now=NOW)
        with pytest.raises(NotFound):
            invitations.household_of(session, gone, now=NOW)
        with pytest.raises(NotFound):
            invitations.household_of(session, kept, now=NOW + timedelta(days=7))


def test_an_invitation_of_another_household_cannot_be_taken_back(database, books):
    other = factories.household(database)
    with database.session(other) as session:
        invitations.add(session, InvitationIn(role="owner"), user_id=other.user_id, now=NOW)
        theirs = session.scalars(select(Invitation.id)).all()
    with database.session(books) as session:
        for invitation_id in (*theirs, new_id()):
            with pytest.raises(NotFound):
                invitations.revoke(session, invitation_id)


def test_registration_is_closed_once_somebody_has_an_account(database, books):
    data = RegistrationIn(email="x@example.org", password=GOOD, household="X", currency="EUR")
    with database.session(Actor(steward=True)) as session:
        assert not registrations.is_open(session, always=False)
        with pytest.raises(Forbidden, match="closed"):
            registrations.register(session, data, always=False)


def test_a_setting_keeps_registration_open(database: Database):
    email = f"{new_id().hex}@example.org"
    data = RegistrationIn(
        email=email,
        password=GOOD,
        household="New",
        currency="JPY",
        account="Purse",
        balance="-1500",
    )
    with database.session(Actor(steward=True)) as session:
        person = registrations.register(session, data, always=True)
        purse = session.scalars(select(Account)).one()
        assert (purse.name, purse.opening_balance) == ("Purse", Decimal(-1500))
        assert [(m.user_id, m.role) for m in members.listing(session)] == [(person.id, "owner")]


@pytest.mark.parametrize("balance", ["lots", "1/0", "1e5", "9" * 40])
def test_a_balance_that_is_no_number_is_said_at_its_field(database, balance):
    email = f"{new_id().hex}@example.org"
    data = RegistrationIn(
        email=email, password=GOOD, household="New", currency="EUR", balance=balance
    )
    with (
        database.session(Actor(steward=True)) as session,
        pytest.raises(InvalidInput) as refused,
    ):
        registrations.register(session, data, always=True)
    assert refused.value.errors[0].field == "balance"


def test_the_shell_starts_a_household_or_adds_to_it(database):
    name = f"Home {new_id().hex}"

    def add(role=None):
        email = f"{new_id().hex}@example.org"
        data = RegistrationIn(email=email, password=GOOD, household=name, currency="EUR")
        with database.session(Actor(steward=True)) as session:
            person = registrations.add(session, data, role=role)
            return members.households_of(session, person.id)[0].role

    assert [add(), add(), add(Role.VIEWER)] == ["owner", "editor", "viewer"]


def test_a_household_is_found_by_a_name_that_only_it_has(database):
    name = f"Twin {new_id().hex}"
    with (
        database.session(Actor(steward=True)) as session,
        pytest.raises(InvalidInput, match="No household"),
    ):
        households.named(session, name)
    made = factories.household(database, name=name)
    with database.session(Actor(steward=True)) as session:
        assert households.named(session, name.upper()).id == made.household_id
    factories.household(database, name=name)
    with (
        database.session(Actor(steward=True)) as session,
        pytest.raises(InvalidInput, match="Several households"),
    ):
        households.named(session, name)


def test_a_household_may_begin_without_an_owner(database):
    with database.session(Actor(steward=True)) as session:
        made = households.create(
            session, HouseholdIn(name="Nobody's", currency="EUR"), owner_id=None
        )
        assert members.listing(session) == []
        assert households.settings(session).id == made.id


def edit(session: Session, **given) -> Household:
    kept = households.settings(session)
    plain = {"name": kept.name, "currency": kept.currency, "locale": kept.locale}
    return households.edit(session, HouseholdEdit(**(plain | {"version": kept.version} | given)))


def test_a_household_is_renamed_and_it_is_remembered(session):
    made = edit(session, name="Cabin", locale="de-CH")
    assert (made.name, made.locale, made.version) == ("Cabin", "de-CH", 2)
    assert "Changed the household Cabin" in summaries(session)


def test_the_currency_changes_only_while_there_are_no_transactions(session):
    assert edit(session, currency="CHF").currency == "CHF"
    factories.transaction(session)
    assert households.is_fixed(session)
    with pytest.raises(InvalidInput) as refused:
        edit(session, currency="EUR")
    assert refused.value.errors[0].field == "currency"
    assert edit(session, name="Still").name == "Still"


def test_a_household_that_changed_meanwhile_is_not_overwritten(session):
    with pytest.raises(Stale):
        edit(session, version=7)


@pytest.mark.parametrize(("field", "value"), [("currency", "XYZ1"), ("locale", "tlh-QQ")])
def test_unknown_currencies_and_languages_are_refused(session, field, value):
    with pytest.raises(ValueError, match="of the list"):
        edit(session, **{field: value})


def test_people_are_not_registered_without_a_password():
    with pytest.raises(ValueError, match="password"):
        UserIn(email="a@b.org")


def test_who_wrote_something_down_is_named_where_it_needs_saying(session, bob):
    owner = scope.user_id(session)
    bob.name = "Bob"
    assert members.writer_of(session, bob.id) == "Bob"
    assert "@" in members.writer_of(session, owner)
    assert members.writer_of(session, None) == ""
    members.remove(session, bob.id)
    assert members.writer_of(session, owner) == ""
    assert members.writer_of(session, bob.id) == "a former member"
