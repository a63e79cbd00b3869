"""The mapping of a file as a form: what is sent as it was shown changes nothing."""

from typing import Any
from uuid import UUID

import pytest

from ftracker.db import Actor, Database
from ftracker.services import importer
from tests import forms
from tests.clients import Browser
from tests.workbooks import sheet_of, workbook

GOOD = (
    "Date,Amount,Type,Category,Payee\n"
    "2026-01-05,4.20,Expense,Coffee,Bluebird\n"
    "2026-01-06,2500.00,Income,Salary,Employer\n"
)
UNCLEAR = "Date,Text,Amount\n01/02/2026,a,-4.20\n03/04/2026,b,-1.10\n"
FIREFLY = (
    "date,amount,currency_code,description,type,source_name,destination_name,category\n"
    '2026-01-15,"-4.20",EUR,Milk,Withdrawal,Giro,Aldi,Food\n'
    '2026-01-16,"900",EUR,Pay,Deposit,Work,Giro,\n'
    '2026-01-17,"-1",EUR,Tea,Withdrawal,Giro,Bar,\n'
)
OFX = (
    "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR"
    "<BANKACCTFROM><ACCTID>77</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT"
    "<DTPOSTED>20260115<TRNAMT>-4.20<FITID>1<NAME>Aldi</STMTTRN></BANKTRANLIST>"
    "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
)
READ = {
    "a payee": GOOD,
    "no payee": "Date,Text,Amount\n2026-01-15,LIDL 4711 BERLIN,-4.20\n2026-01-16,b,-1.10\n",
    "no names": "2026-01-15;Lidl;-4,20\n2026-01-16;Rewe;-5,20\n",
    "another date": (
        "Booked,Value date,Text,Amount\n,2026-01-15,a,-4.20\n2026-01-16,2026-01-16,b,-1\n"
    ),
    "in and out": "Date,Text,In,Out\n2026-01-15,a,,4.20\n2026-01-16,b,1.10,\n",
    "a word": "Date,Text,Amount,D/C\n2026-01-15,a,4.20,D\n2026-01-16,b,1.10,C\n",
    "two alike": "Date,Text,Text,Amount\n2026-01-15,a,x,-4.20\n2026-01-16,b,y,-1.10\n",
    "a question": UNCLEAR,
    "firefly": FIREFLY,
    "ofx": OFX,
    "xlsx": workbook(sheet_of(["Giro,,", "Date,Text,Amount", "2026-01-15,a,-4.2"])),
}


def _waiting(browser: Browser, content: str | bytes) -> str:
    sent = content if isinstance(content, bytes) else content.encode()
    response = browser.submit("/data/import", files={"file": ("bank", sent)})
    return str(response.headers["location"])


def _mapping(database: Database, who: Actor, path: str) -> dict[str, Any]:
    with database.session(who) as session:
        return importer.mapping_of(session, UUID(path.rpartition("/")[2]))


@pytest.mark.parametrize("name", READ)
def test_the_mapping_sent_as_it_is_changes_nothing(
    owner: Browser, database: Database, books: Actor, name: str
) -> None:
    path = _waiting(owner, READ[name])
    before = _mapping(database, books, path)
    form = forms.fields(owner.get(path).text, "reading")
    answer = owner.submit(path, **form)
    assert answer.status_code == (422 if name == "a question" else 303)
    assert _mapping(database, books, path) == before


def test_what_a_question_leaves_open_is_found_out_with_the_answer(
    owner: Browser, database: Database, books: Actor
) -> None:
    path = _waiting(owner, UNCLEAR)
    form = forms.fields(owner.get(path).text, "reading")
    owner.submit(path, **{**form, "date_format": "%d/%m/%Y"})
    answered = _waiting(owner, UNCLEAR + "\n")
    owner.submit(answered, date_format="%d/%m/%Y")
    assert _mapping(database, books, path) == _mapping(database, books, answered)


def test_texts_are_cleaned_unless_somebody_says_that_there_is_no_payee(owner: Browser) -> None:
    path = _waiting(owner, READ["no payee"])
    form = forms.fields(owner.get(path).text, "reading")
    assert form["payee"] == [""]
    assert ">Lidl<" in owner.get(path).text
    owner.submit(path, **{**form, "payee": "-"})
    page = owner.get(path).text
    assert ">Lidl<" not in page
    again = forms.fields(page, "reading")
    assert again["payee"] == ["-"]
    owner.submit(path, **again)
    assert ">Lidl<" not in owner.get(path).text
