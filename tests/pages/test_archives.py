"""All books on their way out, through the pages."""

import io
import zipfile

from ftracker.domain import archives
from ftracker.services import security_events
from tests import factories
from tests import journals as reading


def test_an_owner_is_told_what_an_archive_holds_and_gets_it(owner, database, books):
    with database.session(books) as session:
        factories.transaction(session, payee="Grüße")
    assert 'href="/data/archive"' in owner.get("/data").text
    assert "whole history" in owner.get("/data/archive").text
    answer = owner.submit("/data/archive")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith('.zip"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        manifest = archives.read(file.read(archives.MANIFEST))
        assert "Grüße" in file.read(archives.TRANSACTIONS).decode()
    assert manifest.parts[archives.place("transactions")].rows == 1
    with database.session(books) as session:
        assert security_events.listing(session)[0].event == "export.made"


def test_a_viewer_sees_no_archive_and_reads_journals(viewer, database, books):
    with database.session(books) as session:
        factories.transaction(session, payee="Lidl")
    assert "/data/archive" not in viewer.get("/data").text
    assert viewer.get("/data/archive").status_code == 403
    for language, reader in (("beancount", reading.beancount), ("hledger", reading.hledger)):
        answer = viewer.get(f"/data/journal/{language}")
        assert "attachment" in answer.headers["content-disposition"]
        assert reader(answer.text)["Expenses:Uncategorised"] == 12.5
