"""Amounts as files write them: marks found from the whole column, read exactly, or refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ftracker.domain.statements import words
from ftracker.domain.statements.mapping import Unclear

DIGITS = 15
_LONGEST = 60
_GUARDS = ('="', "'")
_CODE = 3
_FINE = 6
_SPACES = "\u00a0\u202f\u2009\u2007 "
_APOSTROPHES = "'’`´"
_MINUS = str.maketrans("−–‒﹣－＋（），．", "-----+(),.")
_CURRENCY = (
    r"[A-Z]{3}|[A-Za-z]{0,3}[$＄]|[€£¥￥₹₽₩₪₫₴₺₦฿₱₡₲₵₸₮₭¢]|(?i:kr|zł|zl|kč|kc|ft|lei|rs|s/|fr|sfr|tl"
    r"|din|kn|km|лв|ден|руб|грн|р|円|元|圓|원|cr|dr|rp|rm|r|₹|euro?s?|inr|đ|vnd|บาท|ش\.ج)"
)
_AROUND = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-+])?\s*(?:(?P<before>{_CURRENCY})(?:\.(?=\s*[0-9]))?)?\s*"
    r"(?P<sign2>[-+])?\s*(?P<digits>[0-9.,](?:[0-9.,'’`´\s]*[0-9.,])?)\s*"
    rf"(?P<sign3>[-+])?\s*(?:(?P<after>{_CURRENCY})\.?)?\s*(?P<sign4>[-+])?\s*(?P<close>\))?"
)
_PLAIN = re.compile(r"-?[0-9]{1,15}\.([0-9]{1,4})")
_LETTERS = {"cr": 1, "dr": -1}
# These show nothing, and come along when a cell is copied out of a page.
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u061c]")


@dataclass(frozen=True, slots=True)
class Style:
    """How numbers are written: the decimal mark, the mark of thousands ('' for any other)."""

    decimal: str = "."
    thousands: str = ""
    places: int = 2


def read(text: str, style: Style) -> Decimal:
    """Read an amount, signed as it is written, quantised to the style's places.

    Parentheses, a minus at either end and `DR` mean below zero; a currency may stand on either
    side. Raises ValueError with a sentence.
    """
    if style.decimal == "." and (plain := _PLAIN.fullmatch(text)) and len(plain[1]) == style.places:
        # Most amounts look like this, and need nothing of what follows.
        return Decimal(text)
    found = _parts(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        raise _unreadable(text)
    amount = _digits(found["digits"], style, text)
    return amount * _sign(found, text)


def _parts(text: str) -> re.Match[str] | None:
    """Cut an amount into its parts; None when it is none."""
    if not text.isascii():
        text = INVISIBLE.sub("", text.translate(_MINUS))
    if text.startswith(_GUARDS):
        text = text.strip("'\"= ")
    return _AROUND.fullmatch(text.strip())


def currency(text: str) -> str:
    """Give the currency that stands beside an amount; '' where there is none or it is unsure."""
    found = _parts(text)
    sign = (found["before"] or found["after"] or "") if found else ""
    if len(sign) == _CODE and sign.isascii() and sign.isupper():
        return sign
    return words.SIGNS.get(sign, "")


def code(text: str) -> str:
    """Give the code that a cell of a currency column says, or that stands beside its amount."""
    cell = text.strip()
    if len(cell) == _CODE and cell.isalpha():
        return cell
    found = words.SIGNS.get(cell) or currency(cell)
    return found or ("" if looks_like(cell) else cell)


def guesses(texts: list[str]) -> list[Decimal | None]:
    """Read a column for comparing only, by its likeliest marks; None where there is no amount."""
    try:
        found = style([t for t in texts if looks_like(t)], places=_FINE, decimal=None, thousands="")
    except Unclear:
        found = Style(_unsure_mark(texts), "", _FINE)
    return [_guess(text, found) for text in texts]


def _unsure_mark(texts: list[str]) -> str:
    """Take the only mark of a column for thousands: hardly any currency has three decimals."""
    return "." if any("," in text for text in texts) else ","


def _guess(text: str, style: Style) -> Decimal | None:
    try:
        return read(text, style) if text else None
    except ValueError:
        return None


def looks_like(text: str) -> bool:
    """Tell whether a text is an amount in any style."""
    return len(text) <= _LONGEST and _parts(text) is not None


def style(
    texts: Iterable[str],
    *,
    places: int,
    decimal: str | None,
    thousands: str | None,
    is_whole: bool = False,
) -> Style:
    """Find the marks that all amounts of a file agree on; given ones are kept.

    `is_whole` says that the file's currency has no decimals.

    Raises Unclear when a lone mark may stand for decimals or for thousands.
    """
    if decimal is not None:
        return Style(decimal, thousands or "", places)
    votes = {".": 0, ",": 0}
    unclear: dict[str, str] = {}
    plain = False
    for text in texts:
        found = _parts(text)
        if found is None:
            continue
        mark, sure = _decimal_mark(found["digits"])
        if mark and sure:
            votes[mark] += 1
        elif mark:
            unclear.setdefault(mark, text.strip())
        plain = plain or (found["digits"].isdigit() and found["digits"].strip("0") != "")
    chosen = max(votes, key=lambda mark: votes[mark])
    if not votes[chosen]:
        whole = plain or is_whole
        chosen = _settle(unclear, places=places, plain=whole, thousands=thousands)
    return Style(chosen, thousands or "", places)


def _settle(unclear: dict[str, str], *, places: int, plain: bool, thousands: str | None) -> str:
    """Decide when every mark has three digits behind it."""
    if not unclear:
        return "."
    mark, example = next(iter(unclear.items()))
    other = "," if mark == "." else "."
    if len(unclear) > 1:
        raise _ask(example)
    # Whole numbers beside them show that the column has no fixed three decimals.
    if thousands == mark or places == 0 or plain:
        return other
    if thousands == other:
        return mark
    raise _ask(example)


def _ask(example: str) -> Unclear:
    return Unclear(
        "decimal",
        f"“{example}” can be read in two ways: say which mark stands before the decimals.",
    )


def _decimal_mark(digits: str) -> tuple[str, bool]:
    """Tell the mark before the decimals, and whether that is sure; '' when there is none."""
    point, comma = digits.count("."), digits.count(",")
    if not point and not comma:
        return "", True
    last = max(".,", key=digits.rfind)
    other = "," if last == "." else "."
    if digits.count(last) > 1:
        return (other, True) if not digits.count(other) else ("", True)
    if point and comma:
        return last, True
    whole, _, fraction = digits.partition(last)
    grouped = len(fraction) == 3 and re.fullmatch(r"[1-9][0-9]{0,2}", whole)
    if grouped:
        return last, False
    return last, True


def _sign(found: re.Match[str], text: str) -> int:
    signs = [s for s in (found["sign"], found["sign2"], found["sign3"], found["sign4"]) if s]
    letters = [
        _LETTERS[word.strip(".").lower()]
        for word in (found["before"], found["after"])
        if word and word.strip(".").lower() in _LETTERS
    ]
    if len(signs) + len(letters) + bool(found["open"]) > 1:
        raise _unreadable(text)
    if found["open"] or "-" in signs or -1 in letters:
        return -1
    return 1


def _digits(written: str, style: Style, text: str) -> Decimal:
    for space in _SPACES:
        written = written.replace(space, " ")
    for mark in _APOSTROPHES:
        written = written.replace(mark, "'")
    whole, _, fraction = written.partition(style.decimal)
    whole = _ungrouped(whole, style, text)
    if not (fraction.isascii() and fraction.isdigit()) and fraction:
        raise _unreadable(text)
    if not whole and not fraction:
        raise _unreadable(text)
    if len(whole.lstrip("0")) > DIGITS:
        raise ValueError(f"The amount “{text.strip()[:40]}” is too large.")
    if len(fraction.rstrip("0")) > style.places:
        raise ValueError(
            f"“{text.strip()[:40]}” has more decimals than the {style.places} of the currency."
        )
    return Decimal(f"{whole or 0}.{fraction or 0}").quantize(Decimal(1).scaleb(-style.places))


def _ungrouped(whole: str, style: Style, text: str) -> str:
    if not whole or (whole.isascii() and whole.isdigit()):
        return whole
    marks = {c for c in whole if not c.isdigit()}
    mark = marks.pop()
    wanted = " " if style.thousands in _SPACES and style.thousands else style.thousands
    wanted = "'" if wanted in _APOSTROPHES and wanted else wanted
    if marks or mark == style.decimal or (wanted and mark != wanted):
        raise _unreadable(text)
    gap = re.escape(mark)
    threes = rf"[0-9]{{1,3}}(?:{gap}[0-9]{{3}})+"
    lakhs = rf"[0-9]{{1,2}}(?:{gap}[0-9]{{2}})+{gap}[0-9]{{3}}"
    if not re.fullmatch(f"{threes}|{lakhs}", whole, re.ASCII):
        raise _unreadable(text)
    return whole.replace(mark, "")


def _unreadable(text: str) -> ValueError:
    if not text.strip():
        return ValueError("The amount is missing.")
    return ValueError(f"“{text.strip()[:40]}” is not an amount.")
