"""Tables as files: exact values, no live formula, numbers that can be reckoned with."""

import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

from ftracker.web import table_files
from ftracker.web.tables import Cell, Column, Row, Table

NONE = Cell(None, "")
DAY = date(2025, 7, 31)
TABLE = Table(
    "payees",
    "By payee",
    (Column("Payee", "payee", is_number=False), *(Column(x, x) for x in ("sum", "part", "on"))),
    (
        Row((Cell("Food", "Food"), Cell(Decimal("-1.5000"), "−€1.50"), NONE, Cell(2, "2"))),
        Row(
            (
                Cell("=1+1", "=1+1"),
                Cell(Decimal("12.30"), "€12.30"),
                Cell(Decimal("0.2500"), "25 %"),
                Cell(DAY, "Thu 31 Jul 2025"),
            ),
            depth=1,
        ),
        Row((Cell("@home", "@home"), Cell(Decimal(1000), "€1,000.00"), Cell(0, "0"), Cell(1, "1"))),
    ),
    foot=(
        Row((Cell("In all", "In all"), Cell(Decimal("1010.80"), ""), Cell(None, ""), Cell(3, "3"))),
    ),
)


def test_a_csv_file_holds_exact_values_under_the_names_of_programs():
    assert table_files.csv(TABLE, decimals=2).decode() == (
        "payee,sum,part,on\nFood,-1.50,,2\nFood › =1+1,12.30,0.25,2025-07-31\n'@home,1000.00,0,1\n"
    )


def test_a_sheet_holds_numbers_days_and_texts_and_nothing_that_runs():
    with zipfile.ZipFile(BytesIO(table_files.xlsx(TABLE, decimals=2))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert 'name="payees"' not in sheet
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert "<t>=1+1</t>" in texts
    numbers = re.findall(r"<c r=\"[A-Z]+\d\"[^>]*?(?<!t=\"s\")><v>([^<]+)</v>", sheet)
    assert [float(one) for one in numbers] == [-1.5, 2, 12.3, 0.25, 45869, 1000, 0, 1, 1010.8, 3]
    assert all(one in styles for one in ("#,##0.00", "0.0%", "yyyy-mm-dd"))


def test_a_currency_without_decimals_has_none_in_a_sheet():
    with zipfile.ZipFile(BytesIO(table_files.xlsx(TABLE, decimals=0))) as book:
        assert "#,##0.0" not in book.read("xl/styles.xml").decode()
