"""Which backups are kept, when one is due or late, and what their names say."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain import backups
from ftracker.domain.backups import Keep

NOW = datetime(2026, 11, 26, 2, 37, tzinfo=UTC)
DAY = timedelta(days=1)


def test_of_a_year_of_nights_days_weeks_and_months_are_kept():
    nights = [NOW - DAY * n for n in range(400)]
    found = sorted(backups.kept(nights, Keep()), reverse=True)
    assert found[:7] == nights[:7]
    assert len([at for at in found if NOW - at < DAY * 31]) == 7 + 3
    assert {at.month for at in found} == set(range(1, 13))
    assert len(found) == 20


@given(
    st.lists(st.datetimes(timezones=st.just(UTC)), max_size=40),
    st.builds(Keep, st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)),
)
def test_the_newest_is_always_kept_and_never_more_than_the_plan_says(stamps, keep):
    found = backups.kept(stamps, keep)
    assert found <= set(stamps)
    assert len(found) <= keep.daily + keep.weekly + keep.monthly
    assert not stamps or max(stamps) in found
    assert backups.kept(found, keep) == found


def test_a_proof_is_late_after_two_days():
    assert not backups.is_late(NOW - 2 * DAY, since=NOW - 9 * DAY, now=NOW)
    assert backups.is_late(NOW - 2 * DAY - timedelta(seconds=1), since=NOW - 9 * DAY, now=NOW)
    assert not backups.is_late(None, since=NOW - DAY, now=NOW)
    assert backups.is_late(None, since=NOW - 3 * DAY, now=NOW)


def test_one_is_due_each_night_once_there_are_books():
    assert not backups.is_due(None, since=None, now=NOW)
    assert not backups.is_due(None, since=NOW - timedelta(minutes=59), now=NOW)
    assert backups.is_due(None, since=NOW - timedelta(hours=1), now=NOW)
    assert not backups.is_due(NOW - timedelta(hours=20), since=NOW - 9 * DAY, now=NOW)
    assert backups.is_due(NOW - DAY, since=NOW - 9 * DAY, now=NOW)


def test_a_file_says_by_its_name_that_it_was_not_proven():
    name = backups.file_name(NOW, is_sealed=True)
    waiting = backups.unproven(name)
    assert waiting == "ftracker-2026-11-26T023700Z.sealed.unproven.backup"
    assert backups.stamp(waiting) == backups.stamp(name) == NOW
    assert backups.is_unproven(waiting)
    assert not backups.is_unproven(name)
    assert [backups.unproven(name) for name in ("all", ".all")] == ["all.unproven", ".all.unproven"]


def test_what_is_kept_beside_the_books_holds_no_amounts():
    books = {"h": backups.Books(2, "5.00", "1.25", {"a": "3.75"})}
    contents = backups.Contents("0008", {"users": (1, "9")}, books)
    parts = {"secret": backups.Part(1, "x")}
    manifest = backups.Manifest(NOW, "nightly", "1", 18, contents, parts)
    short = manifest.in_short
    assert (short["rows"], short["households"], short["transactions"]) == (1, 1, 2)
    assert short["has_secret"]
    assert "3.75" not in str(short)
    assert backups.read(manifest.as_json) == manifest


def test_names_say_when_and_only_ours_are_read():
    for is_sealed in (False, True):
        assert backups.stamp(backups.file_name(NOW, is_sealed=is_sealed)) == NOW
    assert backups.stamp("ftracker-mine.backup") is None


def test_differences_are_named():
    before = backups.Contents("1", {"a": (1, "x"), "b": (2, "y"), "c": (1, "z")}, {})
    after = backups.Contents("1", {"a": (1, "w"), "b": (3, "y"), "d": (0, "0")}, {})
    assert backups.differences(before, before) == []
    assert backups.differences(before, after) == [
        "The table c is missing.",
        "The table d was not in it.",
        "Rows of the table a are not what they were.",
        "The table b has 3 rows instead of 2.",
    ]
