"""What the words above a column mean, whatever stands around them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from babel.numbers import list_currencies

from ftracker.domain.statements import words
from ftracker.domain.statements.roles import SIDES
from ftracker.domain.statements.titles import HEADERS

_CODES = frozenset(code.lower() for code in list_currencies())
_LOOSE = frozenset(("date", "value date", "amount", "in", "out", "balance", "payee", "description"))
_SUFFIX = 5
_SIDES = ("in", "out", "amount", "spent")
_BRACKETS = re.compile(r"[(\[（](.*?)[)\]）]")
_INDEX = {
    role: {word: i for i, word in enumerate(known)} for role, known in (HEADERS | SIDES).items()
}
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


@lru_cache(maxsize=4096)
def rank(name: str, role: str) -> float | None:
    """Tell how well a header names a role, 0 best; words inside a longer header count less."""
    text, known = words.plain(name), _INDEX[role]
    inner = _side(name)
    if inner and role in _SIDES:
        return _INDEX[role].get(inner)
    if text in known:
        return known[text]
    bare = _bare(name)
    if bare in known:
        return known[bare] + 0.5
    if role not in _LOOSE or not text:
        return None
    padded = f" {bare} "
    parts = [i for word, i in known.items() if len(word) > 2 and f" {word} " in padded]
    if parts:
        return 1000 + min(parts)
    return _inside(bare, known)


def _side(name: str) -> str:
    """Give the word in brackets behind a name, where it says money in or money out."""
    found = _BRACKETS.search(name)
    inner = words.plain(found[1]) if found else ""
    return inner if inner in _INDEX["in"] or inner in _INDEX["out"] else ""


def _inside(text: str, known: dict[str, int]) -> float | None:
    """Find a word that is the end of a longer one, or stands in a script that has no gaps."""
    if _WIDE.search(text):
        parts = [i for word, i in known.items() if len(word) > 1 and word in text]
    else:
        last = text.rsplit(" ", 1)[-1]
        parts = [i for word, i in known.items() if len(word) >= _SUFFIX and last.endswith(word)]
    return 2000 + min(parts) if parts else None


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    """Take away numbers, what stands in brackets and the codes of currencies."""
    text = words.plain(re.sub(r"[(\[（].*?[)\]）]", " ", name)) or words.plain(name)
    kept = [w for w in text.split() if w not in _CODES and not w.isdigit()]
    return " ".join(kept) or text


def currency(name: str) -> str:
    """Give the currency that a header says, as in `Betrag (EUR)`; '' when it says none."""
    found = [w for w in re.findall("[A-Za-z]{3}", name) if w.lower() in _CODES and w.isupper()]
    parts = [w for w in re.split(r"[^A-Za-z]+", name) if w in found]
    if parts and len(words.plain(name).split()) > 1:
        return parts[-1]
    if not {"euro", "euros"}.isdisjoint(words.plain(name).split()):
        return "EUR"
    return next((code for sign, code in words.SIGNS.items() if sign in name), "")


def roles(name: str) -> set[str]:
    """List the roles that a header names exactly, without regard to codes and numbers."""
    text, bare = words.plain(name), _bare(name)
    if inner := _side(name):
        return {role for role in ("in", "out", "spent") if inner in _INDEX[role]}
    return {role for role, known in _INDEX.items() if text in known or bare in known}


_ENGLISH = frozenset(
    words.vocabulary(
        """
    date, amount, description, balance, transaction, account, type, category, credit, debit,
    details, payee, memo, currency, reference, posting, posted, number, no, name, id, value,
    status, state, money, in, out, paid, withdrawal, withdrawals, deposit, deposits, notes,
    note, merchant, particulars, narration, time, bank, card, booking, check, cheque,
    original, labels, completed, started, fee, of, the, and, or, ref, post, text, payment,
    method, title, day, month, when, comment, purpose, to, from
        """
    )
)


def is_foreign(header: Iterable[str]) -> bool:
    """Tell whether a header is in another language than English."""
    spoken = [word for name in header for word in words.plain(name).split() if not word.isdigit()]
    known = sum(word in _ENGLISH or word in _CODES for word in spoken)
    return bool(spoken) and 2 * known < len(spoken)
