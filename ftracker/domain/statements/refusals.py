"""Why one cell of a file is refused."""


class Refused(Exception):
    """A cell cannot be read; the field names it, the message is a sentence."""

    def __init__(self, field: str, message: str) -> None:
        self.field, self.message = field, message
        super().__init__(message)
