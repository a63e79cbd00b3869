"""`ftracker export-household` and `import-household`, as a script calls them."""

import stat

from ftracker.db import Actor, new_id
from ftracker.models import User
from tests import factories


def test_the_books_of_a_household_go_out_and_come_in_again(run, database, tmp_path):
    name, file = f"Home {new_id()}", tmp_path / "home.zip"
    books = factories.household(database, name=name)
    with database.session(books) as session:
        factories.transaction(session)
    done = run("export-household", "--household", name, "-o", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["home.zip"]
    taken = run("import-household", str(file))
    assert (taken.returncode, taken.stdout) == (2, "")
    assert taken.stderr == f"A household is called {name} already. Give another name.\n"
    done = run("import-household", str(file), "--name", f"{name} again")
    assert done.returncode == 0
    assert done.stdout.startswith(f"{name} again is here, with 1 transaction and its history.\n")
    assert "Nobody is in it yet" in done.stdout
    with database.session(Actor(steward=True)) as session:
        email = session.get_one(User, books.user_id).email
    done = run("import-household", str(file), "--name", f"{name} owned", "--owner", email)
    assert done.stdout.count("\n") == 1
