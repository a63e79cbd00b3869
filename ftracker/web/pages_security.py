"""What the pages of security show: what happened at the doors, when, by whom and from where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
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


def named(found: Sequence[Happening]) -> set[UUID]:
    """Give the ids of all people that a list names: who did something, and to whom."""
    doers = {one.user_id for one in found if one.user_id}
    return doers | {UUID(one.details["member"]) for one in found if "member" in one.details}


def shown(
    found: Sequence[Happening],
    *,
    path: str,
    locale: str,
    names: Mapping[UUID, str],
    is_household: bool = False,
) -> SecurityPage:
    """Show at most a page of what happened; one more that was found means that there are older.

    `names` are those of the people that the list names, as far as they are still known.
    """
    page, is_full = found[:PAGE], len(found) > PAGE
    older = f"{path}?{redirects.query(before=str(page[-1].id))}" if is_full else ""
    lines = tuple(_line(one, locale, names, is_household=is_household) for one in page)
    return SecurityPage(lines, is_household, older, path)


def _line(one: Happening, locale: str, names: Mapping[UUID, str], *, is_household: bool) -> Line:
    at = one.at.astimezone()
    # Nobody who is known is somebody: a stranger at the door, or the command line.
    who = names.get(one.user_id or UUID(int=0), NOBODY) if is_household else ""
    return Line(
        text=sentence(one.event, _told(one, names)),
        day=filters.day(at.date(), locale),
        time=format_datetime(at, "HH:mm", locale=locale.replace("-", "_")),
        who=who,
        place=devices.place(one.ip) if one.ip else "",
        device=devices.name(one.user_agent) if one.user_agent else "",
        is_alarming=one.event in ALARMING,
    )


def _told(one: Happening, names: Mapping[UUID, str]) -> Mapping[str, Any]:
    """Put a person's name where their id was written down."""
    if "member" not in one.details:
        return one.details
    return one.details | {"member": names.get(UUID(one.details["member"]), "a former member")}
