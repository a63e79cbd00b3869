"""Alerts for programs: what is watched, what it would have said, and what it said."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from ftracker.queries import notices as stored
from ftracker.routes.api import requests, shown, shown_alerts
from ftracker.routes.api.requests import ReadVersion, Repeatable
from ftracker.routes.deps import Editor, Now, Today, Viewer
from ftracker.schemas.alerts import (
    Alert,
    AlertEdit,
    AlertIn,
    Notice,
    NoticeQuery,
    ReadingIn,
    Rehearsal,
    RehearsalIn,
)
from ftracker.schemas.fields import Out
from ftracker.services import alerts, notices, watching

router = requests.router("alerts")


class AlertList(Out):
    """All alerts of a household; `next_cursor` is null, as they all are here."""

    items: list[Alert]
    next_cursor: str | None


class NoticePage(Out):
    """One page of notices, newest first."""

    items: list[Notice]
    next_cursor: str | None


@router.get("", operation_id="listAlerts")
def listing(session: Viewer) -> AlertList:
    """List all alerts: each topic's general one, then those narrowed to one thing."""
    return AlertList(items=shown_alerts.alerts(session), next_cursor=None)


@router.post("", status_code=201, operation_id="addAlert")
def add(data: AlertIn, session: Editor, once: Repeatable) -> Alert:
    """Add an alert for one budget, schedule, account or goal, given by id or by name.

    The general alert of its topic is silent about that one from then on.
    """
    return once.created(
        session, Alert, data, lambda: shown_alerts.alert(session, alerts.add(session, data).id)
    )


@router.post("/rehearsals", operation_id="rehearseAlert")
def rehearse(data: RehearsalIn, session: Editor, today: Today) -> Rehearsal:
    """Tell what an alert would have said in the last 12 months; nothing is kept."""
    watch = alerts.watch(session, data)
    return shown_alerts.rehearsal(watching.rehearse(session, watch, today=today))


@router.get("/notices", operation_id="listNotices")
def page(session: Viewer, wanted: Annotated[NoticeQuery, Query()]) -> NoticePage:
    """List what was said, newest first."""
    found = stored.page(session, gone=wanted.gone, limit=wanted.limit, at=wanted.cursor or "")
    items = [shown_alerts.notice_of(line) for line in found.lines]
    return NoticePage(items=items, next_cursor=found.older)


@router.get("/notices/{notice_id}", operation_id="getNotice")
def notice(notice_id: UUID, session: Viewer) -> Notice:
    """Show one notice."""
    return shown_alerts.notice(session, notice_id)


@router.post("/notices/{notice_id}", operation_id="readNotice")
def read(notice_id: UUID, data: ReadingIn, session: Viewer, today: Today, now: Now) -> Notice:
    """Say that I have read a notice, or put it off for a day, a week, or the present period."""
    if data.snooze is not None:
        until = notices.until(session, data.snooze, today=today, now=now)
        notices.snooze(session, notice_id, until=until)
    elif data.read:
        notices.read(session, notice_id, now=now)
    else:
        notices.snooze(session, notice_id, until=None)
    return shown_alerts.notice(session, notice_id)


@router.get("/{alert_id:uuid}", operation_id="getAlert")
def one(alert_id: UUID, session: Viewer) -> Alert:
    """Show one alert."""
    return shown_alerts.alert(session, alert_id)


@router.put("/{alert_id:uuid}", operation_id="editAlert")
def edit(alert_id: UUID, data: AlertEdit, session: Editor, once: Repeatable) -> Alert:
    """Change the level of an alert, or mute it; `version` must be the one that was read."""

    def deed() -> Alert:
        alerts.edit(session, alert_id, data)
        return shown_alerts.alert(session, alert_id)

    with shown.both_versions(session, shown_alerts.alert):
        return once.done(session, Alert, data, deed)


@router.delete("/{alert_id:uuid}", status_code=204, operation_id="deleteAlert")
def delete(alert_id: UUID, session: Editor, version: ReadVersion = None) -> None:
    """Delete an alert for one thing, and what it said; a general one can only be muted (409)."""
    with shown.both_versions(session, shown_alerts.alert):
        alerts.delete(session, alert_id, version=version)
