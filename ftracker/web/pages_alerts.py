"""What the page of alerts shows: what was said, and what it rests on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ftracker.domain.alerts import MEANINGS, Topic
from ftracker.queries.notices import NoticeLine, NoticePage
from ftracker.queries.user_sessions import SignedIn
from ftracker.web import filters, redirects
from ftracker.web.display import counted

PATH = "/alerts"
Writer = Callable[[str, str], str]
"""Writes the value of a fact of some kind as the household does."""


@dataclass(frozen=True, slots=True)
class FactView:
    """One number behind what was said; `href` may be empty."""

    label: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One thing that was said. `put_off` says until when it was put off, if it was."""

    id: str
    topic: str
    icon: str
    title: str
    body: str
    when: str
    href: str
    facts: tuple[FactView, ...]
    is_unread: bool
    is_gone: bool
    put_off: str
    alert_href: str
    mute: str


@dataclass(frozen=True, slots=True)
class AlertsPage:
    """What was said: what is true still, then what is over, each newest first."""

    open: tuple[NoticeView, ...]
    gone: tuple[NoticeView, ...]
    unread: str
    more_open_href: str
    older_href: str


def page(
    open_ones: NoticePage, gone: NoticePage, *, me: SignedIn, now: datetime, unread: int
) -> AlertsPage:
    """Show what was said."""
    write = _writer(me)
    return AlertsPage(
        tuple(_notice(line, write, me.locale, now) for line in open_ones.lines),
        tuple(_notice(line, write, me.locale, now) for line in gone.lines),
        counted(unread, "alert") if unread else "",
        _href(still=open_ones.older),
        _href(over=gone.older),
    )


def _href(**cursors: str | None) -> str:
    said = redirects.query(**{name: word or "" for name, word in cursors.items()})
    return f"{PATH}?{said}" if said else ""


def _notice(line: NoticeLine, write: Writer, locale: str, now: datetime) -> NoticeView:
    meaning = MEANINGS[Topic(line.topic)]
    put_off = line.snoozed_until if line.snoozed_until and line.snoozed_until > now else None
    is_gone = line.gone_at is not None
    return NoticeView(
        id=str(line.id),
        topic=meaning.title,
        icon=meaning.icon,
        title=line.title,
        body=line.body,
        when=_day(line.said_at, locale),
        href=line.href,
        facts=tuple(_facts(line.facts, write)),
        is_unread=not is_gone and line.read_at is None and put_off is None,
        is_gone=is_gone,
        put_off=f"put off until {_day(put_off, locale)}" if put_off else "",
        alert_href=f"{PATH}/rules/{line.alert_id}",
        mute="Never tell me of this one again" if line.subject_id else "Mute this alert",
    )


def _writer(me: SignedIn) -> Writer:
    """Give what writes the value of a fact as the household does."""
    money = filters.formatter(me.currency, me.locale)

    def written(kind: str, value: str) -> str:
        match kind:
            case "money":
                return money(Decimal(value))
            case "percent":
                return f"{value} %"
            case "day":
                return filters.day(date.fromisoformat(value), me.locale)
        return value

    return written


def _facts(facts: Iterable[dict[str, Any]], write: Writer) -> Iterable[FactView]:
    for fact in facts:
        yield FactView(fact["label"], write(fact["kind"], fact["value"]), fact["href"])


def _day(moment: datetime, locale: str) -> str:
    return filters.day(moment.astimezone().date(), locale)
