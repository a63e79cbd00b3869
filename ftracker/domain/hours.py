"""When something may be said: at once, or at a digest's hour, and never in quiet hours."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a channel, in the time zone of whoever reads it.

    `digest` is when everything comes together, None is at once. From `quiet_from` until, and
    without, `quiet_to` nothing is said; from 22 to 7 goes over midnight.
    """

    timezone: str = "UTC"
    digest: time | None = None
    quiet_from: time | None = None
    quiet_to: time | None = None

    def next(self, now: datetime) -> datetime:
        """Give the first moment from `now` on at which something may be said, in UTC."""
        zone = ZoneInfo(self.timezone)
        here = now.astimezone(zone)
        if self.digest is not None:
            here = _next(here, self.digest, zone)
        if self.quiet_to is not None and self._is_quiet(here, self.quiet_to):
            here = _next(here, self.quiet_to, zone)
        return here.astimezone(UTC)

    def _is_quiet(self, here: datetime, end: time) -> bool:
        start, at = self.quiet_from, here.time()
        if start is None or start == end:
            return False
        return start <= at < end if start < end else at >= start or at < end


def _next(here: datetime, at: time, zone: ZoneInfo) -> datetime:
    """Give the next moment of an hour by the clock on the wall, today or tomorrow.

    An hour that the clock leaves out in spring comes when it would have been.
    """
    days = here.date(), here.date() + timedelta(days=1)
    # By way of UTC, as moments of one zone are compared by the clock on the wall.
    moments = (datetime.combine(day, at, zone).astimezone(UTC) for day in days)
    return next(moment for moment in moments if moment >= here).astimezone(zone)
