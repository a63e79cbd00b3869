"""Workbooks made by tests, as spreadsheets and banks write them."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/>'
    '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="4"/><xf numFmtId="21"/><xf/>'
    '<xf numFmtId="22"/></cellXfs></styleSheet>'
)


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def parts(*rows: str, hidden: int = -1, is_1904: bool = False) -> dict[str, str]:
    """Write the parts of a workbook whose sheets hold these rows."""
    numbers = range(1, len(rows) + 1)
    state = ['state="hidden"' if n - 1 == hidden else "" for n in numbers]
    named = "".join(
        f'<sheet name="S{n}" sheetId="{n}" {state[n - 1]} r:id="rId{n}"/>' for n in numbers
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr date1904="{int(is_1904)}"/>'
            f'<sheets>{named}<sheet name="gone" r:id="rId99"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": (
            f'<sst xmlns="{MAIN}"><si><t>Date</t></si><si><r><t>Te</t></r><r><t>xt</t></r>'
            '<rPh sb="0" eb="1"><t>spoken</t></rPh></si><si><t>Amount</t></si></sst>'
        ),
        **{f"xl/worksheets/sheet{n}.xml": sheet(row) for n, row in zip(numbers, rows, strict=True)},
    }


def packed(said: dict[str, str]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in said.items():
            archive.writestr(name, text)
    return whole.getvalue()


def workbook(*rows: str, hidden: int = -1, is_1904: bool = False) -> bytes:
    return packed(parts(*rows, hidden=hidden, is_1904=is_1904))


def sheet_of(lines: list[str]) -> str:
    """Write the rows of a sheet whose cells are texts, one line for each, cut at commas."""
    return "".join(
        f'<row r="{row}">'
        + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in line.split(","))
        + "</row>"
        for row, line in enumerate(lines, start=1)
    )
