"""What the settings say that is worth a second thought."""

import ipaddress
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ftracker.config import PREFIX, Settings
from ftracker.config.settings import LOOPBACK
from ftracker.domain.checkups import Check, error, note, well


def of_settings(settings: Settings) -> list[Check]:
    """Judge the settings; one sentence says so when nothing is to be said."""
    found = [*_doors(settings), *_messages(settings), *_habits(settings), *_folder(settings)]
    return found or [well("The settings are sound.")]


def _doors(settings: Settings) -> Iterator[Check]:
    is_open = settings.host not in LOOPBACK
    if settings.url.startswith("https://") and not settings.https:
        yield note(
            f"{PREFIX}URL is an address of https, and {PREFIX}HTTPS is not set: the cookie may be"
            " sent without it.",
            f"Set {PREFIX}HTTPS=true.",
        )
    if is_open and not settings.https:
        yield note(
            f"FTracker listens on {settings.host} without https: who is between can read along.",
            f"Put a proxy with a certificate in front, and set {PREFIX}HTTPS=true.",
        )
    if any(ipaddress.ip_network(one).prefixlen == 0 for one in settings.trusted_proxies):
        yield error(
            f"{PREFIX}TRUSTED_PROXIES believes everybody: whoever asks can claim any address, and"
            " the brakes on wrong passwords do not hold.",
            "Name the addresses of your proxies only.",
        )
    if settings.registration_open:
        yield note(
            "Everybody who reaches FTracker can make a household.",
            f"Unless that is meant, take {PREFIX}REGISTRATION_OPEN away.",
        )


def _messages(settings: Settings) -> Iterator[Check]:
    if bool(settings.smtp_url) != bool(settings.mail_from):
        missing = "MAIL_FROM" if settings.smtp_url else "SMTP_URL"
        yield note(
            f"No e-mail is sent: {PREFIX}{missing} is missing.",
            f"Set {PREFIX}{missing}, or take the other one away.",
        )
    if settings.smtp_url and not settings.url:
        yield note(
            "Messages carry no links: FTracker does not know its own address.",
            f"Set {PREFIX}URL.",
        )


def _habits(settings: Settings) -> Iterator[Check]:
    if settings.log_level == "debug":
        yield note("Everything is logged, which is much.", f"Set {PREFIX}LOG_LEVEL=info.")


def _folder(settings: Settings) -> Iterator[Check]:
    """Look who else may write to the data folder, or read the secret in it."""
    if os.name != "posix":
        return
    folder, secret = settings.data_dir, settings.data_dir / "secret"
    if _mode(folder) & 0o022:
        yield error(f"Other users of this machine may write to {folder}.", f"chmod go-w {folder}")
    if secret.exists() and _mode(secret) & 0o077:
        yield error(f"Other users of this machine may read {secret}.", f"chmod 600 {secret}")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
