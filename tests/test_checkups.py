"""`ftracker sample-data` and `ftracker doctor`, as they are typed."""

from sqlalchemy import text

from ftracker.db import new_id
from tests import factories


def test_sample_data_starts_a_household_and_prints_the_seed(run):
    name = f"Home {new_id()}"
    done = run("sample-data", "--household", name, "--years", "1", "--seed", "11")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{name} has ")
    assert "(seed 11)" in done.stdout


def test_doctor_ends_with_1_for_wrong_totals_and_repairs_them(run, database):
    name = f"Wrong {new_id()}"
    books = factories.household(database, name=name)
    with database.session(books) as session:
        factories.transaction(session)
        wrong = "update monthly_totals set amount = 1 where household_id = :home"
        session.execute(text(wrong), {"home": books.household_id})
    found = run("doctor", "--household", name)
    assert found.returncode == 1
    said = found.stdout.partition(name)[2]
    assert said.splitlines()[1].startswith("error  1 of the monthly totals differ")
    mended = run("doctor", "--repair", "--household", name).stdout.partition(name)[2]
    assert mended.splitlines()[1] == "ok     The totals are the sums of 1 transactions."
