"""What the history shows, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from ftracker.queries.history import Search
from ftracker.web import filters
from ftracker.web.display import Badge
from ftracker.web.history_words import DOORS, TOPICS

NAMES = ("q", "person", "door", "topic", "start", "until")
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class HistorySearch:
    """The words of an address, and the change sets that they mean."""

    typed: Mapping[str, str]
    wanted: Search

    def url(self, **changes: str | None) -> str:
        """Give the address with some words changed; None takes a word away."""
        words = {k: v for k, v in {**self.typed, **changes}.items() if v}
        return f"/history?{urlencode(words)}" if words else "/history"

    def badges(self, people: Mapping[UUID, str], locale: str) -> tuple[Badge, ...]:
        """Name each condition, with the address of the page without it."""
        return tuple(
            Badge(_label(name, text, people, locale), self.url(**{name: None}))
            for name, text in self.typed.items()
        )


def read(words: Mapping[str, str]) -> HistorySearch:
    """Understand an address. A word that cannot be understood finds nothing.

    `until` is the last day that belongs to the range.
    """
    typed = {name: words[name].strip() for name in NAMES if words.get(name, "").strip()}
    until = _day(typed.get("until"))
    start = _day(typed.get("start"))
    wanted = Search(
        user_id=_id(typed.get("person")),
        door=typed.get("door", "").replace("\x00", ""),
        topics=_topics(typed.get("topic")),
        start=_begin(start) if start else None,
        end=_begin(until + timedelta(days=1)) if until else None,
        q=typed.get("q", "").replace("\x00", ""),
    )
    return HistorySearch(typed, wanted)


def _topics(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    return TOPICS[text][1] if text in TOPICS else ("?",)


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return NOBODY


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    # The last day that there is has none after it.
    return found if found is None or found.year < date.max.year else None


def _begin(day: date) -> datetime:
    """Give the moment at which a day begins where the server stands."""
    return datetime(day.year, day.month, day.day).astimezone()


def _label(name: str, text: str, people: Mapping[UUID, str], locale: str) -> str:
    match name:
        case "person":
            return people.get(_id(text) or NOBODY, text)
        case "door":
            return DOORS.get(text, text).capitalize()
        case "topic":
            return TOPICS[text][0] if text in TOPICS else text
        case "start" | "until":
            day = _day(text)
            return f"{name.capitalize()} {filters.day(day, locale) if day else text}"
        case _:
            return f"“{text}”"
