"""What was decided for one file of a bank is known for the next."""

import pytest
from sqlalchemy import select

from ftracker.db import history as deeds
from ftracker.db import new_id
from ftracker.domain.errors import InvalidInput, NotFound, Stale
from ftracker.domain.statements.sources import InMemory
from ftracker.models import ImportProfile
from ftracker.queries import profiles as stored
from ftracker.schemas.mappings import MappingIn
from ftracker.schemas.profiles import ProfileEdit, ProfilesFile
from ftracker.services import history, importer, previews, profiles
from ftracker.services.importer import Upload
from tests import factories
from tests.services.importing import look_at, rows, sent, take_in
from tests.workbooks import sheet_of, workbook

UNCLEAR = "Date,Text,Amount\n01/02/2026,a,-4.20\n03/04/2026,b,-1.10\n"
DAY_FIRST = MappingIn.model_validate({"date": {"formats": ["%d/%m/%Y"]}}).mapping()
OWN = "date,amount,type,category,account,payee,note\n2026-01-05,4.20,Expense,Coffee,,Blue,\n"


def _all(session):
    return stored.listing(session)


def test_the_second_file_of_a_bank_needs_no_answer(session):
    account = factories.account(session)
    waiting = look_at(session, UNCLEAR, name="Chase1234_Activity_20260101.csv")
    assert waiting.errors[0]["field"] == "date.formats"
    importer.remap(session, waiting.id, DAY_FIRST, account.id, 100)
    importer.confirm(session, waiting.id)
    [profile] = _all(session)
    assert (profile.name, profile.account_id) == ("Chase1234 Activity", account.id)
    assert profile.used_at is not None
    second = look_at(session, UNCLEAR.replace("01/02", "05/06").replace(",", ";"), name="x.csv")
    assert (second.errors, second.profile_id) == ([], profile.id)
    assert second.account_id == account.id
    importer.confirm(session, second.id)
    assert {row.account_id for row in rows(session)} == {account.id}
    assert len(_all(session)) == 1


def test_the_undo_of_an_import_is_what_the_last_deed_stays(session):
    take_in(session, UNCLEAR, mapping=DAY_FIRST)
    history.undo(session, deeds.last(session))
    assert rows(session) == []
    assert len(_all(session)) == 1


def test_what_is_found_anew_in_each_file_is_not_remembered(session):
    take_in(session, UNCLEAR, mapping=DAY_FIRST)
    assert {"encoding", "delimiter", "skip_rows", "has_header"}.isdisjoint(_all(session)[0].mapping)
    odd = MappingIn.model_validate({"encoding": "cp1251"}).mapping()
    take_in(session, "Date,What,Amount\n2026-01-15,a,-4.20\n", mapping=odd)
    assert {p.mapping.get("encoding") for p in _all(session)} == {None, "cp1251"}


def test_a_file_of_our_own_needs_no_profile(session):
    take_in(session, OWN)
    assert _all(session) == []


def test_another_answer_changes_the_profile(session):
    take_in(session, UNCLEAR, mapping=DAY_FIRST)
    other = MappingIn.model_validate({"date": {"formats": ["%m/%d/%Y"]}}).mapping()
    take_in(session, UNCLEAR, mapping=other)
    [profile] = _all(session)
    assert profile.mapping["date"]["formats"] == ["%m/%d/%Y"]
    assert profile.version == 2


def test_a_profile_that_fits_no_more_gives_way_to_what_is_found(session):
    take_in(session, UNCLEAR, mapping=DAY_FIRST)
    broken = {"date": {"column": "When"}}
    [profile] = _all(session)
    edit = ProfileEdit(name="Mine", mapping=broken, version=profile.version)
    profiles.edit(session, profile.id, edit)
    found = look_at(session, UNCLEAR.replace("01/02", "21/02"))
    assert (found.profile_id, found.errors) == (None, [])


def test_another_bank_that_calls_its_columns_alike_is_looked_at_afresh(session):
    take_in(session, "Date;Text;Amount\n31.01.2026;a;-4,20\n")
    other = look_at(session, "Date,Text,Amount\n2026-01-31,b,-5.20\n2026-02-30,c,-1.00\n")
    assert (other.rows, other.invalid, other.profile_id) == (2, 1, None)
    same = look_at(session, "Date;Text;Amount\n31.01.2026;d;-4,20\n30.02.2026;e;-4,20\n")
    assert (same.rows, same.invalid, same.profile_id) == (2, 1, _all(session)[0].id)
    with pytest.raises(InvalidInput):
        take_in(session, "Date,Text,Amount\n01/02/2026,a,-4.20\n03/04/2026,b,-1.10\n")


def test_what_only_a_profile_can_read_is_read_by_it_though_a_row_is_bad(session):
    take_in(session, UNCLEAR, mapping=DAY_FIRST)
    again = look_at(session, UNCLEAR + "someday,c,-1.00\n")
    assert (again.rows, again.invalid, again.profile_id) == (3, 1, _all(session)[0].id)


def test_a_given_account_wins_over_the_profile_s(session):
    mine, other = factories.account(session), factories.account(session, name="Other")
    take_in(session, UNCLEAR, mapping=DAY_FIRST, account=mine.id)
    found = look_at(session, UNCLEAR, account=other.id)
    assert found.account_id == other.id
    assert found.profile_id is not None


def test_a_file_without_names_of_columns_is_known_by_its_shape(session):
    take_in(session, "2026-01-15;Lidl;-4,20\n2026-01-16;Rewe;-5,20\n")
    [profile] = _all(session)
    assert profile.header == "csv:#dtn"
    found = look_at(session, "2026-02-15;Aldi;-4,20\n2026-02-16;Rewe;-5,20\n")
    assert found.profile_id == profile.id


def test_names_of_profiles_do_not_clash(session):
    take_in(session, UNCLEAR, mapping=DAY_FIRST)
    take_in(session, "Date,What,Amount\n2026-01-15,a,-4.20\n")
    take_in(session, "Date,Which,Amount\n2026-01-15,a,-4.20\n", name="20260101.csv")
    assert [p.name for p in _all(session)] == ["20260101", "bank", "bank 2"]


def test_a_profile_is_renamed_edited_and_deleted_and_each_can_be_undone(session):
    account = factories.account(session)
    take_in(session, UNCLEAR, mapping=DAY_FIRST)
    [profile] = _all(session)
    profiles.rename(session, profile.id, "My bank", version=1)
    edit = ProfileEdit(name="Joint", mapping={}, account_id=account.id, version=2)
    profiles.edit(session, profile.id, edit)
    assert (profile.name, profile.mapping, profile.account_id) == ("Joint", {}, account.id)
    history.undo(session, deeds.last(session))
    assert profile.name == "My bank"
    profiles.delete(session, profile.id)
    assert _all(session) == []
    history.undo(session, deeds.last(session))
    assert [p.name for p in _all(session)] == ["My bank"]


def test_a_profile_is_changed_only_from_what_it_is(session):
    take_in(session, UNCLEAR, mapping=DAY_FIRST)
    take_in(session, "Date,What,Amount\n2026-01-15,a,-4.20\n")
    first, second = _all(session)
    assert profiles.one(session, first.id) == first
    with pytest.raises(Stale):
        profiles.rename(session, first.id, "x", version=9)
    with pytest.raises(NotFound):
        profiles.one(session, new_id())
    with pytest.raises(NotFound):
        profiles.delete(session, new_id())
    with pytest.raises(InvalidInput, match="already a profile"):
        profiles.rename(session, second.id, first.name.upper(), version=1)
    edit = ProfileEdit(name="x", mapping={}, account_id=new_id(), version=1)
    with pytest.raises(InvalidInput, match="account"):
        profiles.edit(session, first.id, edit)


def test_profiles_travel_as_json(session):
    account = factories.account(session, name="Giro")
    take_in(session, UNCLEAR, mapping=DAY_FIRST, account=account.id)
    take_in(session, "Date,What,Amount\n2026-01-15,a,-4.20\n")
    carried = profiles.carried(session)
    for profile in _all(session):
        profiles.delete(session, profile.id)
    assert profiles.bring(session, ProfilesFile.model_validate(carried)) == 2
    assert profiles.carried(session) == carried
    assert profiles.bring(session, ProfilesFile.model_validate(carried)) == 2
    assert len(_all(session)) == 2
    session.scalars(select(ImportProfile)).all()
    assert look_at(session, UNCLEAR).account_id == account.id


def _workbook(*days: str) -> Upload:
    lines = ["Giro,,", "Date,Text,Amount", *(f"{day},a,-4.20" for day in days)]
    return Upload("Bank 2026.xlsx", InMemory(workbook(sheet_of(lines))))


def test_the_second_workbook_of_a_bank_needs_no_answer(session):
    waiting = importer.upload(session, _workbook("01/02/2026", "03/04/2026"))
    assert waiting.errors[0]["field"] == "date.formats"
    assert previews.page(session, waiting.id, start=0, size=9).columns == ["Date", "Text", "Amount"]
    importer.remap(session, waiting.id, DAY_FIRST, None, 100)
    importer.confirm(session, waiting.id)
    [profile] = _all(session)
    assert profile.header == "xlsx:date|text|amount"
    cut = {"encoding", "delimiter", "quotechar", "skip_rows", "has_header"}
    assert cut.isdisjoint(profile.mapping)
    second = importer.upload(session, _workbook("05/06/2026", "07/08/2026", "09/08/2026"))
    assert (second.errors, second.profile_id, second.rows) == ([], profile.id, 3)
    importer.confirm(session, second.id)
    assert len(_all(session)) == 1


OFX = (
    "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR"
    "<BANKACCTFROM><ACCTID>{}</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT"
    "<DTPOSTED>{}<TRNAMT>-4<FITID>1<NAME>LIDL 4711 BERLIN</STMTTRN></BANKTRANLIST>"
    "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
)


def test_a_file_without_columns_is_known_by_its_account(session):
    take_in(session, OFX.format("DE 77", "20260115"))
    [profile] = _all(session)
    assert profile.header == "ofx:de77"
    assert rows(session)[0].payee == "Lidl"
    assert look_at(session, OFX.format("de77", "20260215")).profile_id == profile.id
    assert look_at(session, OFX.format("88", "20260215")).profile_id is None


def test_a_file_whose_beginning_says_nothing_leaves_no_profile(session):
    bad = "".join(f"D2026-01-{n:02}\nT1.2.3\nPa\n^\n" for n in range(1, 29)) * 2
    found = look_at(session, f"!Type:Bank\n{bad}D2026-02-15\nT-1.00\nPb\n^\n")
    assert found.invalid == 56
    importer.confirm(session, found.id, leave_out=True)
    assert len(rows(session)) == 1
    assert _all(session) == []


def test_a_file_that_only_a_mapping_can_cut_leaves_no_profile(session):
    plain = MappingIn.model_validate({"quotechar": None}).mapping()
    take_in(session, 'Date,Text,Amount\n2026-01-15,"a,-4.20\n', mapping=plain)
    assert len(rows(session)) == 1
    assert _all(session) == []


def test_a_trial_uses_a_profile_too(session):
    take_in(session, UNCLEAR, mapping=DAY_FIRST)
    tried = previews.trial(session, sent(UNCLEAR))
    assert (tried.duplicates, tried.found.profile_id) == (2, _all(session)[0].id)
