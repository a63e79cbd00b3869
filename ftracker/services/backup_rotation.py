"""Backups that are let go of, in order: nothing goes before something newer is proven."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from ftracker.db import Actor, Database, Door
from ftracker.domain import backups as rules
from ftracker.models import Backup
from ftracker.queries import backups as stored
from ftracker.queries.backups import BackupLine
from ftracker.services.backup_plans import Plan

_BY_ITSELF = Actor(steward=True, door=Door.JOB)
_WAY_BACK = timedelta(days=31)
# No backup is written that long.
_LONGEST = timedelta(days=1)


def let_go(database: Database, plan: Plan, *, now: datetime) -> list[str]:
    """Delete the files in the folder that the plan keeps no longer, and name them.

    Only files that bear a backup's own name are looked at. One that was never proven makes no
    place for itself: it neither stays for its day nor pushes another one out, and goes when it
    was given up. One of before an upgrade stays for a month beside the others: it is the way back.
    """
    with database.session(_BY_ITSELF) as session:
        lines = stored.listing(session)
        there = _there(plan)
        proven = {one.file_name: one for one in lines if one.verified_at}
        newest = max((at for name, at in there.items() if name in proven), default=None)
        over = {one.file_name for one in lines if _is_over(one, newest, now)}
        gone = [*_rotated(there, proven, plan, now), *_unproven(there, over, newest, now)]
        for name in gone:
            (plan.folder / name).unlink(missing_ok=True)
        ids = [one.id for one in lines if one.file_name in {*gone, *over}]
        session.execute(update(Backup).where(Backup.id.in_(ids)).values(deleted_at=now))
    return gone


def clear(plan: Plan, *, now: datetime) -> None:
    """Delete what programs that were killed in the middle of writing left in the folder."""
    for path in plan.folder.glob(f".{rules.PREFIX}*.new"):
        if now - datetime.fromtimestamp(path.stat().st_mtime, UTC) > _LONGEST:
            path.unlink(missing_ok=True)


def _there(plan: Plan) -> dict[str, datetime]:
    """Find what lies in the folder under a backup's name, with the moment in it."""
    found: list[Path] = sorted(plan.folder.glob(f"{rules.PREFIX}*{rules.SUFFIX}"))
    return {path.name: at for path in found if (at := rules.stamp(path.name))}


def _rotated(
    there: dict[str, datetime], proven: dict[str, BackupLine], plan: Plan, now: datetime
) -> list[str]:
    """Name the proven ones that the plan keeps no longer, oldest first."""
    found = {
        name: at
        for name, at in there.items()
        if name in proven and not _is_apart(proven[name], now)
    }
    stay = rules.kept(found.values(), plan.keep)
    return [name for name, at in found.items() if at not in stay]


def _unproven(
    there: dict[str, datetime], over: set[str], newest: datetime | None, now: datetime
) -> list[str]:
    """Name those that were given up: their name says that they were not proven, or the list."""
    return [
        name
        for name, at in there.items()
        if name in over
        or (rules.is_unproven(name) and rules.is_given_up(at, proven=newest, now=now))
    ]


def _is_over(line: BackupLine, newest: datetime | None, now: datetime) -> bool:
    """Tell whether a try that came to nothing needs no mention any more."""
    is_failed = line.verified_at is None
    return is_failed and rules.is_given_up(line.made_at, proven=newest, now=now)


def _is_apart(line: BackupLine, now: datetime) -> bool:
    return line.reason == "upgrade" and now - line.made_at < _WAY_BACK
