"""One file on its way in: mended in place, held against the books, read again, taken back."""

import re
from typing import Any

from tests.clients import Browser

HEAD = "Date,Amount,Description\n"
SHOP = HEAD + "2026-01-05,-4.20,LIDL 4711 BERLIN//DE 0412\n2026-01-06,2500.00,Employer Ltd\n"
BAD = SHOP + "2026-02-30,-1.00,Kiosk\n"
LATER = HEAD + "2026-01-07,-4.20,Lidl sagt danke\n"
CARD = "Buchungstag;Betrag;Saldo;Text\n05.01.2026;-4,20;95,80;Kiosk\n06.01.2026;-5,80;90,00;Baker\n"


def waiting(browser: Browser, text: str, **fields: Any) -> str:
    sent = browser.submit("/data/import", files={"file": ("bank.csv", text.encode())}, **fields)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


def taken_in(browser: Browser, text: str) -> str:
    path = waiting(browser, text)
    assert browser.submit(f"{path}/confirm").headers["location"] == path
    return path


def outcomes(text: str) -> dict[str, str]:
    pairs = re.findall(r"<dt>([^<]+)</dt><dd>(?:<a [^>]*>)?([\d,]+)", text)
    return {label: number for label, number in pairs if label != "Date"}


def test_a_row_that_cannot_be_read_is_typed_over_and_comes_in(owner: Browser) -> None:
    path = waiting(owner, BAD)
    page = owner.get(f"{path}?edit=4").text
    assert 'value="2026-02-30"' in page
    assert outcomes(page)["Cannot be read"] == "1"
    wrong = owner.submit(f"{path}/rows/4", date="2026-02-31", amount="-1.00", note="Kiosk")
    assert wrong.status_code == 422
    assert 'value="2026-02-31"' in wrong.text
    assert "no day of the calendar" in wrong.text
    right = owner.submit(f"{path}/rows/4", date="2026-02-28", amount="-1.00", note="Kiosk")
    assert right.status_code == 303
    page = owner.get(path).text
    assert outcomes(page)["Cannot be read"] == "0"
    owner.submit(f"{path}/confirm")
    assert "2026-02-28,1.00,Expense" in owner.get("/data/export").text


def test_a_good_row_can_be_given_another_category_before_it_comes_in(owner: Browser) -> None:
    path = waiting(owner, SHOP)
    owner.submit(f"{path}/rows/2", category="Groceries", back=f"{path}?show=problems")
    assert "New, as changed here" in owner.get(path).text
    owner.submit(f"{path}/confirm")
    assert "2026-01-05,4.20,Expense,Groceries" in owner.get("/data/export").text


def test_a_payee_is_cleaned_and_the_words_of_the_bank_are_kept(owner: Browser) -> None:
    path = taken_in(owner, SHOP)
    page = owner.get(path).text
    assert ">Lidl<" in re.sub(r"\s", "", page)
    assert "LIDL 4711 BERLIN//DE 0412" in page


def test_what_looks_alike_is_asked_about_and_can_be_the_same(owner: Browser) -> None:
    taken_in(owner, SHOP)
    path = waiting(owner, LATER)
    page = owner.get(f"{path}?show=matches").text
    assert outcomes(page)["Look alike"] == "1"
    assert "2 days later" in page
    owner.submit(f"{path}/rows/2/choice", choice="same", back=f"{path}?show=matches")
    assert "You said it is the same as" in owner.get(path).text
    owner.submit(f"{path}/rows/2/choice", choice="")
    owner.submit(f"{path}/rows/2/choice", choice="same")
    owner.submit(f"{path}/confirm")
    assert outcomes(owner.get(path).text)["Added"] == "0"
    assert owner.get("/data/export").text.count(",4.20,") == 1


def test_what_looks_alike_and_came_in_is_merged_later_or_kept(owner: Browser) -> None:
    taken_in(owner, SHOP)
    path = taken_in(owner, LATER)
    assert "that may be there twice" in owner.get(path).text
    page = owner.get("/data/matches").text
    older = re.search(r'name="older_id" value="([^"]+)"', page)
    newer = re.search(r'name="newer_id" value="([^"]+)"', page)
    assert older
    assert newer
    ids = {"older_id": older[1], "newer_id": newer[1], "import_id": path.rpartition("/")[2]}
    merged = owner.submit("/data/matches", do="merge", **ids)
    assert merged.status_code == 303
    assert owner.get("/data/export").text.count(",4.20,") == 1
    undo = re.search(r'action="(/history/[^"]+/undo)"', owner.get("/data/matches").text)
    assert undo
    owner.submit(undo[1])
    assert owner.get("/data/export").text.count(",4.20,") == 2
    owner.submit("/data/matches", do="keep", **ids)
    assert "Nothing looks as if it were there twice" in owner.get("/data/matches").text
    assert owner.submit("/data/matches", do="merge", older_id="x", newer_id="y").status_code == 303


def test_a_file_that_came_in_leads_to_its_transactions_and_to_what_is_next(owner: Browser) -> None:
    path = taken_in(owner, SHOP)
    page = owner.get(path).text
    assert outcomes(page) == {"Added": "2", "In the books before": "0"}
    assert f'href="/?import_id={path.rpartition("/")[2]}"' in page
    assert "Give 2 transactions a category" in page
    assert page.count('href="/transaction/edit/') == 2
    undo = re.search(r'action="(/history/[^"]+/undo)"', page)
    assert undo
    owner.submit(undo[1])
    assert "This import was taken back" in owner.get(path).text


def test_a_file_can_be_read_again_with_other_settings(owner: Browser) -> None:
    path = taken_in(owner, SHOP)
    again = owner.submit(f"{path}/again")
    assert again.status_code == 303
    page = owner.get(again.headers["location"]).text
    assert "In the books already" in page
    assert '<details class="panel as-table" id="reading" open>' in page


def test_the_second_file_of_a_bank_is_read_like_the_first(owner: Browser) -> None:
    taken_in(owner, CARD)
    path = waiting(owner, CARD.replace("05.01", "07.01").replace("06.01", "08.01"))
    assert "Read like your other files of" in owner.get(path).text
    profiles = owner.get("/data/profiles").text
    found = re.search(r'href="(/data/profiles/[0-9a-f-]{36})"', profiles)
    assert found
    form = owner.get(found[1]).text
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    bad = owner.submit(found[1], name="My bank", mapping="{", version=version[1])
    assert bad.status_code == 422
    assert "This is no JSON." in bad.text
    saved = owner.submit(found[1], name="My bank", mapping='{"decimal": ","}', version=version[1])
    assert saved.status_code == 303
    assert ">My bank<" in owner.get("/data/profiles").text
    carried = owner.get("/data/profiles/export")
    owner.submit(f"{found[1]}/delete")
    assert "No kind of file is known yet" in owner.get("/data/profiles").text
    file = {"file": ("profiles.json", carried.content)}
    assert owner.submit("/data/profiles/import", files=file).status_code == 303
    assert ">My bank<" in owner.get("/data/profiles").text


def test_a_file_of_profiles_that_is_none_is_refused(owner: Browser) -> None:
    for content in (b"[]", b"{", b'{"ftracker_profiles": 9}'):
        sent = owner.submit("/data/profiles/import", files={"file": ("p.json", content)})
        assert sent.status_code == 422
    assert "Choose a file." in owner.submit("/data/profiles/import").text


def test_balances_of_a_file_are_held_against_its_rows(owner: Browser) -> None:
    more = "07.01.2026;-10,00;80,00;Shoes\n08.01.2026;-30,00;50,00;Books\n"
    page = owner.get(waiting(owner, CARD + more)).text
    assert "€100.00 and 4 rows of −€50.00 make €50.00, as the file says" in page
    rows = "".join(f"{n:02}.02.2026;-1,00;{50 - n},00;Tea\n" for n in range(1, 20))
    wrong = (CARD + more + rows).replace("-30,00", "-31,00")
    assert "the file says €31.00, +€1.00 from it" in owner.get(waiting(owner, wrong)).text


def test_an_account_is_chosen_on_the_page_and_nothing_else_changes(owner: Browser) -> None:
    path = waiting(owner, SHOP)
    before = owner.get(path).text
    account = re.search(r'<option value="([0-9a-f-]{36})">Everyday', before)
    assert account
    owner.submit(path, to_account=account[1])
    page = owner.get(path).text
    assert f'<option value="{account[1]}" selected>' in page
    assert outcomes(page) == outcomes(before)


def test_each_guess_stands_with_its_reason(owner: Browser) -> None:
    path = waiting(owner, CARD)
    assert "Header says Buchungstag" in owner.get(path).text
    account = re.search(r'<option value="([0-9a-f-]{36})">Everyday', owner.get(path).text)
    assert account
    owner.submit(path, to_account=account[1])
    assert "Header says Buchungstag" in owner.get(path).text


def test_a_viewer_sees_a_file_and_changes_nothing(owner: Browser, viewer: Browser) -> None:
    path = waiting(owner, BAD)
    page = viewer.get(f"{path}?edit=4").text
    assert "Cannot be read." in page
    assert "<form" not in page.partition('<div id="wizard">')[2]
    assert viewer.submit(f"{path}/rows/4", date="2026-02-28").status_code == 403


def test_a_transaction_shows_the_row_of_the_file_that_it_came_from(owner: Browser) -> None:
    path = taken_in(owner, SHOP)
    link = re.search(r'href="(/transaction/edit/[^"]+)"', owner.get(path).text)
    assert link
    raw = re.search(r'href="(/transaction/raw/[^"]+)"', owner.get(link[1]).text)
    assert raw
    page = owner.get(raw[1]).text
    assert "Line 2 of" in page
    assert "LIDL 4711 BERLIN//DE 0412" in page
    assert f'href="{path}"' in page
    typed = owner.submit("/transaction/add", amount="1.00", date="2026-01-01", payee="By hand")
    assert typed.status_code == 303
    assert "What the file said" not in owner.get("/transaction/add").text
