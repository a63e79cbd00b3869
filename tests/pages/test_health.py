"""The health of the installation, for owners whose installation it is."""

from sqlalchemy import text

from ftracker import VERSION
from ftracker.main import create_app
from tests.clients import Browser


def test_an_owner_sees_how_the_installation_does(owner):
    page = owner.get("/settings/health").text
    assert VERSION in page
    # The tests' own server is told to hurry.
    assert "PostgreSQL may lose what it has confirmed" in page
    # Other tests may have made backups meanwhile.
    assert "no backup yet" in page or "proven" in page
    assert "must be mended." in page
    assert 'href="/settings/health"' in owner.get("/settings").text


def test_jobs_that_failed_and_turns_of_the_clock_are_shown(owner, database):
    with database.outside() as session:
        job = session.scalar(
            text(
                "insert into procrastinate_jobs (queue_name, task_name, status, attempts) values"
                " ('default', 'ftracker:take_in', 'failed', 2) returning id"
            )
        )
        session.execute(
            text("insert into procrastinate_events (job_id, type) values (:job, 'failed')"),
            {"job": job},
        )
        turn = "insert into procrastinate_periodic_defers (task_name, defer_timestamp, job_id)"
        session.execute(text(f"{turn} values ('ftracker:some_thing', 0, :job)"), {"job": job})
    page = owner.get("/settings/health").text
    with database.outside() as session:
        session.execute(text("delete from procrastinate_periodic_defers"))
        session.execute(text("delete from procrastinate_jobs where id = :job"), {"job": job})
    assert "Take a file in" in page
    assert f"after 2 tries; in the log by job_id={job}" in page
    assert "Some thing" in page
    assert "Thu 1 Jan 1970, 00:00 UTC" in page


def test_others_see_nothing_of_it(editor, viewer, client):
    assert editor.get("/settings/health").status_code == 403
    assert "/settings/health" not in editor.get("/settings").text
    assert viewer.get("/settings/health").status_code == 403
    assert client.get("/settings/health").status_code == 303


def test_where_everybody_can_register_no_owner_sees_it(settings, database, books):
    made = create_app(settings.model_copy(update={"registration_open": True}))
    owner = Browser(made).enter(database, books)
    assert owner.get("/settings/health").status_code == 403
    assert "/settings/health" not in owner.get("/settings").text
    made.state.database.close()
