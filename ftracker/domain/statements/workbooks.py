"""The cells of an .xlsx workbook as texts: days in ISO form, numbers without noise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from posixpath import join, normpath

from ftracker.domain.errors import InvalidInput
from ftracker.domain.statements import elements
from ftracker.domain.statements.archives import Archive
from ftracker.domain.statements.elements import Element

ROWS = 1_048_576
COLUMNS = 512
STRINGS, _OVERHEAD = 1 << 26, 50
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LITERAL = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[(?:[^hms\]][^\]]*|[hms][^hms\]][^\]]*)\]', re.IGNORECASE
)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DAY = re.compile("[yd]|e{2,}", re.IGNORECASE)
_TIME = re.compile("[hs]", re.IGNORECASE)
_BUILT_IN_DAYS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_BUILT_IN_TIMES = {18, 19, 20, 21, 45, 46, 47}
_ZERO, _ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - no zone in cells
_LAST_SERIAL = 2_958_466
_TOO_MUCH = "This spreadsheet holds too much text: save it as CSV."
Row = tuple[int, dict[int, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, and the part that holds it."""

    name: str
    part: str
    is_hidden: bool


class Workbook:
    """An opened workbook: what its cells refer to is read once, the rows as often as asked."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._is_1904 = False
        self.sheets = self._sheets()
        self._strings: list[str] | None = None
        self._days: list[str] | None = None

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """Read the rows that have cells: the number from 1, the texts by column from 0.

        Raises InvalidInput on `file` for a sheet that is damaged, or larger than is allowed.
        """
        if self._strings is None or self._days is None:
            self._strings, self._days = self._shared_strings(), self._styles()
        reader = _Rows(self._strings, self._days, is_1904=self._is_1904)
        for element in self._elements(sheet.part):
            if (row := reader.take(element)) is not None:
                yield row

    def _elements(self, part: str) -> Iterator[Element]:
        return elements.read(self._archive.part(part), what=f"{part}, line")

    def _sheets(self) -> list[Sheet]:
        targets = self._targets()
        found = []
        for element in self._elements("xl/workbook.xml"):
            given = element.attributes
            if element.name == "workbookPr" and not element.is_end:
                self._is_1904 = given.get("date1904", "") in {"1", "true", "on"}
            elif element.name == "sheet" and not element.is_end:
                relation = next((v for k, v in given.items() if k.endswith(":id")), "")
                if relation in targets:
                    hidden = given.get("state", "visible") != "visible"
                    found.append(Sheet(given.get("name", ""), targets[relation], hidden))
        return found

    def _targets(self) -> dict[str, str]:
        """Map the relations of the workbook to the sheets' parts."""
        found = {}
        for element in self._elements("xl/_rels/workbook.xml.rels"):
            given = element.attributes
            if not element.is_end and given.get("Type", "").endswith("/worksheet"):
                target = given.get("Target", "")
                part = target.lstrip("/") if target.startswith("/") else join("xl", target)
                found[given.get("Id", "")] = normpath(part)
        return found

    def _shared_strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._archive:
            return []
        found: list[str] = []
        text = _Text()
        for element in self._elements("xl/sharedStrings.xml"):
            text.take(element)
            if element.name == "si" and element.is_end:
                found.append(text.whole())
                if text.total > STRINGS:
                    raise InvalidInput("file", _TOO_MUCH)
        return found

    def _styles(self) -> list[str]:
        """List for each cell style whether it shows a `day`, a `time`, `both` or '' for neither."""
        if "xl/styles.xml" not in self._archive:
            return []
        own: dict[str, str] = {}
        found: list[str] = []
        is_cell = False
        for element in self._elements("xl/styles.xml"):
            given = element.attributes
            if element.name == "cellXfs":
                is_cell = not element.is_end
            elif element.is_end:
                continue
            elif element.name == "numFmt":
                own[given.get("numFmtId", "")] = shown_as(given.get("formatCode", ""))
            elif element.name == "xf" and is_cell:
                number = given.get("numFmtId", "0")
                found.append(own.get(number) or _built_in(number))
        return found


def shown_as(code: str) -> str:
    """Tell whether a number format shows a `day`, a `time`, `both`, or '' for neither."""
    first = _LITERAL.sub("", code.split(";", maxsplit=1)[0])
    day, time = bool(_DAY.search(first)), bool(_TIME.search(first))
    if day:
        return "both" if time else "day"
    return "time" if time else "day" if re.search("m{3,}", first, re.IGNORECASE) else ""


def serial(number: Decimal, shown: str, *, is_1904: bool = False) -> str:
    """Write a day that is kept as a number in ISO form, with its time of day if that is shown.

    A number that is no day of the calendar is left as a number.
    """
    if not 0 <= number < _LAST_SERIAL:
        return format(number, "f")
    zero = _ZERO_1904 if is_1904 else _ZERO
    # Before March 1900 the count has a day too many, which never was.
    days = number + 1 if not is_1904 and 1 <= number < 60 else number
    at = zero + timedelta(days=int(days), seconds=round(float(days % 1) * 86_400))
    if shown == "time" and number < 1:
        return f"{at:%H:%M:%S}"
    return f"{at:%Y-%m-%d}" if shown == "day" or not number % 1 else f"{at:%Y-%m-%d %H:%M:%S}"


def number(text: str) -> str:
    """Write a number in plain digits, as fifteen of them say it: more are noise of the float."""
    try:
        value = Decimal(text)
        plain = Decimal(f"{value:.15g}").normalize() if value.is_finite() else value
    except ArithmeticError:
        return text
    # A cell of 1e400 is no amount, and writing it out would fill the memory.
    return format(plain, "f") if plain.is_finite() and abs(plain.adjusted()) < 30 else text


def _built_in(identifier: str) -> str:
    known = _whole(identifier)
    if known == 22:
        return "both"
    return "day" if known in _BUILT_IN_DAYS else "time" if known in _BUILT_IN_TIMES else ""


class _Text:
    """Puts a text together from its runs; how it is pronounced (`rPh`) is left out."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = self.total = 0
        self.is_spoken = False

    def take(self, element: Element) -> None:
        """Note one element of a text."""
        if element.name == "rPh":
            self.is_spoken = not element.is_end
        elif element.name == "t" and element.is_end and not self.is_spoken:
            self.parts.append(element.text)
            self.length += len(element.text)
            self.total += len(element.text) + _OVERHEAD
            if self.length > elements.LONGEST:
                raise InvalidInput("file", _TOO_MUCH)

    def whole(self) -> str:
        """Give what was put together, and begin anew."""
        text, self.parts, self.length = "".join(self.parts), [], 0
        return _ESCAPED.sub(lambda found: _letter(int(found[1], 16)), text)


def _letter(number: int) -> str:
    """Give a letter that XML could not hold; controls and halves of letters become a blank."""
    return chr(number) if number >= 0x20 and not 0xD7FF < number < 0xE000 else " "


class _Rows:
    """Turns the elements of a sheet into rows of texts."""

    def __init__(self, strings: list[str], shown: list[str], *, is_1904: bool) -> None:
        self.strings, self.shown, self.is_1904 = strings, shown, is_1904
        self.row, self.column, self.length = 0, -1, 0
        self.cells: dict[int, str] = {}
        self.kind = self.value = ""
        self.style = -1
        self.text = _Text()

    def take(self, element: Element) -> Row | None:
        """Note one element; gives the row that ends with it, if any."""
        if element.name == "row":
            if element.is_end:
                return (self.row, self.cells) if self.cells else None
            self._start_row(element)
        elif element.name == "c":
            self._end_cell() if element.is_end else self._start_cell(element)
        elif element.name == "v" and element.is_end:
            self.value = element.text
        else:
            self.text.take(element)
        return None

    def _start_row(self, element: Element) -> None:
        said = _whole(element.attributes.get("r", ""))
        number = said if said >= 0 else self.row + 1
        if number <= self.row or number > ROWS:
            raise InvalidInput("file", f"Row {number} of the sheet is out of order.")
        self.row, self.column, self.cells, self.length = number, -1, {}, 0

    def _start_cell(self, element: Element) -> None:
        given = element.attributes
        found = _REFERENCE.fullmatch(given.get("r", ""))
        self.column = _column(found[1]) if found else self.column + 1
        if self.column >= COLUMNS:
            raise InvalidInput("file", f"Row {self.row} has more than {COLUMNS} columns.")
        self.kind, self.value = given.get("t", "n"), ""
        self.style = _whole(given.get("s", ""))
        self.text.whole()

    def _end_cell(self) -> None:
        text = self._shown()
        self.length += len(text)
        if self.length > elements.LONGEST:
            raise InvalidInput("file", f"Row {self.row} of the sheet holds too much text.")
        if text:
            self.cells[self.column] = text

    def _shown(self) -> str:
        if self.kind == "s":
            at = _whole(self.value.strip())
            return self.strings[at] if 0 <= at < len(self.strings) else ""
        if self.kind == "inlineStr":
            return self.text.whole()
        if self.kind == "b":
            return "TRUE" if self.value.strip() == "1" else "FALSE"
        if self.kind == "d":
            return self.value.replace("T00:00:00", "").replace("T", " ")
        return self._number() if self.kind == "n" else self.value

    def _number(self) -> str:
        text = number(self.value.strip())
        shown = self.shown[self.style] if 0 <= self.style < len(self.shown) else ""
        if not shown or not text:
            return text
        try:
            return serial(Decimal(text), shown, is_1904=self.is_1904)
        except InvalidOperation:
            return text


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1


def _whole(text: str) -> int:
    """Read a whole number from zero, or -1 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
