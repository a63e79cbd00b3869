"""Commands of FTracker that a job runs in a process of their own."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence

import structlog

from ftracker.config import PREFIX
from ftracker.db import Database

# What takes longer has gone wrong.
LONGEST_SECONDS = 900.0
_PATIENCE_SECONDS = 10.0
_ASKED_SECONDS = 0.2
# The other processor is for those who wait for a page.
_ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

log = structlog.get_logger("ftracker.jobs")


class Failed(Exception):
    """A command ended with an error; the log tells which."""


def run(
    words: Sequence[str],
    database: Database,
    *,
    stopping: threading.Event,
    longest: float = LONGEST_SECONDS,
) -> None:
    """Run a command on a database until it ends, takes too long, or the program is to end.

    Its output goes to the log. Raises Failed when it did not end well by itself.
    """
    url = database.engine.url.render_as_string(hide_password=False)
    # The address holds a password: in the environment no other user can read it.
    surroundings = os.environ | _ALONE | {f"{PREFIX}DATABASE_URL": url}
    surroundings.pop(f"{PREFIX}DATABASE_URL_FILE", None)
    with tempfile.TemporaryFile() as output:
        program = subprocess.Popen(  # noqa: S603 - our own command, with words of our own
            [sys.executable, "-m", "ftracker", *words],
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        has_ended = _wait(program, stopping, longest)
        output.seek(0)
        said = output.read().decode(errors="replace").strip()
    how = {"command": words[0], "code": program.returncode, "said": said}
    if has_ended and program.returncode == 0:
        log.info("a command is done", **how)
        return
    log.warning("a command did not end well", **how)
    if not stopping.is_set():
        raise Failed(words[0])


def _wait(program: subprocess.Popen[bytes], stopping: threading.Event, longest: float) -> bool:
    """Wait for a program's end; stop it when this one is to end, or when it takes too long."""
    until = time.monotonic() + longest
    while program.poll() is None:
        if stopping.wait(_ASKED_SECONDS) or time.monotonic() > until:
            stop(program)
            return False
    return True


def stop(program: subprocess.Popen[bytes], *, patience: float = _PATIENCE_SECONDS) -> None:
    """End a program; one that does not hear is killed."""
    program.terminate()
    try:
        program.wait(patience)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
