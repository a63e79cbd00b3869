"""What the environment may say, and what is said back when it is wrong."""

import re
import stat
from pathlib import Path

import pytest

from ftracker import config
from ftracker.config import Settings, SettingsError

EXAMPLE = Path(__file__).parents[1] / ".env.example"
STRONG = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FTRACKER_{name.upper()}", raising=False)
        monkeypatch.delenv(f"FTRACKER_{name.upper()}_FILE", raising=False)
    monkeypatch.setenv("FTRACKER_DATA_DIR", str(tmp_path / "data"))


def example() -> dict[str, str]:
    return dict(re.findall(r"^#?(FTRACKER_\w+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE))


def test_the_example_names_every_setting_and_no_other():
    assert set(example()) == {f"FTRACKER_{name.upper()}" for name in Settings.model_fields}


def test_the_example_states_the_values_that_hold_when_nothing_is_said(monkeypatch):
    unsaid = config.load()
    for name, value in example().items():
        if name != "FTRACKER_DATA_DIR":
            monkeypatch.setenv(name, value)
    assert config.load() == unsaid


def test_the_environment_is_read(monkeypatch):
    monkeypatch.setenv("FTRACKER_PORT", "9001")
    monkeypatch.setenv("FTRACKER_HTTPS", "true")
    monkeypatch.setenv("FTRACKER_LOG_LEVEL", "WARNING")
    settings = config.load()
    assert (settings.port, settings.https, settings.log_level) == (9001, True, "warning")


def test_what_the_command_line_gives_goes_before_the_environment(monkeypatch):
    monkeypatch.setenv("FTRACKER_PORT", "9001")
    assert config.load(port=9002, host=None).port == 9002


def test_this_machine_s_own_names_are_always_allowed(monkeypatch):
    monkeypatch.setenv("FTRACKER_ALLOWED_HOSTS", "money.example.org, 10.0.0.5")
    assert config.load(host="192.168.1.4").allowed_hosts == (
        "localhost",
        "127.0.0.1",
        "::1",
        "192.168.1.4",
        "money.example.org",
        "10.0.0.5",
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eighty", "FTRACKER_PORT is not usable: input should be a valid integer"),
        ("PORT", "70000", "FTRACKER_PORT is not usable: input should be less than or equal"),
        ("HTTPS", "perhaps", "FTRACKER_HTTPS is not usable: input should be a valid boolean"),
        ("DATABASE_URL", "mysql://x/y", "FTRACKER_DATABASE_URL is not usable: write it as"),
        ("DATABASE_URL", "postgresql+asyncpg://x/y", "FTRACKER_DATABASE_URL is not usable: write"),
        ("DATABASE_URL", "a database", "FTRACKER_DATABASE_URL is not usable: write it as"),
        ("SECRET", "hunter2", "FTRACKER_SECRET is not usable: use at least 32 random"),
        ("SECRET", "changemechangemechangemechangeme", "FTRACKER_SECRET is not usable: use at"),
        ("ALLOWED_HOSTS", "*", "FTRACKER_ALLOWED_HOSTS is not usable: * is not a name"),
        ("ALLOWED_HOSTS", "https://x.org", "FTRACKER_ALLOWED_HOSTS is not usable: https://x.org"),
        ("TRUSTED_PROXIES", "*", "FTRACKER_TRUSTED_PROXIES is not usable: * is no address"),
        ("UPLOAD_LIMIT_BYTES", "10", "FTRACKER_UPLOAD_LIMIT_BYTES is not usable: input should"),
        ("LOG_LEVEL", "loud", "FTRACKER_LOG_LEVEL is not usable: input should be 'debug'"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(monkeypatch, name, value, sentence):
    monkeypatch.setenv(f"FTRACKER_{name}", value)
    with pytest.raises(SettingsError) as wrong:
        config.load()
    assert str(wrong.value).startswith(sentence)
    assert "\n" not in str(wrong.value)


def test_a_wrong_secret_or_password_is_not_repeated(monkeypatch):
    monkeypatch.setenv("FTRACKER_SECRET", "hunter2")
    monkeypatch.setenv("FTRACKER_DATABASE_URL", "mysql://me:hunter3@x/y")
    with pytest.raises(SettingsError) as wrong:
        config.load()
    assert "hunter" not in str(wrong.value)


def test_secrets_do_not_show_when_the_settings_are_printed(monkeypatch):
    monkeypatch.setenv("FTRACKER_SECRET", STRONG)
    monkeypatch.setenv("FTRACKER_DATABASE_URL", "postgresql://me:hunter3@x/y")
    shown = repr(config.load())
    assert STRONG not in shown
    assert "hunter3" not in shown


def test_a_secret_of_one_s_own_is_used(monkeypatch):
    monkeypatch.setenv("FTRACKER_SECRET", STRONG)
    assert config.load().secret_text == STRONG
    assert not (config.load().data_dir / "secret").exists()


def test_a_secret_is_made_once_and_kept_for_its_owner_only():
    first, second = config.load(), config.load()
    assert first.secret_text == second.secret_text
    assert len(first.secret_text) == 64
    assert stat.S_IMODE((first.data_dir / "secret").stat().st_mode) == 0o600


def test_two_folders_have_two_secrets(tmp_path):
    one, other = config.load(data_dir=tmp_path / "one"), config.load(data_dir=tmp_path / "other")
    assert one.secret_text != other.secret_text


def test_a_kept_secret_that_others_could_read_is_closed_again():
    settings = config.load()
    assert settings.secret_text
    path = settings.data_dir / "secret"
    path.chmod(0o644)
    assert config.load().secret_text == settings.secret_text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_kept_secret_that_is_weak_is_refused():
    settings = config.load()
    settings.data_dir.mkdir()
    (settings.data_dir / "secret").write_text("hunter2")
    with pytest.raises(SettingsError, match="holds no strong secret: delete it"):
        _ = settings.secret_text


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be written"):
        config.prepare(tmp_path / "file" / "data")


def test_every_setting_may_stand_in_a_file(monkeypatch, tmp_path):
    written = tmp_path / "secret"
    written.write_text(f"{STRONG}\n")
    monkeypatch.setenv("FTRACKER_SECRET_FILE", str(written))
    (tmp_path / "port").write_text("9001")
    monkeypatch.setenv("FTRACKER_PORT_FILE", str(tmp_path / "port"))
    settings = config.load()
    assert (settings.secret_text, settings.port) == (STRONG, 9001)
    assert config.load(port=9002).port == 9002


def test_a_setting_that_is_said_twice_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("FTRACKER_SECRET", STRONG)
    monkeypatch.setenv("FTRACKER_SECRET_FILE", str(tmp_path / "secret"))
    with pytest.raises(SettingsError, match="FTRACKER_SECRET and FTRACKER_SECRET_FILE are both"):
        config.load()


def test_a_file_of_a_setting_that_cannot_be_read_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("FTRACKER_SECRET_FILE", str(tmp_path / "secret"))
    with pytest.raises(
        SettingsError, match=r"FTRACKER_SECRET_FILE is not usable: .*cannot be read"
    ):
        config.load()
    (tmp_path / "secret").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"cannot be read \(It is no text\)"):
        config.load()


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("https://money.example.org", ""),
        ("https://money.example.org/", ""),
        ("https://example.org/money/", "/money"),
        ("https://example.org/our/money", "/our/money"),
    ],
)
def test_the_folder_of_the_address_is_where_it_lives(url, folder):
    settings = config.load(url=url)
    assert settings.sub_path == folder
    assert settings.allowed_hosts[-1] in ("money.example.org", "example.org")


@pytest.mark.parametrize("path", ["/..", "/a//b", "/a?b", "/a b", "/a;b", "/%2e"])
def test_a_folder_that_is_no_plain_one_is_refused(path):
    with pytest.raises(SettingsError, match="FTRACKER_URL is not usable"):
        config.load(url=f"https://example.org{path}")
