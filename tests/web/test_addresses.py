"""The words of addresses."""

from urllib.parse import urlencode

from ftracker.web import addresses


def test_words_are_written_as_the_standard_library_writes_them():
    words = {"start": "2026-11-01", "payee": "Ö & B, C\n+~._-", "q": "", "ids": "a,b" * 400}
    assert addresses.written(words) == urlencode(words)
    assert addresses.written({}) == ""
