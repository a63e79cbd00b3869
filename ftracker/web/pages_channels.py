"""What the pages of channels show: where a member hears of notices, and when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import available_timezones

from ftracker.queries.channels import ChannelLine
from ftracker.web.display import counted
from ftracker.web.forms import Form

_ICONS = {"email": "envelope", "apprise": "send", "push": "bell"}
_AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian",
          "Pacific")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel in the list; its secret part is not shown."""

    id: str
    name: str
    icon: str
    where: str
    when: str
    waiting: str
    is_muted: bool
    failure: str


@dataclass(frozen=True, slots=True)
class ChannelsPage:
    """My channels, and the form for one more; `form` holds kind, address, name and the hours."""

    rows: tuple[ChannelRow, ...]
    form: Form
    has_mail: bool
    push_key: str
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelFormPage:
    """Changing when a channel is used."""

    title: str
    where: str
    form: Form
    action: str
    zones: tuple[str, ...]
    back_href: str = "/alerts/channels"


def page(
    lines: Sequence[ChannelLine],
    waiting: Mapping[UUID, int],
    form: Form,
    *,
    has_mail: bool,
    push_key: str,
) -> ChannelsPage:
    """Show my channels."""
    rows = tuple(_row(line, waiting.get(line.id, 0)) for line in lines)
    return ChannelsPage(rows, form, has_mail, push_key, zones())


def form_page(line: ChannelLine, form: Form) -> ChannelFormPage:
    """Show the form of one channel."""
    return ChannelFormPage(line.name, _where(line), form, f"/alerts/channels/{line.id}", zones())


def filled(line: ChannelLine) -> Form:
    """Fill a form with a channel as it is."""
    return Form.filled(
        name=line.name,
        pace=line.pace,
        digest_time=_clock(line.digest_time),
        quiet_from=_clock(line.quiet_from),
        quiet_to=_clock(line.quiet_to),
        timezone=line.timezone,
        is_muted="on" if line.is_muted else None,
        version=line.version,
    )


def born(email: str) -> Form:
    """Fill a form for a new channel."""
    return Form.filled(
        kind="email", address=email, pace="at_once", digest_time="07:00", timezone="UTC"
    )


@cache
def zones() -> tuple[str, ...]:
    """List the time zones of the world by name, without their old names."""
    names = (name for name in available_timezones() if name.partition("/")[0] in _AREAS)
    return ("UTC", *sorted(names))


def _row(line: ChannelLine, waiting: int) -> ChannelRow:
    return ChannelRow(
        id=str(line.id),
        name=line.name,
        icon=_ICONS[line.kind],
        where=_where(line),
        when=_when(line),
        waiting=f"{counted(waiting, 'message')} waiting" if waiting else "",
        is_muted=line.is_muted,
        failure=line.failure,
    )


def _where(line: ChannelLine) -> str:
    """Tell where a channel goes, without what makes it a key."""
    if line.kind == "email":
        return line.address
    if line.kind == "apprise":
        return f"{line.address.partition('://')[0]}://…"
    return urlsplit(str(json.loads(line.address)["endpoint"])).netloc


def _when(line: ChannelLine) -> str:
    said = f"every day at {_clock(line.digest_time)}" if line.pace == "digest" else "at once"
    if line.quiet_from is not None:
        said += f", but not from {_clock(line.quiet_from)} to {_clock(line.quiet_to)}"
    return f"{said} ({line.timezone})"


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""
