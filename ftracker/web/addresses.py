"""The words of addresses, written fast: a report has thousands of links, most of the same words."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote_plus

# Longer ones are written anew each time, so that what is remembered stays small.
_LONGEST = 400


def written(words: Mapping[str, str]) -> str:
    """Write words as `urlencode` does."""
    return "&".join(
        [
            _pair(name, word) if len(word) <= _LONGEST else _quoted(name, word)
            for name, word in words.items()
        ]
    )


def _quoted(name: str, word: str) -> str:
    return f"{quote_plus(name)}={quote_plus(word)}"


_pair = lru_cache(maxsize=4096)(_quoted)
