"""What is raised when somebody else was faster."""


class Overtaken(Exception):
    """What a deed rests on came, changed or went since it was read; nothing was changed.

    The message is for the log: what was in the way, without any value of it.
    """
