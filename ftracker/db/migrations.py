"""The schema, brought up to date at every start."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from ftracker.db import distribution, restoring, rights
from ftracker.db.unavailable import Unavailable

OLDEST_SERVER = 15
CONNECT_SECONDS = 5
# Any number does, as long as no other program locks it: the letters "FTRK".
LOCK = 0x4654524B
QUEUE = "procrastinate_"


def upgrade(
    url: str,
    target: str = "head",
    *,
    before: Callable[[str], object] | None = None,
    is_restoring: bool = False,
) -> None:
    """Bring the schema to the newest revision, whole or not at all.

    Where there is an older schema to change, `before` is called first with the address, while all
    others wait. Processes that start together wait for each other. Raises Unavailable when the
    server does not answer, is older than PostgreSQL 15, or holds a schema that this version does
    not know, or half a restore.
    """
    with connection(url) as connected:
        config = configuration(connected)
        _refuse_old_server(connected)
        wait_for_others(connected)
        if not is_restoring:
            restoring.refuse_half(connected)
        known = revisions(config)
        at = heads(connected)
        _refuse_newer_schema(at, known)
        _stay_here(connected)
        if target != "head" or at != tuple(known[:1]):
            if before is not None and at:
                before(url)
            command.upgrade(config, target)
            distribution.settle(connected)
        rights.join(connected)


def heads(connected: Connection) -> tuple[str, ...]:
    """Name the revisions that a database's schema is at; none where there is no schema."""
    return MigrationContext.configure(connected).get_current_heads()


def wait_for_others(connected: Connection) -> None:
    """Let nobody else change the schema until this transaction ends, or the process is killed."""
    connected.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Tell whether a thing of the schema is ours to compare: the queue's tables are its own."""
    return kind != "table" or not (name or "").startswith(QUEUE)


def downgrade(url: str, target: str) -> None:
    """Take the schema back to the revision `target`; "base" leaves an empty database."""
    with connection(url) as connected:
        command.downgrade(configuration(connected), target)


def forget(url: str) -> None:
    """Take away the table in which an empty database remembers its revision: none."""
    with connection(url) as connected:
        connected.execute(text("drop table if exists alembic_version"))


@contextmanager
def connection(url: str) -> Iterator[Connection]:
    """Connect once, in a transaction that is committed at the end; raises Unavailable."""
    try:
        address = make_url(url)
    except ArgumentError:
        raise Unavailable("FTRACKER_DATABASE_URL is not the address of a database.") from None
    address = address.set(drivername="postgresql+psycopg")
    options = {"connect_timeout": CONNECT_SECONDS, "prepare_threshold": None}
    engine = create_engine(address, poolclass=NullPool, connect_args=options)
    try:
        opened = engine.connect()
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[-1].strip().rstrip(".?")
        raise Unavailable(
            f"The database at {address.host or 'the local socket'} cannot be reached: {reason}."
            " Check FTRACKER_DATABASE_URL, and that the server runs."
        ) from None
    try:
        with opened, opened.begin():
            yield opened
    except ProgrammingError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            raise Unavailable(
                f"The database's user {address.username} may not change the schema: make it the"
                f" owner of the database {address.database}."
            ) from None
        raise


def configuration(connected: Connection | None = None) -> Config:
    """Tell alembic where the migrations lie and, if there is one, which connection to use."""
    config = Config(attributes={"connection": connected})
    # The option is formatted with %, which a path may contain.
    config.set_main_option("script_location", str(_scripts()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def revisions(config: Config) -> list[str]:
    """Name all revisions that this version knows, the newest first."""
    script = ScriptDirectory.from_config(config)
    return [revision.revision for revision in script.walk_revisions()]


def _scripts() -> Path:
    """Find the migrations: a wheel carries them here, a clone has them at its top."""
    packed = Path(__file__).with_name("alembic")
    return packed if packed.is_dir() else Path(__file__).parents[2] / "alembic"


def _stay_here(connected: Connection) -> None:
    """Let Citus, where it is, make nothing elsewhere before the books are distributed."""
    if distribution.has_citus(connected) and not distribution.is_distributed(connected):
        connected.execute(text("set local citus.enable_ddl_propagation = off"))


def _refuse_old_server(connected: Connection) -> None:
    found = int((connected.dialect.server_version_info or (0,))[0])
    if found < OLDEST_SERVER:
        raise Unavailable(
            f"The database server is PostgreSQL {found}, and FTracker needs {OLDEST_SERVER} or"
            " newer: upgrade it, or leave FTRACKER_DATABASE_URL out and use the one that comes"
            " along."
        )


def _refuse_newer_schema(at: tuple[str, ...], known: list[str]) -> None:
    if set(at) - set(known):
        raise Unavailable(
            f"The database was last used by a newer FTracker (its schema is {', '.join(at)}):"
            " install that version again, or restore a backup of this one's."
        )
