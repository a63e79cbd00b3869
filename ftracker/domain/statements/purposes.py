"""The text of an MT940 booking (`:86:`): subfields of German and Polish banks, /TAG/, or prose."""

import re
from typing import NamedTuple

from ftracker.domain.statements import bookings

_WIDTH = 65
_SUBFIELD_WIDTH = 27
# Without the bank's code of three digits before it, only a usual mark is believed: `$20` is prose.
_CUT = re.compile(r"\s*(?:[0-9]{3}(?P<coded>[^\w\s/:.,;()+'\"-])|(?P<mark>[?~<>^|]))[0-9]{2}")
_TAGS = (
    "ACCW", "ADDR", "BENM", "BIC", "BUSP", "CDTR", "CDTRREF", "CDTRREFTP", "CNTP", "CREF", "CSID",
    "DBTR", "EREF", "EXCH", "IBAN", "ID", "INIT", "IREF", "ISDT", "KREF", "MARF", "NAME", "NRTX",
    "OCMT", "CHGS", "ORDP", "ORDR", "PREF", "PURP", "REMI", "RTRN", "SVCL", "SVWZ", "TRCD", "TRTP",
    "TYPE", "ULTB", "ULTC", "ULTD", "USTD", "STRD", "CD", "CDCODE", "CORD",
)  # fmt: skip
_TAG = re.compile(rf"/({'|'.join(sorted(_TAGS, key=len, reverse=True))})(?=/)")
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP)\+ ?")
_PARTY = ("NAME", "CNTP")
_NAMES = {"32", "33"}
_PURPOSE = {*(f"{n}" for n in range(20, 30)), "60", "61", "62", "63"}
_DUMB = {"NONREF", "NOTPROVIDED", "NOT PROVIDED", "NOTAVAIL"}


class Purpose(NamedTuple):
    """Who the other side is ('' where the text does not say), and the rest of the text."""

    payee: str
    note: tuple[str, ...]


def read(lines: list[str]) -> Purpose:
    """Understand the lines of one `:86:`, the tag itself left out; no word of it is lost."""
    whole = "".join(lines)
    if cut := _CUT.match(whole):
        return _of_subfields(whole, cut["coded"] or cut["mark"])
    text = bookings.joined(lines, _WIDTH)
    if _TAG.search(text) and text.lstrip().startswith("/"):
        return _of_tags(text)
    return Purpose("", (text,))


def _of_subfields(text: str, mark: str) -> Purpose:
    """Read `106?00text?20purpose…?32name`; subfields may be broken over lines anywhere."""
    _, *cut = re.split(re.escape(mark) + "([0-9]{2})", text)
    fields = list(zip(cut[::2], cut[1::2], strict=True))
    name = bookings.joined((t for n, t in fields if n in _NAMES), _SUBFIELD_WIDTH)
    purpose = bookings.joined((t for n, t in fields if n in _PURPOSE), _SUBFIELD_WIDTH)
    others = [t for n, t in fields if n not in _NAMES | _PURPOSE | {"10", "34"}]
    return Purpose(name.strip(), (*_sepa(purpose), *others))


def _sepa(purpose: str) -> list[str]:
    """Put what a payment is for before its references, which keep their marks."""
    first, *cut = _SEPA.split(purpose)
    tagged = list(zip(cut[::2], cut[1::2], strict=True))
    said = [text for tag, text in tagged if tag == "SVWZ"]
    others = [
        f"{tag}+{text.strip()}"
        for tag, text in tagged
        if tag != "SVWZ" and text.strip() and text.strip().upper() not in _DUMB
    ]
    return [first, *said, *others]


def _of_tags(text: str) -> Purpose:
    """Read `/EREF/…//CNTP/account/bic/name/city///REMI/USTD//purpose/` of Dutch and other banks."""
    first, *cut = _TAG.split(text)
    tagged = [(tag, t.strip("/ ")) for tag, t in zip(cut[::2], cut[1::2], strict=True)]
    payee = next((_party(tag, t) for tag, t in tagged if tag in _PARTY and t), "")
    said = [t for tag, t in tagged if tag in {"REMI", "USTD", "STRD", "SVWZ"}]
    others = [
        t if tag in _PARTY else f"{tag} {t}"
        for tag, t in tagged
        if tag not in {"REMI", "USTD", "STRD", "SVWZ"} and t and t.upper() not in _DUMB
    ]
    return Purpose(payee, (*said, *others, first.strip("/ ")))


def _party(tag: str, text: str) -> str:
    """Take the name: the third part of `account/bic/name/city`."""
    parts = text.split("/")
    if tag == "NAME":
        return text
    return parts[2] if len(parts) > 2 else max(parts, key=len)
