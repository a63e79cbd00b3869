"""What an archive of one household is: which tables lie in it, and the list of its contents."""

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

FORMAT = "ftracker-household"
VERSION = 1
MANIFEST = "manifest.json"
PEOPLE = "people.jsonl"
README = "README.txt"
TRANSACTIONS = "transactions.csv"

# Each table after those that its rows point to: so they are brought in.
KEPT = (
    "households",
    "memberships",
    "accounts",
    "categories",
    "transaction_types",
    "goals",
    "plans",
    "budgets",
    "allotments",
    "schedules",
    "occurrences",
    "rules",
    "import_profiles",
    "imports",
    "import_pieces",
    "import_matches",
    "known_rows",
    "statements",
    "account_words",
    "reconciliations",
    "refusals",
    "transactions",
    "saved_views",
    "scenarios",
    "alerts",
    "notices",
    "notice_readings",
    "change_sets",
    "change_rows",
)
LEFT_OUT = {
    "monthly_totals": "sums of the transactions, summed up anew where the archive is brought in",
    "household_looks": "what alerts saw last, who look anew where the archive is brought in",
    "forecasts": "worked out from the books, and worked out anew",
    "idempotency_keys": "answers kept for a day, to requests that were made here",
    "channels": "addresses and keys that are one member's own, often of one device",
    "deliveries": "what went through those channels",
    "user_sessions": "what opens the books here, and must not open them elsewhere",
    "api_tokens": "what opens the books here, and must not open them elsewhere",
    "invitations": "what opens the books here, and must not open them elsewhere",
    "security_events": "what happened at the doors of this installation",
}
# Rows of people who are not there where the archive is brought in stay out.
OF_PEOPLE = ("memberships", "notice_readings")
# A piece of a file that came in is at most one MiB; a change of a row is far below.
MOST_LINE = 1 << 25
MOST_MANIFEST = 1 << 22
# Rows of bank statements repeat themselves; what shrinks more than this is no archive of ours.
MOST_RATIO = 200
ALWAYS = 1 << 24

_DIGEST = re.compile(r"[0-9a-f]{64}")


class BadArchive(ValueError):
    """A file is no archive, or not a whole one; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an archive: its bytes, their SHA-256, and its rows; `columns` of a table."""

    size: int
    sha256: str
    rows: int = 0
    columns: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds; `balances` say what lay in each account, signed, when it was made."""

    household_id: UUID
    name: str
    currency: str
    schema: str
    made_at: str
    parts: dict[str, Part]
    balances: dict[str, str]


def place(table: str) -> str:
    """Name the file of a table inside an archive."""
    return f"tables/{table}.jsonl"


def written(manifest: Manifest) -> bytes:
    """Write the list of contents as JSON."""
    said = asdict(manifest) | {"household_id": str(manifest.household_id)}
    known = {"format": FORMAT, "version": VERSION, **said, "left_out": LEFT_OUT}
    return json.dumps(known, indent=1, ensure_ascii=False).encode() + b"\n"


def read(content: bytes) -> Manifest:
    """Read the list of contents back. Raises BadArchive."""
    try:
        said = json.loads(content)
        _refuse_foreign(said)
        return _manifest(said)
    except BadArchive:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as bad:
        raise BadArchive(DAMAGED) from bad


def people(content: bytes) -> dict[str, UUID]:
    """Read who wrote in the books: ids by addresses in small letters. Raises BadArchive."""
    try:
        said = [json.loads(line) for line in content.splitlines()]
        return {str(one["email"]).lower(): UUID(one["id"]) for one in said}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as bad:
        raise BadArchive(DAMAGED) from bad


NOT_OURS = "This is no archive of a household. Choose a file that FTracker exported."
DAMAGED = "This archive is damaged. Nothing was brought in. Use another copy of it."
NEWER = "This archive was made by a newer FTracker. Upgrade this one first."


def _refuse_foreign(said: dict[str, Any]) -> None:
    if said.get("format") != FORMAT:
        raise BadArchive(NOT_OURS)
    if int(said["version"]) > VERSION:
        raise BadArchive(NEWER)


def _manifest(said: dict[str, Any]) -> Manifest:
    parts = {str(name): _part(part) for name, part in said["parts"].items()}
    if missing := [table for table in KEPT[:1] if place(table) not in parts]:
        raise BadArchive(f"{DAMAGED} It lacks {missing[0]}.")
    return Manifest(
        UUID(said["household_id"]),
        str(said["name"]),
        str(said["currency"]),
        str(said["schema"]),
        str(said["made_at"]),
        parts,
        {str(key): str(value) for key, value in said["balances"].items()},
    )


def _part(said: dict[str, Any]) -> Part:
    part = Part(
        int(said["size"]), str(said["sha256"]), int(said["rows"]), [str(c) for c in said["columns"]]
    )
    if part.size < 0 or part.rows < 0 or not _DIGEST.fullmatch(part.sha256):
        raise BadArchive(DAMAGED)
    return part


EXPLANATION = """\
The books of one household, as FTracker kept them.

manifest.json      what is in here: rows, sizes and SHA-256 of each file, the balance of each
                   account, and what was left out, with the reason
transactions.csv   all transactions that are not deleted, for any spreadsheet
people.jsonl       who wrote in these books: id, name and e-mail address
tables/            every table as JSON lines, one row a line: amounts are decimal numbers to be
                   read exactly, days are ISO 8601, moments have their offset from UTC, bytes are
                   hexadecimal after \\x
tables/import_pieces.jsonl
                   the files that were imported, in pieces: each piece is compressed with zlib;
                   put together in the order of their numbers they are the file as it came in

To open them again: ftracker import-household FILE --owner you@example.org
Nothing in here opens an installation: no password, no session, no key.
"""
