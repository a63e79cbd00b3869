"""The pages of schedules, as people use them."""

import html
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from ftracker.db import Actor, Database, Role, new_id
from ftracker.queries import schedules as stored
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import goals, members, schedules
from ftracker.web import filters
from tests import factories, forms
from tests.clients import Browser

TODAY = datetime.now(UTC).astimezone().date()
RENT = {
    "name": "Rent",
    "amount": "850",
    "payee": "Landlord",
    "start_date": "2026-01-31",
    "every": "1",
    "unit": "month",
    "by": "start",
    "weekend": "keep",
    "is_posted": "no",
    "remind_days": "3",
    "do": "save",
}


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def typed(database: Database, books: Actor, **changed):
    with database.reading(books) as session:
        names = catalogue(session)
    kind = next(t for t in names.types.values() if t.name == "Expense")
    ids = {
        "type_id": str(kind.id),
        "category_id": str(names.default_category.id),
        "account_id": str(names.default_account.id),
    }
    return {"id": str(new_id())} | RENT | ids | changed


def make(database: Database, books: Actor, **given):
    plain = {"name": "Rent", "amount": "850", "payee": "Landlord", "start_date": day(-10)}
    with database.session(books) as session:
        return schedules.add(session, ScheduleIn(**plain | given)).id


def move(database: Database, books: Actor, **given):
    plain = {"date": day(-9), "amount": "860", "payee": "Landlord"}
    with database.session(books) as session:
        return factories.transaction(session, **plain | given).id


def kept(database: Database, books: Actor):
    with database.reading(books) as session:
        return stored.listing(session)


def said(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def states(database: Database, books: Actor) -> list[str]:
    with database.reading(books) as session:
        dues = schedules.upcoming(
            session,
            start=TODAY - timedelta(days=20),
            end=TODAY + timedelta(days=40),
            today=TODAY,
        )
    return [due.state.value for due in dues]


def test_without_schedules_the_page_says_what_they_are_for(owner, viewer):
    assert 'href="/schedules/add"' in owner.get("/schedules").text
    page = viewer.get("/schedules").text
    assert "Nothing is scheduled yet" in page
    assert 'href="/schedules/add"' not in page


def test_what_is_late_stands_first_and_what_comes_next_by_week(owner, database, books):
    make(database, books)
    make(database, books, name="Gym", amount="30", payee="Gym", unit="week", start_date=day(0))
    text = said(owner.get("/schedules"))
    assert text.index("Not there yet") < text.index("This week")
    assert text.index("Rent late") < text.index("Gym due")
    assert "€10,200.00 a year" in text


@pytest.mark.parametrize(
    ("way", "names"), [("out", {"Gym", "Rent"}), ("in", {"Wage"}), ("transfer", {"Save"})]
)
def test_a_figure_opens_the_days_that_it_is_the_sum_of(owner, database, books, way, names):
    with database.session(books) as session:
        factories.account(session, name="Vault", kind="savings")
    make(database, books)
    make(database, books, name="Gym", amount="30.50", payee="Gym", every=30, unit="day")
    make(database, books, name="Wage", amount="2000", type="Income", start_date=day(3))
    make(database, books, name="Save", amount="100", to_account="Vault", start_date=day(3))
    front = owner.get("/schedules")
    figure = re.search(rf'href="/schedules\?way={way}">([^<]+)</a>', front.text)[1]
    page = owner.get(f"/schedules?way={way}")
    assert f"together {figure}." in said(page)
    rows = re.findall(r'class="amount is-\w+" href="[^"]+">([^<]+)</a>', page.text)
    total = sum(Decimal(re.sub(r"[^\d.]", "", row)) for row in rows)
    assert total == Decimal(re.sub(r"[^\d.]", "", figure))
    found = re.findall(r'class="category[^>]+><i[^>]+></i>([^<]+)</a>', page.text)
    assert set(found) == names


def test_an_unknown_way_is_none(owner, database, books):
    make(database, books)
    assert "All schedules" in owner.get("/schedules?way=sideways").text


def test_a_schedule_is_added_and_shows_its_rhythm_and_its_next_days(owner, database, books):
    answer = owner.submit("/schedules/add", **typed(database, books, tags="home, flat"))
    (row,) = kept(database, books)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/schedules/{row.id}")
    assert (row.tags, row.month_day, row.is_posted) == (["home", "flat"], None, False)
    text = said(owner.get(f"/schedules/{row.id}"))
    assert "Scheduled Rent." in text
    assert "Every month on the 31st, or the last day of a shorter month" in text
    assert "Landlord" in text
    assert text.count(" due ") >= 6


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"by": "last"}, {"month_day": -1}),
        ({"by": "day", "month_day": "15"}, {"month_day": 15}),
        ({"by": "weekday", "nth": "-1", "weekday": "4"}, {"nth": -1, "weekday": 4}),
        ({"unit": "week", "by": "last"}, {"month_day": None, "unit": "week"}),
        ({"is_posted": "yes"}, {"is_posted": True}),
        ({"is_subscription": "on", "cancel_date": "2026-12-01"}, {"is_subscription": True}),
        ({"amount": "1,234.50", "least": "1000"}, {"amount": Decimal("1234.5")}),
        ({"end_date": "2027-01-01", "weekend": "after"}, {"weekend": "after"}),
    ],
)
def test_what_the_form_says_is_kept_and_shown_in_the_form_again(
    owner, database, books, given, expected
):
    owner.submit("/schedules/add", **typed(database, books, **given))
    (row,) = kept(database, books)
    assert {name: getattr(row, name) for name in expected} == expected
    # The message of the first page has a form of its own.
    owner.get("/schedules")
    again = owner.get(f"/schedules/edit/{row.id}")
    sent = _sent(again.text)
    answer = owner.submit(f"/schedules/edit/{row.id}", **sent, do="save")
    assert answer.status_code == 303
    (same,) = kept(database, books)
    assert {name: getattr(same, name) for name in expected} == expected


def _sent(page: str) -> dict[str, list[str]]:
    return {k: v for k, v in forms.fields(page, "main").items() if k != "csrf_token"}


def test_a_wrong_form_says_so_at_the_field_and_keeps_what_was_typed(owner, database, books):
    wrong = typed(database, books, amount="abc", end_date="2025-01-01", name="Rent “A”")
    answer = owner.submit("/schedules/add", **wrong)
    assert answer.status_code == 422
    assert 'id="error-amount"' in answer.text
    assert "Rent “A”" in html.unescape(answer.text)
    late = typed(database, books, end_date="2025-01-01")
    answer = owner.submit("/schedules/add", **late)
    assert 'id="error-end_date"' in answer.text
    assert kept(database, books) == []


def test_the_next_days_are_shown_before_it_is_saved_with_and_without_scripts(
    owner, database, books
):
    asked = typed(database, books, name="", amount="", start_date=day(0), unit="week")
    part = owner.submit("/schedules/preview", **asked)
    assert "<html" not in part.text
    assert f"Every week on {TODAY:%A}" in part.text
    assert part.text.count("<li>") == 6
    page = owner.submit("/schedules/add", **asked | {"do": "preview"})
    assert page.status_code == 200
    assert f"Every week on {TODAY:%A}" in page.text
    assert kept(database, books) == []
    bad = owner.submit("/schedules/preview", **asked | {"end_date": "2020-01-01"})
    assert "It cannot end before it starts." in bad.text
    over = asked | {"start_date": "2020-01-01", "end_date": "2020-02-01"}
    assert "It is over" in owner.submit("/schedules/preview", **over).text
    assert "Write a date" in owner.submit("/schedules/preview", **asked | {"start_date": "x"}).text


def test_the_address_may_fill_the_form_in(owner):
    page = owner.get("/schedules/add?name=Gym&amount=30&unit=week&is_subscription=on")
    assert 'value="Gym"' in page.text
    assert re.search(r'value="week" selected', page.text)


def test_a_stale_form_shows_both_versions(owner, database, books):
    key = make(database, books)
    form = _sent(owner.get(f"/schedules/edit/{key}").text)
    owner.submit(f"/schedules/edit/{key}", **form | {"name": ["Flat"]}, do="save")
    answer = owner.submit(f"/schedules/edit/{key}", **form | {"name": ["House"]}, do="save")
    assert answer.status_code == 409
    assert "Somebody changed this meanwhile" in answer.text
    shown = owner.submit(f"/schedules/edit/{key}", **form, do="preview")
    assert shown.status_code == 200


def test_a_schedule_is_paused_goes_on_and_is_deleted(owner, database, books):
    key = make(database, books)
    owner.submit(f"/schedules/{key}/switch", do="pause")
    assert "nothing is expected until" in owner.get(f"/schedules/{key}").text
    assert "paused" in owner.get("/schedules").text
    owner.submit(f"/schedules/{key}/switch", do="resume", next="/schedules")
    assert not kept(database, books)[0].is_paused
    assert "Delete this schedule?" in owner.get(f"/schedules/{key}/delete").text
    version = str(kept(database, books)[0].version)
    answer = owner.submit(f"/schedules/{key}/delete", version=version)
    assert answer.headers["location"] == "/schedules"
    assert kept(database, books) == []


def test_one_shows_what_was_paid_what_changed_and_all_that_is_known(owner, database, books):
    with database.session(books) as session:
        factories.account(session, name="Vault")
        boat = GoalIn(name="Boat", category="Savings", target_amount="900")
        goals.add(session, boat, today=TODAY)
    more = {
        "start_date": day(-80), "every": 30, "unit": "day", "least": "500", "goal": "Boat",
        "tags": ["home"], "note": "Flat 3", "trial_end_date": day(-50), "cancel_date": day(50),
    }  # fmt: skip
    key = make(database, books, **more)
    move(database, books, date=day(-80), amount="800")
    paid = move(database, books, date=day(-49), amount="840")
    move(database, books, date=day(-20), amount="830.50")
    page = owner.get(f"/schedules/{key}")
    text = said(page)
    assert "+€40.00 (5 %)" in text
    assert "−€9.50 (1 %)" in text
    assert "Together, in three years €2,470.50" in text
    assert f"/transaction/edit/{paid}" in page.text
    for fact in (
        "Between €500.00 and €850.00",
        "Boat",
        "Flat 3",
        "home",
        "Free until",
        "Cancel by",
    ):
        assert fact in text


def test_a_transfer_says_where_it_goes(owner, database, books):
    with database.session(books) as session:
        factories.account(session, name="Vault", kind="savings")
    key = make(database, books, to_account="Vault", payee="")
    assert "to Vault" in said(owner.get("/schedules"))
    page = owner.get(f"/schedules/{key}")
    assert "To Vault" in said(page)
    assert re.search(r'href="/\?category_id=[^"]+account_id=', page.text)


def test_what_is_late_is_booked_by_one_button_and_undone_by_another(owner, database, books):
    key = make(database, books)
    place = f"/schedules/{key}/days/{day(-10)}"
    answer = owner.submit(place, do="book", next="/schedules")
    assert (answer.status_code, answer.headers["location"]) == (303, "/schedules")
    assert states(database, books)[0] == "paid"
    page = owner.get("/schedules")
    undo = re.search(r'action="(/history/[^"]+/undo)"', page.text)[1]
    owner.submit(undo)
    assert states(database, books)[0] == "late"


def test_a_day_is_booked_with_another_amount_and_day(owner, database, books):
    key = make(database, books)
    place = f"/schedules/{key}/days/{day(-10)}"
    page = owner.get(f"{place}?next=/schedules/calendar")
    assert 'value="850.00"' in page.text
    wrong = owner.submit(place, do="book", amount="-3", date=day(-3))
    assert wrong.status_code == 422
    assert 'id="error-amount"' in wrong.text
    owner.submit(place, do="book", amount="870", date=day(-3))
    text = said(owner.get(place))
    assert "expected €850.00" in text
    assert "Take it back" in text


def test_what_is_dated_later_is_booked_and_not_paid_yet(owner, database, books):
    make(database, books, start_date=day(0))
    move(database, books, date=day(3))
    text = said(owner.get("/schedules"))
    assert "Rent booked" in text
    assert "Rent paid" not in text
    move(database, books, date=day(-1), payee="Gym", amount="30")
    make(database, books, name="Gym", amount="30", payee="Gym", unit="week", start_date=day(0))
    assert "Gym paid" in said(owner.get("/schedules"))


def test_the_next_day_is_one_that_is_not_paid_yet(owner, database, books):
    make(database, books, start_date=day(5), unit="week")
    assert f"next {filters.day(TODAY + timedelta(days=5))}" in owner.get("/schedules").text
    move(database, books, date=day(3), amount="850")
    assert f"next {filters.day(TODAY + timedelta(days=12))}" in owner.get("/schedules").text


def test_a_day_is_skipped_and_that_is_taken_back(owner, database, books):
    key = make(database, books)
    place = f"/schedules/{key}/days/{day(-10)}"
    owner.submit(place, do="skip")
    assert states(database, books)[0] == "skipped"
    assert "Somebody skipped it." in owner.get(place).text
    owner.submit(place, do="forget", next="/schedules")
    assert states(database, books)[0] == "late"
    assert owner.submit(place, do="forget").status_code == 404


def test_a_person_chooses_the_transaction_among_the_likeliest(owner, database, books):
    key = make(database, books)
    place = f"/schedules/{key}/days/{day(-10)}"
    assert "Nothing moved the same way" in owner.get(place).text
    near = move(database, books, payee="Hausverwaltung", amount="845")
    move(database, books, payee="Zoo", amount="12")
    page = owner.get(place)
    offered = re.findall(r'name="transaction_id" value="([^"]+)"', page.text)
    assert (offered[0], len(offered)) == (str(near), 2)
    owner.submit(place, do="choose", transaction_id=offered[0])
    assert states(database, books)[0] == "paid"
    assert "Hausverwaltung" not in said(owner.get(place)).partition("It is this one")[2]


def test_a_day_on_which_nothing_falls_due_is_not_there(owner, database, books):
    key = make(database, books)
    for path in (f"/schedules/{key}/days/{day(-9)}", f"/schedules/{key}/days/x",
                 f"/schedules/{new_id()}", f"/schedules/{new_id()}/days/{day(0)}"):  # fmt: skip
        assert owner.get(path).status_code == 404


def test_the_calendar_is_a_table_with_what_is_due_and_what_is_left(owner, database, books):
    make(database, books, start_date="2026-02-10", times=2, is_posted=True)
    move(database, books, date="2026-02-03", amount="100", payee="Shop")
    page = owner.get("/schedules/calendar?month=2026-02")
    assert page.text.count("<tr>") == 1 + 5
    cell = re.search(r'<td id="day-2026-02-10".*?</td>', page.text, re.DOTALL)[0]
    assert "Rent" in cell
    assert "missed" in cell
    assert "−€100.00" in cell
    assert "month=2026-01" in page.text
    assert "month=2026-03" in page.text


def test_a_days_balance_opens_what_it_is_made_of(owner, database, books):
    with database.session(books) as session:
        factories.account(session, name="Purse", kind="cash")
    make(database, books, start_date=day(2))
    move(database, books, date=day(2), amount="40", payee="Shop")
    move(database, books, date=day(-1), amount="1000", type="Income", payee="Work")
    month = (TODAY + timedelta(days=2)).strftime("%Y-%m")
    page = owner.get(f"/schedules/calendar?month={month}&day={day(2)}")
    parts = page.text.partition('id="parts"')[2]
    rows = re.findall(r'<th scope="row">(.*?)</th><td class="num">(.*?)</td>', parts)
    figures = [Decimal(re.sub(r"<[^>]+>|[€,]", "", text).replace("−", "-")) for _, text in rows]
    assert figures == [1000, -40, -850, 110]
    booked = html.unescape(re.search(r'href="([^"]+)">Booked in Everyday', parts)[1])
    assert "€40.00" in owner.get(booked).text
    assert "Rent, due" in parts


def test_the_calendar_counts_the_accounts_that_are_chosen(owner, database, books):
    with database.session(books) as session:
        vault = factories.account(session, name="Vault", kind="savings", opening_balance=500)
    asked = f"/schedules/calendar?month=2026-02&account_id={vault.id}"
    page = owner.get(asked)
    assert page.text.count("€500.00") >= 28
    assert f"account_id={vault.id}&amp;day=" in page.text
    assert "€500.00" not in owner.get("/schedules/calendar?month=2026-02").text
    assert owner.get("/schedules/calendar?account_id=x").status_code == 200


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("month=x", f"{TODAY:%B %Y}"),
        ("month=1900-01", "January 1900"),
        ("month=2199-12", f"{TODAY + timedelta(days=3653):%B %Y}"),
        ("day=x", f"{TODAY:%B %Y}"),
        ("day=2199-01-01", f"{TODAY:%B %Y}"),
    ],
)
def test_an_odd_address_shows_the_nearest_month(owner, words, label):
    assert f"<strong>{label}</strong>" in owner.get(f"/schedules/calendar?{words}").text


def test_the_pages_cost_a_fixed_number_of_queries(owner, database, books, count_queries):
    paths = ("/schedules", f"/schedules/calendar?day={day(3)}")

    def asked() -> list[int]:
        counts = []
        for path in paths:
            with count_queries() as statements:
                owner.get(path)
            counts.append(len(statements))
        return counts

    make(database, books)
    move(database, books)
    asked()
    few = asked()
    for number in range(12):
        make(database, books, name=f"S{number}", amount=f"{number + 3}", unit="week")
        move(database, books, amount=f"{number + 3}", date=day(-3))
    assert asked() == few
    assert max(few) < 25


def test_a_viewer_looks_and_changes_nothing(viewer, database, books):
    key = make(database, books)
    place = f"/schedules/{key}/days/{day(-10)}"
    for path in ("/schedules", f"/schedules/{key}", place, "/schedules/calendar"):
        page = viewer.get(path)
        assert page.status_code == 200
        assert "Book it" not in page.text
    assert viewer.get("/schedules/add").status_code == 403


def address_of(browser: Browser) -> str:
    page = browser.submit("/schedules/feed")
    return re.search(r"http://127\.0\.0\.1:8000(/calendar/[^<]+\.ics)", page.text)[1]


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_calendar_program_reads_what_is_due_by_a_secret_address(owner, client, database, books):
    key = make(
        database, books, name="Rent; flat, 3\\4", payee="Łandlord " * 12, remind_days=2,
        cancel_date=day(20), trial_end_date=day(5),
    )  # fmt: skip
    make(database, books, name="Gone", is_paused=True, cancel_date=day(20))
    make(database, books, name="Now", remind_days=0, start_date=day(1), times=1)
    make(database, books, name="Soon", remind_days=1, start_date=day(1), times=1)
    address = address_of(owner)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    lines = unfolded(answer.text)
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert f"UID:{key}.{day(-10).replace('-', '')}@ftracker" in lines
    assert f"DTSTART;VALUE=DATE:{day(-10).replace('-', '')}" in lines
    assert f"DTEND;VALUE=DATE:{day(-9).replace('-', '')}" in lines
    assert "SUMMARY:Rent\\; flat\\, 3\\\\4\\, €850.00 (late)" in lines
    assert "SUMMARY:Rent\\; flat\\, 3\\\\4: last day to cancel" in lines
    assert "SUMMARY:Rent\\; flat\\, 3\\\\4: last free day" in lines
    assert {"TRIGGER:-P1DT15H", "TRIGGER:PT9H", "TRIGGER:-PT15H"} <= set(lines)
    assert "Gone" not in answer.text
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") > 10


def test_an_event_keeps_its_uid_when_it_was_paid_and_goes_when_it_is_skipped(
    owner, client, database, books
):
    key = make(database, books)
    address, uid = address_of(owner), f"UID:{key}.{day(-10).replace('-', '')}@ftracker"
    move(database, books)
    text = client.get(address).text
    assert uid in text
    assert "SUMMARY:Rent\\, €860.00 (paid)" in text
    owner.submit(f"/schedules/{key}/days/{day(-10)}", do="skip")
    assert uid not in client.get(address).text


def test_an_address_opens_nothing_else_and_nothing_once_it_is_revoked(
    owner, client, database, books
):
    first = address_of(owner)
    secret = first.removeprefix("/calendar/").removesuffix(".ics")
    bearer = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/schedules", headers=bearer).status_code == 401
    assert "No tokens yet" in owner.get("/settings/tokens").text
    assert "last asked" not in owner.get("/schedules/feed").text
    client.get(first)
    client.get(first)
    assert "last asked" in owner.get("/schedules/feed").text
    second = address_of(owner)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    owner.submit("/schedules/feed/revoke")
    assert client.get(second).status_code == 404
    assert client.get("/calendar/x.ics").status_code == 404
    assert "There is no address yet" in owner.get("/schedules/feed").text


def test_an_api_token_opens_no_calendar(client, api):
    key = api.headers["authorization"].removeprefix("Bearer ")
    assert client.get(f"/calendar/{key}.ics").status_code == 404


def test_a_member_who_left_reads_no_more(app, client, database, books):
    who = factories.member(database, books, Role.VIEWER)
    address = address_of(Browser(app).enter(database, who))
    assert client.get(address).status_code == 200
    with database.session(books) as session:
        members.remove(session, who.user_id)
    assert client.get(address).status_code == 404


def test_the_history_tells_of_schedules_and_their_days_and_leads_there(owner, database, books):
    key = make(database, books, least="800", is_subscription=True)
    owner.submit(f"/schedules/{key}/days/{day(-10)}", do="skip")
    text = owner.get("/history?topic=schedules").text
    skipped, scheduled = re.findall(r'href="(/history/[0-9a-f-]{36})"', text)[:2]
    page = owner.get(skipped)
    assert f'href="/schedules/{key}/days/{day(-10)}"' in page.text
    page = owner.get(scheduled)
    assert f'href="/schedules/{key}"' in page.text
    assert "Not less than – €800.00" in said(page)


def test_an_amount_that_cannot_be_read_says_why(owner: Browser, database, books) -> None:
    wrong = typed(database, books, amount="1,234", most="9" * 21)
    page = owner.submit("/schedules/add", **wrong)
    assert page.status_code == 422
    assert "EUR has 2 decimals" in page.text
    assert "This amount is too large." in page.text
    assert 'value="1,234"' in page.text
