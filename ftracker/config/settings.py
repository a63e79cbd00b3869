"""Settings from the environment and from files: one class."""

import ipaddress
import os
import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from ftracker.config import folders
from ftracker.config.folders import (
    PREFIX,
    SHORTEST_SECRET,
    SettingsError,
    default_data_dir,
)

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# Hosting services write the scheme in its old, short form, too.
DRIVERS = ("postgresql", "postgres", "postgresql+psycopg")
NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+")
ADDRESS = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")
MAIL_SERVER = re.compile(r"smtps?://([!-?A-~]+@)?[A-Za-z0-9.\[\]:-]+/?")
SENDER = re.compile(r"[!-?A-~]+@[A-Za-z0-9.-]+")
MIB = 1024 * 1024

# A list is written with commas; pydantic would ask for JSON.
Names = Annotated[tuple[str, ...], NoDecode]


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
    backups: bool = True
    backup_dir: Path | None = None
    backup_passphrase: SecretStr | None = None
    backup_keep_daily: int = Field(default=7, ge=1)
    backup_keep_weekly: int = Field(default=4, ge=0)
    backup_keep_monthly: int = Field(default=12, ge=0)
    # A sign-in provider, by OpenID Connect.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_name: str = "Single sign-on"
    oidc_trust_email: bool = False
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["logfmt", "json"] = "logfmt"
    slow_query_ms: int = Field(default=500, ge=0)
    metrics_token: SecretStr | None = None

    @cached_property
    def secret_text(self) -> str:
        """Give the secret that signs tokens; without a setting, the one kept in the data folder."""
        return self.secret.get_secret_value() if self.secret else folders.kept_secret(self.data_dir)

    @property
    def backup_folder(self) -> Path:
        """Give the folder that backups are kept in."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def sub_path(self) -> str:
        """Give the folder of the address that FTracker lives in, such as /money, or nothing."""
        return urlsplit(self.url).path

    @field_validator("allowed_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("data_dir", "backup_dir")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return value.expanduser().resolve() if value else None

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
            raise ValueError("write it as https://money.example.org, or https://example.org/money")
        return value.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _is_issuer(cls, value: str) -> str:
        where = urlsplit(value)
        is_close = where.scheme == "http" and where.hostname in LOOPBACK
        if value and not (ADDRESS.fullmatch(value) and (where.scheme == "https" or is_close)):
            raise ValueError("write it as https://id.example.org, just as the provider does")
        return value

    @field_validator("oidc_client_id")
    @classmethod
    def _is_given_with_issuer(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("oidc_issuer") and not value:
            raise ValueError(f"{PREFIX}OIDC_ISSUER is set, and the provider asks who FTracker is")
        return value

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
        if value is not None and not folders.is_strong(value.get_secret_value()):
            raise ValueError(
                f"use at least {SHORTEST_SECRET} random characters, such as openssl rand -hex 32"
                " prints, or leave it out and FTracker makes one"
            )
        return value

    @field_validator("metrics_token")
    @classmethod
    def _is_hard_to_guess(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not folders.is_strong(value.get_secret_value()):
            raise ValueError(
                f"use at least {SHORTEST_SECRET} random characters, such as openssl rand -hex 32"
                " prints, or leave it out: then only this machine itself may ask"
            )
        return value

    @model_validator(mode="after")
    def _allow_own_names(self) -> Self:
        own = [*LOOPBACK, self.host, *self.allowed_hosts]
        if reached_by := urlsplit(self.url).hostname:
            own.append(reached_by)
        # The class is frozen for everyone else; this completes its making.
        object.__setattr__(self, "allowed_hosts", tuple(dict.fromkeys(own)))
        return self


def load(**given: object) -> Settings:
    """Read the settings; what is `given` and not None goes before files and the environment.

    Raises SettingsError with one sentence per wrong setting.
    """
    chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    chosen = _from_files() | chosen
    try:
        return Settings(**chosen)
    except ValidationError as error:
        raise SettingsError(" ".join(_sentence(detail) for detail in error.errors())) from None


def _from_files() -> dict[str, str]:
    """Read what stands in files: `FTRACKER_SECRET_FILE` names the file of `FTRACKER_SECRET`."""
    places = {name: f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    named = {name: path for name, key in places.items() if (path := os.environ.get(f"{key}_FILE"))}
    for name in named:
        if os.environ.get(places[name]):
            key = places[name]
            raise SettingsError(f"{key} and {key}_FILE are both set: leave one of them out.")
    return {name: _content(f"{places[name]}_FILE", path) for name, path in named.items()}


def _content(key: str, path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as bad:
        why = (isinstance(bad, OSError) and bad.strerror) or "It is no text"
        raise SettingsError(f"{key} is not usable: {path} cannot be read ({why}).") from None


def _sentence(detail: Any) -> str:
    name = PREFIX + "_".join(str(part) for part in detail["loc"][:1]).upper()
    message = detail["msg"].removeprefix("Value error, ")
    return f"{name} is not usable: {message[:1].lower()}{message[1:]}."
