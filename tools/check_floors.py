"""Compare the locked packages with the oldest versions that have no known hole, without a network.

`make audit` asks a service on the network for what became known since; what it finds is written
into tools/floors.toml, so that no later lock falls behind it again. Ends with 1 when a package is
older than its floor, is not locked by a hash, or has a floor and is not locked at all.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
FLOORS = Path(__file__).with_name("floors.toml")
LOCKS = ("requirements/app.txt", "requirements/dev.txt", "requirements/build.txt",
         "requirements/tools.txt")  # fmt: skip
# What is installed with FTracker itself.
SHIPPED = LOCKS[0]
_ENTRY = re.compile(r"^[A-Za-z0-9].*(?:\n[ \t].*)*", re.MULTILINE)


def main() -> int:
    """Print what is wrong; gives the code to end with."""
    floors = tomllib.loads(FLOORS.read_text())
    complaints = [said for lock in LOCKS for said in complaining(lock, floors)]
    for said in complaints:
        print(said)
    if not complaints:
        print(f"No locked package is older than its floor ({len(floors)} floors).")
    return 1 if complaints else 0


def complaining(lock: str, floors: dict[str, dict[str, str]]) -> Iterator[str]:
    """Say what is wrong with one lock."""
    text = (ROOT / lock).read_text()
    locked = list(_pinned(text))
    for name, version, has_hash in locked:
        if not has_hash:
            yield f"{lock}: {name} has no hash; write the lock with make lock."
        floor = floors.get(name)
        if floor and version < Version(floor["version"]):
            yield f"{lock}: {name} {version} is older than {floor['version']} ({floor['why']})."
    if lock == SHIPPED:
        for name in sorted(floors.keys() - {name for name, *_ in locked}):
            yield f"{lock}: {name} has a floor and is not locked; take it out of {FLOORS.name}."


def _pinned(text: str) -> Iterator[tuple[str, Version, bool]]:
    """Read name, version, and whether a hash holds it, of each entry of a lock."""
    for entry in _ENTRY.findall(text):
        words = entry.replace("\\\n", " ")
        wanted = Requirement(words.split(" --hash", 1)[0].strip())
        [pin] = wanted.specifier
        yield canonicalize_name(wanted.name), Version(pin.version), "--hash=sha256:" in words


if __name__ == "__main__":
    sys.exit(main())
