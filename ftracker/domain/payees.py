"""The payee that a bank's text names."""


def clean(text: str) -> str:
    """Give the text as it is."""
    return text
