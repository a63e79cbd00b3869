"""What is due as a calendar that other programs read: iCalendar text (RFC 5545)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from ftracker.domain.due_days import Due
from ftracker.domain.payments import State
from ftracker.domain.periods import DAY
from ftracker.queries.schedules import ScheduleLine
from ftracker.web import filters

MEDIA_TYPE = "text/calendar; charset=utf-8"
# A line holds at most 75 octets, without its end.
_WIDEST = 75
_HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//FTracker//Schedules//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    "X-PUBLISHED-TTL:PT6H",
)
_MARKS = {State.PAID: "paid", State.LATE: "late", State.MISSED: "missed"}


def calendar(
    dues: Iterable[Due],
    lines: Sequence[ScheduleLine],
    *,
    name: str,
    currency: str,
    locale: str,
    now: datetime,
) -> str:
    """Write due days, and the last days to cancel, as all-day events.

    What is skipped is left out. An event keeps its UID whatever becomes of it; open ones remind
    at nine o'clock in the morning, as many days before as their schedule says.
    """
    stamp = f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    written = [*_HEAD, f"X-WR-CALNAME:{_escaped(name)}"]
    for due in dues:
        if due.state is not State.SKIPPED:
            written += [*_event(due, currency, locale, stamp)]
    for line in lines:
        written += [*_notices(line, stamp)]
    written.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in written)


def _event(due: Due, currency: str, locale: str, stamp: str) -> Iterator[str]:
    amount = due.amount if due.paid_amount is None else due.paid_amount
    mark = f" ({_MARKS[due.state]})" if due.state in _MARKS else ""
    summary = f"{due.name}, {_money(amount, currency, locale)}{mark}"
    remind = due.remind_days if due.is_open else None
    uid = f"{due.schedule_id}.{due.due_date:%Y%m%d}"
    yield from _all_day(uid, due.date, summary, due.payee, stamp=stamp, remind=remind)


def _notices(line: ScheduleLine, stamp: str) -> Iterator[str]:
    """Say the last free day, and the last one to give notice."""
    said = (
        ("trial", line.trial_end_date, f"{line.name}: last free day"),
        ("cancel", line.cancel_date, f"{line.name}: last day to cancel"),
    )
    for what, day, summary in said:
        if day is not None and not line.is_paused:
            uid = f"{line.id}.{what}"
            yield from _all_day(uid, day, summary, "", stamp=stamp, remind=line.remind_days)


def _all_day(
    uid: str, day: date, summary: str, description: str, *, stamp: str, remind: int | None
) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}@ftracker"
    yield stamp
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + DAY:%Y%m%d}"
    yield f"SUMMARY:{_escaped(summary)}"
    if description:
        yield f"DESCRIPTION:{_escaped(description)}"
    yield "TRANSP:TRANSPARENT"
    if remind is not None:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_escaped(summary)}"
        yield f"TRIGGER:{_before(remind)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _before(days: int) -> str:
    """Write nine o'clock in the morning of some days before an all-day event begins."""
    if days == 0:
        return "PT9H"
    whole = days - 1
    return f"-P{whole}DT15H" if whole else "-PT15H"


def _money(amount: Decimal, currency: str, locale: str) -> str:
    return filters.amount(amount, currency, locale)


def _escaped(text: str) -> str:
    marked = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return marked.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line that is too long, never inside a character."""
    pieces, piece = [], b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > _WIDEST:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]).decode()
