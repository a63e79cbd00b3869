"""`ftracker user`, `ftracker token` and `ftracker routes`, as a script calls them."""

import re
from datetime import UTC, datetime
from functools import partial

import pyotp
import pytest

from ftracker.db import Actor, new_id
from ftracker.routes import policy
from ftracker.services import second_factors, users
from tests.clients import Browser
from tests.commands import in_a_process
from tests.conftest import SECRET

PASSWORD = "four quiet geese cross the road"


@pytest.fixture
def email() -> str:
    return f"{new_id().hex}@example.org"


def add(run, email, household, *more, password=PASSWORD):
    words = ("user", "add", email, "--household", household, "--password-stdin", *more)
    return run(*words, given=f"{password}\n")


def test_a_person_added_in_the_shell_signs_in_as_owner(settings, app, email):
    done = add(partial(in_a_process, settings), email, f"Home {email}")
    assert (done.returncode, done.stderr) == (0, "")
    assert PASSWORD not in done.stdout
    browser = Browser(app)
    browser.get("/sign-in")
    assert browser.submit("/sign-in", email=email, password=PASSWORD).status_code == 303
    assert "<dt>Role</dt><dd>owner</dd>" in browser.get("/settings").text


def test_more_people_are_added_to_a_household_that_exists(run, email):
    home = f"Home {email}"
    add(run, email, home)
    assert add(run, f"b{email}", home, "--role", "viewer").returncode == 0
    again = add(run, email, home)
    assert (again.returncode, again.stderr) == (
        2,
        "There is an account with this address already.\n",
    )


@pytest.mark.parametrize(
    ("household", "password", "more", "sentence"),
    [
        ("Home", "short", (), "at least 8 characters"),
        ("Home", "password123", (), "first that are guessed"),
        ("Home", PASSWORD, ("--currency", "XXY"), "Choose a currency"),
    ],
)
def test_what_is_wrong_ends_in_a_sentence(run, email, household, password, more, sentence):
    done = add(run, email, f"{household} {email}", *more, password=password)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_without_a_terminal_the_password_is_asked_for_on_standard_input(run, email):
    done = run("user", "add", email, "--household", "Home")
    assert done.returncode == 2
    assert "--password-stdin" in done.stderr


def test_a_token_is_printed_once_and_alone(run, app, email):
    add(run, email, f"Home {email}")
    done = run("token", "add", email, "--name", "Phone")
    assert re.fullmatch(r"ftracker_[\w-]{43}\n", done.stdout)
    headers = {"authorization": f"Bearer {done.stdout.strip()}"}
    assert Browser(app).get("/api/accounts", headers=headers).status_code == 200
    assert run("token", "add", "nobody@example.org", "--name", "x").returncode == 2


def test_a_person_is_shut_out_and_let_in_again(run, app, email):
    add(run, email, f"Home {email}")
    browser = Browser(app)
    browser.get("/sign-in")
    browser.submit("/sign-in", email=email, password=PASSWORD)
    assert run("user", "disable", email).returncode == 0
    assert browser.get("/settings").status_code == 303
    browser.get("/sign-in")
    assert browser.submit("/sign-in", email=email, password=PASSWORD).status_code == 422
    assert run("user", "enable", email).returncode == 0
    assert browser.submit("/sign-in", email=email, password=PASSWORD).status_code == 303
    assert run("user", "enable", "nobody@example.org").returncode == 2


def test_tokens_are_bounded_listed_and_taken_away(run, app, email):
    add(run, email, f"Home {email}")
    done = run("token", "add", email, "--name", "Phone", "--scope", "read", "--days", "30")
    headers = {"authorization": f"Bearer {done.stdout.strip()}"}
    assert Browser(app).get("/api/accounts", headers=headers).status_code == 200
    assert re.match(r"Phone  Home .*, read, until 20\d\d-", run("token", "list", email).stdout)
    assert run("token", "add", email, "--name", "x", "--days", "31").returncode == 2
    assert run("token", "revoke", email, "--name", "Phone").stdout == "Took the key away.\n"
    assert Browser(app).get("/api/accounts", headers=headers).status_code == 401
    assert run("token", "revoke", email, "--name", "Phone").returncode == 2


def test_people_are_listed_signed_out_and_given_a_link(run, app, email):
    add(run, email, f"Home {email}")
    assert re.search(
        f"{email}  since .*, may sign in, Home .* \\(owner\\)", run("user", "list").stdout
    )
    browser = Browser(app)
    browser.get("/sign-in")
    browser.submit("/sign-in", email=email, password=PASSWORD)
    assert run("user", "sign-out", email).returncode == 0
    assert browser.get("/settings").status_code == 303
    printed = run("user", "reset-link", email).stdout
    there = re.fullmatch(r"http://127.0.0.1:8000(/sign-in/new-password/[\w-]{43})\n", printed)[1]
    browser.get("/sign-in")
    assert browser.submit(there, new_password=PASSWORD[::-1]).status_code == 303
    assert run("user", "reset-link", "nobody@example.org").returncode == 2


def test_routes_prints_the_list_that_the_policies_walk(run, app):
    printed = {tuple(line.split()) for line in run("routes").stdout.splitlines()}
    assert printed == {(rule.method, str(rule.who), rule.path) for rule in policy.listing(app)}


def test_who_is_locked_out_of_their_second_factor_is_let_in_again(run, app, email, database):
    add(run, email, f"Home {email}")
    with database.session(Actor(steward=True)) as session:
        person = users.by_email(session, email)
        second_factors.begin(session, person.id, secret=SECRET)
        key = second_factors.key_of(session, person.id, secret=SECRET)
        now = datetime.now(UTC)
        second_factors.confirm(session, person.id, pyotp.TOTP(key).at(now), secret=SECRET, now=now)
    browser = Browser(app)
    browser.get("/sign-in")
    assert browser.submit("/sign-in", email=email, password=PASSWORD).status_code == 200
    done = run("user", "reset-second-factor", email)
    assert (done.returncode, done.stderr) == (0, "")
    assert browser.submit("/sign-in", email=email, password=PASSWORD).status_code == 303
    wrong = run("user", "reset-second-factor", "nobody@example.org")
    assert (wrong.returncode, wrong.stderr) == (2, "Nobody has the address nobody@example.org.\n")
