"""The command `ftracker` as a script calls it, mostly without the time that a process takes."""

import contextlib
import io
import os
import subprocess
import sys
from subprocess import CompletedProcess

import pytest

from ftracker.cli import main
from ftracker.config import Settings


class Command:
    """The command with the settings of a test, run from its first word to its exit code."""

    def __init__(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        monkeypatch.setenv("FTRACKER_DATABASE_URL", settings.database_url)
        monkeypatch.setenv("FTRACKER_DATA_DIR", str(settings.data_dir))

    def __call__(self, *words: str, given: str = "") -> CompletedProcess[str]:
        """Run it in this process, with what it is `given` on standard input."""
        out, err = io.StringIO(), io.StringIO()
        with (
            self._monkeypatch.context() as patched,
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            patched.setattr(sys, "argv", ["ftracker", *words])
            patched.setattr(sys, "stdin", io.StringIO(given))
            with pytest.raises(SystemExit) as ended:
                main()
        return CompletedProcess(words, int(ended.value.code or 0), out.getvalue(), err.getvalue())


def in_a_process(settings: Settings, *words: str, given: str = "") -> CompletedProcess[str]:
    """Run the command in a process of its own, which knows nothing of the test's."""
    environment = os.environ | {
        "FTRACKER_DATABASE_URL": settings.database_url,
        "FTRACKER_DATA_DIR": str(settings.data_dir),
    }
    return subprocess.run(
        [sys.executable, "-m", "ftracker", *words],
        env=environment, input=given, text=True, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
