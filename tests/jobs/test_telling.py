"""What the log is told of a job, and who asked for it."""

from types import SimpleNamespace

import pytest
import structlog
from procrastinate import App
from procrastinate.testing import InMemoryConnector
from structlog.testing import capture_logs

from ftracker.jobs import tasks
from ftracker.jobs.telling import told
from ftracker.services import queueing


def context(name="ftracker:take_in"):
    return SimpleNamespace(job=SimpleNamespace(id=7, task_name=name))


def run(work, name="ftracker:take_in", **given):
    """Run a job as the queue does, and give what it logged."""
    bound = structlog.contextvars.merge_contextvars
    with capture_logs([bound]) as lines:
        told(work)(context(name), **given)
    return lines


def test_a_job_says_how_it_ended_and_who_asked():
    def work(_, *, import_id):
        structlog.get_logger().info("working", import_id=import_id)

    first, last = run(work, import_id="x", request_id="abc")
    asked = {"job": "ftracker:take_in", "job_id": 7, "request_id": "abc"}
    assert first == {"event": "working", "import_id": "x", "log_level": "info"} | asked
    assert last["event"] == "job done"
    assert asked.items() <= last.items()
    assert last["milliseconds"] >= 0


def test_a_job_that_nobody_asked_for_has_its_own_number_only():
    [line] = run(lambda _: None, queueing.LOOK)
    assert line["log_level"] == "debug"
    assert line["job_id"] == 7
    assert "request_id" not in line


def test_a_job_that_fails_is_told_by_what_failed_and_fails():
    def work(_):
        raise ZeroDivisionError

    with capture_logs() as lines, pytest.raises(ZeroDivisionError):
        told(work)(context())
    assert lines[-1]["event"] == "job failed"
    assert lines[-1]["reason"] == "ZeroDivisionError"


def test_a_job_carries_the_id_of_the_request_that_asked_for_it(session):
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        kept = queueing._job(session, queueing.LOOK).job
    assert kept.task_kwargs == {"request_id": "abc"}
    assert queueing._job(session, queueing.LOOK).job.task_kwargs == {}


def test_no_job_can_forget_to_be_told_of():
    queue = App(connector=InMemoryConnector())
    tasks.install(queue)
    ours = [task for name, task in queue.tasks.items() if name.startswith("ftracker:")]
    assert len(ours) >= 10
    assert {task.func.__code__ for task in ours} == {told(print).__code__}
