"""The words of a view: written in one way, and understood as the lists' addresses are."""

from uuid import UUID

import pytest

from ftracker.domain import view_words
from ftracker.schemas.saved_views import SavedViewIn, ViewWords
from ftracker.web import report_views, saved_views, searches
from ftracker.web.report_list import REPORTS

ONE, TWO = UUID(int=1), UUID(int=2)


def test_they_are_all_words_that_reports_and_filters_know():
    own = {word for report in REPORTS.values() for word in report.own}
    assert {*searches.NAMES, *report_views.OWN, *own} == view_words.WORDS
    assert ViewWords.model_fields.keys() == view_words.WORDS
    assert REPORTS.keys() >= {view_words.SUMMARY}
    assert saved_views.title("no-such-report") == "No such report"


def test_what_is_written_stands_in_order_without_words_that_say_nothing():
    given = {"q": "a&b", "range": "last-90-days", "tag": "", "cursor": "x", "payee": "Ö\nB, C"}
    text = view_words.pick(given)
    assert text == "payee=%C3%96%0AB%2C+C&q=a%26b&range=last-90-days"
    words = view_words.read(text)
    assert view_words.several(words, "payee") == ("Ö", "B, C")
    assert view_words.several(words, "kind") == ()
    assert view_words.write(words) == text


def test_what_is_repeated_is_joined_or_the_last_counts():
    read = view_words.read(f"account_id={ONE}&account_id={TWO},{ONE}&q=a&q=b")
    assert read == {"account_id": f"{ONE},{TWO},{ONE}", "q": "b"}
    assert view_words.ids(read, "account_id") == (ONE, TWO)
    assert view_words.ids({"account_id": f"nonsense,{TWO}"}, "account_id") == (TWO,)


def test_one_thing_takes_the_place_of_another_wherever_it_is_named():
    text = view_words.write(
        {"category_id": f"{ONE},{TWO}", "parent": str(ONE), "account_id": str(ONE)}
    )
    assert view_words.read(view_words.replaced(text, "category", ONE, TWO)) == {
        "category_id": str(TWO), "parent": str(TWO), "account_id": str(ONE),
    }  # fmt: skip


def test_what_is_not_known_any_more_is_named():
    text = view_words.write({"category_id": str(ONE), "type_id": str(TWO), "parent": str(TWO)})
    assert view_words.missing(text, {"category": [ONE]}) == ("parent", "type_id")
    assert view_words.missing(text, {"category": [ONE, TWO], "type": [TWO]}) == ()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"kind": ["Expense", "Expense"]}, "kind=Expense"),
        ("kind=expense,INCOME", "kind=Expense%2CIncome"),
        (f"member_id=none,{ONE}", f"member_id={UUID(int=0)}%2C{ONE}"),
        ({"payee": [""]}, "payee=%0A"),
        ("payee=%0A", "payee=%0A"),
        ({"start": "2025-01-31", "min": " 5 "}, "min=5&start=2025-01-31"),
        ({}, ""),
    ],
)
def test_an_address_and_an_object_are_kept_alike(given, kept):
    made = SavedViewIn.model_validate({"name": "x", "report": "trends", "words": given})
    assert made.words.text == kept


def test_the_longest_that_is_allowed_can_be_kept():
    keys = [UUID(int=n) for n in range(20)]
    widest = "\U0001f600"
    words = ViewWords.model_validate(
        {
            **dict.fromkeys(("category_id", "account_id", "type_id", "member_id"), keys),
            "payee": [widest * 199 + str(n) for n in range(10)],
            "q": widest * 500,
            "tag": widest * 50,
            **dict.fromkeys(("min", "max"), widest * 40),
        }
    )
    assert len(words.text) < view_words.LONGEST


def test_the_summary_is_what_the_reports_begin_with():
    assert view_words.href("summary", "q=a") == "/reports?q=a"
    assert view_words.href("trends", "") == "/reports/trends"
