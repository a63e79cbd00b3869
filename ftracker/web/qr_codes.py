"""Pictures that a phone's camera reads."""

import segno

_SCALE = 5


def picture(text: str) -> str:
    """Draw a text as the address of an image, black on white in every scheme."""
    made = segno.make(text, error="m", micro=False)
    return str(made.svg_data_uri(scale=_SCALE, dark="#000", light="#fff", xmldecl=False))
