"""What may be changed, as JSON keeps it, as a link carries it, and in words."""

import json
import zlib
from base64 import urlsafe_b64encode
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain import scenario_links
from ftracker.domain.kinds import Direction
from ftracker.domain.scenario_changes import (
    MOST_CHANGES,
    GoalAmount,
    OneOff,
    PauseGoal,
    Repeat,
    Reprice,
    Stop,
    Usual,
    read,
    read_all,
    write,
)
from ftracker.domain.scenario_words import Speaker
from ftracker.domain.schedules import Every

KEY = UUID(int=7)
DAY = date(2027, 1, 5)
CAR = OneOff("Car", Decimal("8000.00"), Direction.OUT, DAY, KEY, KEY)
LOAN = Repeat("Loan", Decimal(160), Direction.OUT, DAY, KEY, KEY, times=36)
ALL = [
    (Stop(DAY, KEY), "Rent stops: nothing from 2027-01-05 on"),
    (Stop(DAY, payee="Netflix"), "Netflix stops: nothing from 2027-01-05 on"),
    (Reprice(DAY, KEY, by=Decimal(120)), "Rent: 120 more from 2027-01-05 on"),
    (
        Reprice(DAY, KEY, percent=Decimal("-3.50"), is_yearly=True),
        "Rent: 3.5 % less from 2027-01-05 on, and again each year",
    ),
    (CAR, "Car: 8000.00 out on 2027-01-05"),
    (LOAN, "Loan: 160 out every month from 2027-01-05 on, 36 times"),
    (
        Repeat("Rent", Decimal(5), Direction.IN, DAY, KEY, KEY, 2, Every.WEEK),
        "Rent: 5 in every 2 weeks from 2027-01-05 on",
    ),
    (
        Usual(KEY, DAY, percent=Decimal(10)),
        "Rent: 10 % more a month than usual, from 2027-01-01 on",
    ),
    (PauseGoal(KEY, DAY), "Rent waits: nothing is set aside from 2027-01-05 on"),
    (
        PauseGoal(KEY, DAY, date(2027, 6, 1)),
        "Rent waits: nothing is set aside from 2027-01-05 until 2027-06-01",
    ),
    (GoalAmount(KEY, Decimal(80), DAY), "Rent gets 80 a month from 2027-01-05 on"),
]
SPEAKER = Speaker({KEY: "Rent"}, str, date.isoformat)


@pytest.mark.parametrize(("change", "words"), ALL)
def test_a_change_is_written_and_read_back_and_told(change, words):
    assert read(json.loads(json.dumps(write(change)))) == change
    assert SPEAKER.told(change) == words


def test_what_is_gone_is_told_as_that():
    assert Speaker({}, str, str).told(PauseGoal(KEY, DAY)).startswith("Something that is gone")


@pytest.mark.parametrize(
    "more",
    [
        {"what": "dance"},
        {"colour": "red"},
        {"amount": "0"},
        {"amount": "1e30"},
        {"amount": "NaN"},
        {"amount": 5},
        {"name": " "},
        {"name": "a\nb"},
        {"name": "x" * 201},
        {"start": "1800-01-01"},
        {"start": "soon"},
        {"every": 0},
        {"every": True},
        {"times": 0},
        {"times": "3"},
        {"direction": "up"},
        {"account_id": "me"},
        {"unit": "moon"},
        {"start": None},
    ],
)
def test_what_makes_no_sense_is_refused(more):
    with pytest.raises(ValueError, match=r"\w"):
        read(write(LOAN) | more)


@pytest.mark.parametrize(
    "said",
    [
        {"what": "stop", "start": "2027-01-01"},
        {"what": "stop", "start": "2027-01-01", "schedule_id": str(KEY), "payee": "Both"},
        {"what": "reprice", "start": "2027-01-01", "payee": "A"},
        {"what": "reprice", "start": "2027-01-01", "payee": "A", "by": "1", "percent": "1"},
        {"what": "reprice", "start": "2027-01-01", "payee": "A", "by": "0"},
        {"what": "reprice", "start": "2027-01-01", "payee": "A", "percent": "-101"},
        {"what": "reprice", "start": "2027-01-01", "payee": "A", "by": "1", "is_yearly": "yes"},
        {
            "what": "pause_goal",
            "start": "2027-01-01",
            "until": "2027-01-01",
            "goal_id": str(KEY),
        },
    ],
)
def test_what_contradicts_itself_is_refused(said):
    with pytest.raises(ValueError, match=r"\w"):
        read(said)


def test_changes_are_a_list_and_not_too_many():
    assert read_all([write(CAR)] * MOST_CHANGES)[-1] == CAR
    for bad in ("no", [1], [write(CAR)] * (MOST_CHANGES + 1)):
        with pytest.raises(ValueError, match=r"\w"):
            read_all(bad)


def test_a_link_carries_changes_and_nothing_carries_none():
    changes = tuple(change for change, _ in ALL)
    assert scenario_links.unpacked(scenario_links.packed(changes)) == changes
    assert (scenario_links.packed(()), scenario_links.unpacked("")) == ("", ())


@given(word=st.text(max_size=60))
def test_a_link_that_nobody_packed_is_refused_with_a_sentence(word):
    if word:
        with pytest.raises(ValueError, match="cannot be read"):
            scenario_links.unpacked(word)


def test_a_link_that_swells_is_not_unpacked():
    bomb = urlsafe_b64encode(zlib.compress(b" " * 3_000_000)).decode()
    for word in (bomb, "A" * 9_000, urlsafe_b64encode(zlib.compress(b"[" * 30_000)).decode()):
        with pytest.raises(ValueError, match="cannot be read"):
            scenario_links.unpacked(word)
