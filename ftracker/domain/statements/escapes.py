"""Cells that a spreadsheet would run: disarmed on the way out, restored on the way in."""

import re

# Blank and invisible characters before the sign do not stop every spreadsheet.
_LIVE = "[\\s\u200b\u200e\u200f\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]"
_DANGEROUS = re.compile(f"'*(?:{_LIVE})")
_DISARMED = re.compile(f"'+(?:{_LIVE})")


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    A text that already looks disarmed gets one more, so that `restore` gives back every text
    exactly.
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def restore(text: str) -> str:
    """Take back what `neutralise` did, and nothing else."""
    return text[1:] if _DISARMED.match(text) else text
