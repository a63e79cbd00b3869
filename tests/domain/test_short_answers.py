"""Answers are read as they were written; those of another shape are told apart."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from ftracker.domain import short_answers
from ftracker.domain.forecasts import Basis, GoalAhead, GoalsAhead, Score, ScoreRow, Topic

KEY = UUID("019850a4-0000-7000-8000-000000000001")
DAY = date(2026, 11, 25)
BASIS = Basis("level", 12, season=((1, 0.5), (12, -0.25)), one_offs=(DAY,), error=Decimal("1.50"))
GOALS = GoalsAhead(
    DAY, (GoalAhead(KEY, 0.5, DAY, None, None, BASIS), GoalAhead(KEY, None, None, None, DAY, BASIS))
)
ROW = ScoreRow(
    Topic.CASH, None, "day", 7, 9, Decimal(1), Decimal(2), Decimal(3), "unchanged", 0.5, 0.8
)


@dataclass(frozen=True, slots=True)
class Small:
    name: str
    size: int = 3


@pytest.mark.parametrize(
    "answer", [GOALS, GoalsAhead(DAY, ()), Score(DAY, 1, DAY, 0.5, (ROW, ROW))]
)
def test_an_answer_is_read_as_it_was_written(answer):
    assert short_answers.read(type(answer), short_answers.write(answer)) == answer


def test_a_field_that_came_later_has_its_default():
    assert short_answers.read(Small, [["old"]]) == Small("old")


@pytest.mark.parametrize("written", [{}, [], [["a"], [1], [2]], [["a"], [1, 2]], [[], []]])
def test_what_is_of_another_shape_is_refused(written):
    with pytest.raises(ValueError, match=r"answer|unpack"):
        short_answers.read(Small, written)


def test_a_field_without_a_default_must_be_there():
    with pytest.raises(ValueError, match="incomplete"):
        short_answers.read(GoalsAhead, [["2026-11-25"]])
