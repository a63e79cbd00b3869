"""What a home costs whoever lives in it: rent, heating by season, bills, insurance."""

from collections.abc import Iterator
from decimal import Decimal

from ftracker.domain.paces import Pace
from ftracker.domain.periods import Period
from ftracker.domain.samples.lives import Life, grown
from ftracker.domain.samples.moves import CARD, JONAS, MIRA, Move

JULY = 7
# How much of a year's coldest month each month needs, January first.
HEATING = (100, 95, 80, 55, 35, 22, 20, 20, 30, 52, 76, 94)
GYM = "Lakeside Gym"
PROVIDER = "Nordlink"
# Streaming, music and the gym: day, amount of the base year, rise in percent a year.
SUBSCRIPTIONS = (
    ("Pinewood TV", 4, 13, 8),
    ("Tonkiste Music", 11, 11, 0),
    (GYM, 3, 30, 0),
)
FORGOTTEN = "Verbaro Languages"


def moves(life: Life, month: Period) -> Iterator[Move]:
    """Give a month's bills."""
    yield _bill(month, 2, _rent(month), "Housing", "Hofmann Estates", "Rent")
    yield from _energy(life, month)
    if month is not life.months[-1]:
        # This month it did not come, which nobody has noticed.
        yield _bill(month, 4, Decimal("39.90"), "Utilities", PROVIDER, "Internet")
    yield _bill(month, 12, Decimal("14.99"), "Utilities", "Tello Mobile", "Phone", MIRA)
    yield _bill(month, 12, Decimal("11.99"), "Utilities", "Tello Mobile", "Phone", JONAS)
    yield from _insurance(month)
    yield from _subscriptions(life, month)


def _rent(month: Period) -> Decimal:
    """Rent rises each July."""
    year = month.start.year if month.start.month >= JULY else month.start.year - 1
    return grown(1210, year, 2, "1").quantize(Decimal("0.01"))


def _energy(life: Life, month: Period) -> Iterator[Move]:
    chance, year = life.chance("energy", month), month.start.year
    heat = grown(185, year, 3) * HEATING[month.start.month - 1] / 100
    gas = (heat * chance.number(92, 108) / 100).quantize(Decimal("0.01"))
    yield _bill(month, 5, gas, "Heating", "Stadtwerke Energy")
    power = chance.amount(58, 74) + Decimal(HEATING[month.start.month - 1]) / 10
    yield _bill(month, 6, power, "Electricity", "Stadtwerke Energy")
    if month.start.month % 3 == 1:
        water = chance.amount(72, 98)
        bill = _bill(month, 17, water, "Utilities", "Waterworks", "Quarterly bill")
        yield bill.again(Pace.QUARTER)


def _insurance(month: Period) -> Iterator[Move]:
    """Insure the car by the quarter, home and liability by the year."""
    number, year = month.start.month, month.start.year
    if number % 3 == 0:
        car = _bill(month, 1, grown(118, year, 4), "Insurance", "Hanse Insurance", "Car")
        yield car.again(Pace.QUARTER)
    if number == 2:  # noqa: PLR2004 (February)
        for what, price, rise in (("Home", 143, 2), ("Liability", 68, 0)):
            amount = grown(price, year, rise)
            yield _bill(month, 14, amount, "Insurance", "Hanse Insurance", what).again(Pace.YEAR)


def _subscriptions(life: Life, month: Period) -> Iterator[Move]:
    """One of them was tried once and forgotten; five months ago it became dearer.

    The gym, too, asks for more since two months ago.
    """
    for payee, day, amount, rise in SUBSCRIPTIONS:
        price = grown(amount, month.start.year, rise, "1") - Decimal("0.01")
        if payee == GYM and month.start >= life.month(2).start:
            price += 5
        yield _bill(month, day, price, "Subscriptions", payee)
    if month.start >= life.month(17).start:
        price = Decimal("9.99") if month.start < life.month(5).start else Decimal("12.99")
        date = month.start.replace(day=21)
        yield Move(date, price, "Subscriptions", FORGOTTEN, account=CARD).again()


def _bill(
    month: Period, day: int, amount: Decimal, category: str, payee: str, note: str = "",
    *tags: str,
) -> Move:  # fmt: skip
    return Move(month.start.replace(day=day), amount, category, payee, note, tags).again()
