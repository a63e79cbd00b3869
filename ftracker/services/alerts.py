"""What a household wants to hear of: each topic once, and narrowed to what matters more.

Each topic has one general alert, which is there from the start and can be muted, never deleted.
It has no row until somebody changes it or it has something to say.
"""

from decimal import Decimal
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from ftracker.db import history, locks, new_id
from ftracker.db.base import now
from ftracker.db.scope import currency, household_id
from ftracker.domain import money
from ftracker.domain.alerts import MEANINGS, Meaning, Subject, Topic, Watch, watches
from ftracker.domain.errors import Clash, Conflict, FieldError, InvalidInput, NotFound, Stale
from ftracker.models import Alert
from ftracker.queries import alerts as stored
from ftracker.queries.alerts import AlertLine, Named, Subjects
from ftracker.schemas.alerts import AlertEdit, AlertFields, AlertIn, RehearsalIn

MOST = 500


def listing(session: Session) -> list[AlertLine]:
    """List all alerts: the general ones in the order of topics, each before its narrowed ones."""
    rows = stored.listing(session)
    general = {row.topic: row for row in rows if row.subject_id is None}
    order = list(Topic)
    born = [_born(session, topic) for topic in order if topic not in general]
    return sorted(
        [*rows, *born],
        key=lambda row: (order.index(Topic(row.topic)), row.subject_id is not None, row.id),
    )


def shown(session: Session, alert_id: UUID) -> AlertLine:
    """Give one alert. Raises NotFound."""
    for line in listing(session):
        if line.id == alert_id:
            return line
    raise NotFound


def subjects(session: Session) -> Subjects:
    """Give all that alerts can be narrowed to."""
    return stored.subjects(session)


def add(session: Session, data: AlertIn) -> Alert:
    """Add an alert for one budget, schedule, account or goal; its topic's general one leaves it be.

    The same request twice makes one. Raises NotFound for an unknown subject, Clash for a level
    out of bounds, and Conflict for an id that means another alert, or a second one alike.
    """
    _hold(session)
    subject = _subject(session, data)
    level = level_of(session, Topic(data.topic), data.level)
    values = {"topic": data.topic, "subject_id": subject.id, "level": level}
    rows = stored.listing(session)
    if data.id is not None and (there := stored.for_update(session, data.id)):
        if any(getattr(there, name) != value for name, value in values.items()):
            raise Conflict("There is an alert with this id already, with other content.")
        return there
    if any((r.topic, r.subject_id, r.level) == tuple(values.values()) for r in rows):
        raise Conflict("There is such an alert already.")
    if len(rows) >= MOST:
        raise Conflict(f"There are {MOST} alerts already. Delete some first.")
    row = Alert(
        household_id=household_id(session), id=data.id or new_id(), is_muted=data.is_muted, **values
    )
    said = f"Added alert {MEANINGS[Topic(data.topic)].title} for {subject.name}"
    with history.deed(session, "alerts.add", said):
        session.add(row)
    return row


def edit(session: Session, alert_id: UUID, data: AlertEdit) -> Alert:
    """Change an alert's level, or mute it. Raises NotFound, Stale, and Clash for a level."""
    with history.deed(session, "alerts.edit", "Changed an alert") as deed:
        row = _open(session, alert_id, version=data.version)
        topic = Topic(row.topic)
        deed.summary = f"Changed alert {MEANINGS[topic].title}"
        row.level, row.is_muted = level_of(session, topic, data.level), data.is_muted
    return row


def switch(session: Session, alert_id: UUID, *, muted: bool) -> None:
    """Let an alert be silent, or speak again. Raises NotFound."""
    with history.deed(session, "alerts.switch", "Muted an alert") as deed:
        row = _open(session, alert_id)
        verb = "Muted" if muted else "Unmuted"
        deed.summary = f"{verb} alert {MEANINGS[Topic(row.topic)].title}"
        row.is_muted = muted


def delete(session: Session, alert_id: UUID, *, version: int | None = None) -> None:
    """Delete an alert and what it said. Raises NotFound, Stale, and Conflict for a general one."""
    row = _open(session, alert_id, version=version)
    if row.subject_id is None:
        raise Conflict("This alert is there for every household. Mute it instead.")
    title = MEANINGS[Topic(row.topic)].title
    with history.deed(session, "alerts.delete", f"Deleted alert {title}"):
        session.delete(row)


def silence(session: Session, topic: Topic, subject_id: UUID | None, alert_id: UUID) -> None:
    """Hear no more of a subject from an alert: a general one stays awake for all others.

    Raises NotFound.
    """
    line = shown(session, alert_id)
    if line.subject_id is not None or subject_id is None:
        switch(session, alert_id, muted=True)
        return
    said = {"topic": topic.value, "subject_id": subject_id, "is_muted": True}
    add(session, AlertIn.model_validate(said | {"level": f"{line.level.normalize():f}"}))


def begin(session: Session, topics: set[Topic]) -> None:
    """Write down the general alerts of some topics that have no row yet."""
    _hold(session)
    there = {row.id for row in stored.listing(session)}
    lines = [_born(session, topic) for topic in Topic if topic in topics]
    missing = [line for line in lines if line.id not in there]
    if missing:
        with history.deed(session, "alerts.begin", "Began to watch"):
            session.add_all(_row(session, line) for line in missing)


def watch(session: Session, data: RehearsalIn) -> Watch:
    """Read an alert that is to be tried and not kept. Raises as `add` does.

    A general one leaves out what has an alert of its own, as it would if it were kept.
    """
    topic = Topic(data.topic)
    level = level_of(session, topic, data.level)
    if data.subject_id is not None or data.subject is not None:
        return Watch(new_id(), topic, level, _subject(session, data).id)
    general = next(
        one for one in watches(listing(session)) if one.topic is topic and one.subject_id is None
    )
    return Watch(general.id, topic, level, None, apart=general.apart)


def level_of(session: Session, topic: Topic, text: str) -> Decimal:
    """Read a level. Raises Clash for one that the topic does not know."""
    meaning = MEANINGS[topic]
    try:
        amount = _number(session, meaning, text)
    except ValueError as bad:
        raise Clash("level", str(bad)) from bad
    if not meaning.least <= amount <= meaning.most:
        raise Clash(
            "level", f"Write a number from {meaning.least} to {meaning.most:,f} ({meaning.unit})."
        )
    return amount


def _number(session: Session, meaning: Meaning, text: str) -> Decimal:
    if meaning.unit == "amount":
        return money.parse_balance(text, currency(session))
    return Decimal(text)


def _subject(session: Session, data: AlertFields | RehearsalIn) -> Named:
    kind = MEANINGS[Topic(data.topic)].subject
    named = stored.subjects(session).of(kind)
    if data.subject_id is None and data.subject is None:
        raise InvalidInput(
            "subject_id", f"Choose {'an' if kind == Subject.ACCOUNT else 'a'} {kind}."
        )
    if data.subject_id is not None:
        found = next((one for one in named if one.id == data.subject_id), None)
        error = FieldError("subject_id", f"There is no such {kind}.")
    else:
        wanted = (data.subject or "").casefold()
        found = next((one for one in named if one.name.casefold() == wanted), None)
        error = FieldError("subject", f"There is no {kind} called “{data.subject}”.")
    if found is None:
        raise NotFound(error)
    return found


def _open(session: Session, alert_id: UUID, *, version: int | None = None) -> Alert:
    """Load and lock an alert; a general one is written down first. Raises NotFound and Stale."""
    _hold(session)
    row = stored.for_update(session, alert_id)
    if row is None:
        row = _written(session, alert_id)
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def _written(session: Session, alert_id: UUID) -> Alert:
    """Give the row of a general alert that has none yet; the deed that wants it writes it."""
    for topic in Topic:
        line = _born(session, topic)
        if line.id == alert_id:
            row = _row(session, line)
            with history.deed(session, "alerts.begin", "Began to watch"):
                session.add(row)
            return row
    raise NotFound


def _hold(session: Session) -> None:
    locks.hold(session, "alerts", household_id(session))


def _born(session: Session, topic: Topic) -> AlertLine:
    """Give a topic's general alert as nobody has changed it yet; its id is always the same."""
    key = uuid5(household_id(session), f"alert:{topic}")
    at = now()
    return AlertLine(key, topic.value, None, MEANINGS[topic].level, False, 1, at, at)  # noqa: FBT003


def _row(session: Session, line: AlertLine) -> Alert:
    return Alert(household_id=household_id(session), id=line.id, topic=line.topic, level=line.level)
