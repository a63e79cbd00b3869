"""Backups that are kept here: made one at a time, proven, written down, and let go of in order."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, Door, dumps, locks, migrations, scratch
from ftracker.db.unavailable import Unavailable
from ftracker.domain import backups as rules
from ftracker.domain.backups import Manifest, State
from ftracker.domain.errors import Conflict, DomainError
from ftracker.models import Backup
from ftracker.queries import backups as stored
from ftracker.queries.backups import BackupLine
from ftracker.services import backup_files, backup_rotation, backups, security_events
from ftracker.services.backup_plans import Plan
from ftracker.services.doctor import Check, Level

_LOCK = "ftracker:backups"
_BY_ITSELF = Actor(steward=True, door=Door.JOB)
_MIB = 1024 * 1024
BUSY = "Another backup is under way. Try again when it is done."


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and proven: its file, what it says of itself, and the moments."""

    path: Path
    manifest: Manifest
    verified_at: datetime


def state(session: Session, plan: Plan, *, now: datetime) -> State:
    """Tell how it stands with backups; the session must be a steward's."""
    lines = stored.listing(session)
    until = now + rules.AHEAD
    proven = stored.proofs(session, until=until)
    begun = stored.begun_at(session)
    last = proven[-1] if proven else None
    return State(
        is_on=plan.is_on,
        made_at=stored.newest(session, until=until),
        verified_at=last,
        is_late=plan.is_on and begun is not None and rules.is_late(last, since=begun, now=now),
        problem=lines[0].problem if lines else "",
        is_demo=plan.is_demo,
    )


def checked(session: Session, plan: Plan, *, now: datetime) -> Check:
    """Tell how it stands with backups as one check among others; the session is a steward's."""
    found = state(session, plan, now=now)
    if found.is_demo:
        return Check(Level.NOTE, rules.DEMO)
    if not found.is_on:
        return Check(Level.NOTE, "Backups are switched off (FTRACKER_BACKUPS).")
    last = f"{found.verified_at:%Y-%m-%d %H:%M} UTC" if found.verified_at else "never"
    if found.is_late:
        sentence = f"The last backup that was proven is too old ({last}): run ftracker backup."
        return Check(Level.ERROR, f"{sentence} {found.problem}".rstrip())
    if found.problem:
        return Check(
            Level.NOTE, f"The newest backup did not work (last proven: {last}). {found.problem}"
        )
    if found.verified_at is None:
        return Check(Level.NOTE, "There is no backup yet; the next night makes one.")
    return Check(Level.OK, f"The last backup was proven {last}.")


def listing(session: Session) -> list[BackupLine]:
    """List the backups that were not let go of, the newest first."""
    return stored.listing(session)


def is_there(plan: Plan, line: BackupLine) -> bool:
    """Tell whether a backup's file lies in the folder of backups."""
    return bool(line.size) and (plan.folder / line.file_name).is_file()


def by_command(url: str, plan: Plan, *, path: Path | None, now: datetime) -> Made:
    """Make a backup where somebody wants it, or in the folder of backups, and prove it.

    A file that was there before is replaced only by one that is proven. Raises Conflict while
    another one is under way, Unavailable when it does not work.
    """
    with locks.alone(url, _LOCK) as is_mine:
        if not is_mine:
            raise Conflict(BUSY)
        made = _made(url, plan, path or _named(plan, now), reason="command", now=now)
    with _writing(url) as database:
        note(database, made, reason="command")
        if path is None:
            backup_rotation.let_go(database, plan, now=now)
    return made


def bring_back(
    url: str, path: Path, *, passphrase: str, keep: Callable[[str], None] = lambda _: None
) -> backups.Restored:
    """Restore a backup into an empty installation, and write down that this happened.

    `keep` is given its secret. Raises what `backups.restore` raises.
    """
    found = backups.restore(url, path, passphrase=passphrase, keep=keep)
    with _writing(url) as database, database.session(Actor(steward=True)) as session:
        security_events.record(
            session, "backup.restored", file=path.name, made_at=found.manifest.made_at.isoformat()
        )
    return found


def by_clock(database: Database, plan: Plan, *, now: datetime, is_asked: bool = False) -> bool:
    """Make the backup of this night, prove it, and let go of old ones; tell whether it did.

    Nothing is done while another one is under way, nor when none is due yet, unless somebody asked
    for one. What goes wrong is written down as the backup's problem, and raised.
    """
    url = _address(database)
    with locks.alone(url, _LOCK) as is_mine:
        if not is_mine or not (is_asked or _is_due(database, plan, now)):
            return False
        scratch.clear(url, now=now)
        backup_rotation.clear(plan, now=now)
        path = _named(plan, now)
        reason = "command" if is_asked else "nightly"
        try:
            made = _made(url, plan, path, reason=reason, now=now)
        except Unavailable as bad:
            _note_problem(database, path, str(bad), reason=reason, now=now)
            raise
        note(database, made, reason=reason)
        backup_rotation.let_go(database, plan, now=now)
    return True


def before_upgrade(url: str, plan: Plan, *, now: datetime) -> Made | None:
    """Make a backup and prove it before the schema changes; None where there are no books.

    The schema is still the old one: `note` writes the backup down when it is the new one. Raises
    Unavailable with what to do, for then the schema must stay as it is.
    """
    if not plan.is_on:
        return None
    with migrations.connection(url) as connected:
        if not stored.has_books(connected):
            return None
    try:
        return _made(url, plan, _named(plan, now), reason="upgrade", now=now)
    except Unavailable as bad:
        raise Unavailable(
            f"The database has to be brought up to date, and the backup before that did not work:"
            f" {bad} Nothing was changed. Put that right, or do without it with"
            " FTRACKER_BACKUPS=off."
        ) from bad


def note(database: Database, made: Made, *, reason: str) -> None:
    """Write down that a backup was made and proven."""
    row = Backup(
        file_name=made.path.name,
        reason=reason,
        made_at=made.manifest.made_at,
        size_bytes=made.path.stat().st_size,
        manifest=made.manifest.in_short,
        verified_at=made.verified_at,
    )
    with database.session(_BY_ITSELF) as session:
        session.add(row)
        security_events.record(session, "backup.made", file=row.file_name, reason=reason)


def _made(url: str, plan: Plan, path: Path, *, reason: str, now: datetime) -> Made:
    """Write a backup, prove it, and only then give it its name. Raises Unavailable."""
    waiting = _unproven(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _see_room(url, path.parent)
        backups.make(url, waiting, plan, reason=reason, now=now)
    except OSError as bad:
        raise Unavailable(
            f"The backup {path} cannot be written ({_reason(bad)}): make room or make the folder"
            " writable, or choose another one with FTRACKER_BACKUP_DIR."
        ) from bad
    except SQLAlchemyError as bad:
        raise Unavailable(f"The books could not be read to the end: {_reason(bad)}.") from bad
    return Made(path, _proven(url, plan, waiting, path), datetime.now(UTC))


def _proven(url: str, plan: Plan, waiting: Path, path: Path) -> Manifest:
    """Prove a file that waits for it, and give it its name."""
    try:
        manifest = backups.verify(waiting, passphrase=plan.passphrase, url=url)
        backup_files.rename(waiting, path)
    except (DomainError, Unavailable, OSError, SQLAlchemyError) as bad:
        raise Unavailable(
            f"A backup was written, but could not be proven: {_reason(bad).rstrip('.')}. It is kept"
            f" as {waiting}, and does not count."
        ) from bad
    return manifest


def _reason(bad: Exception) -> str:
    """Say in a few words what went wrong."""
    if isinstance(bad, OSError):
        return bad.strerror or type(bad).__name__
    if isinstance(bad, DBAPIError):
        return str(bad.orig).strip().splitlines()[0]
    return str(bad)


def _unproven(path: Path) -> Path:
    return path.with_name(rules.unproven(path.name))


def _see_room(url: str, folder: Path) -> None:
    """Refuse to fill the disk of the backups, or the one on which the books lie and are proven."""
    with migrations.connection(url) as connected:
        needed, books = 2 * dumps.size(connected), dumps.folder(connected)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Unavailable(
            f"There are {free // _MIB:,} MiB free in {folder}, and a backup with its proof may need"
            f" {needed // _MIB:,} MiB: make room, or choose another folder with"
            " FTRACKER_BACKUP_DIR."
        )
    room = _free(books) if books else None
    if room is not None and room < needed:
        raise Unavailable(
            f"There are {room // _MIB:,} MiB free where the books lie ({books}), and to prove a"
            f" backup beside them may need {needed // _MIB:,} MiB: make room there."
        )


def _free(books: Path) -> int | None:
    """Tell how much room there is where a server says that its files are, if they can be seen."""
    try:
        return shutil.disk_usage(books).free
    except OSError:
        return None


def _is_due(database: Database, plan: Plan, now: datetime) -> bool:
    with database.session(_BY_ITSELF) as session:
        made = stored.newest(session, until=now + rules.AHEAD)
        since = stored.begun_at(session)
    return plan.is_on and rules.is_due(made, since=since, now=now)


def _note_problem(
    database: Database, path: Path, problem: str, *, reason: str, now: datetime
) -> None:
    """Write down what went wrong; a file that could not be proven stays to be looked at."""
    left = _unproven(path)
    size = left.stat().st_size if left.exists() else 0
    row = Backup(
        file_name=left.name if size else path.name,
        reason=reason,
        made_at=now,
        size_bytes=size,
        problem=problem,
    )
    with database.session(_BY_ITSELF) as session:
        session.add(row)


def _named(plan: Plan, now: datetime) -> Path:
    return plan.folder / rules.file_name(now, is_sealed=bool(plan.passphrase))


def _address(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


@contextmanager
def _writing(url: str) -> Iterator[Database]:
    database = Database(url, pool_size=1)
    try:
        yield database
    finally:
        database.close()
