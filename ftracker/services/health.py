"""How the installation stands: looked over for its owners, its watchers and the doctor.

The sessions here stand outside of all books (`Database.outside`), unless it is said.
"""

import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ftracker.config import Settings
from ftracker.domain import health as rules
from ftracker.domain.checkups import Finding, error, note, well
from ftracker.domain.health import Connections, Disk, Glance, Health
from ftracker.queries import health as stored
from ftracker.services import advice

MOST_FAILURES = 10
_AGAIN = text("select procrastinate_retry_job_v2(:job, now(), null, null, null)")
_FORGET = text("select procrastinate_finish_job_v1(:job, 'aborted', true)")


def look(session: Session, settings: Settings, *, now: datetime) -> Health:
    """Look over all that does not lie in books."""
    server, queue, backups = (
        stored.server(session),
        stored.queue(session),
        stored.backups(session),
    )
    disk = _disk(settings.data_dir)
    findings = [
        well(f"The schema is up to date ({server.schema})."),
        *rules.of_server(server, now=now),
        _sequences(session),
        *rules.of_queue(queue),
        rules.of_backups(backups, now=now),
        rules.of_disk(disk),
        *advice.of_settings(settings),
    ]
    turns, failures = stored.turns(session), stored.failures(session, most=MOST_FAILURES)
    return Health(server, queue, backups, disk, turns, failures, findings)


def glance(session: Session, *, version: str, connections: Connections, now: datetime) -> Glance:
    """Tell what changes all the time, for those who ask every few seconds."""
    verified_at = stored.backups(session).verified_at
    age = now - verified_at if verified_at else None
    return Glance(version, True, connections, stored.queue(session), age)  # noqa: FBT003 (it answers)


def people(session: Session) -> list[Finding]:
    """Look for households and people that nobody can reach; the session must be a steward's."""
    return [_wall(session), _ownerless(session), _homeless(session)]


def repair(session: Session) -> None:
    """Give jobs whose worker is gone back to the queue, and let sequences go on after their rows.

    The sequences first: giving back writes to the queue's own tables.
    """
    for lag in stored.lags(session):
        session.execute(select(func.setval(lag.sequence, lag.newest)))
    for job, has_twin in stored.stuck(session):
        session.execute(_FORGET if has_twin else _AGAIN, {"job": job})


def _sequences(session: Session) -> Finding:
    lags = stored.lags(session)
    if not lags:
        return well("Every sequence is past the rows of its table.")
    return error(
        f"{', '.join(lag.sequence for lag in lags)} would give out numbers twice.",
        "--repair lets them go on after the newest row.",
    )


def _wall(session: Session) -> Finding:
    if stored.is_walled(session):
        return well("PostgreSQL itself keeps the households apart.")
    return note(
        "PostgreSQL does not keep the households apart: its user is above row-level security, so"
        " only FTracker's own conditions do.",
        "Let the database's user be no superuser, or grant it the role ftracker_app.",
    )


def _ownerless(session: Session) -> Finding:
    count = stored.ownerless(session)
    if not count:
        return well("Every household has an owner who can sign in.")
    return note(
        f"{count:,} household{'' if count == 1 else 's'} without an owner who can sign in.",
        "Let one in again (ftracker user enable), or add one (ftracker user add --role owner).",
    )


def _homeless(session: Session) -> Finding:
    count = stored.homeless(session)
    if not count:
        return well("Every person belongs to a household.")
    who = "1 person belongs" if count == 1 else f"{count:,} people belong"
    return note(
        f"{who} to no household: they can sign in nowhere.",
        "Add them to one: ftracker user add.",
    )


def _disk(folder: Path) -> Disk:
    usage = shutil.disk_usage(folder)
    return Disk(usage.free, usage.total)
