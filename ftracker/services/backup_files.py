"""Files that hold a whole installation, check themselves, and open only to their passphrase.

A backup is a ZIP file whose comment is the checksum of all that stands before it, so that one bit
that is not as it was written is noticed before anything else is believed. Sealed ones are in the
age format: a key that the passphrase opens lies beside what is sealed for that key, because a
passphrase by itself can only seal what fits into memory. Anybody can open both by hand with
`unzip`, `age` and `pg_restore`; the README inside says how.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol
from zipfile import BadZipFile, ZipFile, ZipInfo

import pyrage
from pyrage.x25519 import Identity

from ftracker.domain import backups
from ftracker.domain.backups import Manifest, Part
from ftracker.domain.errors import DomainError

MANIFEST, DUMP, SECRET = "manifest.json", "database.dump", "secret"
_README, _KEY, _SEALED = "README.txt", "key.age", ".age"
_COMMENT = b"sha256:"
_DIGEST_SIZE = 64
_TAIL = len(_COMMENT) + _DIGEST_SIZE
_START = b"PK\x03\x04"
_PIECE = 1024 * 1024
# What a checksum that fits says nothing of: somebody may have put together what is none.
_UNREADABLE = (
    KeyError, OSError, BadZipFile, EOFError, RuntimeError, zlib.error, pyrage.DecryptError,
)  # fmt: skip
_HOW = """This is a backup of FTracker. `ftracker restore FILE` puts it back, `ftracker verify FILE`
proves it.

By hand: unzip the file. If its parts end in .age, open the key with the passphrase, then each part
with the key:

    age --decrypt --output key.txt key.age
    age --decrypt --identity key.txt --output database.dump database.dump.age

database.dump is the database as pg_dump --format=custom wrote it: pg_restore reads it.
manifest.json says how many rows each table has, and what every household's books came to.
"""


class Damaged(DomainError):
    """A file is no backup, not whole, or not as it was written. Nothing was changed."""


class Locked(DomainError):
    """A backup is sealed, and the passphrase is missing or another one."""


class Source(Protocol):
    """Something that is read in pieces."""

    def read(self, size: int = -1, /) -> bytes:
        """Give at most so many bytes, none at the end."""


class Target(Protocol):
    """Something that is written in pieces."""

    def write(self, piece: bytes, /) -> int:
        """Take all bytes."""


class Writer:
    """Puts parts into a backup that is being written."""

    def __init__(self, whole: ZipFile, key: Identity | None) -> None:
        self._whole, self._key = whole, key
        self.parts: dict[str, Part] = {}

    def add(self, name: str, source: Source) -> None:
        """Put a part in, sealed if the backup is."""
        counted = _Counted(source)
        inside = ZipInfo(name + (_SEALED if self._key else ""))
        inside.external_attr = 0o600 << 16
        with self._whole.open(inside, "w", force_zip64=True) as entry:
            if self._key:
                pyrage.encrypt_io(counted, entry, [self._key.to_public()])
            else:
                shutil.copyfileobj(counted, entry, _PIECE)
        self.parts[name] = counted.part


class Reader:
    """A backup whose checksum fits; `manifest` is what it says of itself."""

    def __init__(self, whole: ZipFile, key: Identity | None) -> None:
        self._whole, self._key = whole, key
        self.is_sealed = key is not None
        self.manifest = self._manifest()

    def copy(self, name: str, target: Target) -> None:
        """Write a part out; raises Damaged when it is not what the manifest says of it."""
        counted = _Counting(target)
        try:
            self._copy(name, counted)
        except _UNREADABLE as bad:
            if counted.refusal is not None:
                raise counted.refusal from None
            raise Damaged(f"The part {name} of this backup cannot be read.") from bad
        if counted.part != self.manifest.parts.get(name):
            raise Damaged(f"The part {name} of this backup is not what was written.")

    def text(self, name: str) -> str:
        """Give a small part as text."""
        with tempfile.TemporaryFile() as file:
            self.copy(name, file)
            file.seek(0)
            return file.read().decode()

    def _copy(self, name: str, target: Target) -> None:
        with self._whole.open(name + (_SEALED if self._key else "")) as entry:
            if self._key:
                pyrage.decrypt_io(entry, target, [self._key])
            else:
                shutil.copyfileobj(entry, target, _PIECE)

    def _manifest(self) -> Manifest:
        with tempfile.TemporaryFile() as file:
            try:
                self._copy(MANIFEST, file)
                file.seek(0)
                given = json.load(file)
                _refuse_newer(given)
                return backups.read(given)
            except (TypeError, ValueError, AttributeError, *_UNREADABLE) as bad:
                raise Damaged("This backup does not say what is in it.") from bad


@contextmanager
def writing(path: Path, passphrase: str = "") -> Iterator[Writer]:
    """Write a backup, readable by its owner only, sealed if there is a passphrase.

    It has its name once it is whole and on the disk; what an error leaves is taken away.
    """
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    try:
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            with ZipFile(file, "w") as whole:
                whole.comment = _COMMENT + b"0" * _DIGEST_SIZE
                whole.writestr(_README, _HOW)
                yield Writer(whole, _new_key(whole, passphrase))
            file.seek(-_DIGEST_SIZE, os.SEEK_END)
            file.write(_digest(file))
            file.flush()
            os.fsync(file.fileno())
        rename(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def rename(path: Path, name: Path) -> None:
    """Give a file another name, for good: it is on the disk, and what bore the name is gone."""
    path.replace(name)
    _sync_folder(name.parent)


@contextmanager
def reading(path: Path, passphrase: str = "") -> Iterator[Reader]:
    """Open a backup once its checksum is seen to fit.

    Raises Damaged for what is no backup or not as it was written, Locked without the passphrase.
    """
    with path.open("rb") as file:
        _check(file, path.name)
        try:
            with ZipFile(file) as whole:
                yield Reader(whole, _key(whole, passphrase))
        except BadZipFile as bad:
            raise Damaged(f"{path.name} is no backup of FTracker.") from bad


class _Counted:
    """Passes a source on, and knows its size and checksum in the end."""

    def __init__(self, source: Source) -> None:
        self._source, self._hash, self._size = source, hashlib.sha256(), 0

    def read(self, size: int = -1, /) -> bytes:
        """Read on."""
        piece = self._source.read(size)
        self._hash.update(piece)
        self._size += len(piece)
        return piece

    @property
    def part(self) -> Part:
        """What was read."""
        return Part(self._size, self._hash.hexdigest())


class _Counting:
    """Passes pieces to a target, and knows their size and checksum in the end."""

    def __init__(self, target: Target) -> None:
        self._target, self._hash, self._size = target, hashlib.sha256(), 0
        self.refusal: OSError | None = None

    def write(self, piece: bytes, /) -> int:
        """Write on."""
        self._hash.update(piece)
        self._size += len(piece)
        try:
            self._target.write(piece)
        except OSError as bad:
            # What seals and opens would say no more than that something did not work.
            self.refusal = bad
            raise
        return len(piece)

    def flush(self) -> None:
        """Wait for nothing: the target is flushed by its owner."""

    @property
    def part(self) -> Part:
        """What was written."""
        return Part(self._size, self._hash.hexdigest())


def _new_key(whole: ZipFile, passphrase: str) -> Identity | None:
    if not passphrase:
        return None
    key = Identity.generate()
    whole.writestr(_KEY, pyrage.passphrase.encrypt(f"{key}\n".encode(), passphrase))
    return key


def _key(whole: ZipFile, passphrase: str) -> Identity | None:
    if _KEY not in whole.namelist():
        return None
    if not passphrase:
        raise Locked("This backup is sealed: give its passphrase.")
    try:
        opened = pyrage.passphrase.decrypt(whole.read(_KEY), passphrase)
        return Identity.from_str(opened.decode().strip())
    except (pyrage.DecryptError, pyrage.IdentityError, ValueError):
        raise Locked("The passphrase does not open this backup.") from None


def _check(file: IO[bytes], name: str) -> None:
    size = file.seek(0, os.SEEK_END)
    if not size:
        raise Damaged(f"{name} is empty. Nothing was changed.")
    file.seek(0)
    start = file.read(len(_START))
    if start != _START and not _START.startswith(start):
        raise Damaged(f"{name} is no backup of FTracker, or its beginning is damaged.")
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    if size < _TAIL or not tail.startswith(_COMMENT):
        raise Damaged(f"{name} is no backup of FTracker, or its end is missing.")
    if _digest(file) != tail[len(_COMMENT) :]:
        raise Damaged(f"{name} is damaged: its checksum does not fit. Take another backup.")


def _digest(file: IO[bytes]) -> bytes:
    """Sum up all but the checksum itself, from the disk; leaves the file where that begins."""
    left = file.seek(0, os.SEEK_END) - _DIGEST_SIZE
    file.seek(0)
    found = hashlib.sha256()
    while left:
        piece = file.read(min(left, _PIECE))
        found.update(piece)
        left -= len(piece)
    return found.hexdigest().encode()


def _refuse_newer(given: dict[str, Any]) -> None:
    if int(given["format"]) > backups.FORMAT:
        raise Damaged(
            f"This backup was written by a newer FTracker ({given['version']}): install that"
            " version, then restore it. Nothing was changed."
        )


def _sync_folder(folder: Path) -> None:
    """Let the name itself be on the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
