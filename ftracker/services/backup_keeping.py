"""Backups that are kept here: made one at a time, proven, written down, and let go of in order."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from ftracker.db import Actor, Database, Door, dumps, locks, migrations, scratch
from ftracker.db.unavailable import Unavailable
from ftracker.domain import backups as rules
from ftracker.domain.backups import Manifest, State
from ftracker.domain.errors import Conflict, DomainError
from ftracker.models import Backup
from ftracker.queries import backups as stored
from ftracker.queries.backups import BackupLine
from ftracker.services import backups, security_events
from ftracker.services.backup_plans import Plan
from ftracker.services.doctor import Check, Level

_LOCK = "ftracker:backups"
_BY_ITSELF = Actor(steward=True, door=Door.JOB)
_MIB = 1024 * 1024
_WAY_BACK = timedelta(days=31)
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
    proven = stored.proofs(session)
    begun = stored.begun_at(session)
    last = proven[-1] if proven else None
    return State(
        is_on=plan.is_on,
        made_at=stored.newest(session),
        verified_at=last,
        is_late=plan.is_on and begun is not None and rules.is_late(last, since=begun, now=now),
        problem=lines[0].problem if lines else "",
    )


def checked(session: Session, plan: Plan, *, now: datetime) -> Check:
    """Tell how it stands with backups as one check among others; the session is a steward's."""
    found = state(session, plan, now=now)
    if not found.is_on:
        return Check(Level.NOTE, "Backups are switched off (FTRACKER_BACKUPS).")
    last = f"{found.verified_at:%Y-%m-%d %H:%M} UTC" if found.verified_at else "never"
    if found.is_late:
        sentence = f"The last backup that was proven is too old ({last}): run ftracker backup."
        return Check(Level.ERROR, f"{sentence} {found.problem}".rstrip())
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

    Raises Conflict while another one is under way, Unavailable or Damaged when it does not work.
    """
    with locks.alone(url, _LOCK) as is_mine:
        if not is_mine:
            raise Conflict(BUSY)
        made = _made(url, plan, path or _named(plan, now), reason="command", now=now)
    with _writing(url) as database:
        note(database, made, reason="command")
        if path is None:
            let_go(database, plan, now=now)
    return made


def bring_back(url: str, path: Path, *, passphrase: str) -> backups.Restored:
    """Restore a backup into an empty installation, and write down that this happened."""
    found = backups.restore(url, path, passphrase=passphrase)
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
        path = _named(plan, now)
        try:
            made = _made(url, plan, path, reason="nightly", now=now)
        except (DomainError, Unavailable) as bad:
            _note_problem(database, path, str(bad), now=now)
            raise
        note(database, made, reason="command" if is_asked else "nightly")
        let_go(database, plan, now=now)
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
    except (DomainError, Unavailable) as bad:
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


def let_go(database: Database, plan: Plan, *, now: datetime) -> list[str]:
    """Delete the files in the folder that the plan keeps no longer, and name them.

    Only files that bear a backup's own name are looked at. One that was never proven makes no
    place for itself: it neither stays for its day nor pushes another one out. One of before an
    upgrade stays for a month beside the others: it is the way back.
    """
    with database.session(_BY_ITSELF) as session:
        lines = stored.listing(session)
        proven = {one.file_name for one in lines if one.verified_at and not _is_apart(one, now)}
        found = {
            stamp: path
            for path in plan.folder.glob(f"{rules.PREFIX}*{rules.SUFFIX}")
            if path.name in proven and (stamp := rules.stamp(path.name))
        }
        stay = rules.kept(found, plan.keep)
        gone = [path for stamp, path in sorted(found.items()) if stamp not in stay]
        for path in gone:
            path.unlink(missing_ok=True)
        names = [path.name for path in gone]
        session.execute(update(Backup).where(Backup.file_name.in_(names)).values(deleted_at=now))
    return names


def _is_apart(line: BackupLine, now: datetime) -> bool:
    return line.reason == "upgrade" and now - line.made_at < _WAY_BACK


def _made(url: str, plan: Plan, path: Path, *, reason: str, now: datetime) -> Made:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _see_room(url, path.parent)
        backups.make(url, path, plan, reason=reason, now=now)
        manifest = backups.verify(path, passphrase=plan.passphrase, url=url)
    except OSError as bad:
        raise Unavailable(
            f"The backup {path} cannot be written ({bad.strerror or type(bad).__name__}): make room"
            " or make the folder writable, or choose another one with FTRACKER_BACKUP_DIR."
        ) from bad
    return Made(path, manifest, datetime.now(UTC))


def _see_room(url: str, folder: Path) -> None:
    """Refuse to fill the disk that the books themselves may lie on."""
    with migrations.connection(url) as connected:
        needed = dumps.size(connected)
    free = shutil.disk_usage(folder).free
    if free < 2 * needed:
        raise Unavailable(
            f"There are {free // _MIB:,} MiB free in {folder}, and a backup with its proof may need"
            f" {2 * needed // _MIB:,} MiB: make room, or choose another folder with"
            " FTRACKER_BACKUP_DIR."
        )


def _is_due(database: Database, plan: Plan, now: datetime) -> bool:
    with database.session(_BY_ITSELF) as session:
        made, since = stored.newest(session), stored.begun_at(session)
    return plan.is_on and rules.is_due(made, since=since, now=now)


def _note_problem(database: Database, path: Path, problem: str, *, now: datetime) -> None:
    """Write down what went wrong; a file that could not be proven stays to be looked at."""
    size = path.stat().st_size if path.exists() else 0
    row = Backup(
        file_name=path.name, reason="nightly", made_at=now, size_bytes=size, problem=problem
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
