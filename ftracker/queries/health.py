"""How the installation stands: asked of the server and of the queue, outside of all books."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, column, exists, func, not_, select, table, text
from sqlalchemy.orm import Session

from ftracker.db.scope import Role
from ftracker.domain.health import Failure, Queue, Server, Turn
from ftracker.models import Backup, Household, Membership, User

# A worker shows a sign of life every three seconds.
_LIVES = "coalesce(worker.last_heartbeat > now() - interval '30 seconds', false)"
_DUE = "job.status = 'todo' and coalesce(job.scheduled_at <= now(), true)"
_QUEUE = text(f"""
    select
        count(*) filter (where {_DUE}),
        count(*) filter (where job.status = 'todo' and job.scheduled_at > now()),
        count(*) filter (where job.status = 'doing' and {_LIVES}),
        count(*) filter (where job.status = 'doing' and not {_LIVES}),
        count(*) filter (where job.status = 'failed' and exists (
            select from procrastinate_events event where event.job_id = job.id
            and event.type = 'failed' and event.at > now() - interval '7 days')),
        (select count(*) from procrastinate_workers worker where {_LIVES})
    from procrastinate_jobs job
    left join procrastinate_workers worker on worker.id = job.worker_id
""")  # noqa: S608 (the conditions are written above)
_OLDEST = text(f"""
    select now() - max(event.at) from procrastinate_events event
    where event.job_id = (select min(job.id) from procrastinate_jobs job where {_DUE})
""")  # noqa: S608 (the condition is written above)
_STUCK = text(f"""
    select job.id, exists (select from procrastinate_jobs twin
        where twin.queueing_lock = job.queueing_lock and twin.status = 'todo')
    from procrastinate_jobs job
    left join procrastinate_workers worker on worker.id = job.worker_id
    where job.status = 'doing' and not {_LIVES}
    order by job.id for update of job skip locked
""")  # noqa: S608 (the condition is written above)
_TURNS = text("""
    select distinct on (turn.task_name) turn.task_name, to_timestamp(turn.defer_timestamp),
        coalesce(job.status::text, 'succeeded')
    from procrastinate_periodic_defers turn
    left join procrastinate_jobs job on job.id = turn.job_id
    order by turn.task_name, turn.defer_timestamp desc, turn.id desc
""")
_FAILURES = text("""
    select job.id, job.task_name, job.attempts, max(event.at) as at
    from procrastinate_jobs job
    join procrastinate_events event on event.job_id = job.id and event.type = 'failed'
    where job.status = 'failed'
    group by job.id order by at desc, job.id desc limit :most
""")
_SERVER = text("""
    select current_setting('server_version'), (select version_num from alembic_version), now(),
        pg_database_size(current_database()),
        (select count(*) from pg_stat_activity where backend_type = 'client backend'),
        current_setting('max_connections')::int,
        array(select name from pg_settings where setting = 'off'
            and name in ('fsync', 'full_page_writes') order by name),
        pg_table_size('transactions'),
        (select correlation from pg_stats where schemaname = current_schema()
            and tablename = 'transactions' and attname = 'household_id')
""")
_SEQUENCES = text("""
    select sequence.relname, owner.relname, named.attname
    from pg_class sequence
    join pg_depend link on link.classid = 'pg_class'::regclass and link.objid = sequence.oid
        and link.refclassid = 'pg_class'::regclass and link.deptype in ('a', 'i')
    join pg_class owner on owner.oid = link.refobjid
    join pg_attribute named on named.attrelid = owner.oid and named.attnum = link.refobjsubid
    where sequence.relkind = 'S' and sequence.relnamespace = current_schema()::regnamespace
    order by sequence.relname
""")
_WALLED = text("""
    select not (rolsuper or rolbypassrls) from pg_roles where rolname = current_user
""")


@dataclass(frozen=True, slots=True)
class Lag:
    """A sequence that would give out numbers again which its table holds already."""

    sequence: str
    newest: int


def queue(session: Session) -> Queue:
    """Count the jobs by their state, and the workers that live."""
    oldest: timedelta = session.scalar(_OLDEST) or timedelta(0)
    counts = session.execute(_QUEUE).one()
    waiting, later, running, stuck, failed, workers = counts
    return Queue(waiting, later, running, stuck, failed, workers, max(oldest, timedelta(0)))


def stuck(session: Session) -> list[tuple[int, bool]]:
    """List the jobs whose worker is gone, oldest first, and hold them.

    With each stands whether another one waits that may wait only once.
    """
    return [(job, has_twin) for job, has_twin in session.execute(_STUCK)]


def turns(session: Session) -> list[Turn]:
    """List the jobs of the clock with their last turn, by name."""
    return [Turn(*row) for row in session.execute(_TURNS)]


def failures(session: Session, *, most: int) -> list[Failure]:
    """List the `most` jobs that failed last, newest first."""
    return [Failure(*row) for row in session.execute(_FAILURES, {"most": most})]


def server(session: Session) -> Server:
    """Ask the server what it is, how it was told to keep things, and how they lie."""
    version, schema, now, size, used, most, careless, *lying = session.execute(_SERVER).one()
    return Server(version, schema, now, size, used, most, tuple(careless), *lying)


def proven_at(session: Session) -> datetime | None:
    """Tell when a backup was last seen to be whole."""
    return session.scalar(select(func.max(Backup.verified_at)))


def lags(session: Session) -> list[Lag]:
    """List the sequences that are behind their tables, by name."""
    found = []
    for name, owner, key in session.execute(_SEQUENCES).all():
        behind = session.execute(_behind(name, owner, key)).scalar_one_or_none()
        if behind is not None:
            found.append(Lag(name, behind))
    return found


def is_walled(session: Session) -> bool:
    """Tell whether PostgreSQL hides other households' rows from this session's role."""
    return bool(session.scalar(_WALLED))


def ownerless(session: Session) -> int:
    """Count the households without an owner who can sign in; the session must be a steward's."""
    governs = and_(
        Membership.household_id == Household.id,
        Membership.role == Role.OWNER.value,
        Membership.user_id == User.id,
        not_(User.is_disabled),
    )
    statement = select(func.count()).select_from(Household).where(not_(exists().where(governs)))
    return session.scalars(statement).one()


def homeless(session: Session) -> int:
    """Count the people who belong to no household; the session must be a steward's."""
    # Asked for apart: several servers join people with nothing that lies on one of them.
    belongs = select(Membership.user_id)
    return session.scalars(select(func.count(User.id)).where(User.id.not_in(belongs))).one()


def _behind(name: str, owner: str, key: str) -> Select[int]:
    """Give the newest number of a table, if its sequence would come to it again."""
    counter = table(name, column("last_value"), column("is_called"))
    newest = select(func.max(column(key))).select_from(table(owner)).scalar_subquery()
    returned = newest.label("newest")
    is_behind = newest > counter.c.last_value
    is_due = and_(newest == counter.c.last_value, not_(counter.c.is_called))
    return select(returned).select_from(counter).where(is_behind | is_due)
