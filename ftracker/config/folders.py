"""The data folder: where it is, and the secret that is made and kept in it."""

import os
import secrets
import stat
import sys
from pathlib import Path

import platformdirs

PREFIX = "FTRACKER_"
SHORTEST_SECRET = 32
FEWEST_LETTERS = 10


class SettingsError(Exception):
    """A setting cannot be used; the message says which one and what to do."""


def default_data_dir() -> Path:
    """Give the folder of this user's books; root's lie where a service keeps its state."""
    if os.name == "posix" and os.geteuid() == 0:
        return Path("/var/lib/ftracker")
    return Path(platformdirs.user_data_dir("ftracker", appauthor=False))


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


def keep_secret(data_dir: Path, secret: str) -> None:
    """Let the data folder's secret be this one from now on, readable by its owner only."""
    prepare(data_dir)
    draft = data_dir / ".secret.new"
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(data_dir / "secret")


def kept_secret(data_dir: Path) -> str:
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
    if not is_strong(text):
        raise SettingsError(f"The file {path} holds no strong secret: delete it, and start again.")
    return text


def is_strong(secret: str) -> bool:
    """Tell whether a secret is long enough and not of a few letters only."""
    return len(secret) >= SHORTEST_SECRET and len(set(secret)) >= FEWEST_LETTERS


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0
