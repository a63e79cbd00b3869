"""Which format a file is in, told by its content and never by its name."""

import codecs
import re
from enum import StrEnum

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import archives, foreign, sources
from ftracker.domain.statements.sources import Source


class Format(StrEnum):
    """The formats that are understood; a table is cut into cells first."""

    CSV = "csv"
    XLSX = "xlsx"
    OFX = "ofx"
    QIF = "qif"
    CAMT053 = "camt053"
    MT940 = "mt940"


TABLES = (Format.CSV, Format.XLSX)

_SEEN = 1 << 16
_WIDE = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_OFX = re.compile(r"^[ \t]*OFXHEADER\s*[:=]|<\?OFX\b|^[ \t]*<OFX>", re.IGNORECASE | re.MULTILINE)
_OFX_WITHIN = 4096
_CAMT = re.compile(r"<(?:\w+:)?BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)V?\d*[\s/>]|camt\.05[234]\.")
_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<![^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL)
_ROOT = re.compile(r"\s*<([A-Za-z_][\w.:-]*)(\s[^<>]*)?/?>(?=\s*(?:<|$))")
_SPACE = re.compile(r"""xmlns(?::\w+)?\s*=\s*["']([^"']{1,120})["']""")
_QIF = re.compile(r"!(?:Type|Account|Option|Clear)\b", re.IGNORECASE)
_QIF_LINE = re.compile(r"[A-Z$%!]")
_MT940 = re.compile(r"(?:^|\{4:)[ \t]{0,3}:(20|25P?|28C?|60[FM]|61|62[FM]):", re.MULTILINE)


def recognise(source: Source) -> Format:
    """Tell the format of a file. Raises InvalidInput on `file` for one that is not understood."""
    head = sources.head(source)
    if foreign.is_zip(head) and archives.is_workbook(source):
        return Format.XLSX
    foreign.refuse(source, head)
    text = _text(head[:_SEEN])
    if _OFX.search(text[:_OFX_WITHIN]):
        return Format.OFX
    if text.startswith("<"):
        return _markup(text)
    if _QIF.match(text) or _is_bare_qif(text):
        return Format.QIF
    # One such line alone may be a cell of a table.
    if len(set(_MT940.findall(text))) > 1:
        return Format.MT940
    return Format.CSV


def _text(head: bytes) -> str:
    """Give the beginning as text; structure is ASCII, so that the letters do not matter."""
    codec = next((name for mark, name in _WIDE if head.startswith(mark)), "latin-1")
    return head.decode(codec, errors="ignore").lstrip("\ufeff \t\r\n")


def _markup(text: str) -> Format:
    if _CAMT.search(text):
        return Format.CAMT053
    at = 0
    while found := _PROLOGUE.match(text, at):
        at = found.end()
    root = _ROOT.match(text, at)
    if root is None or root[1].lower() == "html":
        foreign.refuse_markup(text)
        return Format.CSV
    raise InvalidInput("file", _unknown(root[1], root[2] or ""))


def _unknown(root: str, attributes: str) -> str:
    """Say what an XML document is by the name of its root and its namespace."""
    space = _SPACE.search(attributes)
    named = f"<{root[:60]}>" + (f" of {space[1]}" if space else "")
    if "office:spreadsheet" in attributes:
        return "This is a spreadsheet saved as XML: save it as .xlsx or CSV."
    return f"This is an XML document ({named}), not a statement. {foreign.UNDERSTOOD}"


def _is_bare_qif(text: str) -> bool:
    """Tell whether a file without a header is cut into records by `^`, each with day and amount."""
    first: list[str] = []
    for line in text.splitlines():
        if line.strip() == "^":
            days = any(re.match(r"D\s*[0-9]", known) for known in first)
            return days and any(re.match(r"[TU]\s*[-+0-9.,]", known) for known in first)
        if line.strip() and not _QIF_LINE.match(line):
            return False
        first.append(line)
    return False
