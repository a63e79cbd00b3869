"""Life outside: lunches, coffee, dinners, the way there, and what is fun."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ftracker.domain.periods import Period
from ftracker.domain.samples.lives import Chance, Life, grown, weekdays
from ftracker.domain.samples.moves import CARD, JONAS, MIRA, Move

CAFES = ("Café Lotte", "Kiosk am Park", "Station Coffee", "Café Lotte")
RESTAURANTS = ("Trattoria Nino", "Golden Lotus", "Zur Linde", "Taverna Delphi", "Masala House")
DELIVERY = ("Pronto Pizza", "Sushi Bote", "Wok & Roll")
FUN = (
    ("Odeon Cinema", 18, 34),
    ("Lido Swimming Pool", 9, 22),
    ("Bookshop Seidel", 9, 38),
    ("City Museum", 12, 26),
    ("Climbing Hall", 14, 36),
    ("Ticket Counter", 38, 96),
)
FRIDAY, SATURDAY = 4, 5


def moves(life: Life, month: Period) -> Iterator[Move]:
    """Give a month's outings."""
    yield from _eating(life.chance("eating", month), month)
    yield from _transport(life.chance("transport", month), month)
    chance = life.chance("fun", month)
    for day in chance.days(month, 2, 5):
        payee, low, high = chance.of(FUN)
        yield Move(
            day, chance.price(low, high), "Leisure", payee, tags=_payer(chance), account=CARD
        )


def _eating(chance: Chance, month: Period) -> Iterator[Move]:
    for day in weekdays(month, 0, 1, 2, 3, 4):
        if chance.happens(42):
            yield _meal(day, chance.amount(6, 11), "Canteen Brandt", MIRA)
        if chance.happens(38):
            yield _meal(day, chance.amount(3, 7), chance.of(CAFES), *_payer(chance))
    for day in weekdays(month, FRIDAY, SATURDAY):
        if chance.happens(33):
            tags = _payer(chance)
            dinner = chance.amount(29, 86)
            yield Move(day, dinner, "Eating out", chance.of(RESTAURANTS), "", tags, CARD)
    for day in chance.days(month, 1, 3):
        yield _meal(day, chance.amount(19, 44), chance.of(DELIVERY), JONAS)


def _transport(chance: Chance, month: Period) -> Iterator[Move]:
    ticket = grown(49, month.start.year, 6, "1").quantize(Decimal("0.01"))
    first = month.start
    yield Move(first, ticket, "Transport", "City Transit", "Monthly ticket", (MIRA,)).again()
    yield Move(first, ticket, "Transport", "City Transit", "Monthly ticket", (JONAS,)).again()
    for day in chance.days(month, 2, 3):
        yield Move(day, chance.amount(41, 78), "Transport", "Fuel Point", tags=_payer(chance))
    for day in chance.days(month, 0, 3):
        yield Move(day, chance.amount(2, 9), "Transport", "Parking", tags=_payer(chance))


def _meal(day: date, amount: Decimal, payee: str, *tags: str) -> Move:
    return Move(day, amount, "Eating out", payee, tags=tags)


def _payer(chance: Chance) -> tuple[str, ...]:
    return (chance.of((MIRA, JONAS)),)
