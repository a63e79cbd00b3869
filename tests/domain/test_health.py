"""What of an installation is worth saying, and how gravely."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ftracker.domain import health
from ftracker.domain.checkups import Check, Level, worst
from ftracker.domain.health import Disk, Queue, Server

NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)
IDLE = Queue(0, 0, 0, 0, 0, 1, timedelta(0))
SERVER = Server("18.1", "0008", NOW, 10, 5, 100, ())
GIB = health.GIB


@pytest.mark.parametrize(
    ("free", "total", "level"),
    [
        (50 * GIB, 100 * GIB, Level.OK),
        (6 * GIB, 1000 * GIB, Level.OK),
        (4 * GIB, 100 * GIB, Level.NOTE),
        (2 * GIB, 10 * GIB, Level.OK),
        (GIB // 2, 100 * GIB, Level.ERROR),
        (0, 0, Level.ERROR),
    ],
)
def test_a_disk_is_full_when_little_is_left_of_it_and_little_at_all(free, total, level):
    assert health.of_disk(Disk(free, total)).level is level


def test_jobs_that_wait_behind_living_workers_are_said_to():
    late = replace(IDLE, waiting=3, oldest=timedelta(hours=1, seconds=1))
    found = health.of_queue(late)[1]
    assert found.level is Level.ERROR
    assert found.sentence == "3 jobs wait, the oldest for 1 hour, though workers live."


@pytest.mark.parametrize("apart", [-61, 61])
def test_clocks_that_are_apart_are_an_error(apart):
    off = replace(SERVER, now=NOW + timedelta(seconds=apart))
    assert [one.level for one in health.of_server(off, now=NOW)] == [
        Level.OK,
        Level.ERROR,
        Level.OK,
        Level.OK,
    ]


def test_a_server_that_is_nearly_full_of_connections_is_noted():
    crowded = replace(SERVER, connections=91)
    assert health.of_server(crowded, now=NOW)[2].level is Level.NOTE


@pytest.mark.parametrize(
    ("size", "order", "level"),
    [
        (2 * GIB, 0.02, Level.NOTE),
        (2 * GIB, -0.49, Level.NOTE),
        (2 * GIB, 0.5, Level.OK),
        (2 * GIB, -0.9, Level.OK),
        (2 * GIB, None, Level.OK),
        (GIB - 1, 0.0, Level.OK),
    ],
)
def test_many_rows_that_lie_scattered_are_noted(size, order, level):
    lying = replace(SERVER, transactions=size, order=order)
    assert health.of_server(lying, now=NOW)[3].level is level


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 KB"), (2 * 10**9, "2.0 GB"),
     (5 * 10**15, "5000.0 TB")],
)  # fmt: skip
def test_sizes_are_written_in_the_unit_that_people_say(count, words):
    assert health.size(count) == words


def test_the_worst_of_some_checks_counts():
    some = [Check(level, "") for level in (Level.NOTE, Level.ERROR, Level.OK)]
    assert worst(some) is Level.ERROR
    assert worst([]) is Level.OK
