"""What is raised when the database cannot be used."""


class Unavailable(Exception):
    """The database cannot be used; the message is one sentence that says what to do."""
