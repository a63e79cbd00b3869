"""No movement comes in twice, whatever file says it, and no second one is taken for the first."""

import hashlib
from uuid import UUID

import pytest
from sqlalchemy import update

from ftracker.db import history as deeds
from ftracker.db import history as log
from ftracker.domain import fingerprints
from ftracker.models import Import, KnownRow, Transaction
from ftracker.schemas.accounts import AccountEdit
from ftracker.services import accounts, history, transactions
from tests import factories
from tests.services.importing import account_named, look_at, rows, take_in, undo

SHOPS = (
    "Date;Text;Amount\n"
    "05.01.2026;LIDL Berlin Mitte;-4,20\n"
    "05.01.2026;LIDL Berlin Mitte;-4,20\n"
    "17.01.2026;Salary Corp;2500,00\n"
)
LAYOUTS = {
    "other delimiter, date and amount": (
        "Text,Amount,Date\n"
        "LIDL Berlin Mitte,-4.20,2026-01-05\n"
        "LIDL Berlin Mitte,-4.20,2026-01-05\n"
        "Salary Corp,2500.00,2026-01-17\n"
    ),
    "other case and blanks": SHOPS.replace("LIDL Berlin", "lidl   BERLIN"),
    "two columns": (
        "Date;Text;Debit;Credit\n"
        "05.01.2026;LIDL Berlin Mitte;4,20;\n"
        "05.01.2026;LIDL Berlin Mitte;4,20;\n"
        "17.01.2026;Salary Corp;;2500,00\n"
    ),
    "payee and text apart": (
        "Date;Payee;Description;Amount\n"
        "05.01.2026;LIDL;Mitte, Berlin;-4,20\n"
        "05.01.2026;LIDL;Mitte, Berlin;-4,20\n"
        "17.01.2026;Corp;Salary;2500,00\n"
    ),
    "newest first": (
        "Date;Text;Amount\n"
        "17.01.2026;Salary Corp;2500,00\n"
        "05.01.2026;LIDL Berlin Mitte;-4,20\n"
        "05.01.2026;LIDL Berlin Mitte;-4,20\n"
    ),
    "with categories": (
        "Date;Text;Amount;Category\n"
        "05.01.2026;LIDL Berlin Mitte;-4,20;Food\n"
        "05.01.2026;LIDL Berlin Mitte;-4,20;Food\n"
        "17.01.2026;Salary Corp;2500,00;Work\n"
    ),
}
OWN = "date,amount,type,category,account,payee,note\n"
WALLET = OWN + "2026-01-05,4.20,Expense,Coffee,Wallet,Bluebird,flat white\n"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_movements_in_another_layout_add_nothing(session, layout):
    assert take_in(session, SHOPS).added == 3
    again = take_in(session, LAYOUTS[layout])
    assert (again.added, again.duplicates) == (0, 3)


def test_accents_make_another_word(session):
    take_in(session, SHOPS)
    assert take_in(session, SHOPS.replace("Mitte", "Mítte")).added == 2


def test_composed_and_decomposed_letters_are_the_same(session):
    take_in(session, SHOPS.replace("Mitte", "M\u00edtte"))
    assert take_in(session, SHOPS.replace("Mitte", "Mi\u0301tte")).added == 0


def test_a_statement_that_ends_between_two_identical_purchases_loses_none(session):
    first, second = SHOPS.splitlines(keepends=True)[1:3]
    head = SHOPS.splitlines(keepends=True)[0]
    later = "06.01.2026;REWE;-9,99\n"
    assert take_in(session, head + first).added == 1
    assert take_in(session, head + first + second + later).added == 2


def test_overlapping_statements_in_the_other_order_add_only_what_is_new(session):
    head, *lines = SHOPS.splitlines(keepends=True)
    earlier = "02.01.2026;REWE;-9,99\n"
    assert take_in(session, SHOPS).added == 3
    assert take_in(session, head + earlier + lines[0]).added == 1
    assert take_in(session, head + earlier + "".join(lines)).added == 0


def test_an_account_that_was_merged_away_does_not_let_its_rows_in_again(session):
    take_in(session, WALLET)
    into = factories.account(session, name="Purse")
    accounts.merge(session, account_named(session, "Wallet").id, into_id=into.id)
    assert take_in(session, WALLET).added == 0
    assert take_in(session, WALLET, account=into.id).added == 0
    assert {row.account_id for row in rows(session)} == {into.id}


def test_an_account_that_is_back_after_an_undone_merge_stands_for_itself(session):
    take_in(session, WALLET)
    wallet = account_named(session, "Wallet")
    into = factories.account(session, name="Purse")
    accounts.merge(session, wallet.id, into_id=into.id)
    history.undo(session, deeds.last(session))
    assert take_in(session, WALLET).added == 0
    assert take_in(session, WALLET, account=into.id).added == 1


def test_rows_merged_through_two_accounts_are_still_known(session):
    take_in(session, WALLET)
    middle = factories.account(session, name="Purse")
    last = factories.account(session, name="Bag")
    accounts.merge(session, account_named(session, "Wallet").id, into_id=middle.id)
    accounts.merge(session, middle.id, into_id=last.id)
    assert take_in(session, WALLET).added == 0


def test_a_new_account_of_an_old_name_takes_that_name_over(session):
    take_in(session, WALLET)
    wallet = account_named(session, "Wallet")
    renamed = AccountEdit(name="Purse", kind="cash", version=wallet.version)
    accounts.edit(session, wallet.id, renamed)
    assert take_in(session, WALLET).added == 0
    new = factories.account(session, name="Wallet")
    more = take_in(session, WALLET.replace("4.20", "5.20"))
    assert more.added == 1
    assert rows(session)[-1].account_id == new.id


def test_the_chosen_account_and_the_file_s_word_are_one_account(session):
    wallet = factories.account(session, name="Wallet")
    take_in(session, WALLET)
    assert take_in(session, WALLET, account=wallet.id).added == 0
    assert take_in(session, WALLET, account="wallet").added == 0


def test_rows_that_name_no_account_are_those_of_the_default_one(session):
    take_in(session, SHOPS)
    default = rows(session)[0].account_id
    assert take_in(session, SHOPS, account=default).added == 0


def test_what_a_file_calls_an_account_is_remembered_by_the_choice(session):
    mine = factories.account(session, name="Joint account")
    numbered = "Date,IBAN,Text,Amount\n2026-01-15,DE02120300000000202051,a,-4.20\n"
    take_in(session, numbered, account=mine.id)
    spaced = numbered.replace("DE02120300000000202051", "DE02 1203 0000 0000 2020 51")
    again = take_in(session, spaced.replace("15,", "16,"))
    assert again.added == 1
    assert {row.account_id for row in rows(session)} == {mine.id}


def test_an_import_that_was_undone_comes_in_again_into_the_same_account(session):
    found = take_in(session, WALLET)
    first = account_named(session, "Wallet").id
    undo(session, found)
    assert take_in(session, WALLET).added == 1
    assert account_named(session, "Wallet").id == first
    assert take_in(session, WALLET).added == 0


def test_an_account_that_was_deleted_leaves_its_purged_rows_known(session):
    take_in(session, WALLET)
    row = rows(session)[0]
    transactions.deactivate(session, [row.id])
    transactions.purge(session, [row.id])
    accounts.delete(session, row.account_id)
    assert take_in(session, WALLET).added == 0
    factories.account(session, name="Wallet")
    assert take_in(session, WALLET).added == 0
    assert take_in(session, WALLET.replace("4.20", "5.20")).added == 1
    assert take_in(session, WALLET).added == 0


def test_a_row_that_was_deleted_for_good_does_not_come_back(session):
    found = take_in(session, SHOPS)
    gone = rows(session)[0]
    transactions.deactivate(session, [gone.id])
    transactions.purge(session, [gone.id])
    assert take_in(session, SHOPS).added == 0
    waiting = look_at(session, SHOPS)
    assert (waiting.duplicates, waiting.known) == (3, [[2, 4]])
    undo(session, found)
    assert session.query(KnownRow).count() == 0
    assert take_in(session, SHOPS).added == 3


def test_rows_of_the_first_version_of_fingerprints_are_still_known(session):
    line = WALLET.splitlines()[1] + "\n"
    found = take_in(session, WALLET + line)
    said = "wallet|2026-01-05|4.20|out|coffee|bluebird flat white"
    first = UUID(hashlib.sha256(said.encode()).hexdigest()[:32])
    second = UUID(hashlib.sha256(f"{first}:1".encode()).hexdigest()[:32])
    for row, key in zip(rows(session), (first, second), strict=True):
        of_old = update(Transaction).where(Transaction.id == row.id)
        session.connection().execute(of_old.values(fingerprint=key, import_line=None))
    old = update(Import).where(Import.id == found.id).values(fingerprints=1)
    session.connection().execute(old)
    assert take_in(session, WALLET + line).added == 0
    assert take_in(session, WALLET + line + line).added == 1


def test_the_first_version_knew_rows_by_the_account_that_was_chosen(session):
    account = factories.account(session, name="Chosen")
    line = "date,amount,payee\n2026-01-05,-4.20,Bluebird\n"
    found = take_in(session, line, account=account.id)
    said = f"{account.id}|2026-01-05|4.20|out||bluebird "
    first = UUID(hashlib.sha256(said.strip().encode()).hexdigest()[:32])
    session.connection().execute(update(Transaction).values(fingerprint=first, import_line=None))
    session.connection().execute(update(Import).where(Import.id == found.id).values(fingerprints=1))
    assert take_in(session, line, account=account.id).added == 0


IDS = "Date,Transaction ID,Text,Amount\n"


def _booked(*rows_: tuple[str, str, str]) -> str:
    """Write a file whose bank gives each movement an id."""
    filler = [("2025-12-01", f"F{n}", f"Filler {n}", f"-{n}.50") for n in range(1, 6)]
    lines = [f"{day},{key},{text},-4.20\n" for day, key, text in rows_]
    return IDS + "".join(f"{d},{k},{t},{a}\n" for d, k, t, a in filler) + "".join(lines)


def test_a_movement_is_known_by_the_bank_s_id_whatever_it_says_now(session):
    assert take_in(session, _booked(("2026-01-05", "T1", "pending card"))).added == 6
    assert take_in(session, _booked(("2026-01-07", "T1", "LIDL Berlin"))).added == 0


def test_a_movement_alike_with_another_id_is_a_new_one(session):
    take_in(session, _booked(("2026-01-05", "T1", "Coffee")))
    more = take_in(session, _booked(("2026-01-05", "T2", "Coffee"), ("2026-01-05", "T3", "Coffee")))
    assert (more.added, more.duplicates) == (2, 5)
    three = [("2026-01-05", f"T{n}", "Coffee") for n in (3, 1, 2)]
    assert take_in(session, _booked(*three)).added == 0


def test_a_file_without_ids_finds_every_movement_that_ids_told_apart(session):
    take_in(session, _booked(("2026-01-05", "T1", "Coffee")))
    take_in(session, _booked(("2026-01-05", "T2", "Coffee")))
    plain = "Date,Text,Amount\n2026-01-05,Coffee,-4.20\n2026-01-05,Coffee,-4.20\n"
    assert take_in(session, plain).added == 0
    assert take_in(session, plain + "2026-01-05,Coffee,-4.20\n").added == 1


def test_a_movement_that_came_without_an_id_is_the_same_with_one(session):
    take_in(session, "Date,Text,Amount\n2026-01-05,Coffee,-4.20\n")
    assert take_in(session, _booked(("2026-01-05", "T1", "Coffee"))).duplicates == 1


def test_the_same_row_twice_in_one_file_is_one(session):
    twice = [("2026-01-05", "T1", "Coffee")] * 2
    found = take_in(session, _booked(*twice))
    assert found.added + found.duplicates == 7


def test_an_id_belongs_to_its_account(session):
    other = factories.account(session, name="Other")
    file = _booked(("2026-01-05", "T1", "Coffee"))
    take_in(session, file)
    assert take_in(session, file, account=other.id).added == 6


def test_an_account_that_an_undo_took_away_stands_in_nobody_s_way(session):
    found = take_in(session, "Date,Text,Amount,Account\n2026-01-15,a,-4.20,Giro\n")
    undo(session, found)
    assert take_in(session, "Date,Text,Amount\n2026-01-15,a,-4.20\n").added == 1


def test_accounts_that_were_merged_to_and_fro_and_deleted_stand_in_nobody_s_way(session):
    one, other = factories.account(session, name="One"), factories.account(session, name="Other")
    accounts.merge(session, one.id, into_id=other.id)
    history.undo(session, log.last(session))
    accounts.merge(session, other.id, into_id=one.id)
    accounts.delete(session, one.id)
    assert take_in(session, "Date,Text,Amount\n2026-01-15,a,-4.20\n").added == 1


def test_a_purged_movement_is_known_by_the_bank_s_id(session):
    take_in(session, _booked(("2026-01-05", "T1", "Coffee")))
    gone = [row for row in rows(session) if row.payee == "Coffee"]
    transactions.deactivate(session, [gone[0].id])
    transactions.purge(session, [gone[0].id])
    assert take_in(session, _booked(("2026-01-06", "T1", "Latte"))).added == 0


def test_how_alike_two_texts_are():
    def alike(one, other):
        return fingerprints.likeness(fingerprints.words(one, ""), fingerprints.words(other, ""))

    assert alike("Lidl Berlin", "LIDL, berlin") == 100
    assert alike("Lidl", "LIDL 4711 Berlin") > 75
    assert alike("Lidl Berlin", "Rewe Hamburg") == 0
    assert alike("", "Lidl") == 0
