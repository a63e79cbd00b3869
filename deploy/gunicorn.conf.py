"""How gunicorn serves FTracker: `gunicorn -c deploy/gunicorn.conf.py`.

Address and proxies come from FTracker's own settings, the number of processes from
WEB_CONCURRENCY. HUP starts processes with the code and the settings of that moment, and ends the
old ones when what they have under way is answered; TERM ends all in the same way.
"""

import os
import sys
from pathlib import Path

from uvicorn_worker import UvicornWorker

from ftracker.config import SettingsError, load

try:
    settings = load()
except SettingsError as wrong:
    sys.exit(str(wrong))
if not settings.database_url:
    sys.exit("Several processes need a PostgreSQL of your own: set FTRACKER_DATABASE_URL.")


class Worker(UvicornWorker):
    """A process that says nothing of what it is made of, and waits for what is under way."""

    CONFIG_KWARGS = {  # noqa: RUF012 - what the class above it asks for
        **UvicornWorker.CONFIG_KWARGS,
        "server_header": False,
        "access_log": False,
        "timeout_graceful_shutdown": 25,
    }


wsgi_app = "ftracker.asgi:application()"
bind = f"{f'[{settings.host}]' if ':' in settings.host else settings.host}:{settings.port}"
backlog = 2048
worker_class = Worker
workers = int(os.environ.get("WEB_CONCURRENCY") or min(8, 2 * (os.cpu_count() or 1)))
# Each process reads the code for itself: HUP after an upgrade starts the new one.
preload_app = False
# Whose X-Forwarded-For and X-Forwarded-Proto are believed: nobody's, unless the settings say so.
forwarded_allow_ips = ",".join(settings.trusted_proxies)
# A process that hangs so long is ended; one that ends has so long for what is under way.
timeout = 60
graceful_timeout = 30
# Browsers that come without a proxy keep their connection between two pages.
keepalive = 65
# FTracker writes a line per request itself, without what must stay secret.
accesslog = None
errorlog = "-"
loglevel = "info" if settings.log_level in ("debug", "info") else settings.log_level
# Signs of life are written to memory: a slow disk must not look like a process that hangs.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
