"""Food for a week: a big purchase on Saturday, small ones between, rolls on Sunday."""

from collections.abc import Iterator
from datetime import date

from ftracker.domain.periods import Period
from ftracker.domain.samples.lives import Chance, Life, weekdays
from ftracker.domain.samples.moves import CARD, EVERYDAY, JONAS, MIRA, Move

BIG = ("Greenway Market", "Greenway Market", "Lindner Discount", "Farmers' Hall")
SMALL = ("Lindner Discount", "Corner Shop Aydin", "Greenway Market", "Biowelt")
BAKERY = "Bakery Sommer"
BESIDES = ("Cleaning things", "Kitchen paper, bulbs", "Storage boxes", "Towels", "Batteries")
SATURDAY, SUNDAY = 5, 6


def moves(life: Life, month: Period) -> Iterator[Move]:
    """Give a month's food."""
    chance = life.chance("groceries", month)
    for day in weekdays(month, SATURDAY):
        yield from _big(chance, day)
    for day in weekdays(month, 0, 1, 2, 3):
        if chance.happens(58):
            amount = chance.amount(6, 34)
            yield Move(day, amount, "Groceries", chance.of(SMALL), tags=_payer(chance))
    for day in weekdays(month, SUNDAY):
        if chance.happens(75):
            yield Move(day, chance.amount(4, 13), "Groceries", BAKERY, tags=_payer(chance))


def _big(chance: Chance, day: date) -> Iterator[Move]:
    """Now and then the cart also holds what is no food: then the receipt is split."""
    payee, tags = chance.of(BIG), _payer(chance)
    account = CARD if chance.happens(40) else EVERYDAY
    amount, split = chance.amount(72, 148), ""
    if chance.happens(30):
        split = f"cart {day}"
        besides, note = chance.amount(8, 39), chance.of(BESIDES)
        yield Move(day, besides, "Shopping", payee, note, tags, account, split=split)
    yield Move(day, amount, "Groceries", payee, "", tags, account, split=split)


def _payer(chance: Chance) -> tuple[str, ...]:
    return (chance.of((MIRA, MIRA, JONAS)),)
