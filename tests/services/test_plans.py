"""How a household plans: the defaults until it says something, then what it says."""

from datetime import date

import pytest
from pydantic import ValidationError
from sqlalchemy.orm import Session

from ftracker.domain.cadences import Cadence, Clock, Payday, Weekend
from ftracker.domain.errors import Stale
from ftracker.domain.plans import Settings
from ftracker.queries import plans as stored
from ftracker.schemas.plans import PlanEdit
from ftracker.services import plans


def test_a_household_that_said_nothing_plans_by_the_month(session: Session):
    assert plans.settings(session) == Settings()
    assert not plans.settings(session).has_envelopes
    assert stored.clock(stored.stored(session)) == Clock()


def test_what_it_says_counts_from_then_on(session: Session):
    says = {"method": "envelopes", "cadence": "payday", "payday": 25, "income": "larger"}
    row = plans.edit(session, PlanEdit(**says, payday_weekend="before"))
    found = plans.settings(session)
    assert (found.has_envelopes, found.cadence, found.version) == (True, Cadence.PAYDAY, 1)
    assert found.clock == Clock(Payday(25, Weekend.BEFORE), date(2024, 1, 1))
    assert plans.edit(session, PlanEdit(version=1)) is row
    assert plans.settings(session).cadence is Cadence.MONTH


def test_what_else_the_plan_says_stays(session: Session):
    plans.save(session, {"buffer": 50}, version=0)
    plans.edit(session, PlanEdit(payday=3, version=1))
    assert stored.stored(session).buffer == 50


def test_a_stale_change_is_refused(session: Session):
    plans.edit(session, PlanEdit())
    with pytest.raises(Stale):
        plans.edit(session, PlanEdit())


def test_a_window_is_no_usual_period():
    with pytest.raises(ValidationError, match="no rhythm"):
        PlanEdit(cadence="window")


def test_the_payday_is_the_first_unless_said_otherwise(session):
    assert stored.payday(session) == Payday()
    plans.edit(session, PlanEdit(payday=25, payday_weekend="before"))
    assert stored.payday(session) == Payday(25, Weekend.BEFORE)
