"""Which passwords are good enough."""

import pytest

from ftracker.domain import passwords, tokens


@pytest.mark.parametrize("password", ["short", "seven77", ""])
def test_a_short_password_is_refused(password):
    assert "at least 8" in passwords.objection(password)


@pytest.mark.parametrize(
    "password",
    ["password", "PASSWORD1", "12345678", "00000000", "qwertyuiop", "iloveyou1", "letmein123"],
)
def test_a_common_password_is_refused_in_any_case(password):
    assert "first that are guessed" in passwords.objection(password)


@pytest.mark.parametrize("password", ["abababababab", "zzzzzzzzzzzzzzzz"])
def test_a_password_of_few_signs_is_refused(password):
    assert "first that are guessed" in passwords.objection(password)


@pytest.mark.parametrize(
    "password", ["ada.lovelace", "Ada.Lovelace@Example.org", "ada.lovelace1842", "The Lovelaces!"]
)
def test_an_own_name_is_refused(password):
    names = ("ada.lovelace@example.org", "The Lovelaces", "")
    assert "own name" in passwords.objection(password, names=names)


def test_a_password_may_hold_an_own_name_in_a_longer_sentence():
    assert passwords.objection("ada.lovelace walks home", names=("ada.lovelace@x.org",)) is None


@pytest.mark.parametrize("length", [8, 15, 64, 128, 1000])
def test_long_passwords_are_welcome(length):
    assert passwords.objection(("gänse über die Straße " * 50)[:length]) is None


def test_an_endless_password_is_refused():
    assert "at most 1000" in passwords.objection("a sentence " * 100)


def test_a_password_is_the_same_however_a_keyboard_composes_it():
    assert passwords.normal("cafe\u0301 ole") == passwords.normal("caf\u00e9 ole")


def test_the_common_ones_are_kept_ready_to_compare():
    known = passwords._common()
    assert len(known) > 16_000
    assert all(word == word.casefold() and len(word) >= passwords.SHORTEST for word in known)


def test_tokens_are_long_and_never_the_same():
    made = {tokens.fresh() for _ in range(100)}
    assert len(made) == 100
    assert min(len(token) for token in made) >= 43
    assert tokens.fresh("ft_").startswith("ft_")
    assert len(tokens.digest("one")) == 32
    assert tokens.digest("one") != tokens.digest("two")
