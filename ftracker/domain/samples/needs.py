"""What is needed now and then: clothes and things, medicine, the child's, presents."""

from collections.abc import Iterator
from decimal import Decimal

from ftracker.domain.paces import Pace
from ftracker.domain.periods import Period
from ftracker.domain.samples.lives import Life, weekdays
from ftracker.domain.samples.moves import CARD, JONAS, MIRA, Move

SHOPS = (
    ("Kleiderwerk", 19, 79, "Clothes"),
    ("Schuhhaus Ott", 39, 99, "Shoes"),
    ("Toolbox DIY", 8, 59, ""),
    ("Kontor Electronics", 15, 119, ""),
    ("Parcel House", 9, 49, ""),
    ("Garden Centre Weiss", 9, 39, "Plants"),
)
CHRISTMAS = 12
SCHOOL = "Sunshine After-School"


def moves(life: Life, month: Period) -> Iterator[Move]:
    """Give a month's needs."""
    yield from _shopping(life, month)
    yield from _health(life, month)
    yield from _child(life, month)
    yield from _gifts(life, month)


def _shopping(life: Life, month: Period) -> Iterator[Move]:
    chance = life.chance("shopping", month)
    for day in chance.days(month, 3, 6):
        payee, low, high, note = chance.of(SHOPS)
        tags = (chance.of((MIRA, JONAS)),)
        yield Move(day, chance.price(low, high), "Shopping", payee, note, tags, CARD)


def _health(life: Life, month: Period) -> Iterator[Move]:
    chance = life.chance("health", month)
    for day in chance.days(month, 0, 3):
        yield Move(day, chance.amount(5, 29), "Health", "Linden Pharmacy")
    if chance.happens(12):
        day = chance.of(weekdays(month, 0, 1, 3))
        yield Move(day, chance.amount(38, 145), "Health", "Dr Vogt", "Dentist")


def _child(life: Life, month: Period) -> Iterator[Move]:
    """Pay the after-school club by the month, pocket money each Friday, things in between."""
    chance = life.chance("child", month)
    yield Move(month.start.replace(day=3), Decimal("96.00"), "Children", SCHOOL, "Club fee").again()
    for day in weekdays(month, 4):
        money = Move(day, Decimal("4.00"), "Children", "Lina", "Pocket money", ("cash",))
        yield money.again(Pace.WEEK)
    for day in chance.days(month, 0, 2):
        yield Move(day, chance.price(7, 45), "Children", "Spielwaren Adler", account=CARD)


def _gifts(life: Life, month: Period) -> Iterator[Move]:
    chance = life.chance("gifts", month)
    if month.start.month == CHRISTMAS:
        for day in chance.days(month, 5, 8):
            if day.day < 24:  # noqa: PLR2004 (Christmas Eve)
                gift = chance.price(18, 95)
                yield Move(day, gift, "Gifts", "Parcel House", "", ("christmas",), CARD)
    for day in chance.days(month, 0, 2):
        amount = chance.round_amount(15, 50)
        yield Move(day, amount, "Gifts", "Flowers Rosa", "", ("birthday",))
