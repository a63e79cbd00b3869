"""What the rows of a file become on their way in: cleaned, by the rules, with a category."""

from decimal import Decimal

import pytest
from sqlalchemy import update

from ftracker.models import Household
from ftracker.schemas.mappings import MappingIn
from ftracker.schemas.rules import RuleIn
from ftracker.services import drafting, importer, rules
from tests import factories
from tests.services.importing import look_at, rows, take_in

BANK = "Date,Description,Amount\n2026-01-15,LIDL 4711 BERLIN//DE 0412,-4.20\n"
PAYEE = "Date,Payee,Memo,Amount\n2026-01-15,LIDL 4711 BERLIN//DE 0412,{},-4.20\n"


def _rule(session, actions, field="payee", value="lidl", operator="contains"):
    condition = {"field": field, "operator": operator, "value": value}
    data = {"name": "Rule", "conditions": [condition], "actions": actions}
    return rules.add(session, RuleIn.model_validate(data))


def _only(session):
    [row] = rows(session)
    return row


def test_the_payee_is_found_in_what_the_bank_wrote_and_that_stays_the_note(session):
    take_in(session, BANK)
    row = _only(session)
    assert (row.payee, row.note) == ("Lidl", "LIDL 4711 BERLIN//DE 0412")


def test_a_payee_that_was_cleaned_is_still_found_in_the_note(session):
    take_in(session, PAYEE.format("groceries"))
    row = _only(session)
    assert (row.payee, row.note) == ("Lidl", "LIDL 4711 BERLIN//DE 0412 · groceries")


def test_without_a_note_the_original_payee_is_the_note(session):
    take_in(session, PAYEE.format(""))
    assert _only(session).note == "LIDL 4711 BERLIN//DE 0412"


def test_a_payee_that_is_one_already_stays_as_it_is(session):
    take_in(session, PAYEE.format("x").replace("LIDL 4711 BERLIN//DE 0412", "Lidl"))
    row = _only(session)
    assert (row.payee, row.note) == ("Lidl", "x")


def test_more_texts_than_are_kept_in_mind_are_cleaned_alike(session, monkeypatch):
    monkeypatch.setattr(drafting, "_KEPT", 2)
    lines = [f"2026-01-{day:02},LIDL {4710 + day % 3} BERLIN,-4.20\n" for day in range(1, 13)]
    take_in(session, "Date,Description,Amount\n" + "".join(lines))
    assert {row.payee for row in rows(session)} == {"Lidl"}


def test_a_person_s_note_is_no_payee(session):
    take_in(session, "Date,Note,Amount\n2026-01-15,LIDL 4711 BERLIN//DE 0412,-4.20\n")
    row = _only(session)
    assert (row.payee, row.note) == ("", "LIDL 4711 BERLIN//DE 0412")


def test_where_a_mapping_says_that_there_is_no_payee_texts_are_left_alone(session):
    mapping = MappingIn.model_validate({"payee": None}).mapping()
    take_in(session, BANK, mapping=mapping)
    row = _only(session)
    assert (row.payee, row.note) == ("", "LIDL 4711 BERLIN//DE 0412")


def test_what_a_preview_decided_is_what_comes_in(session):
    found = look_at(session, BANK)
    assert "payee" not in found.mapping
    importer.confirm(session, found.id)
    assert _only(session).payee == "Lidl"


def test_rules_see_the_cleaned_payee_and_set_what_they_say(session):
    food = factories.category(session, name="Food")
    actions = {
        "category": "Food", "payee": "Lidl market", "add_note": "weekly", "account": "Card",
        "tags": ['a "b"', "c\\d"],
    }  # fmt: skip
    factories.account(session, name="Card")
    _rule(session, actions)
    take_in(session, BANK)
    row = _only(session)
    assert (row.category_id, row.payee) == (food.id, "Lidl market")
    assert row.note.endswith("weekly")
    assert row.tags == ['a "b"', "c\\d"]
    assert take_in(session, BANK).added == 0


def test_a_rule_that_sets_a_type_sets_the_way(session):
    factories.transaction_type(session, name="Refund", flow="in")
    _rule(session, {"type": "Refund"})
    take_in(session, BANK)
    assert _only(session).direction in ("in", "out")


def test_rules_apply_to_files_of_our_own_too(session):
    own = "date,amount,type,category,account,payee,note\n"
    lines = "2026-01-15,4.20,Expense,,,Lidl,\n2026-01-15,4.30,Expense,,,Aldi,\n" * 2
    _rule(session, {"tags": ["food"]})
    take_in(session, own + lines)
    assert [row.tags for row in rows(session)] == [["food"], [], ["food"], []]


@pytest.mark.parametrize(("threshold", "is_set"), [(None, False), (60, True), (100, False)])
def test_a_category_is_proposed_only_above_the_threshold(session, threshold, is_set):
    food = factories.category(session, name="Food")
    for day in range(1, 25):
        plain = {"date": f"2025-07-{day:02}", "payee": "Lidl", "category_id": food.id}
        factories.transaction(session, amount=f"{day}.50", **plain)
    session.flush()
    session.connection().execute(update(Household).values(categorise_from=threshold))
    take_in(session, BANK)
    new = next(row for row in rows(session) if row.amount == Decimal("4.20"))
    assert (new.category_id == food.id) is is_set
