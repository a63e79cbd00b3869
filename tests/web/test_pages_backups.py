"""What the page of backups says."""

import re
from datetime import UTC, datetime

import pytest

from ftracker.db import new_id
from ftracker.domain.backups import State
from ftracker.queries.backups import BackupLine
from ftracker.web import pages_backups

AT = datetime(2026, 11, 24, 2, 37, tzinfo=UTC)


def line(**given):
    plain = {"id": new_id(), "file_name": "x.backup", "reason": "nightly", "made_at": AT}
    more = {"size": 5_242_880, "manifest": {"rows": 1234}, "verified_at": AT, "problem": ""}
    return BackupLine(**plain | more | given)


@pytest.mark.parametrize(
    ("state", "tone", "says", "short"),
    [
        (State(False, None, None, False, ""), "warning", "switched off", "switched off"),
        (State(True, None, None, False, ""), "info", "no backup yet", "none yet"),
        (State(False, None, None, False, "", True), "info", "gone when it ends", "none of a demo"),
        (State(True, None, None, True, "No room."), "warning", "never. Tell .* No room.", "none"),
        (
            State(True, None, None, False, "No room."),
            "warning",
            "No room. .* proven: none.",
            "none",
        ),
        (State(True, AT, AT, False, "No room."), "warning", "No room. .* proven: 24 Nov", "last"),
        (State(True, AT, AT, True, ""), "warning", "24 Nov 2026, 02:37 UTC", "late: last proven"),
        (State(True, AT, AT, False, ""), "success", "row by row: 24 Nov", "last proven 24 Nov"),
    ],
)
def test_it_says_how_it_stands(state, tone, says, short):
    page = pages_backups.page(state, [], locale="en")
    assert page.tone == tone
    assert re.search(says, page.notice)
    assert pages_backups.last_proof(state, locale="en").startswith(short)


def test_each_backup_says_what_it_is_and_what_became_of_its_proof():
    lines = [
        (line(), True),
        (line(reason="upgrade", size=900), False),
        (line(verified_at=None, problem="The folder is full."), True),
        (line(verified_at=None, size=3 * 1024**5), True),
    ]
    state = State(True, AT, AT, False, "")
    rows = pages_backups.page(state, lines, locale="de-DE").rows
    assert [row.size for row in rows] == ["5,0 MiB", "900 bytes", "5,0 MiB", "3072 TiB"]
    assert [row.tone for row in rows] == ["good", "flat", "bad", "bad"]
    assert rows[0].rows == "1.234"
    assert rows[1].proof.endswith("not in the folder of backups")
    assert [row.proof for row in rows[2:]] == ["The folder is full.", "not proven"]
