"""The bytes of files, piece by piece."""

from ftracker.domain.statements import sources
from ftracker.domain.statements.sources import PIECE, InMemory


def test_a_byte_is_found_in_its_line_however_far_behind_it_stands() -> None:
    source = InMemory(b"a\n" * PIECE)
    assert sources.line_at(source, 0) == 1
    assert sources.line_at(source, PIECE + 2) == PIECE // 2 + 2
    assert sources.line_at(source, 3 * PIECE) == PIECE + 1
