"""What settings are advised against."""

import pytest

from ftracker.config import Settings
from ftracker.domain.checkups import Level
from ftracker.services import advice


def said(folder, **given) -> list[tuple[Level, str]]:
    found = advice.of_settings(Settings(data_dir=folder, **given))
    return [(one.level, one.sentence) for one in found]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "books"
    made.mkdir(mode=0o700)
    return made


def test_the_settings_that_hold_when_nothing_is_said_are_sound(folder):
    assert said(folder) == [(Level.OK, "The settings are sound.")]


@pytest.mark.parametrize(
    ("given", "level", "words"),
    [
        ({"url": "https://money.example.org"}, Level.NOTE, "FTRACKER_HTTPS is not set"),
        ({"host": "192.168.1.4"}, Level.NOTE, "listens on 192.168.1.4 without https"),
        ({"trusted_proxies": "10.0.0.0/8,0.0.0.0/0"}, Level.ERROR, "believes everybody"),
        ({"registration_open": True}, Level.NOTE, "can make a household"),
        ({"mail_from": "f@x.org"}, Level.NOTE, "FTRACKER_SMTP_URL is missing"),
        ({"log_level": "debug"}, Level.NOTE, "Everything is logged"),
    ],
)
def test_a_setting_worth_a_second_thought_is_said(folder, given, level, words):
    [found] = said(folder, **given)
    assert found[0] is level
    assert words in found[1]


def test_mail_without_a_sender_and_an_address_is_said_twice(folder):
    found = said(folder, smtp_url="smtps://mail.example.org")
    assert "FTRACKER_MAIL_FROM is missing" in found[0][1]
    assert "carry no links" in found[1][1]


def test_a_folder_that_others_may_write_to_and_a_secret_that_others_may_read_are_errors(folder):
    folder.chmod(0o770)
    secret = folder / "secret"
    secret.touch(mode=0o644)
    secret.chmod(0o644)
    found = said(folder)
    assert [level for level, _ in found] == [Level.ERROR, Level.ERROR]
    assert str(secret) in found[1][1]
    secret.chmod(0o600)
    folder.chmod(0o711)
    assert [level for level, _ in said(folder)] == [Level.OK]


def test_where_files_have_no_such_rights_none_are_asked_for(folder, monkeypatch):
    folder.chmod(0o777)
    monkeypatch.setattr("os.name", "nt")
    found = [*advice._folder(Settings(data_dir=folder))]
    monkeypatch.undo()
    assert found == []
