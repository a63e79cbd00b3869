"""Sends e-mails, by the server that the settings name."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from ftracker.services.posts import Message, Post, Undelivered

SECONDS = 30
_LOCAL = ("localhost", "127.0.0.1", "::1")
_PORTS = {"smtp": 587, "smtps": 465}
# Answers from here on are meant to last.
_FOR_GOOD = 500
UNSET = "E-mail is not set up. Whoever runs FTracker sets FTRACKER_SMTP_URL and FTRACKER_MAIL_FROM."
AWAY = "The mail server does not answer. FTracker tries again later."
REFUSED = "The mail server refused this address."
OPEN = "The mail server offers no encryption, so FTracker does not tell it the password."


def send(post: Post, address: str, message: Message) -> None:
    """Send a message to an e-mail address. Raises Undelivered."""
    if not post.has_mail:
        raise Undelivered(UNSET, is_final=True)
    written = write(post, address, message)
    try:
        with _connected(post) as server:
            server.send_message(written)
    except smtplib.SMTPRecipientsRefused as bad:
        codes = [code for code, _ in bad.recipients.values()]
        raise Undelivered(REFUSED, is_final=min(codes) >= _FOR_GOOD) from None
    except smtplib.SMTPAuthenticationError:
        raise Undelivered("The mail server refused FTracker's user name or password.") from None
    except smtplib.SMTPResponseException as bad:
        raise Undelivered(f"The mail server answered {bad.smtp_code}.") from None
    except (smtplib.SMTPException, OSError):
        raise Undelivered(AWAY) from None


def write(post: Post, address: str, message: Message) -> EmailMessage:
    """Write the e-mail; a message that is tried again is the same one, by its Message-ID."""
    written = EmailMessage()
    written["Subject"] = f"{message.title} · FTracker"
    written["From"] = f"FTracker <{post.mail_from}>"
    written["To"] = address
    written["Date"] = formatdate()
    written["Message-ID"] = f"<{message.digest}@{post.mail_from.rpartition('@')[2]}>"
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(_text(post, message))
    return written


def _text(post: Post, message: Message) -> str:
    parts = []
    for line in message.lines:
        link = post.link(line.path)
        parts.append("\n".join([line.title, line.body, *([link] if link else [])]))
    more = post.link("/alerts")
    end = f"All of it, and what FTracker tells you of: {more}" if more else "FTracker"
    # What concerns a person's way in is no household's.
    end = f"{message.household}. {end}" if message.household else "FTracker"
    return "\n\n".join([*parts, f"-- \n{end}"]) + "\n"


def _connected(post: Post) -> smtplib.SMTP:
    """Connect to the server and sign in; a password never goes over an open line.

    FTracker names itself by the sender's domain: its own name would have to be looked up first.
    """
    where = urlsplit(post.smtp_url)
    me = post.mail_from.rpartition("@")[2]
    host, port = where.hostname or "", where.port or _PORTS[where.scheme]
    context = ssl.create_default_context()
    if where.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, me, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, me, timeout=SECONDS)
    try:
        _sign_in(server, where.username, where.password, context=context, host=host)
    except BaseException:
        server.close()
        raise
    return server


def _sign_in(
    server: smtplib.SMTP, user: str | None, word: str | None, *, context: ssl.SSLContext, host: str
) -> None:
    server.ehlo()
    is_closed = isinstance(server, smtplib.SMTP_SSL)
    if not is_closed and server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
        is_closed = True
    if user:
        if not is_closed and host not in _LOCAL:
            raise Undelivered(OPEN)
        server.login(unquote(user), unquote(word or ""))
