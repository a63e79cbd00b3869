"""The form of somebody new: all that is wrong with it is told in one go."""

from typing import TypeVar

from ftracker.domain import money, passwords
from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.schemas.users import UserIn
from ftracker.web.forms import Form

U = TypeVar("U", bound=UserIn)
_ORDER = ("email", "password", "household", "currency", "account", "balance")


def read(form: Form, schema: type[U]) -> U:
    """Read a new person. Raises InvalidInput, which tells of a weak password too."""
    try:
        return form.read(schema, password=form.value("password"))
    except InvalidInput as bad:
        known = {error.field for error in bad.errors}
        more = [error for error in _more(form) if error.field not in known]
        wrong = sorted([*bad.errors, *more], key=_place)
        raise InvalidInput.of(wrong) from bad


def _place(error: FieldError) -> int:
    return _ORDER.index(error.field) if error.field in _ORDER else len(_ORDER)


def _more(form: Form) -> list[FieldError]:
    """Find what else would be refused, once the fields can be read."""
    names = (form.value("email"), form.value("household"))
    weak = passwords.objection(form.value("password"), names=names)
    found = [FieldError("password", weak)] if weak else []
    if form.value("currency") in money.currencies() and form.value("balance").strip():
        try:
            money.parse_balance(form.value("balance"), form.value("currency"))
        except ValueError as bad:
            found.append(FieldError("balance", str(bad)))
    return found
