"""What is counted for those who watch FTracker, in the words of Prometheus; nobody's money."""

import os
import time
from collections.abc import Iterator

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ftracker.domain.health import Glance

__all__ = ["CONTENT_TYPE_LATEST", "Meter", "Metered"]

# Several processes that serve together count into files of this folder, and any one tells all.
TOGETHER = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NO_ROUTE = "none"


# When a series began would double what is read, and nobody asks for it.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Meter:
    """Counts what one application answers."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "ftracker_requests",
            "Requests by method, route and status.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "ftracker_request_seconds",
            "How long requests took, until the last byte was sent.",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self._registry,
        )
        if TOGETHER not in os.environ:
            ProcessCollector(registry=self._registry)

    def note(self, scope: Scope, *, status: int, seconds: float) -> None:
        """Count a request by the pattern of its route: an address may be a key."""
        method = scope["method"] if scope["method"] in METHODS else "other"
        route = _route(scope)
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def told(self, glance: Glance) -> bytes:
        """Write all that was counted, and how the installation stands, for Prometheus to read."""
        return generate_latest(self._counted()) + generate_latest(_Standing(glance))

    def _counted(self) -> Collector:
        if TOGETHER not in os.environ:
            return self._registry
        return MultiProcessCollector(None)  # type: ignore[no-untyped-call]


class Metered:
    """Lets each request be counted."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self.app = app
        self.meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count it with what became of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def see(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, see)
        finally:
            self.meter.note(scope, status=status, seconds=time.perf_counter() - started)


class _Standing(Collector):
    """How the installation stands in this moment."""

    def __init__(self, glance: Glance) -> None:
        self.glance = glance

    def collect(self) -> Iterator[Metric]:
        """Give what is known; what is not known now is left out, not called zero."""
        glance = self.glance
        yield _info(glance)
        yield _gauge("database_up", "Whether the database answers.", int(glance.is_up))
        pool = GaugeMetricFamily(
            "ftracker_database_connections",
            "Connections of the process that answers to the database.",
            labels=["state"],
        )
        for state in ("used", "idle", "most"):
            pool.add_metric([state], getattr(glance.pool, state))
        yield pool
        yield from self._queue()
        if glance.backup_age is not None:
            words = "How long ago a restore of a backup was last seen to be whole."
            yield _gauge("verified_backup_age_seconds", words, glance.backup_age.total_seconds())

    def _queue(self) -> Iterator[Metric]:
        queue = self.glance.queue
        if queue is None:
            return
        jobs = GaugeMetricFamily("ftracker_jobs", "Jobs by their state.", labels=["state"])
        for state in ("waiting", "later", "running", "stuck", "failed"):
            jobs.add_metric([state], getattr(queue, state))
        yield jobs
        yield _gauge("workers", "Workers that showed a sign of life just now.", queue.workers)
        words = "How long the oldest job waits that could be worked on."
        yield _gauge("oldest_job_seconds", words, queue.oldest.total_seconds())


def _info(glance: Glance) -> Metric:
    info = GaugeMetricFamily("ftracker_info", "What runs.", labels=["version"])
    info.add_metric([glance.version], 1)
    return info


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"ftracker_{name}", words, value=value)


def _route(scope: Scope) -> str:
    """Name the pattern of the route; files of ours are one, and what nobody takes is another."""
    found = getattr(scope.get("route"), "path", None)
    if found:
        return str(found)
    return "/static" if scope["path"].startswith("/static/") else NO_ROUTE
