"""People, their passwords, and how often one may be tried."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import func, select

from ftracker.db import Actor, Database, Origin, Session, new_id
from ftracker.domain.errors import InvalidInput, NotFound, TooManyTries
from ftracker.models import SignInAttempt, User
from ftracker.queries import users as stored
from ftracker.schemas import sentences
from ftracker.schemas.users import PasswordEdit, UserIn
from ftracker.services import api_tokens, tries, user_sessions, users
from tests import factories

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GOOD = "four quiet geese cross the road"


@pytest.fixture
def steward(session: Session, books: Actor) -> Session:
    from ftracker.db import scope

    scope.enter(session, Actor(steward=True))
    return session


@pytest.fixture
def address() -> str:
    return f"{new_id().hex}@example.org"


@pytest.fixture
def ada(steward: Session, address: str) -> User:
    return users.register(steward, UserIn(email=address, password=GOOD))


def attempt(session, email, password=GOOD, *, ip="10.0.0.1", now=NOW):
    return users.verify(session, email, password, ip=ip, now=now)


def test_a_password_is_kept_as_argon2id_with_enough_work(ada):
    _, kind, _, cost, *_ = ada.password_hash.split("$")
    figures = dict(part.split("=") for part in cost.split(","))
    assert kind == "argon2id"
    assert int(figures["m"]) >= 19456
    assert int(figures["t"]) >= 2


def test_the_right_password_finds_the_person_in_any_case_of_the_address(steward, ada):
    assert attempt(steward, ada.email.upper()) == ada
    assert attempt(steward, f" {ada.email} ") == ada


def test_wrong_password_unknown_name_and_nonsense_find_nobody(steward, ada):
    assert attempt(steward, ada.email, "four quiet geese") is None
    assert attempt(steward, "nobody@example.org") is None
    assert attempt(steward, "no\x00body@example.org") is None


def test_a_kept_text_that_is_no_hash_fits_nothing(steward):
    person = factories.user(steward)
    assert attempt(steward, person.email, "none") is None


def test_a_disabled_person_is_nobody(steward, ada):
    users.disable(steward, ada.email)
    assert attempt(steward, ada.email) is None
    users.enable(steward, ada.email)
    assert attempt(steward, ada.email) == ada


def test_disabling_ends_sessions_and_keys_at_once(database, books):
    with database.session(Actor(steward=True)) as session:
        person = session.get_one(User, books.user_id)
        token = user_sessions.start(session, person, Origin(), now=NOW)
        key = api_tokens.add(session, user_id=person.id, household_id=books.household_id, name="x")
        assert user_sessions.find(session, token, now=NOW)
        assert api_tokens.find(session, key, now=NOW)
        users.disable(session, person.email)
        users.enable(session, person.email)
        assert user_sessions.find(session, token, now=NOW) is None
        assert api_tokens.find(session, key, now=NOW) is None


def test_nobody_can_be_disabled_or_enabled_who_is_not_there(steward):
    for deed in (users.disable, users.enable):
        with pytest.raises(InvalidInput, match="Nobody has"):
            deed(steward, "nobody@example.org")


def test_an_address_is_taken_once_in_any_case(steward, ada):
    with pytest.raises(InvalidInput) as refused:
        users.register(steward, UserIn(email=ada.email.upper(), password=GOOD))
    assert refused.value.errors[0].field == "email"


def test_a_taken_address_and_a_weak_password_are_told_at_once(steward, ada):
    with pytest.raises(InvalidInput) as refused:
        users.register(steward, UserIn(email=ada.email, password="short"))
    assert [error.field for error in refused.value.errors] == ["email", "password"]


@pytest.mark.parametrize("password", ["short", "password123", "12345678"])
def test_a_weak_password_is_refused(steward, address, password):
    with pytest.raises(InvalidInput) as refused:
        users.register(steward, UserIn(email=address, password=password))
    assert refused.value.errors[0].field == "password"


def test_own_address_and_household_are_no_password(steward, address):
    for password in (address, f"{address}1", "Our Household 1"):
        with pytest.raises(InvalidInput, match="own name"):
            users.register(
                steward, UserIn(email=address, password=password), names=("Our Household",)
            )


@pytest.mark.parametrize("email", ["", "ada", "a b@example.org", "ada@", "@x", "a@b\n", "a@b@c"])
def test_what_is_no_address_is_refused(email):
    with pytest.raises(InvalidInput):
        sentences.read(UserIn, {"email": email.replace("\n", "\x00"), "password": GOOD})


def test_a_password_with_nul_is_refused():
    with pytest.raises(InvalidInput):
        sentences.read(UserIn, {"email": "a@b.org", "password": GOOD + "\x00"})


def test_the_eleventh_wrong_try_is_refused_and_so_is_the_right_one(steward, ada):
    for _ in range(users.TRIES_PER_ACCOUNT):
        assert attempt(steward, ada.email, "wrong") is None
    for password in ("wrong", GOOD):
        with pytest.raises(TooManyTries):
            attempt(steward, ada.email, password, ip="10.9.9.9")


def test_an_unknown_address_is_throttled_like_a_known_one(steward, address):
    for _ in range(users.TRIES_PER_ACCOUNT):
        attempt(steward, address.upper(), "wrong")
    with pytest.raises(TooManyTries):
        attempt(steward, address, "wrong")


def test_after_ten_minutes_the_right_password_works_again(steward, ada):
    for _ in range(users.TRIES_PER_ACCOUNT):
        attempt(steward, ada.email, "wrong")
    assert attempt(steward, ada.email, now=NOW + timedelta(minutes=11)) == ada


def test_one_address_cannot_try_many_accounts(steward, ada, monkeypatch):
    monkeypatch.setattr(users, "TRIES_PER_ADDRESS", 3)
    for number in range(3):
        attempt(steward, f"{number}{ada.email}", "wrong", ip="10.1.1.1")
    with pytest.raises(TooManyTries):
        attempt(steward, ada.email, ip="10.1.1.1")
    assert attempt(steward, ada.email, ip="10.1.1.2") == ada


def test_old_tries_are_forgotten(steward, ada):
    attempt(steward, ada.email, "wrong", now=NOW - timedelta(hours=1))
    attempt(steward, ada.email, "wrong")
    count = steward.scalar(
        select(func.count()).where(SignInAttempt.at < NOW - timedelta(minutes=30))
    )
    assert count == 0


def test_no_address_or_password_is_kept_of_a_wrong_try(steward, ada):
    attempt(steward, ada.email, "a secret typed wrong")
    kept = " ".join(steward.scalars(select(SignInAttempt.key)))
    assert ada.email not in kept
    assert "secret" not in kept


def test_tries_at_once_are_all_counted(database: Database, address):
    with database.session(Actor(steward=True)) as session:
        users.register(session, UserIn(email=address, password=GOOD))

    def wrong(_: int) -> str:
        try:
            with database.session(Actor(steward=True)) as session:
                attempt(session, address, "wrong", ip="10.2.2.2", now=datetime.now(UTC))
        except TooManyTries:
            return "throttled"
        return "wrong"

    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(wrong, range(16)))
    assert ends.count("wrong") == users.TRIES_PER_ACCOUNT


def test_unknown_and_known_cost_the_same_work(steward, ada, monkeypatch):
    monkeypatch.setattr(users, "TRIES_PER_ACCOUNT", 1000)
    monkeypatch.setattr(users, "TRIES_PER_ADDRESS", 1000)

    def spent(email: str) -> float:
        started = process_time()
        attempt(steward, email, "wrong")
        return process_time() - started

    # Whoever skipped the hash would do a hundredth of the work; how busy the machine is counts not.
    both = [(spent(ada.email), spent("nobody@example.org")) for _ in range(15)]
    known, unknown = (median(times) for times in zip(*both, strict=True))
    assert 1 / 2 < known / unknown < 2


def test_a_whole_line_of_ipv6_is_counted_as_one_address():
    assert tries.network("2001:db8:1:2:3::4") == tries.network("2001:db8:1:2::1")
    assert tries.network("2001:db8:1:2::1") != tries.network("2001:db8:1:3::1")
    assert tries.network("::ffff:192.0.2.1") == tries.network("192.0.2.1") == "192.0.2.1"
    assert tries.network("nowhere") == "nowhere"


def test_an_account_without_a_password_costs_the_same_work_as_none(steward, address):
    known = users.register_known(steward, address)

    def spent(email: str) -> float:
        started = process_time()
        assert attempt(steward, email, "none") is None
        return process_time() - started

    both = [(spent(known.email), spent("nobody@example.org")) for _ in range(5)]
    without, unknown = (median(times) for times in zip(*both, strict=True))
    assert 1 / 2 < without / unknown < 2


def test_an_old_hash_is_renewed_at_sign_in(steward, ada):
    weak = PasswordHash((Argon2Hasher(memory_cost=8, time_cost=1, parallelism=1),))
    ada.password_hash = weak.hash(GOOD)
    steward.flush()
    assert attempt(steward, ada.email) == ada
    steward.refresh(ada)
    assert f"m={users.MEMORY_KIB},t={users.PASSES}" in ada.password_hash


def test_a_password_fits_however_it_is_composed(steward, address):
    made = users.register(steward, UserIn(email=address, password="caf\u00e9 au lait matin"))
    assert attempt(steward, address, "cafe\u0301 au lait matin") == made


def test_confirming_asks_for_the_password_and_counts_apart(steward, ada):
    for _ in range(users.TRIES_PER_ACCOUNT):
        attempt(steward, ada.email, "wrong")
    assert users.confirm(steward, ada.id, GOOD, now=NOW) == users.Confirmed(ada.id)
    for _ in range(users.TRIES_PER_ACCOUNT):
        assert users.confirm(steward, ada.id, "wrong", now=NOW) is None
    with pytest.raises(TooManyTries):
        users.confirm(steward, ada.id, GOOD, now=NOW)


def test_a_new_password_works_and_the_old_one_does_not(steward, ada):
    proof = users.confirm(steward, ada.id, GOOD, now=NOW)
    users.change_password(steward, proof, PasswordEdit(new_password="seven loud swans sing"))
    assert attempt(steward, ada.email) is None
    assert attempt(steward, ada.email, "seven loud swans sing") == ada


@pytest.mark.parametrize("password", ["short", "password123"])
def test_a_new_password_must_be_good_too(steward, ada, password):
    proof = users.confirm(steward, ada.id, GOOD, now=NOW)
    with pytest.raises(InvalidInput) as refused:
        users.change_password(steward, proof, PasswordEdit(new_password=password))
    assert refused.value.errors[0].field == "new_password"
    assert attempt(steward, ada.email) == ada


def test_changing_a_password_keeps_only_the_session_it_was_done_in(database, books):
    with database.session(Actor(steward=True)) as session:
        person = session.get_one(User, books.user_id)
        here, there = (user_sessions.start(session, person, Origin(), now=NOW) for _ in "ab")
        kept = user_sessions.find(session, here, now=NOW)
        users.change_password(
            session,
            users.Confirmed(person.id),
            PasswordEdit(new_password=GOOD),
            keep=kept.session_id,
        )
        assert user_sessions.find(session, here, now=NOW)
        assert user_sessions.find(session, there, now=NOW) is None


def test_somebody_who_is_gone_is_not_found(steward):
    with pytest.raises(NotFound):
        users.find(steward, new_id())
    assert stored.by_id(steward, new_id()) is None


def test_everybody_is_listed_with_where_they_belong(database, books):
    with database.session(Actor(steward=True)) as session:
        mine = session.get_one(User, books.user_id)
        alone = factories.user(session)
        found = {one.email: one for one in users.listing(session)}
    assert [home.role for home in found[mine.email].homes] == ["owner"]
    assert found[alone.email].homes == ()


def test_a_person_is_signed_out_everywhere_by_the_command_line(database, books):
    token = factories.signed_in(database, books)
    with database.session(Actor(steward=True)) as session:
        users.sign_out(session, session.get_one(User, books.user_id).email)
        assert user_sessions.find(session, token, now=datetime.now(UTC)) is None
