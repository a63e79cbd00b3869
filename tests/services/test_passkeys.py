"""Passkeys: made, shown, refused; against a device that signs as real ones do."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from ftracker.db import Actor, locks, new_id, scope
from ftracker.domain.errors import Conflict, InvalidInput, NotFound, TooManyTries
from ftracker.domain.sites import Site
from ftracker.models import User
from ftracker.schemas.users import PasskeyIn
from ftracker.services import passkeys, security_events
from tests.authenticator import Device
from tests.test_at_once import wait_for_waiters

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = Site("money.example.org", "https://money.example.org")


def add(session, who, device, *, site=SITE, now=NOW, **given):
    asked = passkeys.ask_new(session, who.user_id, SITE, now=NOW)
    data = PasskeyIn(passkey=device.make(asked.options, **given), name="Phone")
    passkeys.add(session, who.user_id, data, site, token=asked.token, now=now)


def find(session, device, *, site=SITE, now=NOW, **given):
    asked = passkeys.ask(session, SITE, asker="here", now=NOW)
    answer = device.answer(asked.options, **given)
    return passkeys.find(session, answer, site, token=asked.token, now=now)


@pytest.fixture
def device(session, books):
    """Keep a passkey of the owner of the fresh household, in a session at the door."""
    made = Device(SITE)
    add(session, books, made)
    scope.enter(session, Actor(steward=True))
    return made


def test_a_passkey_tells_who_holds_it(session, books, device):
    assert find(session, device).id == books.user_id
    (line,) = passkeys.listing(session, books.user_id)
    assert (line.name, line.used_at) == ("Phone", NOW)


def test_a_browser_is_asked_for_a_passkey_that_needs_no_name_and_checks_its_person(session, books):
    add(session, books, Device(SITE))
    asked = json.loads(passkeys.ask_new(session, books.user_id, SITE, now=NOW).options)
    assert asked["rp"] == {"id": SITE.name, "name": "FTracker"}
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert len(asked["excludeCredentials"]) == 1
    assert asked["attestation"] == "none"


def test_a_challenge_is_answered_once_and_in_time(session, device):
    asked = passkeys.ask(session, SITE, asker="here", now=NOW)
    late = NOW + timedelta(minutes=5)
    first, second = device.answer(asked.options), device.answer(asked.options)
    assert passkeys.find(session, first, SITE, token=asked.token, now=late) is None
    assert passkeys.find(session, first, SITE, token=asked.token, now=NOW)
    assert passkeys.find(session, second, SITE, token=asked.token, now=NOW) is None


def test_what_was_said_elsewhere_or_without_its_person_is_nobody(session, device):
    assert find(session, device, origin="https://money.example.com") is None
    assert find(session, device, challenge="AAAA") is None
    assert find(session, device, site=Site("example.org", SITE.origin)) is None
    device.flags = 0x01
    assert find(session, device) is None


def test_a_copy_that_counts_behind_is_nobody(session, device):
    assert find(session, device)
    device.count = 0
    assert find(session, device) is None


def test_a_strange_key_a_strange_device_and_a_disabled_person_are_nobody(session, books, device):
    stranger = Device(SITE)
    assert find(session, stranger) is None
    stranger.credential_id = device.credential_id
    assert find(session, stranger) is None
    session.get_one(User, books.user_id).is_disabled = True
    assert find(session, device) is None


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"id": 1}',
        "null",
        '{"response": {"userHandle": "\u00e9"}}',
        "[" * 9000,
    ],
)
def test_nonsense_is_nobody(session, device, answer):
    asked = passkeys.ask(session, SITE, asker="here", now=NOW)
    assert passkeys.find(session, answer, SITE, token=asked.token, now=NOW) is None


def test_an_answer_bent_anywhere_is_nobody(session, device):
    for name in ("clientDataJSON", "authenticatorData", "signature"):
        for bent in ("", "AA", "_w", "\u00e9", "pGNmbXQ", 7, None):
            asked = passkeys.ask(session, SITE, asker="here", now=NOW)
            answer = json.loads(device.answer(asked.options))
            answer["response"][name] = bent
            said = json.dumps(answer)
            assert passkeys.find(session, said, SITE, token=asked.token, now=NOW) is None


def test_a_challenge_for_a_new_passkey_signs_nobody_in(session, books, device):
    asked = passkeys.ask_new(session, books.user_id, SITE, now=NOW)
    answer = device.answer(asked.options)
    assert passkeys.find(session, answer, SITE, token=asked.token, now=NOW) is None


def test_a_passkey_is_made_only_by_its_person_in_time_here_and_with_a_check(session, books):
    for wrong in (
        {"device": Device(SITE, checks=False)},
        {"device": Device(SITE), "now": NOW + timedelta(hours=1)},
        {"device": Device(SITE), "origin": "https://money.example.com"},
        {"device": Device(Site("example.org", SITE.origin))},
    ):
        with pytest.raises(InvalidInput, match="could not be read"):
            add(session, books, **wrong)
    scope.enter(session, Actor(steward=True))
    asked = passkeys.ask(session, SITE, asker="here", now=NOW)
    data = PasskeyIn(passkey=Device(SITE).make(asked.options))
    with pytest.raises(InvalidInput):
        passkeys.add(session, books.user_id, data, SITE, token=asked.token, now=NOW)
    assert passkeys.listing(session, books.user_id) == []


def test_a_name_that_is_longer_than_devices_give_is_refused(session, books):
    device = Device(SITE)
    device.credential_id = bytes(range(250)) * 12
    with pytest.raises(InvalidInput, match="could not be read"):
        add(session, books, device)


def test_nobody_asks_for_more_than_a_hundred_challenges_in_ten_minutes(session, books, monkeypatch):
    monkeypatch.setattr(passkeys, "PER_ASKER", 2)
    for _ in range(2):
        passkeys.ask_new(session, books.user_id, SITE, now=NOW)
    with pytest.raises(TooManyTries):
        passkeys.ask_new(session, books.user_id, SITE, now=NOW)
    scope.enter(session, Actor(steward=True))
    for _ in range(2):
        passkeys.ask(session, SITE, asker="192.0.2.1", now=NOW)
    with pytest.raises(TooManyTries):
        passkeys.ask(session, SITE, asker="192.0.2.1", now=NOW)
    assert passkeys.ask(session, SITE, asker="192.0.2.2", now=NOW)
    assert passkeys.ask(session, SITE, asker="192.0.2.1", now=NOW + timedelta(minutes=11))


def test_the_library_is_imported_by_the_first_who_needs_it():
    asked = "import sys, ftracker.main; print('webauthn' in sys.modules, 'authlib' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]


def test_a_new_passkey_bent_anywhere_is_refused(session, books):
    for name in ("clientDataJSON", "attestationObject"):
        for bent in ("", "AA", "_w", "\u00e9", "pGNmbXQ", "oA", 7, None):
            asked = passkeys.ask_new(session, books.user_id, SITE, now=NOW)
            made = json.loads(Device(SITE).make(asked.options))
            made["response"][name] = bent
            data = PasskeyIn(passkey=json.dumps(made))
            with pytest.raises(InvalidInput):
                passkeys.add(session, books.user_id, data, SITE, token=asked.token, now=NOW)


def test_a_passkey_is_kept_once_and_twenty_are_enough(session, books, device, monkeypatch):
    with pytest.raises(InvalidInput, match="already"):
        add(session, books, device)
    monkeypatch.setattr(passkeys, "MOST", 1)
    with pytest.raises(Conflict, match="Remove some"):
        add(session, books, Device(SITE))


def test_a_passkey_is_renamed_and_removed_by_its_person_alone(session, books, device):
    (line,) = passkeys.listing(session, books.user_id)
    for wrong in ({"user_id": new_id()}, {"user_id": books.user_id}):
        key_id = line.id if wrong["user_id"] != books.user_id else new_id()
        with pytest.raises(NotFound):
            passkeys.rename(session, key_id, "Mine", **wrong)
        with pytest.raises(NotFound):
            passkeys.remove(session, key_id, **wrong)
    passkeys.rename(session, line.id, "Desk", user_id=books.user_id)
    assert passkeys.listing(session, books.user_id)[0].name == "Desk"
    passkeys.remove(session, line.id, user_id=books.user_id)
    assert find(session, device) is None
    happened = [one.event for one in security_events.listing(session, user_id=books.user_id)]
    assert happened == ["passkey.removed", "passkey.added"]


def test_a_passkey_that_is_removed_twice_at_once_goes_once(database, books):
    steward = Actor(steward=True)
    with database.session(books) as session:
        add(session, books, Device(SITE))
        (line,) = passkeys.listing(session, books.user_id)

    def remove(_):
        with database.session(steward) as session:
            passkeys.remove(session, line.id, user_id=books.user_id)

    with ThreadPoolExecutor(2) as pool:
        with database.session(steward) as session:
            locks.hold(session, "passkeys", books.user_id)
            done = [pool.submit(remove, turn) for turn in range(2)]
            wait_for_waiters(database, 2)
        assert {type(one.exception()) for one in done} == {NotFound, type(None)}
    with database.session(books) as session:
        happened = [one.event for one in security_events.listing(session, user_id=books.user_id)]
    assert happened == ["passkey.removed", "passkey.added"]
