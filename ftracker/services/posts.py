"""What goes out of the house, and by what: the settings behind it, and a message to send."""

import hashlib
from dataclasses import dataclass
from typing import Self

from ftracker.config import Settings


@dataclass(frozen=True, slots=True)
class Post:
    """What sending needs of the settings; nothing is sent by what is not set."""

    url: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    secret: str = ""
    is_private: bool = False

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Read the settings."""
        return cls(
            settings.url,
            settings.smtp_url,
            settings.mail_from,
            settings.secret_text,
            settings.private_channels,
        )

    @property
    def has_mail(self) -> bool:
        """Whether e-mails can be sent."""
        return bool(self.smtp_url and self.mail_from)

    def link(self, path: str) -> str:
        """Give the whole address of a page, '' where nobody said what FTracker's own is."""
        return f"{self.url}{path}" if self.url else ""


NOTHING = Post()
"""Sends nothing anywhere."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say, and the path of the page that tells more."""

    title: str
    body: str
    path: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent at once; the same `key` means the same message, however often it is tried."""

    key: str
    household: str
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """The message in a few words."""
        if len(self.lines) == 1:
            return self.lines[0].title
        return f"{len(self.lines)} things to look at in {self.household}"

    @property
    def digest(self) -> str:
        """The key in 32 letters that fit into any header."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:32]


class Undelivered(Exception):
    """A message could not be sent; `is_final` says that trying again would not help.

    The sentence is for the person whose channel it is: it holds no address and no key.
    """

    def __init__(self, sentence: str, *, is_final: bool = False) -> None:
        self.sentence = sentence
        self.is_final = is_final
        super().__init__(sentence)
