"""`ftracker serve`: the database, the web server, and a clean end for both."""

import fcntl
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
import uvicorn

from ftracker import config, starting
from ftracker.cli.opening import opened
from ftracker.config import Settings, SettingsError
from ftracker.db import Actor
from ftracker.services import demo as sample
from ftracker.web import logs

ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# Long enough for every request under way; an import in pieces ends sooner.
GRACE_SECONDS = 25
BACKLOG = 2048


def serve(
    demo: Annotated[bool, typer.Option("--demo", help="Serve a throw-away sample.")] = False,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Where the books are kept.")] = None,
) -> None:
    """Start FTracker and stay until Ctrl-C or SIGTERM."""
    with ExitStack() as ending, _stoppable():
        if demo:
            data_dir = Path(ending.enter_context(_throw_away_folder()))
        settings = config.load(host=host, port=port, data_dir=data_dir)
        if demo:
            settings = settings.model_copy(update={"database_url": ""})
        logs.configure(settings.log_level, settings.log_format)
        config.prepare(settings.data_dir)
        listener = ending.enter_context(_listen(settings))
        ending.enter_context(_only_one(settings))
        ready = ending.enter_context(opened(settings))
        _run(ready, listener, demo=demo)


class Server(uvicorn.Server):
    """The web server; it says where to go once it really answers."""

    def __init__(self, settings: Settings, options: uvicorn.Config, *, demo: bool) -> None:
        super().__init__(options)
        self._line = _where_to_go(settings, demo=demo)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, and say so."""
        await super().startup(sockets)
        if self.started:
            print(self._line, flush=True)  # noqa: T201 - the one line this command is to print


def _run(settings: Settings, listener: socket.socket, *, demo: bool) -> None:
    # Every other command would wait for FastAPI and all the pages to be imported.
    with starting():
        from ftracker.main import create_app

    application = create_app(settings, demo=demo)
    if demo:
        with application.state.database.session(Actor(steward=True)) as session:
            sample.prepare(session, today=datetime.now(UTC).astimezone().date())
    proxies = list(settings.trusted_proxies)
    options = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = Server(settings, options, demo=demo)
    server.run(sockets=[listener])
    if not server.started:
        raise typer.Exit(1)


def _where_to_go(settings: Settings, *, demo: bool) -> str:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, not bound
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    if demo:
        return f"FTracker's demonstration runs on {address} and is gone after Ctrl-C."
    return f"FTracker runs on {address} (data in {settings.data_dir}; Ctrl-C stops it)."


@contextmanager
def _stoppable() -> Iterator[None]:
    """Turn the signals that end a program into SystemExit, so that everything open is closed.

    uvicorn puts these handlers back and raises its signal again after the last answer. While
    things are being closed a second signal changes nothing: the database would stay behind.
    """

    def end(_signal: int, _frame: object) -> NoReturn:
        for number in ENDINGS:
            signal.signal(number, signal.SIG_IGN)
        sys.exit(0)

    for number in ENDINGS:
        signal.signal(number, end)
    yield


@contextmanager
def _listen(settings: Settings) -> Iterator[socket.socket]:
    """Take the port before anything else is started."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        raise SettingsError(
            f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}): stop the"
            " program that has it, or choose another one with --port or FTRACKER_PORT."
        ) from None
    with listener:
        yield listener


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Refuse a second FTracker on one folder; the kernel forgets a killed one by itself."""
    path = settings.data_dir / "serving"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise SettingsError(
                f"FTracker already serves the books in {settings.data_dir} (process"
                f" {file.read().strip()}): stop it, or choose another folder with --data-dir."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _throw_away_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="ftracker-demo-", ignore_cleanup_errors=True)
