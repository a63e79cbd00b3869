"""The `ftracker` command as a person uses it: a program of its own, started and stopped."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from ftracker.db import Actor, Database, migrations
from ftracker.db.cluster import Cluster
from ftracker.db.embedded import EmbeddedServer
from ftracker.db.unavailable import Unavailable
from ftracker.queries.health import is_walled
from tests import copies

PATIENCE = 40


@pytest.fixture
def folder() -> Iterator[Path]:
    """Begin with nothing."""
    with copies.folder() as empty:
        yield empty


@pytest.fixture
def home(prepared: Path) -> Iterator[Path]:
    """Begin with books that are there, of a FTracker that does not run."""
    with copies.folder(prepared) as copied:
        yield copied


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def environment(**settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FTRACKER_")}
    return kept | {f"FTRACKER_{name.upper()}": value for name, value in settings.items()}


def command(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ftracker", *words],
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def start(folder: Path, port: int, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ftracker", "serve", *words],
        # A demonstration's books lie among the temporary files: here, where the test can see them.
        env=environment(data_dir=str(folder), port=str(port)) | {"TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def serving(folder: Path, port: int, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Start FTracker, wait for its line, and end it whatever the test did."""
    process = start(folder, port, *words)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert f"http://127.0.0.1:{port}" in line, process.communicate(timeout=PATIENCE)[1]
        yield process
    finally:
        process.kill()
        process.communicate()
        kill(servers(folder))


def kill(processes: Iterable[psutil.Process]) -> None:
    """Kill processes of PostgreSQL; those that served a killed one end by themselves meanwhile."""
    for one in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()


def servers(folder: Path) -> list[psutil.Process]:
    """Find the processes of PostgreSQL that work in a folder."""
    found = []
    for process in psutil.process_iter(["name", "cwd"]):
        in_folder = (process.info["cwd"] or "").startswith(str(folder))
        if in_folder and process.info["name"].startswith("postgres"):
            found.append(process)
    return found


def status(port: int, path: str = "/health/live") -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def assert_sentence(done: subprocess.CompletedProcess[str], expected: str) -> None:
    assert done.returncode == 2, done.stderr
    assert re.search(expected, done.stderr), done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_to_go_answers_and_leaves_nothing_behind(folder, port, ending):
    with serving(folder, port) as process:
        assert status(port) == 200
        assert servers(folder)
        process.send_signal(ending)
        assert process.wait(PATIENCE) == 0
        assert servers(folder) == []
        assert "Traceback" not in process.communicate()[1]


def test_a_second_start_finds_everything_made(folder, port):
    made = []
    for _ in range(2):
        with serving(folder, port) as process:
            kept = [*folder.glob("postgresql-*/PG_VERSION"), folder / "secret"]
            made.append([(path, path.stat().st_mtime_ns) for path in kept])
            process.terminate()
            assert process.wait(PATIENCE) == 0
    assert len(made[0]) == 2
    assert made[0] == made[1]


def test_after_a_kill_the_next_start_takes_the_database_over(home, port):
    with serving(home, port) as process:
        process.kill()
        process.wait(PATIENCE)
        left = {server.pid for server in servers(home)}
        assert left
        with serving(home, port) as again:
            assert status(port) == 200
            again.terminate()
            assert again.wait(PATIENCE) == 0
        assert servers(home) == []


def test_after_everything_was_killed_the_next_start_repairs_itself(home, port):
    with serving(home, port) as process:
        process.kill()
        kill(servers(home))
        process.wait(PATIENCE)
        with serving(home, port):
            assert status(port) == 200


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_database_that_was_killed_beneath_it_is_started_again(folder, port, is_whole):
    with serving(folder, port) as process:
        first = Cluster(folder / "postgresql-18").live().process
        kill(servers(folder) if is_whole else [first])
        assert status(port, "/health/ready") == 503
        deadline = time.monotonic() + PATIENCE
        while status(port, "/health/ready") != 200:
            assert time.monotonic() < deadline, "It stays away."
            time.sleep(0.1)
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert servers(folder) == []


def test_a_signal_while_it_starts_leaves_nothing_behind(folder, port):
    process = start(folder, port)
    deadline = time.monotonic() + PATIENCE
    while not servers(folder) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.terminate()
    assert process.wait(PATIENCE) == 0
    process.communicate()
    assert servers(folder) == []


def test_a_demonstration_keeps_nothing(folder, port):
    with serving(folder, port, "--demo") as process:
        assert status(port) == 200
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert list(folder.iterdir()) == []


def test_a_second_one_on_the_same_folder_is_refused(home, port):
    with serving(home, port):
        done = command("serve", "--port", str(port - 1), data_dir=str(home))
        assert_sentence(done, "already serves the books in .* stop it, or choose another folder")
        assert status(port) == 200


def test_another_command_may_use_the_books_meanwhile(home, port):
    with serving(home, port):
        done = command("migrate", data_dir=str(home))
        assert (done.returncode, done.stdout) == (0, "The database is up to date.\n")
        assert status(port) == 200


def test_a_port_in_use_is_named(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        done = command("serve", data_dir=str(folder), port=str(number))
    assert_sentence(done, f"Port {number} on 127.0.0.1 cannot be used .*choose another one")
    assert servers(folder) == []


def test_a_folder_that_cannot_be_written_is_named(folder):
    (folder / "file").write_text("")
    done = command("serve", data_dir=str(folder / "file"))
    assert_sentence(done, "The folder .* cannot be written .*FTRACKER_DATA_DIR")


def test_a_server_that_does_not_answer_is_named_without_the_password(folder, port):
    url = f"postgresql://me:hunter2@127.0.0.1:{port}/books"
    done = command("migrate", data_dir=str(folder), database_url=url)
    assert_sentence(done, "The database at 127.0.0.1 cannot be reached: .*FTRACKER_DATABASE_URL")
    assert "hunter2" not in done.stderr


def test_a_wrong_setting_ends_in_its_sentence(folder):
    done = command("serve", data_dir=str(folder), port="eighty")
    assert_sentence(done, "FTRACKER_PORT is not usable")


def test_a_schema_newer_than_the_code_is_refused(home):
    with EmbeddedServer(home) as server:
        migrations.upgrade(server.url)
        with migrations.connection(server.url) as connected:
            connected.exec_driver_sql("update alembic_version set version_num = '9999'")
    done = command("migrate", data_dir=str(home))
    assert_sentence(done, "last used by a newer FTracker .*install that version again")


def test_a_user_of_the_database_who_may_not_make_tables_is_named(folder):
    with EmbeddedServer(folder) as server:
        with migrations.connection(server.url) as connected:
            connected.exec_driver_sql("create role guest login")
        url = server.url.replace("//ftracker@", "//guest@")
        with pytest.raises(Unavailable, match="user guest may not change the schema"):
            migrations.upgrade(url)


def test_a_user_of_the_database_who_may_make_roles_stands_behind_the_wall(folder):
    with EmbeddedServer(folder) as server:
        with migrations.connection(server.url) as connected:
            # As it must be where backups are made.
            connected.exec_driver_sql("create role keeper login createrole bypassrls")
            connected.exec_driver_sql("alter database postgres owner to keeper")
            connected.exec_driver_sql("grant all on schema public to keeper")
        url = server.url.replace("//ftracker@", "//keeper@")
        for _ in range(2):
            migrations.upgrade(url)
        books = Database(url)
        with books.session(Actor(steward=True)) as session:
            assert is_walled(session)
        books.close()


def test_a_server_that_is_too_old_is_refused(monkeypatch, settings):
    monkeypatch.setattr(migrations, "OLDEST_SERVER", 1000)
    with pytest.raises(Unavailable, match=r"is PostgreSQL 18, and FTracker needs 1000 or newer"):
        migrations.upgrade(settings.database_url)


def test_a_process_number_that_another_program_got_does_not_stop_the_start(home, server):
    other = Cluster(server.folder / "postgresql-18").live()
    assert other is not None
    with EmbeddedServer(home):
        data = home / "postgresql-18"
        file = (data / "postmaster.pid").read_text().splitlines()
    for left in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        (data / left).write_text("\n".join([str(other.process.pid), *file[1:], ""]))
    with EmbeddedServer(home) as running:
        migrations.upgrade(running.url)


def test_a_making_that_was_interrupted_is_begun_again(folder):
    draft = folder / ".postgresql-18.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    with EmbeddedServer(folder) as server:
        migrations.upgrade(server.url)
    assert not draft.exists()


def test_the_last_user_stops_the_server(home):
    with EmbeddedServer(home):
        with EmbeddedServer(home) as server:
            pass
        migrations.upgrade(server.url)
    assert Cluster(home / "postgresql-18").live() is None


def test_a_folder_with_a_long_and_awkward_path_works():
    with tempfile.TemporaryDirectory(prefix="ftracker test 100% ") as top:
        Path(top).chmod(0o755)
        deep = Path(top) / "it's & a" / ("long " * 20)
        with EmbeddedServer(deep) as server:
            migrations.upgrade(server.url)
        assert servers(deep) == []


def test_the_socket_is_for_its_owner_only(home):
    with EmbeddedServer(home) as server:
        sockets = list((home / "postgresql-18").glob(".s.PGSQL.*"))
        assert server.url
        assert [path.stat().st_mode & 0o077 for path in sockets if path.is_socket()] == [0]
