"""What the pages of security show: what happened at the doors, when, by whom and from where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from babel.dates import format_datetime

from ftracker.queries.security_events import Happening
from ftracker.web import devices, filters, redirects
from ftracker.web.security_words import ALARMING, sentence

NOBODY = "Somebody"
PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened; `who` is empty where all are one person's."""

    text: str
    day: str
    time: str
    who: str
    place: str
    device: str
    is_alarming: bool


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """What happened to a person, or to the household."""

    lines: tuple[Line, ...]
    is_household: bool
    older_href: str
    newest_href: str


def shown(
    found: Sequence[Happening], *, path: str, locale: str, names: Mapping[UUID, str] | None = None
) -> SecurityPage:
    """Show at most a page of what happened; one more that was found means that there are older.

    `names` are the people of a household's list; without them all are one person's.
    """
    page, is_full = found[:PAGE], len(found) > PAGE
    older = f"{path}?{redirects.query(before=str(page[-1].id))}" if is_full else ""
    lines = tuple(_line(one, locale, names) for one in page)
    return SecurityPage(lines, names is not None, older, path)


def _line(one: Happening, locale: str, names: Mapping[UUID, str] | None) -> Line:
    at = one.at.astimezone()
    # Nobody who is known is somebody: a stranger at the door, or the command line.
    who = "" if names is None else names.get(one.user_id or UUID(int=0), NOBODY)
    return Line(
        text=sentence(one.event, one.details),
        day=filters.day(at.date(), locale),
        time=format_datetime(at, "HH:mm", locale=locale.replace("-", "_")),
        who=who,
        place=devices.place(one.ip) if one.ip else "",
        device=devices.name(one.user_agent) if one.user_agent else "",
        is_alarming=one.event in ALARMING,
    )
