"""The pages of alerts: what was said, what is watched, where it is sent, and the bell."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from ftracker.main import create_app
from ftracker.queries import notices
from ftracker.schemas.alerts import AlertIn
from ftracker.schemas.budgets import BudgetIn
from ftracker.schemas.channels import ChannelIn
from ftracker.services import alerts, budgets, channels, watching
from ftracker.services.posts import Post
from tests import factories
from tests.clients import Browser
from tests.mail_server import mail_server

NOW = datetime.now(UTC)
TODAY = NOW.astimezone().date()


@pytest.fixture
def said(database, books):
    """Let the one account be overdrawn, which is said; gives the id of what was said."""
    with database.session(books) as session:
        factories.transaction(session, date=TODAY.isoformat(), amount="70")
        return watching.look(session, today=TODAY, now=NOW).new[0]


def links(text):
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', text)]


def test_nothing_is_said_at_first(owner):
    page = owner.get("/alerts").text
    assert "Nothing needs a look" in page
    assert 'title="Alerts"><i class="bi bi-bell"></i></a>' in page


def test_what_is_said_is_shown_with_its_numbers_and_counted_by_the_bell(owner, viewer, said):
    page = owner.get("/alerts").text
    assert "Everyday holds −€70.00" in page
    assert "<dt>Lowest</dt><dd>−€70.00</dd>" in page
    for browser in (owner, viewer):
        assert "<b>1</b>" in browser.get("/").text
    assert "Never tell me" not in viewer.get("/alerts").text


def test_every_link_of_a_notice_opens_and_what_is_spent_sums_to_its_figure(database, books, owner):
    with database.session(books) as session:
        factories.transaction(session, type="Income", amount="9000", date="2025-01-01")
        data = BudgetIn(category="Groceries", amount="30", start_date=TODAY.replace(day=1))
        budgets.add(session, data, today=TODAY)
        for amount in ("25.50", "14.50"):
            factories.transaction(
                session, amount=amount, category="Groceries", date=TODAY.isoformat()
            )
        watching.look(session, today=TODAY, now=NOW)
    page = owner.get("/alerts").text
    assert "Groceries is over its budget" in page
    block = page[page.index("Groceries is over") :]
    spent = next(link for link in links(block) if link.startswith("/?category_id"))
    assert ">€40.00</a>" in block
    assert "€40.00" in owner.get(spent).text
    for link in links(page[page.index('class="things saids"') :]):
        assert owner.get(link).status_code == 200, link


def test_a_member_reads_puts_off_and_reads_all(owner, said):
    assert owner.submit(f"/alerts/notices/{said}/snooze", do="week").status_code == 303
    page = owner.get("/alerts").text
    assert "put off until" in page
    assert "<b>1</b>" not in page
    assert owner.submit(f"/alerts/notices/{said}/read").headers["location"] == "/alerts"
    assert "(unread)" not in owner.get("/alerts").text
    assert owner.submit("/alerts/read-all").status_code == 303
    assert "Marked 0 alerts as read" in owner.get("/alerts").text


def test_muting_can_be_undone(owner, database, books, said):
    owner.submit(f"/alerts/notices/{said}/mute")
    page = owner.get("/alerts").text
    assert "Muted it, for everybody." in page
    assert "Undo" in page
    assert "muted" in owner.get("/alerts/rules").text


def test_what_is_over_stands_below_and_older_ones_on_pages(owner, database, books, said):
    with database.session(books) as session:
        factories.transaction(session, type="Income", amount="90", date=TODAY.isoformat())
        watching.look(session, today=TODAY, now=NOW)
        for number in range(25):
            later = TODAY + timedelta(days=60 * (number + 1))
            watching.look(session, today=later, now=NOW + timedelta(days=number + 1))
            factories.transaction(session, amount="1", date=later.isoformat())
        count = len(notices.page(session, gone=True).lines)
    page = owner.get("/alerts").text
    assert "true no more" in page
    assert count > 20
    older = next(link for link in links(page) if "over=" in link)
    assert owner.get(older).status_code == 200
    assert owner.get("/alerts?over=nonsense").status_code == 404


def test_every_topic_has_its_level(owner, viewer):
    page = owner.get("/alerts/rules").text
    for title in ("Budget spent too fast", "as each schedule says", "€0.00", "45 days", "110 %"):
        assert title in page
    assert "/alerts/rules/add?topic=goal_behind" in page
    assert "/switch" not in viewer.get("/alerts/rules").text


def test_an_alert_is_tried_on_the_past_before_it_is_kept(owner, database, books):
    with database.session(books) as session:
        account = factories.account(session, name="Purse", kind="cash", opening_balance=10)
        for number in (40, 80):
            day = TODAY - timedelta(days=number)
            factories.transaction(session, account_id=account.id, amount="20", date=day.isoformat())
            factories.transaction(
                session, account_id=account.id, amount="20", type="Income",
                date=(day + timedelta(days=1)).isoformat(),
            )  # fmt: skip
    page = owner.get("/alerts/rules/add?topic=low_balance").text
    assert "It would have spoken" in page
    given = {"topic": "low_balance", "subject_id": str(account.id), "level": "5"}
    tried = owner.submit("/alerts/rules/add", do="try", **given).text
    assert "It would have spoken 2 times in the last 12 months." in tried
    part = owner.submit("/alerts/rules/try", **given | {"level": "0"}).text
    assert "2 times" in part
    assert "<html" not in part
    assert "Write a number" in owner.submit("/alerts/rules/try", **given | {"level": "x"}).text
    assert owner.submit("/alerts/rules/add", do="save", **given).status_code == 303
    page = owner.get("/alerts/rules").text
    assert "Added alert Low balance ahead." in page
    assert "Purse" in page
    with database.session(books) as session:
        assert next(one for one in alerts.listing(session) if one.subject_id).level == 5


def test_an_alert_is_changed_muted_and_deleted(owner, database, books):
    with database.session(books) as session:
        row = alerts.add(session, AlertIn(topic="quiet_account", subject="Everyday", level="30"))
        general = alerts.listing(session)[0]
    path = f"/alerts/rules/{row.id}"
    assert 'value="30"' in owner.get(path).text
    assert (
        "nothing in the last 12 months" in owner.submit(path, do="try", level="9", version="1").text
    )
    bad = owner.submit(path, level="0", version="1")
    assert bad.status_code == 422
    assert "Write a number from 1 to 3,650" in bad.text
    assert owner.submit(path, level="20", version="1", is_muted="on").status_code == 303
    stale = owner.submit(path, level="10", version="1")
    assert stale.status_code == 409
    assert "Somebody changed this meanwhile" in stale.text
    owner.submit(f"{path}/switch", do="unmute")
    owner.submit(f"{path}/switch", do="mute")
    assert "Muted the alert." in owner.get("/alerts/rules").text
    owner.submit(f"{path}/delete")
    assert owner.get(path).status_code == 404
    owner.submit(f"/alerts/rules/{general.id}/delete")
    assert "Mute it instead" in owner.get("/alerts/rules").text
    wrong = owner.submit("/alerts/rules/add", do="save", topic="quiet_account", level="9")
    assert wrong.status_code == 422
    assert "Choose an account." in wrong.text


def test_channels_are_added_changed_and_deleted(viewer, owner):
    viewer.submit("/alerts/channels", kind="email", address="me@example.org", timezone="UTC")
    page = viewer.get("/alerts/channels").text
    assert "me@example.org, at once (UTC)" in page
    assert "E-mail is not set up here" in page
    assert "me@example.org" not in owner.get("/alerts/channels").text
    path = re.search(r"/alerts/channels/[0-9a-f-]{36}", page)[0]
    hours = {"quiet_from": "22:00", "quiet_to": "07:00", "digest_time": "06:30", "pace": "digest"}
    bad = viewer.submit(path, **hours, version="1", timezone="Nowhere")
    assert bad.status_code == 422
    assert "Choose a time zone" in bad.text
    assert "22:00" in bad.text
    viewer.submit(path, **hours, version="1", timezone="Europe/Berlin", is_muted="on")
    page = viewer.get("/alerts/channels").text
    assert "every day at 06:30, but not from 22:00 to 07:00 (Europe/Berlin)" in page
    assert 'value="06:30"' in viewer.get(path).text
    viewer.submit(f"{path}/delete")
    assert "Nothing is sent yet" in viewer.get("/alerts/channels").text


def test_what_is_no_address_is_said_at_its_field_and_keys_are_not_shown(owner, database, books):
    bad = owner.submit("/alerts/channels", kind="apprise", address="json://inside/x")
    assert bad.status_code == 422
    assert "FTracker does not send to json:// addresses." in bad.text
    owner.submit("/alerts/channels", kind="apprise", address="ntfys://ntfy.sh/secret-topic")
    assert "ntfys://…" in owner.get("/alerts/channels").text
    assert "secret-topic" not in owner.get("/alerts/channels").text


def test_the_test_button_tells_how_it_went(settings, database, books):
    with mail_server() as (box, port):
        mail = {"smtp_url": f"smtp://127.0.0.1:{port}", "mail_from": "f@example.org"}
        app = create_app(settings.model_copy(update=mail))
        browser = Browser(app).enter(database, books)
        with database.session(books) as session:
            keys = [
                channels.add(session, ChannelIn(kind="email", address=to), Post.of(settings)).id
                for to in ("me@example.org", "nobody@example.org")
            ]
        browser.submit(f"/alerts/channels/{keys[0]}/test")
        assert "Sent a test. Look whether it came." in browser.get("/alerts/channels").text
        browser.submit(f"/alerts/channels/{keys[1]}/test")
        assert "The mail server refused this address." in browser.get("/alerts/channels").text
    assert [mail["Subject"] for mail in box.taken] == ["This is a test · FTracker"]
    app.state.database.close()


def test_browsers_get_the_worker_and_the_key_that_pushes_need(owner, client):
    worker = client.get("/push-worker.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert "showNotification" in worker.text
    assert "worker-src 'self'" in worker.headers["content-security-policy"]
    assert re.search(r'data-push="[\w-]{87}"', owner.get("/alerts/channels").text)


def test_where_messages_go_is_not_logged(owner, capsys):
    owner.submit("/alerts/channels", kind="apprise", address="ntfys://ntfy.sh/hush-topic")
    path = re.search(r"/alerts/channels/[0-9a-f-]{36}", owner.get("/alerts/channels").text)[0]
    owner.submit("/alerts/channels", kind="apprise", address="ntfy://127.0.0.1:9/hush-topic")
    for found in set(
        re.findall(r"/alerts/channels/[0-9a-f-]{36}", owner.get("/alerts/channels").text)
    ):
        if found != path:
            owner.submit(f"{found}/test")
    assert "network that FTracker" in owner.get("/alerts/channels").text
    assert "hush" not in "".join(capsys.readouterr())
