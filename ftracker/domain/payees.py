"""The payee that a bank's text names, without terminals, places, dates, numbers and ways of paying.

Each rule takes something away or leaves the text as it is, and none takes the last letter: so a
name that was cleaned once stays as it is. What already reads like a name matches none of them.
"""

import re
import unicodedata
from functools import lru_cache

from ftracker.domain import bank_words as words
from ftracker.domain import capitals

LONGEST = 200
_READ = 1_000
# Fewer letters than these are no name: a code in a line of codes, or a word before a star.
_SHORTEST = 3
_TAKER_MOST = 3
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPACE = re.compile(r"[\s\u00a0]")
_WAY = words.any_of(words.WAYS, flags=re.IGNORECASE)
_CODE = words.any_of(words.CODES)
_AFTER_WAY = re.compile(
    r"^[\s:;,./|*_\-–>+]+(?:\d{4}\s+(?=[^\W\d]))?(?:(?:to|from|an|von)\s+)?", re.IGNORECASE
)
_STAR = re.compile(r"^([^*]+?)\s?\*\s?(?=\S)")
_FIELDS = re.compile(r"(?<=[^\W\d])\s?;.*$")
_TAKER = re.compile(rf"^(?:{'|'.join(words.TAKERS)})\s?[*_]\s*(?=\S)", re.IGNORECASE)
_SHOPS = [(re.compile(rf"^(?:{found})$", re.IGNORECASE), name) for found, name in words.SHOPS]
_MARKER = re.compile("|".join(words.MARKERS), re.IGNORECASE)
_SIGNS = re.compile(r"[\d:#+]|value date", re.IGNORECASE)
_DIGITS = re.compile(r"[\d@]")
_PURPOSE = re.compile(r"SVWZ\+(.*?)(?=\b[A-Z]{4}\+|$)")
_NAMED = re.compile(r"/NAME/([^/]+)/?")
_INDIAN = re.compile(r"^(?:UPI|IMPS|NEFT|RTGS|MPS|ECOM|INF|INFT|BIL)\s?[/-].*[/-]")
_SLASHED = re.compile(r"(?<=\w)\s*//.*$|/[^/]*/\s?[A-Z]{2,3}$")
_COLUMNS = re.compile(r"(?<=\S)\s{3,}\S.*$")
_CURRENCY = words.CURRENCIES
_NOISE = re.compile(
    "|".join((
        r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b",  # an IBAN in one piece
        r"\b[A-Z]{2}\d{2}(?: \d{4}){3,7}(?: \d{1,3})?\b",  # an IBAN in fours
        r"(?<!\w)[Xx]\d{4}(?!\w)",
        r"(?<!\w)(?:\d{2,6}[ -]?)?[Xx*•#]{2,}(?:[ -]?[Xx*•#]+)*[ -]?\d{2,6}\b",  # a masked card
        (r"\b(?:card|karten?|carte|tarjeta|tarj|kort|karty|kaart|cart[aã]o)"
        r"(?:\s?-?(?:nr|no|num|number|ending(?: in)?))?[.:]?\s?"
        r"(?:\d{4}|\d{0,8}[Xx*•]+\d{2,6})(?:[ -]?\d{4}){0,3}(?!\w)"),
        r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}[:.]\d{2}(?:[:.]\d{2})?)?\b",
        r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b",
        r"(?<![\d/.])\d{2}[./]\d{2}\.?(?![\d/])",
        r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:uhr|am|pm))?\b",
        r"\b\d{1,2}[.h]\d{2}\s?uhr\b",
        r"\b\d{1,2}h\d{2}\b",
        rf"\b\d{{1,2}}\s?(?-i:{words.MONTHS})\.?(?:\s?\d{{2}}(?:\d{{2}})?)?\b",
        rf"\b(?-i:{_CURRENCY})\s?-?\d+(?:[.,]\d{{3}})*[.,]\d{{2}}\b",
        rf"\b\d+(?:[.,]\d{{3}})*[.,]\d{{2}}\s?(?-i:{_CURRENCY})\b",
        r"\S+@\S+",
        r"\b(?=[A-Z]*\d)(?=(?:[A-Z]*\d){3})(?=\d*[A-Z])(?-i:[A-Z0-9]{7,})\b",  # a bank's reference
        r"(?<![\w.,])\d{6,}(?!\w)",
        r"(?<=\s)[*#]\s?(?-i:[A-Z0-9]*\d[A-Z0-9]*)(?!\w)",
    )),
    re.IGNORECASE,
)  # fmt: skip
_BRANCH = re.compile(
    r"(?<=[^\W\d])[\s.,'’\-*]*(?:(?<=\W)(?:store|shop|fil(?:iale?)?|markt|nr|no|n°|unit|stn"
    r"|tienda|loja"
    r"|magasin|sklep|br)\.?\s*)?(?:(?<=[\W])(?:#\s?[A-Z]?\d+|[A-Z]{0,2}-?\d{3,})\b(?!-?[^\W\d]{2})"
    r"|(?<=fil\. )\d+\b|(?<=nr\. )\d+\b|(?<=filiale )\d+\b|(?<=store )\d+\b).*$",
    re.IGNORECASE,
)  # fmt: skip
_TAIL = re.compile(r"[\s,/]+([A-Z]{2,3})$")
_PLACES = words.COUNTRIES | words.STATES
_CITY = re.compile(rf"(?<=\w)[\s,/]+(?:{'|'.join(map(re.escape, words.CITIES))})$", re.IGNORECASE)
_LEGAL = re.compile(rf"(?<=[\w.&)])[\s,]+(?:{'|'.join(words.LEGAL)})$", re.IGNORECASE)
_LEGAL_CAPITALS = re.compile(rf"(?<=[\w.&)])[\s,]+(?:{'|'.join(words.LEGAL_CAPITALS)})$")
_THANKS = re.compile(r"[\s.,]+(?:sagt danke|dankt|thank you)\b[\s.!]*$", re.IGNORECASE)
_WWW = re.compile(r"^(?:https?://)?www\.", re.IGNORECASE)
_ENDS = " \t,;:|/\\*_+<>=~^#„“”«»-–—"
_LETTERS = re.compile(r"[^\W\d_]")


def clean(text: str) -> str:
    """Give the payee that a bank's text names: “LIDL 4711 BERLIN//DE 0412” is “Lidl”.

    At most 200 characters, never '' for a text with letters, and the same for what is clean
    already. A text that reads like a name stays as it is, but for spaces at its ends.
    """
    return _clean(text[:_READ])


@lru_cache(maxsize=4_096)
def _clean(text: str) -> str:
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    text = _SPACE.sub(" ", text).strip()
    is_noisy = False
    while True:
        shorter = _shorten(text, is_noisy=is_noisy)
        is_noisy = is_noisy or " ".join(shorter.split()) != " ".join(text.split())
        shorter = capitals.written(shorter[:LONGEST].strip())
        if shorter == text:
            return text
        text = shorter


def _shorten(text: str, *, is_noisy: bool) -> str:
    """Take away what each rule finds, unless nothing but signs and digits would be left."""
    for rule in _RULES:
        text = _lettered(text, rule(text))
    if is_noisy or not capitals.has_small(text):
        text = _lettered(text, _before_branch(text, every=is_noisy))
        text = _lettered(text, _without_place(text))
    text = " ".join(text.split()).strip()
    if text.startswith('"') or text.count('"') % 2:
        text = _lettered(text, text.replace('"', ""))
    return _lettered(text, text.strip(_ENDS).rstrip("'’`("))


def _lettered(before: str, after: str) -> str:
    """Keep the text as it was where a rule would take its last letters, or make it longer."""
    after = after.strip()
    # Most rules find nothing: then there is nothing to count.
    return after if len(after) < len(before) and len(_LETTERS.findall(after)) > 1 else before


def _named(text: str) -> str:
    found = _NAMED.search(text) or _PURPOSE.search(text)
    return found[1] if found else text


def _indian(text: str) -> str:
    """Take the first part between slashes or dashes that is a name."""
    if not _INDIAN.match(text):
        return text
    parts = re.split(r"[/-]", text)[1:]
    return next(
        (p for p in parts if len(_LETTERS.findall(p)) >= _SHORTEST and not re.search(r"[\d@]", p)),
        text,
    )


def _before_marker(text: str) -> str:
    if not _SIGNS.search(text):
        return text
    found = _MARKER.search(text)
    return text[: found.start()] if found else text


def _before_slashes(text: str) -> str:
    return _SLASHED.sub("", text)


def _first_column(text: str) -> str:
    return text if capitals.has_small(text) else _COLUMNS.sub("", text)


def _without_way(text: str) -> str:
    found = _WAY.match(text) or _CODE.match(text)
    return _AFTER_WAY.sub("", text[found.end() :]) if found else text


def _without_taker(text: str) -> str:
    return _TAKER.sub("", text)


def _around_star(text: str) -> str:
    """Take what stands before a star; only a few letters there are somebody who takes cards."""
    found = _STAR.match(text)
    if found is None:
        return text
    return found[1] if len(_LETTERS.findall(found[1])) > _TAKER_MOST else text[found.end() :]


def _first_field(text: str) -> str:
    return _FIELDS.sub("", text)


def _shop(text: str) -> str:
    for pattern, name in _SHOPS:
        if found := pattern.match(text):
            return found.expand(name)
    return text


def _without_noise(text: str) -> str:
    return _NOISE.sub(" ", text) if _DIGITS.search(text) else text


def _without_form(text: str) -> str:
    return _LEGAL_CAPITALS.sub("", _LEGAL.sub("", text))


def _without_thanks(text: str) -> str:
    return _THANKS.sub("", text)


def _without_www(text: str) -> str:
    return _WWW.sub("", text)


def _before_branch(text: str, *, every: bool) -> str:
    """Cut from the number of a branch on: what follows is where it is.

    Where the text reads like a name but for that, the number may be a part of it.
    """
    found = _BRANCH.search(text)
    if found is None or (not every and capitals.has_small(text[: found.start()])):
        return text
    return text[: found.start()]


def _without_place(text: str) -> str:
    """Take a country's or state's code off the end, and a city before it."""
    found = _TAIL.search(text)
    if found is None or found[1] not in _PLACES:
        return text
    before = text[: found.start()]
    shorter = _CITY.sub("", before)
    return text if shorter == before and found[1] in words.WORDS else shorter


_RULES = (
    _named,
    _indian,
    _before_marker,
    _before_slashes,
    _first_column,
    _without_way,
    _first_field,
    _without_taker,
    _shop,
    _around_star,
    _without_noise,
    _without_form,
    _without_thanks,
    _without_www,
)
