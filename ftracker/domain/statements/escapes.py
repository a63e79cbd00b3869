"""Cells that a spreadsheet would run: disarmed on the way out, restored on the way in."""

import re

# Blank and invisible characters before the sign do not stop every spreadsheet. The two patterns
# are written so that PostgreSQL reads them as Python does: exports are disarmed by the database.
_BLANKS = r"[ \t\n\r\f\v\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]"
_LIVE = rf"({_BLANKS}*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\n\r])"
DANGEROUS = rf"^'*{_LIVE}"
_DANGEROUS = re.compile(DANGEROUS)
_DISARMED = re.compile(rf"'+{_LIVE}")


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    A text that already looks disarmed gets one more, so that `restore` gives back every text
    exactly.
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def restore(text: str) -> str:
    """Take back what `neutralise` did, and nothing else."""
    return text[1:] if text.startswith("'") and _DISARMED.match(text) else text
