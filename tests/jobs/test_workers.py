"""A worker that is told to stop does stop, in whatever moment of its start it hears of it."""

import time

from ftracker.jobs.workers import Worker

STEP = 0.015
MOMENTS = 16


def test_it_stops_in_every_moment_of_its_start(settings, database):
    for moment in range(MOMENTS):
        worker = Worker(settings.database_url, database, threads=1, keep_bytes=1)
        worker.start()
        time.sleep(moment * STEP)
        worker.stop()
        assert not worker.is_alive, f"after {moment * STEP:.3f} s"
