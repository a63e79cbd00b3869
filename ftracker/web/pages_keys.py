"""What the pages of my browsers and of my programs' tokens show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ftracker.db import Scope
from ftracker.queries.api_tokens import TokenLine
from ftracker.queries.user_sessions import SessionLine
from ftracker.web import devices, filters
from ftracker.web.display import Option
from ftracker.web.forms import Form

SCOPES = [
    Option(Scope.READ, "Look at the books"),
    Option(Scope.WRITE, "Look and write"),
    Option(Scope.MANAGE, "All that I may, settings too"),
]
LASTING = [
    Option("30", "30 days"),
    Option("90", "90 days"),
    Option("365", "A year"),
    Option("0", "For ever, until I take it away"),
]
MAY = {Scope.READ: "looks", Scope.WRITE: "looks and writes", Scope.MANAGE: "may all that you may"}
# What a new token is proposed to be: as little as most programs need.
PROPOSED = {"scope": Scope.READ, "days": "90"}


@dataclass(frozen=True, slots=True)
class Browser:
    """One browser that I am signed in with."""

    id: UUID
    device: str
    place: str
    household: str
    since: str
    seen: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Token:
    """One token, without its secret."""

    id: UUID
    name: str
    household: str
    scope: str
    since: str
    used: str
    ends: str
    has_ended: bool


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """The browsers that I am signed in with."""

    sessions: list[Browser]


@dataclass(frozen=True, slots=True)
class TokensPage:
    """My tokens, and the secret of the one just made (shown once)."""

    tokens: list[Token]
    token: str
    form: Form
    scopes: list[Option]
    lasting: list[Option]


def browsers(found: Sequence[SessionLine], here: UUID | None, *, locale: str) -> list[Browser]:
    """Show the browsers; `here` is the one that asks."""
    return [
        Browser(
            one.id,
            devices.name(one.user_agent),
            devices.place(one.ip),
            one.household,
            _day(one.created_at, locale),
            _day(one.seen_at, locale),
            one.id == here,
        )
        for one in found
    ]


def tokens(found: Sequence[TokenLine], *, locale: str, now: datetime) -> list[Token]:
    """Show the tokens; one that has ended stays until it is taken away."""
    return [_token(one, locale, now) for one in found]


def _token(one: TokenLine, locale: str, now: datetime) -> Token:
    has_ended = one.expires_at is not None and one.expires_at <= now
    ends = "works until you take it away"
    if one.expires_at is not None:
        day = _day(one.expires_at, locale)
        ends = f"ended {day}" if has_ended else f"works until {day}"
    return Token(
        one.id,
        one.name,
        one.household,
        MAY[Scope(one.scope)],
        _day(one.created_at, locale),
        f"last used {_day(one.used_at, locale)}" if one.used_at else "never used",
        ends,
        has_ended,
    )


def _day(at: datetime, locale: str) -> str:
    return filters.day(at.astimezone().date(), locale)
