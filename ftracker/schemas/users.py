"""People, members, invitations and keys as they come in."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from ftracker.db import Role, Scope
from ftracker.schemas.fields import In, Name
from ftracker.schemas.households import Currency

_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]{1,190}")


def _address(text: Any) -> Any:
    if isinstance(text, str):
        text = text.strip()
        if not _EMAIL.fullmatch(text):
            raise ValueError("Write an e-mail address such as ada@example.org.")
    return text


def _sayable(password: SecretStr) -> SecretStr:
    if "\x00" in password.get_secret_value():
        raise ValueError("There is a character in it that cannot be kept.")
    return password


Email = Annotated[str, BeforeValidator(_address)]
Password = Annotated[SecretStr, AfterValidator(_sayable)]


class UserIn(In):
    """A new person."""

    email: Email
    password: Password


class KnownIn(In):
    """A new person whom a sign-in provider vouches for."""

    email: Email


class NewHomeIn(In):
    """A household that somebody starts; the balance is signed, as it was typed."""

    household: Name
    currency: Currency
    account: Name = "Everyday"
    balance: str = ""


class RegistrationIn(UserIn, NewHomeIn):
    """A new person with a household of their own."""


class PasswordEdit(In):
    """A person's new password."""

    new_password: Password


class MemberEdit(In):
    """What a member may do from now on; `version` is the one of the membership that was read."""

    role: Role
    version: int


class InvitationIn(In):
    """What somebody who follows an invitation may do."""

    role: Role


class TokenIn(In):
    """A new key; its name says which program uses it. It lasts for ever where `days` is 0."""

    name: Name
    scope: Scope = Scope.READ
    days: Literal["30", "90", "365", "0"] = "90"

    @property
    def lasts(self) -> int | None:
        """How many days it lasts; None is for ever."""
        return int(self.days) or None


class PasskeyIn(In):
    """A new passkey: what the browser answered, as JSON, and what it is called."""

    passkey: Annotated[str, Field(max_length=20_000)]
    name: Name = "Passkey"


class PasskeyEdit(In):
    """What a passkey is called from now on."""

    name: Name
