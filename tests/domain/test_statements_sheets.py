"""Workbooks as spreadsheets and banks write them, and those that would fill the memory."""

import io
import struct
from decimal import Decimal
from typing import BinaryIO

import pytest

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import archives, sheets, workbooks
from ftracker.domain.statements.formats import Format
from ftracker.domain.statements.sources import InMemory
from tests import statements
from tests.workbooks import packed, parts, sheet, workbook

BOOKINGS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    '<c r="C1" t="s"><v>2</v></c></row><row r="3"><c r="A3" s="1"><v>46027</v></c>'
    '<c r="B3" t="inlineStr"><is><t>Corner\nShop</t></is></c>'
    '<c r="C3" s="3"><v>-4.2000000000000002</v></c></row>'
)


def table(content: bytes) -> str:
    return sheets.table(InMemory(content)).content.decode()


def cells(*inner: str) -> str:
    """Read the cells of one row as they are written into the table."""
    row = "".join(f"<c{given}</c>" for given in inner)
    return table(workbook(f'<row r="1">{row}</row>')).removesuffix("\n")


def test_a_workbook_is_read_as_the_table_that_it_is() -> None:
    content = workbook(BOOKINGS)
    assert statements.reading(content).format is Format.XLSX
    assert table(content) == "Date,Text,Amount\n\n2026-01-05,Corner Shop,-4.2\n"
    [entry] = statements.entries(content)
    assert (entry.row, str(entry.date), entry.amount) == (3, "2026-01-05", Decimal("4.20"))
    assert statements.raw(content, 3) == [
        ("Date", "2026-01-05"), ("Text", "Corner Shop"), ("Amount", "-4.2"),
    ]  # fmt: skip


def test_a_mapping_cannot_say_how_the_sheet_was_written() -> None:
    given = {"encoding": "utf-16", "delimiter": ";", "quotechar": "'"}
    assert statements.amounts(workbook(BOOKINGS), **given) == [("2026-01-05", "-4.20")]


def test_the_sheet_that_looks_like_bookings_is_taken() -> None:
    cover = '<row r="1"><c r="A1" t="inlineStr"><is><t>Hello</t></is></c></row>'
    assert table(workbook(cover, BOOKINGS)).startswith("Date,")
    assert table(workbook("", cover, "")) == "Hello\n"
    assert table(workbook(BOOKINGS, cover, hidden=0)) == "Hello\n"
    assert table(workbook("", BOOKINGS, hidden=1)).startswith("Date,")
    with pytest.raises(InvalidInput, match="No sheet"):
        table(workbook("", ""))
    with pytest.raises(InvalidInput, match="No sheet"):
        table(workbook())


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("><v>12.5</v>", "12.5"),
        ("><v>0.30000000000000004</v>", "0.3"),
        ("><v>1E-3</v>", "0.001"),
        ("><v>1.5E3</v>", "1500"),
        ("><v>1e400</v>", "1e400"),
        ("><v>nan</v>", "nan"),
        ("><v>1e999999999999999999</v>", "1e999999999999999999"),
        ("><v>abc</v>", "abc"),
        (' t="n"><v>-0.1</v>', "-0.1"),
        (' t="b"><v>1</v>', "TRUE"),
        (' t="b"><v>0</v>', "FALSE"),
        (' t="e"><v>#N/A</v>', "#N/A"),
        (' t="str"><f>A1&amp;B1</f><v>ab</v>', "ab"),
        ("><f>SUM(A1:A9)</f><v>7</v>", "7"),
        (' t="d"><v>2026-01-05T00:00:00</v>', "2026-01-05"),
        (' t="d"><v>2026-01-05T10:20:00</v>', "2026-01-05 10:20:00"),
        (' t="s"><v>1</v>', "Text"),
        (' t="s"><v>-1</v>', ""),
        (' t="s"><v>99999</v>', ""),
        (' t="inlineStr"><is><r><t>a</t></r><r><t> b</t></r></is>', "a b"),
        (' t="inlineStr"><is><t>a_x000D__x005F_b_xD800_c</t></is>', "a _b c"),
        (' t="inlineStr"><is><t>say "hi", you</t></is>', '"say ""hi"", you"'),
        (' s="1"><v>46027</v>', "2026-01-05"),
        (' s="1"><v>59</v>', "1900-02-28"),
        (' s="1"><v>1</v>', "1900-01-01"),
        (' s="1"><v>-1</v>', "-1"),
        (' s="1"><v>9999999</v>', "9999999"),
        (' s="1"><v>soon</v>', "soon"),
        (' s="2"><v>46027.4375</v>', "2026-01-05 10:30:00"),
        (' s="2"><v>46027</v>', "2026-01-05"),
        (' s="4"><v>0.75</v>', "18:00:00"),
        (' s="5"><v>5</v>', "5"),
        (' s="6"><v>46027.5</v>', "2026-01-05 12:00:00"),
        (' s="99"><v>5</v>', "5"),
        (' s="x"><v>5</v>', "5"),
        ("><v></v>", ""),
    ],
)
def test_every_kind_of_cell_is_written_out(cell: str, text: str) -> None:
    assert cells(' t="str"><v>x</v>', cell) == f"x,{text}".rstrip(",")


def test_years_may_be_counted_from_1904() -> None:
    row = '<row><c s="1"><v>44565</v></c><c s="1"><v>1</v></c></row>'
    assert table(workbook(row, is_1904=True)) == "2026-01-05,1904-01-02\n"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy-mm-dd", "day"), ("dd/mm/yy hh:mm", "both"), ("h:mm:ss", "time"), ("[h]:mm", "time"),
        ("mmm", "day"), ("#,##0.00", ""), ("0.00E+00", ""), ('0.00" days"', ""), ("[Red]0.00", ""),
        ("[$-407]d. mmmm yyyy", "day"), ("[$€-2] #,##0.00", ""), ("General", ""), ("@", ""),
        ("0.00;[Red]yyyy", ""), ("\\d0", ""), ("mm:ss", "time"), ("_d0", ""), ("*y0", ""),
    ],
)  # fmt: skip
def test_formats_tell_days_from_figures(code: str, shown: str) -> None:
    assert workbooks.shown_as(code) == shown


def test_cells_and_rows_without_a_place_follow_the_one_before() -> None:
    rows = (
        "<row><c><v>1</v></c><c r='D1'><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>"
    )
    assert table(workbook(rows)) == "1,,,2,3\n4,,,,\n"


def test_a_workbook_may_lack_styles_and_strings_and_name_its_parts_in_full() -> None:
    said = parts('<row r="2"><c r="A2" s="1"><v>5</v></c></row>')
    del said["xl/styles.xml"], said["xl/sharedStrings.xml"]
    links = said["xl/_rels/workbook.xml.rels"]
    said["xl/_rels/workbook.xml.rels"] = links.replace('"worksheets', '"/xl/worksheets')
    assert table(packed(said)) == "\n5\n"


def test_what_is_out_of_order_or_out_of_bounds_is_refused() -> None:
    for rows, reason in (
        ('<row r="2"/><row r="1"/>', "out of order"),
        ('<row r="1048577"/>', "out of order"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "more than 512 columns"),
        ("<row>" + "<c><v>1</v></c>" * 600 + "</row>", "more than 512 columns"),
    ):
        with pytest.raises(InvalidInput, match=reason):
            table(workbook(rows))


def test_a_sheet_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST", 20)
    with pytest.raises(InvalidInput, match="too large"):
        table(workbook(BOOKINGS))


def test_too_many_texts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "STRINGS", 60)
    with pytest.raises(InvalidInput, match="too much text"):
        table(workbook(BOOKINGS))


def test_a_text_or_a_row_that_does_not_end_is_refused() -> None:
    runs = "<r><t>" + "x" * 999_999 + "</t></r>"
    text = f'<row><c t="inlineStr"><is>{runs * 2}</is></c></row>'
    with pytest.raises(InvalidInput, match="too much text"):
        table(workbook(text))
    cell = f'<c t="inlineStr"><is>{runs}</is></c>'
    with pytest.raises(InvalidInput, match="Row 1 of the sheet holds too much text"):
        table(workbook(f"<row>{cell * 2}</row>"))


def test_a_bomb_is_refused_by_what_it_says_of_itself_and_by_what_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = parts(BOOKINGS)
    honest["xl/worksheets/sheet1.xml"] = sheet("<row/>" + " " * 60_000_000)
    with pytest.raises(InvalidInput, match="unpacks to too much"):
        table(packed(honest))
    monkeypatch.setattr(archives, "UNPACKED", 3_000)
    with pytest.raises(InvalidInput, match="unpacks to too much"):
        table(workbook(BOOKINGS, *[BOOKINGS] * 9))


def test_parts_that_are_read_side_by_side_count_against_one_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "UNPACKED", 150_000)
    content = packed({"xl/workbook.xml": "x" * 100_000, "b": "x" * 80_000})
    with archives.opened(InMemory(content)) as archive:
        first = archive.part("xl/workbook.xml")
        next(first)
        assert len(b"".join(archive.part("b"))) == 80_000
        with pytest.raises(InvalidInput, match="unpacks to too much"):
            list(first)


def test_an_archive_that_lies_about_its_sizes_is_damaged() -> None:
    said = parts(BOOKINGS)
    said["xl/worksheets/sheet1.xml"] = sheet("<row/>" + " " * 60_000_000)
    content = bytearray(packed(said))
    true_size = struct.pack("<I", len(said["xl/worksheets/sheet1.xml"]))
    at = content.rfind(true_size)
    content[at : at + 4] = struct.pack("<I", 500)
    with pytest.raises(InvalidInput, match="damaged"):
        table(bytes(content))


def test_damaged_archives_and_locked_ones_are_refused() -> None:
    content = workbook(BOOKINGS)
    for broken in (content[:-10], content[:200], b"PK\3\4" + b"x" * 100):
        assert "damaged" in statements.refused(broken)
    flipped = bytearray(content)
    at = content.index(b"PK\1\2")
    flipped[at : at + 4] = b"PKxx"
    assert "damaged" in statements.refused(bytes(flipped))
    changed = bytearray(content)
    changed[60:64] = b"\xff\xff\xff\xff"
    assert "damaged" in statements.refused(bytes(changed))
    locked = bytearray(content)
    start = 0
    while (start := locked.find(b"PK\1\2", start)) >= 0:
        locked[start + 8] |= 1
        start += 4
    assert "password" in statements.refused(bytes(locked))
    assert "not well-formed" in statements.refused(packed(parts("<row>")))
    defined = parts(BOOKINGS)
    defined["xl/workbook.xml"] = "<!DOCTYPE x>" + defined["xl/workbook.xml"]
    assert "DOCTYPE" in statements.refused(packed(defined))


def test_an_archive_of_too_many_parts_is_refused() -> None:
    said = parts(BOOKINGS) | {f"xl/{n}": "" for n in range(archives.PARTS)}
    assert "too many parts" in statements.refused(packed(said))


def test_other_archives_are_refused() -> None:
    assert "zip archive" in statements.refused(packed({"a.csv": "Date,Amount\n"}))
    assert "zip archive" in statements.refused(packed({"[Content_Types].xml": "", "word/x": ""}))
    assert "zip archive" in statements.refused(packed({}))
    assert "another form" in statements.refused(packed({"xl/workbook.bin": ""}))
    assert "another form" in statements.refused(packed({"mimetype": "", "content.xml": ""}))


def test_a_source_that_cannot_be_searched_is_read_as_well() -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

    class Sent:
        def open(self) -> BinaryIO:
            return Stream(workbook(BOOKINGS))

    assert sheets.table(Sent()).content.decode().endswith("-4.2\n")


def test_a_part_that_is_not_there_has_no_bytes() -> None:
    with archives.opened(InMemory(workbook(BOOKINGS))) as archive:
        assert list(archive.part("xl/none.xml")) == []
