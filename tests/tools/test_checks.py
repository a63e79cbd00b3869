"""The two looks at what is built from, which need no network: old packages, and kept secrets."""

from base64 import urlsafe_b64encode
from hashlib import sha256

import pytest

from tools import check_floors, check_secrets

# As random as a secret looks, and the same in every run; written down it would be found here.
DIGEST = sha256(b"no secret at all").digest()
FLOORS = {"one": {"version": "2.0", "why": "a hole"}}
WHOLE = """\
one==2.0 \\
    --hash=sha256:00
two==1.0 ; sys_platform != 'win32' \\
    --hash=sha256:11
"""


@pytest.fixture
def lock(monkeypatch, tmp_path):
    (tmp_path / "requirements").mkdir()
    monkeypatch.setattr(check_floors, "ROOT", tmp_path)

    def complaining(text: str, floors=FLOORS) -> list[str]:
        (tmp_path / check_floors.SHIPPED).write_text(text)
        return list(check_floors.complaining(check_floors.SHIPPED, floors))

    return complaining


def test_our_own_locks_are_not_older_than_their_floors():
    assert check_floors.main() == 0


def test_a_lock_is_compared_by_version_not_by_letters(lock):
    assert lock(WHOLE) == []
    assert lock(WHOLE.replace("2.0", "10.0")) == []
    [said] = lock(WHOLE.replace("2.0", "1.10"))
    assert said == "requirements/app.txt: one 1.10 is older than 2.0 (a hole)."


def test_a_package_without_a_hash_and_a_floor_without_a_package_are_said(lock):
    [said] = lock("one==2.0\n")
    assert "one has no hash" in said
    [said] = lock(WHOLE, FLOORS | {"gone": {"version": "1", "why": "a hole"}})
    assert "gone has a floor and is not locked" in said


def test_our_own_repository_keeps_no_secret():
    assert check_secrets.main() == 0


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
        "key = AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a1B2" * 9,
        "url = postgresql://me:hunter2" + "@db.internal:5432/books",
        f"FTRACKER_SECRET={DIGEST.hex()}",
        f"password = '{urlsafe_b64encode(DIGEST[:24]).decode()}7'",
        "token: '" + urlsafe_b64encode(DIGEST * 2).decode().strip("=") + "aA1'",
    ],
)
def test_a_secret_is_found(line):
    assert list(check_secrets.suspicious(line))


@pytest.mark.parametrize(
    "line",
    [
        "postgresql://user:password@host:5432/database",
        "smtps://me:secret@mail.example.org:465",
        "def test_a_function_with_a_name_that_is_long_but_made_of_words_only(session):",
        "href = '/static/dist/app-E6WOX3K3.css'",
        "password = form.value('new_password')",
        "PASSWORD = 'four quiet geese cross the road'",
        "00000000-0000-0000-0000-000000000000",
        "00000000000000000000000000000001",
    ],
)
def test_what_only_looks_a_little_like_one_is_let_be(line):
    assert list(check_secrets.suspicious(line)) == []
