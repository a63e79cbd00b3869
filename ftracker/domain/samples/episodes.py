"""What does not repeat: a trip each summer, a month that went wrong, shoes that went back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ftracker.domain.kinds import Flow, Kind
from ftracker.domain.samples.lives import Chance, Life
from ftracker.domain.samples.moves import (
    CARD,
    EVERYDAY,
    JONAS,
    MIRA,
    SAVINGS_ACCOUNT,
    Move,
    SampleCategory,
)
from ftracker.domain.samples.reserves import transfer

PLACES = ("Lisbon", "Tyrol", "Crete", "Bornholm", "Provence", "Dalmatia")
HOLIDAY = ("holiday",)
DAYS = 9


@dataclass(frozen=True, slots=True)
class Trip:
    """A trip of some days; `end_date` is its last day."""

    name: str
    start_date: date
    end_date: date

    def holds(self, day: date) -> bool:
        """Tell whether the household is away on a day."""
        return self.start_date <= day <= self.end_date

    @property
    def category(self) -> SampleCategory:
        """The Timebound category that a trip is written down in."""
        return SampleCategory(
            self.name, Kind.TIMEBOUND, "airplane", "indigo",
            start_date=self.start_date, end_date=self.end_date,
        )  # fmt: skip


def trips(life: Life) -> list[Trip]:
    """List the trips that have begun, oldest first: one each summer, in the same month."""
    month = Chance(life.seed, "summer").of((7, 8))
    found = []
    for summer in (m for m in life.months if m.start.month == month):
        day = summer.start.replace(day=life.chance("trip", summer).number(4, 18))
        place = PLACES[(life.seed + day.year) % len(PLACES)]
        found.append(Trip(f"{place} {day.year}", day, day + timedelta(days=DAYS - 1)))
    return [trip for trip in found if trip.start_date <= life.today]


def away(life: Life, trip: Trip) -> Iterator[Move]:
    """Give what a trip costs, and the transfer from the savings account that pays for it."""
    chance = Chance(life.seed, trip.name)
    first, name = trip.start_date, trip.name
    saved = first - timedelta(days=2)
    yield transfer(saved, Decimal("1600.00"), SAVINGS_ACCOUNT, EVERYDAY, f"For {name}")
    fares, rooms = chance.amount(340, 520), chance.amount(690, 940)
    yield Move(first, fares, name, "Rail & Fly", "Tickets for three", HOLIDAY, CARD)
    yield Move(first, rooms, name, "Casa Miralua", "Eight nights", HOLIDAY, CARD)
    for number in range(DAYS):
        day = first + timedelta(days=number)
        dinner = chance.amount(31, 74)
        yield Move(day, dinner, name, "Dinner", "", (*HOLIDAY, chance.of((MIRA, JONAS))), CARD)
        if chance.happens(65):
            note = chance.of(("Ice cream", "Boat tour", "Museum", "Market", "Bus", "Beach chairs"))
            yield Move(day, chance.amount(6, 42), name, "", note, HOLIDAY)


def blown(life: Life, journeys: list[Trip]) -> Iterator[Move]:
    """Give what went wrong in one of the last months: car, washing machine, comfort food."""
    at_home = [
        month
        for month in (life.month(before) for before in (2, 3, 4))
        if not any(month.holds(trip.start_date) or month.holds(trip.end_date) for trip in journeys)
    ]
    month = Chance(life.seed, "blown").of(at_home)
    chance = life.chance("blown", month)
    day = month.start.replace
    repair, machine = chance.amount(420, 690), chance.price(569, 749)
    yield Move(day(day=6), repair, "Transport", "Garage Kunze", "Clutch, brakes", (JONAS,))
    yield Move(day(day=13), machine, "Shopping", "Kontor Electronics", "Washing machine", (), CARD)
    yield Move(
        day(day=14), Decimal("48.00"), "Shopping", "Kontor Electronics", "Delivery", (), CARD
    )
    for date_ in chance.days(month, 7, 9):
        dinner = chance.amount(34, 92)
        yield Move(date_, dinner, "Eating out", "Trattoria Nino", "", (MIRA,), CARD)


def refund(life: Life) -> Iterator[Move]:
    """Give boots that did not fit, and their money back: last month, and a year before."""
    for before in (1, 13):
        month = life.month(before)
        price = life.chance("refund", month).price(79, 129)
        bought, returned = month.start.replace(day=7), month.start.replace(day=19)
        shop = "Schuhhaus Ott"
        yield Move(bought, price, "Shopping", shop, "Hiking boots", (MIRA,), CARD)
        yield Move(returned, price, "Shopping", shop, "Boots returned", (MIRA,), CARD, flow=Flow.IN)
