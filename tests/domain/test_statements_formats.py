"""What a file is, told by its content; what it is not, said in a sentence."""

import pytest

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import formats, sources
from ftracker.domain.statements.formats import Format
from ftracker.domain.statements.sources import InMemory


def recognised(content: bytes) -> Format:
    return formats.recognise(InMemory(content))


def refused(content: bytes) -> str:
    with pytest.raises(InvalidInput) as bad:
        recognised(content)
    assert bad.value.errors[0].field == "file"
    return str(bad.value)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b" " * (sources.PIECE + 9), "empty"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"GIF89a", "a picture"),
        (b"RIFF\0\0\0\0WEBPVP8", "a picture"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .xlsx or CSV"),
        (b"SQLite format 3\0", "a database"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b"\n<html lang='en'><body>", "a web page"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "a web page"),
        (b"<?xml version='1.0'?><!-- x --><gnc-v2 xmlns:gnc='http://g.example'>", "<gnc-v2>"),
        (b"<?xml version='1.0'?><a:Document xmlns:a='urn:iso:pain.001.001.03'>", "pain.001"),
        ("\ufeff<?xml version='1.0'?><Document xmlns='urn:x'>".encode("utf-16"), "<Document>"),
        ("<?xml version='1.0'?><rss>".encode("utf-16-le"), "<rss>"),
        ("<?xml version='1.0'?><rss>".encode("utf-16-be"), "<rss>"),
        (b"<?xml version='1.0'?>", "an XML document"),
        (b"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", "spreadsheet saved"),
    ],
)
def test_what_is_no_statement_is_named_and_refused(content: bytes, what: str) -> None:
    assert what in refused(content)


@pytest.mark.parametrize(
    "content",
    [
        b"Date,Amount\n2026-01-05,4.20\n",
        b"<DATE>,<AMOUNT>\n2026-01-05,4.20\n",
        b"Date,Text\n2026-01-05,:20: is a field of MT940\n",
        b"Dog,Text\n^\n",
        b"T1.00\n^\n",
        b"PK is a word\n",
        b"Document;D1\nT2;x\n",
    ],
)
def test_what_only_looks_like_something_else_is_a_table(content: bytes) -> None:
    assert recognised(content) is Format.CSV
