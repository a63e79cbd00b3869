import pytest

from ftracker.db import Actor
from ftracker.main import create_app
from ftracker.models import User
from ftracker.web import signing
from ftracker.web.subpaths import in_page
from tests import factories
from tests.clients import HOST, Browser, Program

FOLDER = "/money"


@pytest.fixture(scope="module")
def below(settings):
    made = create_app(settings.model_copy(update={"url": f"{HOST}{FOLDER}"}))
    yield made
    made.state.database.close()


@pytest.fixture
def owner_below(below, database, books):
    found = Browser(below)
    token = factories.signed_in(database, books)
    found.cookies.set("session", token, domain="127.0.0.1", path=FOLDER)
    return found


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ('<a href="/">', '<a href="/money/">'),
        ("<a class=x href=/goals>Goals</a>", "<a class=x href=/money/goals>Goals</a>"),
        ('<a href="/?q=" title="href=/x">', '<a href="/money/?q=" title="href=/x">'),
        ('<form method="post"\naction="/a">', '<form method="post"\naction="/money/a">'),
        (
            '<button hx-get="/a" formaction="/b">',
            '<button hx-get="/money/a" formaction="/money/b">',
        ),
        ('<input name="note" value=" href=/a">', '<input name="note" value=" href=/a">'),
        ('<input name="next" value="/goals">', '<input name="next" value="/goals">'),
        ('<p title="/a"> href=/a </p>', '<p title="/a"> href=/a </p>'),
        ("<textarea>action=/a</textarea>", "<textarea>action=/a</textarea>"),
        ('<a href="//elsewhere/a">', '<a href="//elsewhere/a">'),
        ('<a href="https://elsewhere/a">', '<a href="https://elsewhere/a">'),
        ('<a href="#main">', '<a href="#main">'),
    ],
)
def test_addresses_of_a_page_get_the_folder_and_texts_stay(page, wanted):
    assert in_page(page.encode(), FOLDER.encode()).decode() == wanted


def test_what_a_person_wrote_stays_character_for_character(owner_below, below, database, books):
    text = 'see href="/a" <a href=/b> "link": "/c"'
    with database.session(books) as session:
        row = factories.transaction(session, payee="Shop", note=text)
    program = Program(below).enter(database, books)
    assert program.get(f"{FOLDER}/api/transactions/{row.id}").json()["note"] == text
    page = owner_below.get(f"{FOLDER}/transaction/edit/{row.id}").text
    assert "see href=&#34;/a&#34; &lt;a href=/b&gt; &#34;link&#34;: &#34;/c&#34;" in page


def test_what_was_saved_leads_on_below_the_folder(owner_below):
    token = signing.csrf_token(
        owner_below.app.state.settings.secret_text, owner_below.cookies["session"]
    )
    form = {"csrf_token": token, "name": "Trips", "kind": "Expense", "icon": "tag"}
    headers = {"sec-fetch-site": "same-origin"}
    answer = owner_below.post(
        f"{FOLDER}/categories/add", data=form | {"colour": "red"}, headers=headers
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/money/categories")
    assert "; Path=/money;" in answer.headers["set-cookie"]


def test_whoever_is_not_signed_in_comes_back_to_where_they_were_going(below):
    answer = Browser(below).get(f"{FOLDER}/goals?sort=name")
    assert answer.headers["location"] == "/money/sign-in?next=%2Fgoals%3Fsort%3Dname"


def test_undo_leads_back_to_the_page_it_was_chosen_on(owner_below, database, books):
    with database.session(books) as session:
        factories.category(session, name="Trips")
    page = owner_below.get(f"{FOLDER}/history").text
    change = page.partition('href="/money/history/')[2].partition('"')[0]
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = owner_below.post(
        f"{FOLDER}/history/{change}/undo",
        data={"csrf_token": token},
        headers={"referer": f"{HOST}{FOLDER}/categories?q=a"},
    )
    assert answer.headers["location"] == "/money/categories?q=a"


def test_programs_are_led_below_the_folder_too(below, database, books):
    program = Program(below).enter(database, books)
    body = {"date": "2025-07-31", "amount": "1.00", "payee": "Shop"}
    made = program.post(f"{FOLDER}/api/transactions", json=body)
    assert made.headers["location"] == f"{FOLDER}/api/transactions/{made.json()['id']}"
    report = program.get(f"{FOLDER}/api/reports/payees", params={"period": "2025-07"})
    assert f'"transactions":"{FOLDER}/api/transactions?' in report.text.replace(": ", ":")
    said = program.get(f"{FOLDER}/openapi.json").json()
    assert said["servers"] == [{"url": FOLDER}]
    assert "/api/transactions" in said["paths"]


def test_links_to_be_sent_to_others_are_whole(owner_below):
    page = owner_below.get(f"{FOLDER}/schedules/feed").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = owner_below.post(f"{FOLDER}/schedules/feed", data={"csrf_token": token})
    assert f"{HOST}{FOLDER}/calendar/" in answer.text


def test_a_neighbour_whose_name_begins_alike_is_not_ours(below):
    assert Browser(below).get("/moneybox").status_code == 404


def test_the_folder_itself_is_the_home_page(owner_below):
    assert owner_below.get(FOLDER).text.count('href="/money/?') > 1


def test_those_who_watch_need_no_folder(below):
    assert Browser(below).get("/health/live").status_code == 200


def test_files_that_people_take_away_stay_as_they_are(owner_below, database, books):
    with database.session(books) as session:
        factories.transaction(session, payee="Shop", note='"href": "/a"')
    assert '""href"": ""/a""' in owner_below.get(f"{FOLDER}/data/export").text


def test_the_built_files_last_for_ever_below_the_folder_too(owner_below):
    page = owner_below.get(f"{FOLDER}/goals").text
    place = page.partition('type="module" src="')[2].partition('"')[0]
    assert place.startswith(f"{FOLDER}/static/dist/app-")
    assert "immutable" in owner_below.get(place).headers["cache-control"]


def test_on_https_the_cookie_is_for_the_folder_alone(settings, database, books):
    chosen = {"url": f"https://127.0.0.1{FOLDER}", "https": True}
    app = create_app(settings.model_copy(update=chosen))
    answer = Browser(app).get(f"{FOLDER}/sign-in")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Secure-session=")
    assert "; Path=/money;" in cookie
    assert "Secure" in cookie.split("; ")
    app.state.database.close()


def test_on_https_the_known_browser_is_kept_below_the_folder_too(settings, database, books):
    chosen = {"url": f"https://127.0.0.1{FOLDER}", "https": True}
    app = create_app(settings.model_copy(update=chosen))
    with database.session(Actor(steward=True)) as session:
        factories.give_password(session, books, "four quiet geese cross the road")
        email = session.get_one(User, books.user_id).email
    browser = Browser(app)
    browser.base_url = f"https://127.0.0.1{FOLDER}"
    browser.get("/sign-in")
    csrf = signing.csrf_token(settings.secret_text, browser.cookies["__Secure-session"])
    sent = {"email": email, "password": "four quiet geese cross the road", "csrf_token": csrf}
    answer = browser.post("/sign-in", data=sent)
    # Browsers drop a cookie with `__Host-` in its name that is not for the whole host.
    written = sorted(answer.headers.get_list("set-cookie"))
    assert [one.partition("=")[0] for one in written] == ["__Secure-browser", "__Secure-session"]
    assert all("; Path=/money;" in one for one in written)
    app.state.database.close()
