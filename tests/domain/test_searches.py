"""What people write into the search field, and what it means."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain import search_rules, searches
from ftracker.domain.rules import Condition, Field, Operator
from ftracker.domain.searches import (
    TYPED,
    WIDEST,
    Tree,
    narrowed,
    parse,
    plain,
    reads,
    shortened,
    written,
)
from tests import searching

NAMES = st.tuples(st.sampled_from([Field.CATEGORY, Field.ACCOUNT, Field.TYPE]), searching.TEXTS)
FOOD = ["Food", "Fast food"]


@given(searching.trees(searching.TEXTS, NAMES, searching.TEXTS))
def test_what_is_written_reads_back_as_it_was(tree: Tree):
    assert parse(written(tree)) == tree


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("category:food amount>50 -payee:lidl after:2025-01",
         "category:food amount>50 -payee:lidl after:2025-01-01"),
        ("a b or c|d", "a b or c or d"),
        ("a and (b and c)", "a b c"),
        ("(a or b) c", "(a or b) c"),
        ("not (a or b) NOT not c", "-(a or b) c"),
        ("-(-a b)", "-(-a b)"),
        ("--a", "a"),
        ("“lidl sagt” „danke“", '"lidl sagt" danke'),
        (r'"a \"b\" \\"', r'"a \"b\" \\"'),
        ('"or" or "-x"', '"or" or "-x"'),
        ('text:"lidl sagt"* payee:*gmbh payee:*x*', 'text:"lidl sagt"* payee:*gmbh payee:x'),
        ("PayPal *Steam - 12:30", 'PayPal "*Steam" "-" 12:30'),
        ("payee=Lidl note=x CATEGORY=Food type:x account:y",
         "payee=Lidl note=x category=Food type:x account:y"),
        ("amount:50 amount=50 amount:>5 amount<=12,50 -amount<=7 amount>=0",
         "amount:50 amount:50 amount>5 amount<=12.5 amount>7 amount>=0"),
        ("amount:10..20 amount:10.. amount:..20 amount>12.3450",
         "amount:10..20 amount>=10 amount<=20 amount>12.3450"),
        ("date:2025-07 date:2025 date:2025-W30 date:2025-07-01",
         "date:2025-07 date:2025 date:2025-07-21..2025-07-27 date:2025-07-01"),
        ("date:2025-01..2025-02 date>2025-06 date<2025-06 date>=2025 date<=2025",
         ("date:2025-01-01..2025-02-28 date>2025-06-30 before:2025-06-01 after:2025-01-01"
         " date<=2025-12-31")),
        ("before:2025 until:2025-07", "before:2025-01-01 date<=2025-07-31"),
        ("day:05 -day:28..31 weekday:sat flow:IN", "day:5 -day:28..31 weekday:saturday flow:in"),
        ("kind:Expense has:note -is:refund tag:x", "kind:expense has:note -is:refund tag:x"),
    ],
)  # fmt: skip
def test_a_search_means(typed: str, said: str):
    assert written(parse(typed)) == said
    assert parse(said) == parse(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write what to look for."),
        ("x" * (WIDEST.signs + 1), "Write at most 500 characters."),
        ("a " * 61, "Write at most 40 terms."),
        ("(" * 12 + "a" + ")" * 12, "Put at most 10 brackets into each other."),
        ("(a", "A bracket is opened and not closed."),
        ("a)", "A bracket is closed that was not opened."),
        ("a ()", "Write something between the brackets."),
        ('payee:"a', "A quotation mark is opened and not closed."),
        ('""', "Write what to look for between the quotation marks."),
        ("a or", "Write something on both sides of “or”; in quotation marks it is a word."),
        ("or a", "Write something on both sides of “or”; in quotation marks it is a word."),
        ("a not", "Write behind “not” what shall not be."),
        ("categry:food", ("A search knows no “categry”. Did you mean “category”?"
         " Words in quotation marks are looked for as such.")),
        ("payee: lidl", "Write what “payee:” looks for right behind it."),
        ("payee>lidl", "“payee” has no order: write “payee:” and what it is."),
        ("after>2025", "Write a day behind “after:”."),
        ("amount>1.000", ("Write an amount such as 1000 or 12.50, without a mark for thousands;"
         " three decimals with a nought behind them.")),
        ("amount:20..10", "Write two values, the smaller first."),
        ("day:32", "Write a day of the month from 1 to 31."),
        ("is:x", "Behind “is:” stands one of refund, split, imported, reconciled."),
        *((f"date:{bad}",
           "Write a day, week, month or year: 2025-07-31, 2025-W30, 2025-07 or 2025.")
          for bad in ("2025-13", "2025-02-30", "1899-01-01", "soon")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_how_to_mend_it(typed: str, sentence: str):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        parse(typed)


def test_an_unknown_field_without_a_like_offers_what_there_is():
    with pytest.raises(ValueError, match=r"There are text, payee, note, amount, .*, has, is"):
        parse("zzz:1")


def test_a_thousand_negations_are_no_accident():
    assert parse("-" * 998 + "a") == parse("a")


@given(st.text(searching.SIGNS + "payenot", max_size=30))
def test_any_text_is_a_search_or_a_sentence(typed: str):
    with suppress(ValueError):
        tree = parse(typed)
        assert parse(written(tree)) == tree


def test_any_text_can_be_read_as_its_words():
    assert plain("(lidl or") == parse('lidl "or"')
    assert plain(' "( ') is None


@pytest.mark.parametrize(
    ("q", "more", "said"),
    [
        ("", ("weekday:monday",), "weekday:monday"),
        ("", (), ""),
        ("lidl", ("weekday:monday", "day:1"), "lidl weekday:monday day:1"),
        ("a or b", ("c",), "(a or b) c"),
        ("(a", ("c",), "a c"),
        ('"', ("c",), "c"),
    ],
)
def test_a_condition_can_be_added_to_any_search(q: str, more: tuple[str, ...], said: str):
    assert narrowed(q, *more) == said


WIDE = {
    "signs that are written as two": '"' + "\\\\" * 249 + '"',
    "signs that must be in quotation marks": "a" + "*" * 499,
    "terms": " ".join(["until:2025"] * 40),
    "alternatives": "|".join(["before:2025"] * 40),
    "brackets": "(a|b " * 10 + ")" * 10 + "|c",
    "nothing that can be read": "(" * 460 + "or " * 13,
}


@pytest.mark.parametrize("kind", WIDE)
def test_conditions_can_be_added_to_the_longest_search_there_may_be(kind: str):
    q = WIDE[kind]
    tag = 'tag:"' + '\\"' * 50 + '"'
    found = narrowed(q, "-has:tag", tag, "weekday:wednesday", "flow:out")
    assert reads(found)
    assert reads(q, TYPED) is not kind.startswith("nothing")


def test_what_is_longer_than_one_may_write_stands_for_its_first_words():
    assert shortened("(lidl") == "(lidl"
    assert shortened("a or b") == "a or b"
    assert shortened("or ".join(["a "] * 41)) == " ".join(['a "or"'] * 20)
    assert shortened("y" * 501) == "y" * 500
    assert shortened('"("' * 41) == ""
    assert plain("y " * 600) == parse("y " * 40)


def test_words_can_be_looked_for_as_they_stand():
    assert searches.phrase("Lidl") == "Lidl"
    assert searches.phrase("payee:x or") == '"payee:x or"'


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("a -b amount>5", "a -b amount>5"),
        ("a or weekday:monday", "a or weekday:monday"),
        ("-(a or b) c", "-a -b c"),
        ("-(a b)", "-a or -b"),
        ("category:food", "category=Food or category=\"Fast food\""),
        ("-category:food a", '-category=Food -category="Fast food" a'),
        ("a or category:food", 'a or category=Food or category="Fast food"'),
    ],
)  # fmt: skip
def test_a_search_becomes_the_conditions_of_a_rule(typed: str, said: str):
    found, needs_all = search_rules.conditions(parse(typed), lambda _: FOOD)
    assert search_rules.written(found, needs_all=needs_all) == said


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a (b or c)", "either all conditions must hold or any of them"),
        ("a category:food", "either all conditions must hold or any of them"),
        ("a has:note", "A rule cannot ask for “has:note”."),
    ],
)
def test_what_no_rule_says_is_told(typed: str, sentence: str):
    with pytest.raises(ValueError, match=sentence):
        search_rules.conditions(parse(typed), lambda _: FOOD)


def test_a_regular_expression_is_no_search():
    found = Condition(Field.PAYEE, Operator.MATCHES, ("^a",))
    assert search_rules.written([found], needs_all=True) == ""
    assert search_rules.written([], needs_all=True) == ""
    with pytest.raises(ValueError, match="regular expression"):
        written(found)
