"""`python -m benchmarks.restore_drill`: a million transactions backed up, restored and compared.

Prints what it took; ends with an error if one row or one sum is not what it was.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import stores
from ftracker.db import embedded, migrations, scratch
from ftracker.queries import backups as stored
from ftracker.services import backups
from ftracker.services.backup_plans import Plan

MIB = 1024 * 1024


def main() -> int:
    """Run the drill on a database of its own that is thrown away."""
    with (
        tempfile.TemporaryDirectory(prefix="ftracker-") as name,
        embedded.temporary() as server,
        stores.opened(server.url) as store,
    ):
        url = store.database.engine.url.render_as_string(hide_password=False)
        path = Path(name) / "drill.backup"
        begun = time.perf_counter()
        made = backups.make(url, path, Plan(path.parent), reason="command", now=datetime.now(UTC))
        _say("backed up", begun, f"{made.rows:,} rows, {path.stat().st_size / MIB:,.0f} MiB")
        begun = time.perf_counter()
        backups.verify(path, passphrase="", url=url)
        _say("proven beside the books", begun, "every row and balance is the same")
        with scratch.database(url) as empty:
            migrations.upgrade(empty)
            begun = time.perf_counter()
            backups.restore(empty, path, passphrase="")
            _say("restored into an empty installation", begun, "compared again")
            with migrations.connection(empty) as connected:
                is_same = stored.contents(connected) == made.contents
    print("Identical, row by row." if is_same else "NOT THE SAME.")
    return 0 if is_same else 1


def _say(what: str, begun: float, more: str) -> None:
    print(f"{what:<36} {time.perf_counter() - begun:6.1f} s   {more}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
