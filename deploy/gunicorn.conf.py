"""How gunicorn serves FTracker: `gunicorn -c deploy/gunicorn.conf.py`.

Address and proxies come from FTracker's own settings, the number of processes from
WEB_CONCURRENCY. HUP starts processes with FTracker's code of that moment, and ends the old ones
when what they have under way is answered; TERM ends all in the same way.
"""

import asyncio
import atexit
import os
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path

from gunicorn.arbiter import Arbiter
from uvicorn import Server
from uvicorn_worker import UvicornWorker

# FTracker itself is not imported here: processes begin with what this one has read, and HUP would
# give them the old code again.
if not {"FTRACKER_DATABASE_URL", "FTRACKER_DATABASE_URL_FILE"} & os.environ.keys():
    sys.exit("Several processes need a PostgreSQL of your own: set FTRACKER_DATABASE_URL.")
_host = os.environ.get("FTRACKER_HOST") or "127.0.0.1"
_port = os.environ.get("FTRACKER_PORT") or "8000"
_said = (os.environ.get("FTRACKER_LOG_LEVEL") or "info").lower()
# After HUP an old process goes on until the new ones have read the code, so that nobody waits.
OVERLAP_SECONDS = 3.0
# A connection that was taken up a moment ago may not have said yet what it wants.
PATIENCE_SECONDS = 1.0
# How often a process tells the first one that it lives, and looks whether that one does.
NOTIFY_SECONDS = 5


def _forget(folder: str, process: int) -> None:
    """Take the counts away with the first process, not with those that it begins."""
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)


class Patient(Server):
    """A server that ends when others have had time to begin, and hears out whoever has come in."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Go on for a little, leave new connections to other processes, then end."""
        await asyncio.sleep(OVERLAP_SECONDS)
        for door in self.servers:
            door.close()
        await asyncio.sleep(PATIENCE_SECONDS)
        await super().shutdown(sockets)


class Worker(UvicornWorker):
    """A process that says nothing of what it is made of, and ends patiently."""

    CONFIG_KWARGS = {  # noqa: RUF012 - what the class above it asks for
        **UvicornWorker.CONFIG_KWARGS,
        "server_header": False,
        "access_log": False,
        "timeout_graceful_shutdown": 20,
        "timeout_notify": NOTIFY_SECONDS,
    }

    async def callback_notify(self) -> None:
        """Tell the first process of being alive; without it, end and leave the port to others."""
        await super().callback_notify()
        if os.getppid() != self.ppid:
            self.log.warning("The first process is gone, so this one ends.")
            os.kill(os.getpid(), signal.SIGTERM)

    async def _serve(self) -> None:
        self.config.app = self.wsgi
        server = Patient(config=self.config)
        self._install_sigquit_handler()
        await server.serve(sockets=self.sockets)
        if not server.started:
            sys.exit(Arbiter.WORKER_BOOT_ERROR)


wsgi_app = "ftracker.asgi:application()"
bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"
backlog = 2048
worker_class = Worker
workers = int(os.environ.get("WEB_CONCURRENCY") or min(8, 2 * (os.cpu_count() or 1)))
# Each process reads the code for itself: HUP after an upgrade starts the new one.
preload_app = False
# Whose X-Forwarded-For and X-Forwarded-Proto are believed: nobody's, unless the settings say so.
forwarded_allow_ips = os.environ.get("FTRACKER_TRUSTED_PROXIES", "")
# A process that hangs so long is ended; one that ends has so long for what is under way.
timeout = 60
graceful_timeout = 30
# Browsers that come without a proxy keep their connection between two pages.
keepalive = 65
# FTracker writes a line per request itself, without what must stay secret.
accesslog = None
errorlog = "-"
loglevel = _said if _said in {"warning", "error"} else "info"
# Signs of life are written to memory: a slow disk must not look like a process that hangs.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
# All processes count into one folder, so that each of them can tell the sum at /metrics.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    _counts = tempfile.mkdtemp(prefix="ftracker-metrics-", dir=worker_tmp_dir)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _counts
    atexit.register(_forget, _counts, os.getpid())
