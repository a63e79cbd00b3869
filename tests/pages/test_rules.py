"""The pages of rules, as people use them."""

import html
import re

import pytest

from ftracker.db import Actor, Database, new_id
from ftracker.queries import rules as stored
from ftracker.schemas.rules import RuleIn
from ftracker.services import categories, rules
from tests import factories
from tests.clients import Browser

LIDL = {
    "match": "all",
    "condition_field": "payee",
    "condition_operator": "contains",
    "condition_value": "lidl",
    "condition_to": "",
    "set_category": "Groceries",
    "is_active": "on",
}


def typed(**changed):
    return {"id": str(new_id()), "do": "save"} | LIDL | changed


def kept(database: Database, books: Actor):
    with database.reading(books) as session:
        return stored.listing(session)


def make(database: Database, books: Actor, name="Shops", **given):
    body = {
        "name": name,
        "conditions": [{"field": "payee", "operator": "contains", "value": "lidl"}],
        "actions": {"category": "Groceries"},
    }
    with database.session(books) as session:
        return rules.add(session, RuleIn.model_validate(body | given)).id


def said(answer):
    return html.unescape(re.sub(r"<[^>]+>", "", answer.text))


@pytest.fixture
def shopping(database: Database, books: Actor):
    with database.session(books) as session:
        for payee in ("LIDL 1", "LIDL 2", "Aldi"):
            factories.transaction(session, payee=payee)


def test_without_rules_the_page_says_what_they_are_for(owner, viewer):
    assert 'href="/rules/add"' in owner.get("/rules").text
    assert "No rules yet" in viewer.get("/rules").text
    assert 'href="/rules/add"' not in viewer.get("/rules").text


def test_a_rule_is_added_and_stands_in_the_list(owner, database, books):
    answer = owner.submit("/rules/add", **typed(name="Shops"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/rules")
    page = owner.get("/rules")
    assert "Added rule “Shops”." in page.text
    assert "If payee contains “lidl”: category “Groceries”." in said(page)
    assert kept(database, books)[0].is_active


def test_a_condition_is_added_and_taken_away_without_scripts(owner, database, books):
    page = owner.submit("/rules/add", **typed(do="add-condition"))
    assert page.status_code == 200
    assert page.text.count('class="condition"') == 2
    assert 'value="lidl"' in page.text
    two = {
        "condition_field": ["payee", "amount"],
        "condition_operator": ["contains", "not-between"],
        "condition_value": ["lidl", "5"],
        "condition_to": ["", "9"],
    }
    page = owner.submit("/rules/add", **typed(**two, do="remove-0"))
    assert page.text.count('class="condition"') == 1
    assert 'value="lidl"' not in page.text
    assert 'value="9"' in page.text
    owner.submit("/rules/add", **typed(**two))
    assert kept(database, books)[0].sentence == (
        "If payee contains “lidl” and amount is not between “5” and “9”: category “Groceries”."
    )


def test_a_preview_says_what_a_rule_would_do(owner, shopping):
    page = owner.submit("/rules/add", **typed(do="preview", set_tags="shop, food"))
    assert "The rule matches 2 of 3; 2 would change." in page.text
    assert "Uncategorised" in page.text
    assert "shop, food" in page.text
    part = owner.submit("/rules/preview", **typed(condition_value="rewe"))
    assert "The rule matches nothing of 3; 0 would change." in part.text
    assert "<html" not in part.text
    assert "Say what the rule shall set." in owner.submit(
        "/rules/preview", **typed(set_category="")
    ).text  # fmt: skip


def test_a_preview_of_large_books_says_since_when(owner, shopping, monkeypatch):
    monkeypatch.setattr(rules, "LOOKED_AT", 1)
    page = owner.submit("/rules/preview", **typed(condition_operator="matches"))
    assert "Since 2025-07-31 the rule matches" in page.text


def test_a_rule_that_makes_no_sense_is_refused_at_its_row(owner):
    page = owner.submit("/rules/add", **typed(condition_operator="matches", condition_value="("))
    assert page.status_code == 422
    assert page.text.count("There is a “(” without its “)”.") == 2
    assert '<a href="#field-conditions.0">' in page.text
    page = owner.submit("/rules/add", **typed(set_account="Nope"))
    assert '<a href="#field-set_account">' in page.text
    page = owner.submit("/rules/add", **typed(set_category=""))
    assert '<a href="#field-set_category">Say what the rule shall set.' in page.text
    page = owner.submit("/rules/add", name="Bare")
    assert page.status_code == 422


def test_a_rule_is_changed_and_a_stale_change_shows_both_versions(owner, database, books):
    key = make(database, books)
    page = owner.get(f"/rules/{key}")
    assert 'value="Shops"' in page.text
    assert '<option value="contains" selected>' in page.text
    changed = typed(name="Markets", version="1", match="any", set_note="x")
    assert owner.submit(f"/rules/{key}", **changed).status_code == 303
    line = kept(database, books)[0]
    assert (line.name, line.rule.needs_all, line.rule.actions.note) == ("Markets", False, "x")
    page = owner.submit(f"/rules/{key}", **typed(name="Late", version="1"))
    assert page.status_code == 409
    for words in ("Markets", "Late", "Somebody changed this meanwhile"):
        assert words in page.text
    assert owner.submit(f"/rules/{key}", **typed(do="add-condition")).status_code == 200


def test_a_rule_is_saved_and_applied_to_the_past_in_one(owner, shopping, database, books):
    owner.submit("/rules/add", **typed(name="Shops", do="save-and-apply"))
    page = owner.get("/rules")
    assert "Added rule “Shops”, which changed 2 transactions." in page.text
    assert 'action="/history/' in page.text
    key = kept(database, books)[0].id
    owner.submit(f"/rules/{key}/apply")
    assert "The rule changed 0 transactions." in owner.get("/rules").text


def test_rules_are_moved_switched_and_deleted(owner, database, books):
    first, second = make(database, books, "First"), make(database, books, "Second")
    owner.submit(f"/rules/{second}/move", do="up")
    assert [line.id for line in kept(database, books)] == [second, first]
    owner.submit(f"/rules/{second}/switch", do="off")
    assert "Switched the rule off." in owner.get("/rules").text
    assert not kept(database, books)[0].is_active
    assert "Delete this rule?" in owner.get(f"/rules/{second}/delete").text
    owner.submit(f"/rules/{second}/delete")
    assert "Deleted rule “Second”." in owner.get("/rules").text
    assert [line.id for line in kept(database, books)] == [first]


def test_a_rule_whose_category_is_gone_says_so(owner, database, books):
    with database.session(books) as session:
        key = factories.category(session, name="Short").id
    rule = make(database, books, actions={"category": "Short"})
    with database.session(books) as session:
        categories.delete(session, key)
    sentence = "The category that it names is gone. Choose another one, or delete the rule."
    assert f"Not applied. {sentence}" in owner.get("/rules").text
    assert sentence in owner.get(f"/rules/{rule}").text
    owner.submit(f"/rules/{rule}/apply")
    assert "is gone" in owner.get("/rules").text


def test_viewers_see_rules_and_cannot_change_them(viewer: Browser, database, books):
    key = make(database, books)
    assert "Shops" in viewer.get("/rules").text
    assert f"/rules/{key}" not in viewer.get("/rules").text
    assert viewer.get(f"/rules/{key}").status_code == 403


def test_an_empty_condition_says_what_is_missing_in_words(owner):
    page = owner.submit("/rules/add", **typed(condition_value=""))
    assert page.status_code == 422
    assert "Write what this condition looks for." in page.text
    assert "Conditions.0" not in page.text


def test_a_rule_without_a_name_is_told_of_in_one_sentence(owner):
    owner.submit("/rules/add", **typed(do="save-and-apply"))
    told = "Added rule “If payee contains “lidl”: category “Groceries””, which changed 0"
    assert told in said(owner.get("/rules"))
