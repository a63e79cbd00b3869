"""A second factor: codes of an app and codes on paper, each taken once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from ftracker.db import Actor, new_id
from ftracker.domain.errors import Conflict, InvalidInput, TooManyTries
from ftracker.models import Passkey, User
from ftracker.services import passkeys, seals, second_factors, security_events, tries, user_sessions
from tests import factories
from tests.test_at_once import wait_for_waiters

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET = "a secret of the tests that is long enough"
STEP = timedelta(seconds=30)


def set_up(session, who, *, now=NOW):
    """Set an app up, and give it and the codes on paper."""
    second_factors.begin(session, who.user_id, secret=SECRET)
    app = pyotp.TOTP(second_factors.key_of(session, who.user_id, secret=SECRET))
    codes = second_factors.confirm(session, who.user_id, app.at(now), secret=SECRET, now=now)
    return app, codes


def check(session, who, code, *, now=NOW, secret=SECRET):
    return second_factors.check(session, who.user_id, code, secret=secret, now=now)


def keep_passkey(session, who):
    row = Passkey(
        id=new_id(), user_id=who.user_id, credential_id=new_id().bytes, public_key=b"", name="Phone"
    )
    session.add(row)
    session.flush()
    return row.id


def events(session, who):
    return [one.event for one in security_events.listing(session, user_id=who.user_id)]


def test_an_app_counts_once_its_first_code_fits(session, books):
    second_factors.begin(session, books.user_id, secret=SECRET)
    key = second_factors.key_of(session, books.user_id, secret=SECRET)
    assert not second_factors.of(session, books.user_id).is_asked
    with pytest.raises(InvalidInput, match="does not fit"):
        second_factors.confirm(session, books.user_id, "000 000", secret=SECRET, now=NOW)
    code = pyotp.TOTP(key).at(NOW)
    codes = second_factors.confirm(session, books.user_id, code, secret=SECRET, now=NOW)
    found = second_factors.of(session, books.user_id)
    assert (found.is_asked, found.app_since, found.codes_left, len(codes)) == (True, NOW, 10, 10)
    assert second_factors.key_of(session, books.user_id, secret=SECRET) is None
    assert events(session, books) == ["second_factor.added"]


def test_the_key_is_kept_sealed_for_its_person_and_this_secret_only(session, books):
    second_factors.begin(session, books.user_id, secret=SECRET)
    key = second_factors.key_of(session, books.user_id, secret=SECRET).encode()
    kept = session.get_one(User, books.user_id).totp_secret
    assert key not in kept
    assert seals.opened(SECRET, kept, bound=books.user_id.bytes) == key
    assert seals.opened(SECRET, kept, bound=new_id().bytes) is None
    assert seals.opened(SECRET[1:], kept, bound=books.user_id.bytes) is None
    assert seals.opened(SECRET, kept[:-1] + b"x", bound=books.user_id.bytes) is None
    assert seals.opened(SECRET, b"", bound=b"") is None


def test_an_app_reads_whose_key_it_is():
    address = second_factors.address_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "ada@example.org")
    assert address.startswith("otpauth://totp/FTracker:ada%40example.org?")
    assert "secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" in address
    assert "issuer=FTracker" in address


def test_an_app_is_set_up_once_and_confirmed_only_when_begun(session, books):
    with pytest.raises(Conflict, match="Begin again"):
        second_factors.confirm(session, books.user_id, "000000", secret=SECRET, now=NOW)
    set_up(session, books)
    with pytest.raises(Conflict, match="already"):
        second_factors.begin(session, books.user_id, secret=SECRET)


def test_no_code_is_taken_twice_nor_one_before_it(session, books):
    app, _ = set_up(session, books, now=NOW - 10 * STEP)
    code = app.at(NOW)
    assert check(session, books, f"{code[:3]} {code[3:]}")
    assert not check(session, books, code)
    assert not check(session, books, app.at(NOW - STEP))
    assert check(session, books, app.at(NOW + STEP))


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_half_a_minute(session, books, steps, fits):
    app, _ = set_up(session, books, now=NOW - 10 * STEP)
    assert check(session, books, app.at(NOW + steps * STEP)) is fits


@pytest.mark.parametrize("code", ["", "1", "abcdef", "\u0661" * 6, "\x00"])
def test_what_is_no_code_does_not_fit(session, books, code):
    set_up(session, books)
    assert not check(session, books, code)


def test_a_key_that_waits_opens_nothing(session, books):
    second_factors.begin(session, books.user_id, secret=SECRET)
    key = second_factors.key_of(session, books.user_id, secret=SECRET)
    assert not check(session, books, pyotp.TOTP(key).at(NOW))


def test_a_code_on_paper_lets_in_once_even_when_the_secret_is_lost(session, books):
    app, codes = set_up(session, books)
    other = "another secret of the tests, long enough"
    assert not check(session, books, app.at(NOW + STEP), secret=other)
    assert check(session, books, codes[3].upper(), secret=other)
    assert not check(session, books, codes[3])
    assert second_factors.of(session, books.user_id).codes_left == 9
    assert "recovery_code.used" in events(session, books)


def test_of_the_same_code_at_once_one_is_taken(database):
    books = factories.household(database)
    with database.session(books) as session:
        app, codes = set_up(session, books)

    def one(code):
        with database.session(Actor(steward=True)) as session:
            return check(session, books, code)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, [app.at(NOW + STEP)] * 4)) == 1
        assert sum(pool.map(one, [codes[0]] * 4)) == 1


def test_new_codes_on_paper_end_the_old_ones(session, books):
    _, old = set_up(session, books)
    new = second_factors.renew_codes(session, books.user_id, now=NOW)
    assert not check(session, books, old[0])
    assert check(session, books, new[0])
    assert "recovery_codes.renewed" in events(session, books)


def test_asked_for_twice_at_once_there_are_ten_codes(database):
    books = factories.household(database)
    with database.session(books) as session:
        set_up(session, books)

    def renew():
        with database.session(books) as session:
            second_factors.renew_codes(session, books.user_id, now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with database.session(books) as session:
            second_factors.renew_codes(session, books.user_id, now=NOW)
            other = pool.submit(renew)
            wait_for_waiters(database, 1)
        other.result()
    with database.session(books) as session:
        assert second_factors.of(session, books.user_id).codes == 10


def test_a_key_that_is_made_anew_meanwhile_is_not_confirmed_by_a_code_of_the_old_one(database):
    books = factories.household(database)
    with database.session(books) as session:
        second_factors.begin(session, books.user_id, secret=SECRET)
        app = pyotp.TOTP(second_factors.key_of(session, books.user_id, secret=SECRET))
    with database.session(books) as session:
        user = session.get_one(User, books.user_id)
        with database.session(books) as other:
            second_factors.begin(other, books.user_id, secret=SECRET)
        with pytest.raises(InvalidInput):
            second_factors.confirm(session, user.id, app.at(NOW), secret=SECRET, now=NOW)


def test_codes_on_paper_alone_are_not_made(session, books):
    with pytest.raises(Conflict, match="Set up an app or a passkey first"):
        second_factors.renew_codes(session, books.user_id, now=NOW)


def test_the_eleventh_wrong_code_is_too_many_for_the_person_whatever_the_sign_in(session, books):
    app, codes = set_up(session, books)
    user = session.get_one(User, books.user_id)
    for _ in range(tries.PER_ACCOUNT):
        assert second_factors.ask(session, user, now=NOW)
        assert not check(session, books, "000000")
    for code in (app.at(NOW + STEP), codes[0]):
        with pytest.raises(TooManyTries):
            check(session, books, code)
    assert check(session, books, codes[0], now=NOW + timedelta(minutes=11))


def test_a_passkey_is_asked_for_after_the_password_only_if_its_person_wishes(session, books):
    user = session.get_one(User, books.user_id)
    key_id = keep_passkey(session, books)
    assert second_factors.ask(session, user, now=NOW) is None
    second_factors.renew_codes(session, books.user_id, now=NOW)
    assert second_factors.ask(session, user, now=NOW)
    assert events(session, books) == ["second_factor.added"]
    passkeys.remove(session, key_id, user_id=books.user_id)
    assert second_factors.ask(session, user, now=NOW) is None
    assert second_factors.of(session, books.user_id).codes == 0


def test_a_passkey_that_goes_leaves_the_app_asked_for(session, books):
    set_up(session, books)
    passkeys.remove(session, keep_passkey(session, books), user_id=books.user_id)
    assert second_factors.of(session, books.user_id).is_asked


def test_turned_off_the_password_is_enough_again(session, books):
    app, codes = set_up(session, books)
    second_factors.remove(session, books.user_id)
    assert second_factors.ask(session, session.get_one(User, books.user_id), now=NOW) is None
    assert not check(session, books, app.at(NOW + STEP))
    assert not check(session, books, codes[0])
    assert events(session, books)[0] == "second_factor.removed"


def test_somebody_locked_out_begins_anew_and_is_signed_out(database):
    books = factories.household(database)
    with database.session(books) as session:
        set_up(session, books)
        keep_passkey(session, books)
        email = session.get_one(User, books.user_id).email
    token = factories.signed_in(database, books)
    with database.session(Actor(steward=True)) as session:
        second_factors.reset(session, email)
        found = second_factors.of(session, books.user_id)
        assert (found.has_app, found.passkeys, found.codes) == (False, 0, 0)
        assert user_sessions.find(session, token, now=datetime.now(UTC)) is None
        with pytest.raises(InvalidInput, match="Nobody has"):
            second_factors.reset(session, "nobody@example.org")
