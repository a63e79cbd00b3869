"""Channels as they come in."""

from datetime import time
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from ftracker.schemas.fields import LINE, In, Version, line

_ADDRESS = 2000


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError("Choose a time zone from the list.")
    return text


def _clock(text: Any) -> Any:
    if isinstance(text, time):
        return text
    try:
        return time.fromisoformat(text)
    except (TypeError, ValueError) as bad:
        raise ValueError("Write a time such as 07:00.") from bad


Address = Annotated[
    str,
    StringConstraints(min_length=1, max_length=_ADDRESS, pattern=LINE),
    BeforeValidator(line),
]
Label = Annotated[str, StringConstraints(max_length=100, pattern=LINE), BeforeValidator(line)]
Zone = Annotated[str, AfterValidator(_zone)]
Clock = Annotated[time, BeforeValidator(_clock)]


class ChannelFields(In):
    """When a channel may be used, in the time zone of its member."""

    name: Label = ""
    pace: Literal["at_once", "digest"] = "at_once"
    digest_time: Clock = time(7)
    quiet_from: Clock | None = None
    quiet_to: Clock | None = None
    timezone: Zone = "UTC"
    is_muted: bool = False


class ChannelIn(ChannelFields):
    """A new channel: an e-mail address, an Apprise address, or the JSON of a subscription."""

    kind: Literal["email", "apprise", "push"]
    address: Address
    id: UUID | None = None


class ChannelEdit(ChannelFields):
    """A channel as it shall be; where it goes stays. `version` is the one that was read."""

    version: Version
