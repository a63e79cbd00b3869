"""The ways a deed can be refused. Each door translates them once."""

from dataclasses import dataclass


class DomainError(Exception):
    """A refusal that a person can read and act on."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field, as a sentence; `row` is the 1-based row of a file, if any."""

    field: str
    message: str
    row: int | None = None


class InvalidInput(DomainError):
    """What was given cannot be true. Holds one or more field errors, in the order found."""

    def __init__(self, field: str, message: str, *more: FieldError) -> None:
        self.errors = [FieldError(field, message), *more]
        super().__init__(message)

    @classmethod
    def of(cls, errors: list[FieldError]) -> "InvalidInput":
        """Make one from a list that is not empty."""
        made = cls(errors[0].field, errors[0].message)
        made.errors = list(errors)
        return made


class Clash(InvalidInput):
    """Each field is right by itself; beside each other, or what is in the books, they are not."""


class NotFound(DomainError):
    """The thing does not exist for this household. Says the same whether it exists elsewhere.

    `error` names the field that asked for it, where a name was given instead of an id.
    """

    def __init__(self, error: FieldError | None = None) -> None:
        self.errors = [error] if error else []
        super().__init__(error.message if error else "There is nothing here.")


class Forbidden(DomainError):
    """The person is known, and may not do this."""


class TooManyTries(DomainError):
    """Too many wrong passwords in too short a time; the right one would be refused as well."""

    def __init__(self) -> None:
        super().__init__("Too many wrong tries. Wait ten minutes, then try again.")


class Conflict(DomainError):
    """The deed would break something that exists; `count` says how many things are in the way."""

    def __init__(self, message: str, *, count: int | None = None) -> None:
        self.message = message
        self.count = count
        super().__init__(message)


class Reconciled(Conflict):
    """It was ticked off against a balance of the bank; somebody has to say to change it anyway."""


class Stale(Conflict):
    """Somebody changed the thing meanwhile; `current` is the thing as it is now."""

    def __init__(self, current: object) -> None:
        self.current = current
        super().__init__("This was changed meanwhile. Compare both versions and save again.")
