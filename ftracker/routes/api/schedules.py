"""Schedules for programs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from ftracker.queries import schedules as stored
from ftracker.routes.api import requests, shown
from ftracker.routes.api import shown_schedules as shows
from ftracker.routes.api.requests import ReadVersion, Repeatable
from ftracker.routes.deps import Editor, Today, Viewer
from ftracker.schemas.fields import EntryDate, Out
from ftracker.schemas.schedules import Due, OccurrenceIn, Schedule, ScheduleEdit, ScheduleIn
from ftracker.services import occurrences, schedules

router = requests.router("schedules")


class ScheduleList(Out):
    """All schedules of a household."""

    items: list[Schedule]
    next_cursor: None = None


class DueList(Out):
    """What falls due in a range, by day."""

    items: list[Due]
    start: date
    end: date
    next_cursor: None = None


@router.get("", operation_id="listSchedules")
def listing(session: Viewer) -> ScheduleList:
    """List all schedules by name, paused ones included."""
    return ScheduleList(items=shows.schedules(session, stored.listing(session)))


@router.get("/upcoming", operation_id="listUpcoming")
def upcoming(
    session: Viewer,
    today: Today,
    start: Annotated[
        EntryDate | None, Query(description="The first day that belongs; this month's first.")
    ] = None,
    end: Annotated[
        EntryDate | None,
        Query(description="The first day that does not belong any more; after at most 10 years."),
    ] = None,
) -> DueList:
    """List what falls due, by day, and how each day stands.

    What is paid is found among the transactions each time it is asked, imported ones included.
    """
    first, last = schedules.range_of(start, end, today=today)
    found = schedules.upcoming(session, start=first, end=last, today=today)
    return DueList(items=shows.dues(session, found), start=first, end=last)


@router.post("", status_code=201, operation_id="addSchedule")
def add(data: ScheduleIn, session: Editor, once: Repeatable) -> Schedule:
    """Add a schedule.

    Type, category, accounts and goal are given by id or by name; with `to_account` it is a
    transfer. With `is_posted` FTracker books it itself on each day from today on.
    """
    return once.created(
        session, Schedule, data, lambda: shows.schedule(session, schedules.add(session, data).id)
    )


@router.get("/{schedule_id:uuid}", operation_id="getSchedule")
def one(schedule_id: UUID, session: Viewer) -> Schedule:
    """Show one schedule."""
    return shows.schedule(session, schedule_id)


@router.put("/{schedule_id:uuid}", operation_id="editSchedule")
def edit(schedule_id: UUID, data: ScheduleEdit, session: Editor, once: Repeatable) -> Schedule:
    """Change a schedule; `version` must be the one that was read.

    What is left out is as the defaults say, not as it was.
    """

    def deed() -> Schedule:
        schedules.edit(session, schedule_id, data)
        return shows.schedule(session, schedule_id)

    with shown.both_versions(session, shows.schedule):
        return once.done(session, Schedule, data, deed)


@router.delete("/{schedule_id:uuid}", status_code=204, operation_id="deleteSchedule")
def delete(schedule_id: UUID, session: Editor, version: ReadVersion = None) -> None:
    """Delete a schedule; what paid it stays in the books."""
    with shown.both_versions(session, shows.schedule):
        schedules.delete(session, schedule_id, version=version)


@router.post("/{schedule_id:uuid}/occurrences", operation_id="sayOfDueDay")
def say(schedule_id: UUID, data: OccurrenceIn, session: Editor, today: Today) -> Due:
    """Skip one due day, say which transaction paid it, or book it now.

    Sent twice it does nothing again: what is paid is not booked a second time. A day on which
    nothing falls due answers 409.
    """
    return shows.dues(session, [occurrences.say(session, schedule_id, data, today=today)])[0]


@router.delete(
    "/{schedule_id:uuid}/occurrences/{due_date}", status_code=204, operation_id="forgetDueDay"
)
def forget(schedule_id: UUID, due_date: EntryDate, session: Editor) -> None:
    """Take back what was said of one due day; a transaction that was booked stays."""
    occurrences.forget(session, schedule_id, due_date)
