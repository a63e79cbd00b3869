"""The programs that write a database into a file and read it back: pg_dump and pg_restore."""

import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo
from sqlalchemy import text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import OperationalError

from ftracker.db import cluster, distribution, fingerprints, locks, migrations
from ftracker.db.unavailable import Unavailable

_PATIENCE_SECONDS = 20
_ASKED_SECONDS = 0.05
_BUSY = (
    "The books lie on several servers, and somebody writes there for long: a backup of them needs a"
    " moment in which nobody does. Try again when imports are done."
)
# Who may not know it gets no row.
_FOLDER = text("select setting from pg_settings where name = 'data_directory'")
_COMPLAINT = re.compile(r"error:\s+(.+)", re.IGNORECASE)
_ROWS_BEGIN, _ROWS_END = re.compile(rb"COPY .* FROM stdin;$"), b"\\.\n"
# The first is a setting of PostgreSQL 17; the second is a mark that some minor versions leave on
# columns for themselves.
_ONLY_SOME_KNOW = re.compile(
    rb"SET transaction_timeout = 0;$|ALTER TABLE .* ALTER COLUMN .* SET \(pg_attver=[0-9]+\);$"
)


@contextmanager
def moment(url: str) -> Iterator[tuple[Connection, str]]:
    """Look at one moment of a database; other connections see it too by the name of its snapshot.

    Of several servers none knows the moment of another one: there, who writes waits until it is
    over. Raises Unavailable where the database's user does not see all rows.
    """
    with _still(url), migrations.connection(url) as connected:
        connected.execute(text("set transaction isolation level repeatable read, read only"))
        connected.execute(locks.PATIENT)
        if not fingerprints.sees_all(connected):
            raise Unavailable(
                f"The database's user {connected.engine.url.username} does not see the rows of all"
                " households, so it cannot back them up: as a superuser of the server, say"
                f' "alter role {connected.engine.url.username} bypassrls". Pages stay walled off:'
                " they work as the role ftracker_app."
            )
        yield connected, str(connected.scalar(text("select pg_export_snapshot()")))


@contextmanager
def _still(url: str) -> Iterator[None]:
    """Let nobody write into books that lie on several servers as long as the block runs.

    It is a transaction of its own: what is read must begin when nobody writes any more.
    """
    with migrations.connection(url) as connected:
        if distribution.is_distributed(connected):
            connected.execute(locks.PATIENT)
            hold(connected, distribution.placed(connected))
        yield


def hold(
    connected: Connection, tables: Iterable[str], *, patience: float = _PATIENCE_SECONDS
) -> None:
    """Let nobody write into tables until the transaction ends; all are locked at once or none.

    Who waits for one while holding another may wait for ever. Raises Unavailable where somebody
    writes for longer than `patience`, in seconds.
    """
    names = ", ".join(tables)
    until = time.monotonic() + patience
    while True:
        try:
            with connected.begin_nested():
                connected.execute(text(f"lock table {names} in share mode nowait"))
        except OperationalError as busy:
            if time.monotonic() > until:
                raise Unavailable(_BUSY) from busy
            time.sleep(_ASKED_SECONDS)
        else:
            return


@contextmanager
def dumping(url: str, *, snapshot: str, server: int) -> Iterator[IO[bytes]]:
    """Give pg_dump's output, in its custom format, of what an exported snapshot sees.

    `server` is the major version of the server. Raises Unavailable when it does not end well.
    """
    words = [_program("pg_dump", server), "--format=custom", f"--snapshot={snapshot}"]
    words.append("--no-owner")
    if server <= cluster.VERSION:
        # What spreads the books is no part of them: they come back on one server, and lie there
        # until they are distributed again.
        words.append("--exclude-extension=citus*")
    with _running(words, url, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None  # noqa: S101 - it was asked for
        yield program.stdout


@contextmanager
def loading(url: str, *, server: int, with_rights: bool = False) -> Iterator[IO[bytes]]:
    """Take a dump and read it into an empty database, whole or not at all.

    What each role may do comes along only `with_rights`; those roles must be there then. `server`
    is the major version of the server, which may be older than the programs, and of another minor
    version than the one that was dumped: what only one of them knows is left out on the way.
    Raises Unavailable when it does not end well.
    """
    words = [_program("pg_restore", server), "--file=-", "--no-owner"]
    words += [] if with_rights else ["--no-privileges"]
    into = [_program("psql", server), "--no-psqlrc", "--quiet", "--output=/dev/null"]
    into += ["--single-transaction", "--set=ON_ERROR_STOP=1"]
    with (
        # Killed before its input ends, unless all went well: at the end it would commit.
        _running(into, url, stdin=subprocess.PIPE) as writer,
        _running(words, url, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader,
    ):
        passing = threading.Thread(target=_pass_on, args=(reader.stdout, writer.stdin))
        passing.start()
        try:
            yield reader.stdin  # type: ignore[misc]  # it was asked for
        except BrokenPipeError:
            raise
        except BaseException:
            reader.kill()
            raise
        finally:
            _close(reader.stdin)
            passing.join()


def _pass_on(source: IO[bytes], target: IO[bytes]) -> None:
    """Pass SQL on, but for what one server knows and another does not; rows pass untouched.

    When nobody takes it any more, what is left is read all the same: the other end says why.
    """
    is_rows, is_taken = False, True
    for line in source:
        if is_rows:
            is_rows = line != _ROWS_END
        elif _ONLY_SOME_KNOW.match(line):
            continue
        else:
            is_rows = bool(_ROWS_BEGIN.match(line))
        if is_taken:
            try:
                target.write(line)
            except BrokenPipeError:
                is_taken = False


def major(connected: Connection) -> int:
    """Give the major version of the server behind a connection."""
    return int((connected.dialect.server_version_info or (0,))[0])


def size(connected: Connection) -> int:
    """Give the size of the database behind a connection, in bytes."""
    return int(connected.scalar(text("select pg_database_size(current_database())")) or 0)


def folder(connected: Connection) -> Path | None:
    """Give the folder of the server's own files, where they lie on this machine and may be known.

    Only a server behind a socket is surely of this machine.
    """
    driver: Any = connected.connection.driver_connection
    found = connected.scalar(_FOLDER)
    return Path(found) if found and str(driver.info.host).startswith("/") else None


def environment(url: str) -> dict[str, str]:
    """Write an address as the variables that PostgreSQL's programs read.

    On their command line, every user of the machine could read the password.
    """
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    given = conninfo_to_dict(address)
    names = {
        one.keyword.decode(): one.envvar.decode() for one in Conninfo.get_defaults() if one.envvar
    }
    known = {names[key]: str(value) for key, value in given.items() if key in names}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | known


@contextmanager
def _running(
    words: list[str], url: str, *, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryFile() as said:
        program = subprocess.Popen(  # noqa: S603 - our own programs, no shell
            words, env=environment(url), stdin=stdin, stdout=stdout, stderr=said
        )
        try:
            yield program
        except BrokenPipeError:
            # It ended before it had read all; below it is asked why.
            program.wait(_PATIENCE_SECONDS)
        except BaseException:
            program.kill()
            raise
        finally:
            _close(program.stdin, program.stdout)
            program.wait()
        if program.returncode:
            said.seek(0)
            raise Unavailable(_reason(Path(words[0]).name, said.read().decode(errors="replace")))


def _close(*pipes: IO[bytes] | None) -> None:
    for pipe in pipes:
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:
                continue


def _reason(name: str, said: str) -> str:
    """Take the first complaint out of what a program said: the rest follows from it."""
    found = _COMPLAINT.search(said)
    return f"{name} did not end well: {found[1].rstrip('.') if found else 'it was stopped'}."


def _program(name: str, server: int) -> str:
    """Find a program that knows the server: the one that comes along, else one of the system.

    A program reads servers of its own version and older ones. Raises Unavailable for a newer one.
    """
    if server <= cluster.VERSION:
        return str(cluster.programs(cluster.VERSION) / name)
    found = shutil.which(name)
    if found and _version(found) >= server:
        return found
    raise Unavailable(
        f"The server is PostgreSQL {server}, and the {name} that comes with FTracker knows servers"
        f" up to {cluster.VERSION}: install PostgreSQL's own client programs {server} beside"
        " FTracker, or a newer FTracker."
    )


def _version(program: str) -> int:
    """Ask a program for its major version: `pg_dump (PostgreSQL) 18.4`."""
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL
        [program, "--version"], capture_output=True, text=True, check=False
    )
    number = done.stdout.strip().rpartition(" ")[2].partition(".")[0]
    return int(number) if number.isdigit() else 0
