"""What to add each month, and for how long, until an amount is reached or a debt is gone."""

from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from ftracker.domain.periods import LAST

DAYS_OF_MONTH = Decimal("30.4375")
_MONTHS_AND_PERCENT = 1200
_ZERO = Decimal(0)


def months_between(start: date, end: date) -> Decimal:
    """Count months of 30.4375 days, at least one: what is missing then must come within it."""
    return max((end - start).days / DAYS_OF_MONTH, Decimal(1))


def payment(present: Decimal, future: Decimal, months: Decimal, rate: Decimal | None) -> Decimal:
    """Tell what to add each month so that `present` becomes `future`; zero where it does alone.

    Without a rate it is the difference by the months. With one, yearly and in percent, it is the
    ordinary annuity, paid at the end of each month and compounded monthly at a twelfth of it:
    payment = (future − present · (1 + i)^n) · i / ((1 + i)^n − 1). This is the textbooks' future
    value of an annuity solved for the payment, and what PMT gives in OpenFormula (OASIS, part 2
    of ODF 1.2). A debt is a `present` below zero that shall become zero.
    """
    if not rate:
        return max(future - present, _ZERO) / months
    growth: Decimal = (1 + _monthly(rate)) ** months
    return max(future - present * growth, _ZERO) * _monthly(rate) / (growth - 1)


def value_after(
    present: Decimal, monthly: Decimal, months: Decimal, rate: Decimal | None
) -> Decimal:
    """Tell what `present` has become after some months with so much more each: `payment` undone."""
    if not rate:
        return present + monthly * months
    growth: Decimal = (1 + _monthly(rate)) ** months
    return present * growth + monthly * (growth - 1) / _monthly(rate)


def months_until(
    present: Decimal, future: Decimal, monthly: Decimal, rate: Decimal | None
) -> Decimal | None:
    """Count the months until `present` is `future` with so much more each month; None for never.

    With a rate it is `payment` solved for the months, as NPER of the same standard:
    n = ln((monthly + i · future) / (monthly + i · present)) / ln(1 + i).
    """
    if present >= future:
        return _ZERO
    if not rate:
        return (future - present) / monthly if monthly > 0 else None
    i = _monthly(rate)
    grows = monthly + i * present
    if grows <= 0:
        return None
    return ((monthly + i * future) / grows).ln() / (1 + i).ln()


def day_after(start: date, months: Decimal | None) -> date | None:
    """Give the day that lies so many months after another; None for never, and not before 2200."""
    if months is None or months * DAYS_OF_MONTH >= (LAST - start).days:
        return None
    days = (months * DAYS_OF_MONTH).to_integral_value(ROUND_CEILING)
    return start + timedelta(days=int(days))


def _monthly(rate: Decimal) -> Decimal:
    return rate / _MONTHS_AND_PERCENT
