"""What scenarios ask of categories that no forecast is made of: those below others, and trips."""

from sqlalchemy.orm import Session

from ftracker.domain import forecast_history, forecast_subjects, kinds
from ftracker.domain.cadences import Clock
from ftracker.domain.forecast_inputs import CategoryFacts, Inputs
from ftracker.domain.forecast_known import Knowledge
from ftracker.domain.forecast_subjects import Subject
from ftracker.domain.kinds import Flow
from ftracker.queries import scenarios
from ftracker.services.forecast_knowledge import Reading


def facts(
    session: Session, reading: Reading, knowledge: Knowledge, made: Inputs, *, clock: Clock
) -> tuple[CategoryFacts, ...]:
    """Tell by month of the categories that scenarios change, and that `made` does not tell of.

    In no order. One query.
    """
    history, names = reading.history, reading.names
    known = forecast_history.extent(history)
    told = {one.category_id for one in made.categories}
    asked = scenarios.usual(session).intersection(names.categories) - told
    if known is None or not asked:
        return ()
    found = [
        Subject(
            kinds.section(names.categories[key].kind, Flow.OUT), key, frozenset(names.family(key))
        )
        for key in asked
    ]
    rest = history.without(knowledge.steady)
    return forecast_subjects.facts(history, rest, found, known, clock)
