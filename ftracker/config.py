"""Settings from the environment: one class, and the secret that is made when none is given."""

import ipaddress
import os
import re
import secrets
import stat
import sys
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "FTRACKER_"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SHORTEST_SECRET = 32
FEWEST_LETTERS = 10
# Hosting services write the scheme in its old, short form, too.
DRIVERS = ("postgresql", "postgres", "postgresql+psycopg")
NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+")
ADDRESS = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+(/[!-~]*)?")
MAIL_SERVER = re.compile(r"smtps?://([!-?A-~]+@)?[A-Za-z0-9.\[\]:-]+/?")
SENDER = re.compile(r"[!-?A-~]+@[A-Za-z0-9.-]+")
MIB = 1024 * 1024

# A list is written with commas; pydantic would ask for JSON.
Names = Annotated[tuple[str, ...], NoDecode]


class SettingsError(Exception):
    """A setting cannot be used; the message says which one and what to do."""


def default_data_dir() -> Path:
    """Give the folder of this user's books; root's lie where a service keeps its state."""
    if os.name == "posix" and os.geteuid() == 0:
        return Path("/var/lib/ftracker")
    return Path(platformdirs.user_data_dir("ftracker", appauthor=False))


class Settings(BaseSettings):
    """What the person who runs FTracker decides; every field is `FTRACKER_` and its name."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    database_url: str = Field(default="", repr=False)
    replica_url: str = Field(default="", repr=False)
    data_dir: Path = Field(default_factory=default_data_dir)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    secret: SecretStr | None = None
    allowed_hosts: Names = ()
    https: bool = False
    trusted_proxies: Names = ()
    registration_open: bool = False
    upload_limit_bytes: int = Field(default=64 * MIB, ge=MIB)
    import_row_limit: int = Field(default=2_000_000, ge=1)
    import_keep_bytes: int = Field(default=1024 * MIB, ge=0)
    workers: int = Field(default=1, ge=0, le=16)
    url: str = ""
    smtp_url: str = Field(default="", repr=False)
    mail_from: str = ""
    private_channels: bool = False
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @cached_property
    def secret_text(self) -> str:
        """Give the secret that signs tokens; without a setting, the one kept in the data folder."""
        return self.secret.get_secret_value() if self.secret else _kept_secret(self.data_dir)

    @field_validator("allowed_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("allowed_hosts")
    @classmethod
    def _are_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [name for name in value if not NAME.fullmatch(name)]
        if wrong:
            raise ValueError(f"{wrong[0]} is not a name: write no https://, no port and no star")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for address in value:
            try:
                ipaddress.ip_network(address)
            except ValueError:
                raise ValueError(f"{address} is no address and no network") from None
        return value

    @field_validator("database_url", "replica_url")
    @classmethod
    def _is_postgresql(cls, value: str) -> str:
        try:
            driver = make_url(value).drivername if value else DRIVERS[0]
        except ArgumentError:
            driver = ""
        if driver not in DRIVERS:
            raise ValueError("write it as postgresql://user:password@host:5432/database")
        return value

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not ADDRESS.fullmatch(value):
            raise ValueError("write it as https://money.example.org")
        return value.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _is_mail_server(cls, value: str) -> str:
        if value and not MAIL_SERVER.fullmatch(value):
            raise ValueError("write it as smtp://user:password@host:587 or smtps://host:465")
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_sender(cls, value: str) -> str:
        if value and not SENDER.fullmatch(value):
            raise ValueError("write it as ftracker@example.org")
        return value

    @field_validator("secret")
    @classmethod
    def _is_strong(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _strong(value.get_secret_value()):
            raise ValueError(
                f"use at least {SHORTEST_SECRET} random characters, such as openssl rand -hex 32"
                " prints, or leave it out and FTracker makes one"
            )
        return value

    @model_validator(mode="after")
    def _allow_own_names(self) -> Self:
        own = [*LOOPBACK, self.host, *self.allowed_hosts]
        # The class is frozen for everyone else; this completes its making.
        object.__setattr__(self, "allowed_hosts", tuple(dict.fromkeys(own)))
        return self


def load(**given: object) -> Settings:
    """Read the settings; what is `given` and not None goes before the environment.

    Raises SettingsError with one sentence per wrong setting.
    """
    chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**chosen)
    except ValidationError as error:
        raise SettingsError(" ".join(_sentence(detail) for detail in error.errors())) from None


def prepare(data_dir: Path) -> None:
    """Make the data folder if it is not there, closed to other people.

    Raises SettingsError when it cannot be made or written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o711 if _is_root() else 0o700)
        probe = data_dir / f".probe-{os.getpid()}"
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as error:
        raise SettingsError(
            f"The folder {data_dir} cannot be written ({error.strerror}): make it writable for"
            f" this user, or choose another one with {PREFIX}DATA_DIR."
        ) from None


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def _sentence(detail: Any) -> str:
    name = PREFIX + "_".join(str(part) for part in detail["loc"][:1]).upper()
    message = detail["msg"].removeprefix("Value error, ")
    return f"{name} is not usable: {message[:1].lower()}{message[1:]}."


def _strong(secret: str) -> bool:
    return len(secret) >= SHORTEST_SECRET and len(set(secret)) >= FEWEST_LETTERS


def _kept_secret(data_dir: Path) -> str:
    """Read the secret of this data folder; the first call makes it, readable by its owner only."""
    prepare(data_dir)
    path = data_dir / "secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret(path)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    try:
        text = path.read_text().strip()
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError as error:
        raise SettingsError(f"The file {path} cannot be read ({error.strerror}).") from None
    if sys.platform != "win32" and mode & 0o077:
        path.chmod(0o600)
    if not _strong(text):
        raise SettingsError(f"The file {path} holds no strong secret: delete it, and start again.")
    return text
