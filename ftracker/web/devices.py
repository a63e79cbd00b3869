"""Browsers and places, as a person would call them."""

import ipaddress

UNKNOWN = "An unknown program"
# The first that a browser's long name holds is what it is: most hold the names of others too.
_PROGRAMS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome without a window"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "Python"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_SHOWN = 40


def name(user_agent: str) -> str:
    """Name a browser and its system; what is not known is shown as it calls itself."""
    program = _first(_PROGRAMS, user_agent)
    system = _first(_SYSTEMS, user_agent)
    if not program:
        return user_agent[:_SHOWN].strip() or UNKNOWN
    return f"{program} on {system}" if system else program


def place(ip: str) -> str:
    """Say from where somebody came: the address, and whether it is near."""
    try:
        known = ipaddress.ip_address(ip)
    except ValueError:
        return ip or "an unknown address"
    if known.is_loopback:
        return "this machine"
    return f"{ip}, your own network" if known.is_private else ip


def is_number(host: str) -> bool:
    """Tell whether a host is an address of the network, and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in known if sign in text), "")
