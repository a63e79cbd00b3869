"""Sends messages by Apprise: to ntfy, Telegram, Matrix and a hundred more, by their addresses."""

import logging
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ftracker.services import borders
from ftracker.services.posts import Message, Post, Undelivered

# What takes any address and any content, and so would be a way to speak to everything.
GENERIC = {"apprise", "apprises", "form", "forms", "json", "jsons", "xml", "xmls"}
# What does something on this machine, or to what is plugged into it.
OF_THIS_MACHINE = {
    "blink1", "dbus", "gio", "glib", "gnome", "growl", "kde", "macosx", "qt", "rsyslog", "syslog",
    "windows",
}  # fmt: skip
# What reads keys from files of this machine, or talks past the eyes of `borders`.
UNWATCHED = {"deltachat", "deltachats", "fcm", "vapid", "xmpp", "xmpps"}
REFUSED = GENERIC | OF_THIS_MACHINE | UNWATCHED
# Options that name a file, or another address to call.
FILES = {
    "attach", "attachment", "config", "key", "keyfile", "pem", "pgp", "pgpkey", "proxy", "subfile",
    "template", "tplfile",
}  # fmt: skip
UNREADABLE = "This is no address that Apprise knows. Write one such as ntfys://ntfy.sh/my-topic."
AWAY = "The service did not take it. FTracker tries again later."


def read(address: str) -> Any:
    """Read an address. Raises ValueError with a sentence for one that is not called."""
    # It takes half a second, and most households never call anybody.
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    scheme, _, rest = address.partition("://")
    scheme = scheme.strip().lower()
    if not rest or not scheme.isalnum():
        raise ValueError(UNREADABLE)
    if scheme in REFUSED:
        raise ValueError(f"FTracker does not send to {scheme}:// addresses.")
    named = {name.lower().lstrip("+-:") for name, _ in parse_qsl(_query(address))}
    if bad := sorted(named & FILES):
        raise ValueError(f"FTracker does not take the option {bad[0]} in such an address.")
    asset = apprise.AppriseAsset(
        async_mode=False, http_redirects=False, storage_mode="memory", pgp_autogen=False,
        pem_autogen=False, plugin_paths=[],
    )  # fmt: skip
    found = apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
    # One address may be the way to another service: its own word counts.
    if found is None or REFUSED & _schemes(found):
        raise ValueError(UNREADABLE)
    return found


def send(post: Post, address: str, message: Message) -> None:
    """Send a message to an Apprise address. Raises Undelivered."""
    try:
        service = read(address)
    except ValueError as bad:
        raise Undelivered(str(bad), is_final=True) from None
    text = "\n\n".join(_line(post, message, number) for number in range(len(message.lines)))
    with borders.watched(is_private=post.is_private):
        try:
            is_taken = service.notify(body=text, title=message.title)
        except Exception:  # noqa: BLE001 - a hundred libraries, each with errors of its own
            is_taken = False
    if not is_taken:
        raise Undelivered(AWAY)


def _line(post: Post, message: Message, number: int) -> str:
    line = message.lines[number]
    title = [line.title] if len(message.lines) > 1 else []
    link = post.link(line.path)
    return "\n".join([*title, line.body, *([link] if link else [])])


def _query(address: str) -> str:
    try:
        return urlsplit(address).query or address.partition("?")[2]
    except ValueError:
        return address.partition("?")[2]


def _schemes(service: Any) -> set[str]:
    names = service.protocol, service.secure_protocol
    return {name for one in names for name in ((one,) if isinstance(one, str) else one or ())}
