"""How the installation stands: looked over for its owners, its watchers and the doctor.

A session `outside` stands outside of all books (`Database.outside`).
"""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ftracker.config import Settings
from ftracker.domain import health as rules
from ftracker.domain.checkups import Check, error, note, well
from ftracker.domain.health import Connections, Disk, Glance, Health
from ftracker.queries import health as stored
from ftracker.services import advice, backup_keeping
from ftracker.services.backup_plans import Plan

MOST_FAILURES = 10
_AGAIN = text("select procrastinate_retry_job_v2(:job, now(), null, null, null)")
_FORGET = text("select procrastinate_finish_job_v1(:job, 'aborted', true)")


def look(
    outside: Session,
    steward: Session,
    settings: Settings,
    *,
    now: datetime,
    is_demo: bool = False,
) -> Health:
    """Look over all that does not lie in books; `steward` is a session of a steward's."""
    server, queue = stored.server(outside), stored.queue(outside)
    disk = _disk(settings.data_dir)
    checks = [
        well(f"The schema is up to date ({server.schema})."),
        *rules.of_server(server, now=now),
        _sequences(outside),
        *rules.of_queue(queue),
        backup_keeping.checked(steward, Plan.of(settings, is_demo=is_demo), now=now),
        rules.of_disk(disk),
        *advice.of_settings(settings),
        _wall(steward),
        *_people(steward),
    ]
    turns, failures = stored.turns(outside), stored.failures(outside, most=MOST_FAILURES)
    proven_at = stored.proven_at(outside)
    return Health(server, queue, proven_at, disk, turns, failures, checks)


def glance(outside: Session, *, version: str, connections: Connections, now: datetime) -> Glance:
    """Tell what changes all the time, for those who ask every few seconds."""
    proven_at = stored.proven_at(outside)
    age = now - proven_at if proven_at else None
    return Glance(version, True, connections, stored.queue(outside), age)  # noqa: FBT003 (it answers)


def repair(outside: Session) -> None:
    """Give jobs whose worker is gone back to the queue, and let sequences go on after their rows.

    The sequences first: giving back writes to the queue's own tables.
    """
    for lag in stored.lags(outside):
        outside.execute(select(func.setval(lag.sequence, lag.newest)))
    for job, has_twin in stored.stuck(outside):
        outside.execute(_FORGET if has_twin else _AGAIN, {"job": job})


def _sequences(session: Session) -> Check:
    lags = stored.lags(session)
    if not lags:
        return well("Every sequence is past the rows of its table.")
    return error(
        f"{', '.join(lag.sequence for lag in lags)} would give out numbers twice.",
        "--repair lets them go on after the newest row.",
    )


def _wall(session: Session) -> Check:
    if stored.is_walled(session):
        return well("PostgreSQL itself keeps the households apart.")
    return note(
        "PostgreSQL does not keep the households apart: its user is above row-level security, so"
        " only FTracker's own conditions do.",
        "Let the database's user be no superuser, or grant it the role ftracker_app.",
    )


def _people(steward: Session) -> Iterator[Check]:
    """Look for households that nobody can lead, and people who can go nowhere."""
    households, people = stored.ownerless(steward), stored.homeless(steward)
    if households:
        homes = "1 household" if households == 1 else f"{households:,} households"
        yield note(
            f"{homes} without an owner who can sign in.",
            "Let one in again (ftracker user enable), or add one (ftracker user add --role owner).",
        )
    else:
        yield well("Every household has an owner who can sign in.")
    if people:
        who = "1 person belongs" if people == 1 else f"{people:,} people belong"
        yield note(
            f"{who} to no household: they can sign in nowhere.",
            "Add them to one: ftracker user add.",
        )
    else:
        yield well("Every person belongs to a household.")


def _disk(folder: Path) -> Disk:
    usage = shutil.disk_usage(folder)
    return Disk(usage.free, usage.total)
