"""The page that asks somebody to prove who they are, and what it keeps meanwhile."""

from dataclasses import dataclass

from ftracker.domain.errors import FieldError
from ftracker.web.forms import Form

# What belongs to the proof itself is not carried along.
OWN = ("csrf_token", "proof_password", "proof_code", "proof_passkey", "proof_token")


@dataclass(frozen=True, slots=True)
class ProvePage:
    """Where the proof goes, what is sent along with it, and how one may prove it."""

    form: Form
    action: str
    kept: list[tuple[str, str]]
    has_code: bool
    has_passkey: bool
    back_href: str


def kept(form: Form) -> list[tuple[str, str]]:
    """Give all that a form held, to be sent again as it was."""
    return [(name, one) for name, all_ in form.typed.items() if name not in OWN for one in all_]


def blamed(said: str) -> Form:
    """Make a form that says what was wrong with a proof, if anything was."""
    form = Form()
    if said:
        form.errors.append(FieldError("", said))
    return form
