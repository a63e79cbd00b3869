"""How a household plans, as it comes in."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from ftracker.domain.budgets import IncomeRule, Method
from ftracker.domain.cadences import Cadence, Weekend
from ftracker.schemas.fields import MOST_VERSIONS, EntryDate, In, whole


def _with_rhythm(cadence: Cadence) -> Cadence:
    if cadence is Cadence.WINDOW:
        raise ValueError("A window is no rhythm: choose another one.")
    return cadence


Rhythm = Annotated[Cadence, AfterValidator(_with_rhythm)]


class PlanEdit(In):
    """How the household plans; `version` is the one that was read, 0 before the first change."""

    method: Method = Method.PLAN
    cadence: Rhythm = Cadence.MONTH
    payday: int = Field(1, ge=1, le=31)
    payday_weekend: Weekend = Weekend.KEEP
    fortnight_start: EntryDate = date(2024, 1, 1)
    income: IncomeRule = IncomeRule.CAME
    version: Annotated[int, Field(ge=0, le=MOST_VERSIONS), BeforeValidator(whole)] = 0
