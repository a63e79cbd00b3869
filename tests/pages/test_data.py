"""The data page: look first, then confirm, then perhaps undo."""

import re
from typing import Any

import pytest
from httpx2 import Response

from tests.clients import Browser

GOOD = (
    "Date,Amount,Type,Category,Payee\n"
    "2026-01-05,4.20,Expense,Coffee,Bluebird\n"
    "2026-01-06,2500.00,Income,Salary,Employer\n"
)
BAD = GOOD + "2026-02-30,1.00,Expense,,\n"
UNCLEAR = "Date,Text,Amount\n01/02/2026,a,-4.20\n03/04/2026,b,-1.10\n"


def _upload(browser: Browser, text: str, **fields: Any) -> Response:
    return browser.submit("/data/import", files={"file": ("bank.csv", text.encode())}, **fields)


def _waiting(browser: Browser, text: str, **fields: Any) -> str:
    response = _upload(browser, text, **fields)
    assert response.status_code == 303, response.text
    return str(response.headers["location"])


def _export(browser: Browser) -> str:
    return browser.get("/data/export").text


def test_the_page_says_what_to_do_first(owner: Browser) -> None:
    page = owner.get("/data")
    assert page.status_code == 200
    assert "No file has come in yet" in page.text
    assert 'enctype="multipart/form-data"' in page.text


def test_the_template_is_a_file_that_imports(owner: Browser) -> None:
    text = owner.get("/data/template.csv").text
    path = _waiting(owner, text)
    assert "Import 2 transactions" in owner.get(path).text


def test_a_file_is_shown_row_by_row_before_anything_is_booked(owner: Browser) -> None:
    page = owner.get(_waiting(owner, GOOD)).text
    assert "Bluebird" in page
    assert "Coffee (1)" in page
    assert "Import 2 transactions" in page
    assert "Bluebird" not in _export(owner)


def test_confirming_books_the_rows_and_offers_undo(owner: Browser) -> None:
    path = _waiting(owner, GOOD)
    done = owner.submit(f"{path}/confirm")
    assert (done.status_code, done.headers["location"]) == (303, path)
    page = owner.get(path).text
    assert "Added 2 transactions." in page
    undo = re.search(r'action="(/history/[^"]+/undo)"', page)
    assert undo
    assert "Bluebird" in _export(owner)
    assert owner.submit(undo[1]).status_code in (303, 200, 404)


def test_a_file_is_confirmed_once(owner: Browser) -> None:
    path = _waiting(owner, GOOD)
    owner.submit(f"{path}/confirm")
    again = owner.submit(f"{path}/confirm")
    assert again.status_code == 409
    assert "imported already" in again.text
    assert "This is how the file was read." in owner.get(path).text


def test_rows_of_an_earlier_file_are_marked(owner: Browser) -> None:
    owner.submit(f"{_waiting(owner, GOOD)}/confirm")
    page = owner.get(_waiting(owner, GOOD)).text
    assert "There is nothing new to import." in page
    assert "Import 0 transactions" not in page
    assert "Forget this file" in page
    assert page.count("In the books already") == 3


def test_each_bad_cell_has_its_sentence_and_nothing_comes_in_unasked(owner: Browser) -> None:
    path = _waiting(owner, BAD)
    page = owner.get(path).text
    assert "2026-02-30” is no day of the calendar" in page
    assert "Leave out the 1 row that cannot be read" in page
    refused = owner.submit(f"{path}/confirm")
    assert refused.status_code == 422
    told = "Correct this row, or tick “Leave out the 1 row that cannot be read”."
    assert f'<a href="#field-leave_out">{told}</a>' in refused.text
    assert refused.text.index(told) < refused.text.index("Line 4: “2026-02-30”")
    assert "Bluebird" not in _export(owner)
    assert owner.submit(f"{path}/confirm", leave_out="on").status_code == 303
    assert "1 left out" in owner.get("/data").text


def test_a_file_of_one_line_without_a_figure_has_no_rows(owner: Browser) -> None:
    page = _upload(owner, "hello world\n")
    if page.status_code == 303:
        page = owner.get(page.headers["location"])
    assert "There are no rows to import in this file." in page.text


def test_only_rows_with_problems_can_be_shown(owner: Browser) -> None:
    path = _waiting(owner, BAD)
    page = owner.get(f"{path}?show=problems").text
    assert "2026-02-30" in page
    assert "Bluebird" not in page
    assert "No row has a problem" in owner.get(f"{_waiting(owner, GOOD)}?show=problems").text


def test_a_long_file_is_shown_page_by_page(owner: Browser) -> None:
    lines = "".join(f"2026-01-05,{i}.00,Expense,,P{i:03}x\n" for i in range(1, 121))
    path = _waiting(owner, "Date,Amount,Type,Category,Payee\n" + lines)
    first, last = owner.get(path).text, owner.get(f"{path}?from=100").text
    assert "P050x" in first
    assert "P051x" not in first
    assert "?from=50" in first
    assert "P120x" in last
    assert "More rows" not in last
    assert owner.get(f"{path}?from=x").status_code == 200


def test_a_question_is_asked_at_its_field_and_the_answer_reads_the_file(owner: Browser) -> None:
    path = _waiting(owner, UNCLEAR)
    page = owner.get(path).text
    assert "say which comes first, the day or the month" in page
    assert 'id="error-date_format"' in page
    answered = owner.submit(path, date_format="%d/%m/%Y")
    assert answered.status_code == 303
    owner.submit(f"{path}/confirm")
    assert "2026-02-01" in _export(owner)


def test_the_mapping_can_be_changed_column_by_column(owner: Browser) -> None:
    path = _waiting(owner, "Date,What,Sum\n2026-01-15,a,4.20\n")
    changed = owner.submit(
        path, mode="signed", amount_column="2", date_column="0", negate="on", payee="1",
        description="", category="-", type_column="-", account="-", words="A = Income",
    )  # fmt: skip
    assert changed.status_code == 303
    owner.submit(f"{path}/confirm")
    assert '2026-01-15,4.20,Expense,Uncategorised,Everyday,"a",""' in _export(owner)


def test_two_columns_and_indicators_can_be_chosen(owner: Browser) -> None:
    path = _waiting(owner, "Date,A,B,C\n2026-01-15,4.20,,x\n")
    changed = owner.submit(path, mode="in_out", in_column="1", out_column="2", description="3")
    assert changed.status_code == 303
    assert "+€4.20" in owner.get(path).text
    path = _waiting(owner, "Date,A,B\n2026-01-15,4.20,debit\n")
    owner.submit(path, mode="indicator", amount_column="1", indicator="2")
    assert "\u2212€4.20" in owner.get(path).text


def test_a_mapping_that_does_not_fit_is_shown_again_with_what_was_typed(owner: Browser) -> None:
    path = _waiting(owner, GOOD)
    response = owner.submit(path, date_column="4")
    assert response.status_code == 422 or "is not a date" in owner.get(path).text
    response = owner.submit(path, delimiter=";;")
    assert response.status_code == 422
    response = owner.submit(path, to_account="nobody")
    assert response.status_code == 422


@pytest.mark.parametrize("text", ["", "\x00", "hello"])
def test_a_hopeless_file_is_refused_on_the_page(owner: Browser, text: str) -> None:
    response = _upload(owner, text)
    if response.status_code == 303:
        assert "looks like a date" in owner.get(response.headers["location"]).text
    else:
        assert response.status_code == 422
        assert "error-summary" in response.text


def test_a_form_without_a_file_is_refused(owner: Browser) -> None:
    assert "Choose a file, or paste some rows." in owner.submit("/data/import").text


def test_a_file_can_be_forgotten(owner: Browser) -> None:
    path = _waiting(owner, GOOD)
    assert owner.submit(f"{path}/discard").status_code == 303
    assert owner.get(path).status_code == 404


def test_a_file_in_another_currency_says_so(owner: Browser) -> None:
    text = "Date,Text,Amount,Currency\n2026-01-15,a,-4.20,CHF\n"
    assert "The file is in CHF" in owner.get(_waiting(owner, text)).text


def test_the_export_takes_the_filter_of_the_list(owner: Browser) -> None:
    owner.submit(f"{_waiting(owner, GOOD)}/confirm")
    assert "Employer" not in owner.get("/data/export?q=blue").text
    assert "Bluebird" in owner.get("/data/export?period=2026-01").text
    assert owner.get("/data/export?period=2025-01").text.count("\n") == 1


def test_a_viewer_looks_and_does_not_import(viewer: Browser, owner: Browser) -> None:
    path = _waiting(owner, GOOD)
    assert "Import a file" not in viewer.get("/data").text
    assert viewer.get(path).status_code == 200
    assert _upload(viewer, GOOD).status_code == 403
    assert viewer.submit(f"{path}/confirm").status_code == 403


def test_another_household_sees_nothing_of_it(owner: Browser, stranger: Browser) -> None:
    path = _waiting(owner, GOOD)
    assert stranger.get(path).status_code == 404
    for deed in ("", "/confirm", "/discard"):
        assert stranger.submit(f"{path}{deed}").status_code == 404


def test_names_of_files_and_columns_are_shown_as_text(owner: Browser) -> None:
    evil = "<script>alert(1)</script>"
    response = owner.submit(
        "/data/import",
        files={
            "file": (f"../x{evil}.csv", f"Date,Amount,{evil}\n2026-01-15,-1.00,{evil}\n".encode())
        },
    )
    page = owner.get(response.headers["location"]).text
    assert evil not in page
    assert "&lt;script&gt;" in page


def test_several_files_wait_each_for_itself(owner: Browser) -> None:
    files = [("file", ("one.csv", GOOD.encode())), ("file", ("two.csv", GOOD.encode() + b"\n"))]
    sent = owner.submit("/data/import", files=files)
    assert sent.headers["location"] == "/data"
    page = owner.get("/data").text
    assert "2 files wait to be looked at." in page
    assert "one.csv" in page
    assert "two.csv" in page


def test_a_hopeless_file_among_others_is_named_and_the_others_wait(owner: Browser) -> None:
    files = [("file", ("one.csv", GOOD.encode())), ("file", ("photo.csv", b"\x89PNG\r\n"))]
    sent = owner.submit("/data/import", files=files)
    assert sent.status_code == 422
    assert "photo.csv: This is a picture" in sent.text
    assert ">one.csv</a>" in sent.text


def test_pasted_rows_are_a_file(owner: Browser) -> None:
    sent = owner.submit("/data/import", pasted=GOOD)
    owner.submit(f"{sent.headers['location']}/confirm")
    assert "Bluebird" in _export(owner)
