"""Where an answer sends the browser next; never away from home."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.responses import RedirectResponse

SEE_OTHER = 303
# Browsers read `//host` and `/\host` as another site, and drop tabs and line ends before reading.
_AT_HOME = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def to(path: str) -> RedirectResponse:
    """Send the browser to look at one of our own pages."""
    return RedirectResponse(path, SEE_OTHER)


def at_home(path: str) -> str:
    """Give the path if every browser reads it as one of ours, else the home page."""
    return path if _AT_HOME.fullmatch(path) else "/"


def words(path: str) -> dict[str, str]:
    """Read the words of an address' query, the last of each name."""
    return dict(parse_qsl(urlsplit(path).query))


def query(**words: str) -> str:
    """Write the words that are not empty as the query of an address."""
    return urlencode({name: value for name, value in words.items() if value})
