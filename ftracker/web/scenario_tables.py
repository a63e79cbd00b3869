"""What a scenario comes to, as a table and a chart over the forecast of the books."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain.scenario_outcomes import GoalPair, Outcomes, Pair, ScenarioOutlook, together
from ftracker.domain.scenario_words import Speaker
from ftracker.web import filters
from ftracker.web.charts import Pen, Series, Spec
from ftracker.web.display import counted
from ftracker.web.rows import Writer

NEVER = "not within ten years"
_FORECAST = "/forecast"
_IN_DAYS, _MONTH_DAYS = 60, 30.44


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One thing as it is, as it would be, and how far apart the two are.

    `tone` says how that feels: good, bad or flat. `href` leads to what it rests on.
    """

    label: str
    href: str
    base: str
    base_note: str
    scenario: str
    scenario_note: str
    difference: str
    tone: str


def speaker(names: Mapping[UUID, str], writer: Writer) -> Speaker:
    """Give what says changes in the amounts and days of a household."""
    return Speaker(names, writer.money, lambda day: filters.day(day, writer.locale))


def rows(outcomes: Outcomes, speaker: Speaker, writer: Writer) -> tuple[OutcomeRow, ...]:
    """List the lowest balance, the ends, the chance of falling below zero, and each goal."""
    pairs = [
        ("Lowest balance", outcomes.lowest),
        ("At the end of the year", outcomes.year_end),
        ("At the end of twelve months", outcomes.last),
    ]
    return (
        *(_balance(label, pair, writer) for label, pair in pairs),
        _chance(outcomes.chances),
        *(_goal(one, speaker, writer) for one in outcomes.goals),
    )


def chart(found: ScenarioOutlook, name: str, writer: Writer) -> Spec:
    """Draw what lies in all that can be spent from, with the range of the scenario."""
    base, otherwise = together(found.base).days, together(found.scenario).days
    as_it_is = {one.date: one.band.median for one in base}
    bands = [one.band for one in otherwise]
    labels = [filters.day(one.date, writer.locale) for one in otherwise]
    series = [
        Series(name, [one.median for one in bands], "blue", drawn="line"),
        Series("1 of 10 would be below", [one.low80 for one in bands], "teal", drawn="thin"),
        Series("1 of 10 would be above", [one.high80 for one in bands], "teal", drawn="thin"),
        Series("As it is", [as_it_is.get(one.date) for one in otherwise], "slate", drawn="dashed"),
    ]
    return Pen(writer.currency, writer.locale).lines(labels, series)


def _balance(label: str, pair: Pair, writer: Writer) -> OutcomeRow:
    return OutcomeRow(
        label,
        _FORECAST,
        writer.money(pair.base.band.median),
        filters.day(pair.base.date, writer.locale),
        writer.money(pair.scenario.band.median),
        filters.day(pair.scenario.date, writer.locale),
        writer.signed(pair.difference) if pair.difference else "the same",
        _tone(pair.difference),
    )


def _chance(chances: tuple[float, float]) -> OutcomeRow:
    base, otherwise = (round(one * 100) for one in chances)
    difference = otherwise - base
    return OutcomeRow(
        "Chance to fall below zero",
        _FORECAST,
        f"{base} %",
        "",
        f"{otherwise} %",
        "",
        f"{difference:+d} points" if difference else "the same",
        _tone(Decimal(-difference)),
    )


def _goal(pair: GoalPair, speaker: Speaker, writer: Writer) -> OutcomeRow:
    days = pair.days
    if days is None:
        is_same = pair.base == pair.scenario
        said = "the same" if is_same else "no longer" if pair.base else "at last"
        tone = "flat" if is_same else "bad" if pair.base else "good"
    else:
        said, tone = _later(days), _tone(Decimal(-days))
    return OutcomeRow(
        speaker.names.get(pair.goal_id, "A goal"),
        f"/goals/{pair.goal_id}",
        _day(pair.base, writer),
        "",
        _day(pair.scenario, writer),
        "",
        said,
        tone,
    )


def _day(day: date | None, writer: Writer) -> str:
    return filters.day(day, writer.locale) if day else NEVER


def _later(days: int) -> str:
    """Say how much later, in the unit that fits."""
    if not days:
        return "the same"
    size, way = abs(days), "later" if days > 0 else "earlier"
    if size < _IN_DAYS:
        return f"{counted(size, 'day')} {way}"
    return f"{counted(round(size / _MONTH_DAYS), 'month')} {way}"


def _tone(difference: Decimal) -> str:
    if not difference:
        return "flat"
    return "good" if difference > 0 else "bad"
