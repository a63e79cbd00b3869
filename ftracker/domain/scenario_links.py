"""Changes as an address carries them, so that an idea can be sent without being kept."""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from ftracker.domain.scenario_changes import Change, read_all, text

LONGEST = 8_000
_LARGEST = 40_000
UNREADABLE = "This link cannot be read: it is cut off, or was changed."


def packed(changes: Sequence[Change]) -> str:
    """Write changes as one word of an address; nothing where there are none."""
    if not changes:
        return ""
    return urlsafe_b64encode(zlib.compress(text(changes).encode(), 9)).decode().rstrip("=")


def unpacked(word: str) -> tuple[Change, ...]:
    """Read changes from an address. Raises ValueError for what nobody packed, or is too much."""
    if not word:
        return ()
    if len(word) > LONGEST or not word.isascii():
        raise ValueError(UNREADABLE)
    try:
        packed_bytes = urlsafe_b64decode(word + "=" * (-len(word) % 4))
        opener = zlib.decompressobj()
        # Few bytes may hold a great many: no more than a scenario needs are let out.
        said = opener.decompress(packed_bytes, _LARGEST)
        return read_all(json.loads(said if opener.eof else b""))
    except (ValueError, zlib.error, RecursionError) as bad:
        raise ValueError(UNREADABLE) from bad
