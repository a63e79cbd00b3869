"""Alerts and what they say as the API shows them."""

from uuid import UUID

from ftracker.db import Session
from ftracker.db.scope import currency
from ftracker.domain import money
from ftracker.domain.alerts import MEANINGS, Topic
from ftracker.domain.rehearsals import Rehearsal as Found
from ftracker.queries.alerts import AlertLine, Subjects
from ftracker.queries.notices import NoticeLine
from ftracker.schemas.alerts import Alert, FactOut, Notice, Rehearsal, SpokenOut
from ftracker.services import alerts as deeds
from ftracker.services import notices as deeds_of_notices

_OF_NOTICES = (
    "id", "alert_id", "topic", "subject_id", "title", "body", "href", "said_at", "gone_at",
    "read_at", "snoozed_until",
)  # fmt: skip


def alerts(session: Session) -> list[Alert]:
    """Show all alerts, each topic's general one before its narrowed ones."""
    subjects, code = deeds.subjects(session), currency(session)
    return [_alert(line, subjects, code) for line in deeds.listing(session)]


def alert(session: Session, alert_id: UUID) -> Alert:
    """Show one alert. Raises NotFound."""
    line = deeds.shown(session, alert_id)
    return _alert(line, deeds.subjects(session), currency(session))


def rehearsal(found: Found) -> Rehearsal:
    """Show what an alert would have said, the oldest first."""
    items = [
        SpokenOut(day=one.day, title=one.finding.title, body=one.finding.body)
        for one in found.spoken
    ]
    return Rehearsal(
        start=found.start, end=found.end, count=len(items), note=found.note, items=items
    )


def notice(session: Session, notice_id: UUID) -> Notice:
    """Show one notice. Raises NotFound."""
    return notice_of(deeds_of_notices.shown(session, notice_id))


def notice_of(line: NoticeLine) -> Notice:
    """Show a notice."""
    facts = [FactOut.model_validate(fact) for fact in line.facts]
    return Notice.model_validate(
        {name: getattr(line, name) for name in _OF_NOTICES} | {"facts": facts}
    )


def _alert(line: AlertLine, subjects: Subjects, code: str) -> Alert:
    meaning = MEANINGS[Topic(line.topic)]
    is_amount = meaning.unit == "amount"
    return Alert.model_validate(
        {
            "id": line.id,
            "topic": line.topic,
            "title": meaning.title,
            "unit": meaning.unit,
            "level": money.plain(line.level, code) if is_amount else f"{line.level.normalize():f}",
            "subject_id": line.subject_id,
            "subject": subjects.name(line.subject_id),
            "is_general": line.subject_id is None,
            "is_muted": line.is_muted,
            "version": line.version,
            "created_at": line.created_at,
            "updated_at": line.updated_at,
        }
    )
