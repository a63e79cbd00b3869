"""The page that asks somebody to prove who they are, and what it keeps meanwhile."""

from dataclasses import dataclass

from ftracker.domain.errors import FieldError
from ftracker.web.forms import Form

# What belongs to the proof itself is not carried along.
OWN = ("csrf_token", "proof_password", "proof_code", "proof_passkey", "proof_token")


DONE = "/settings/prove/done"


@dataclass(frozen=True, slots=True)
class Roads:
    """By what somebody can prove who they are; `provider` is what theirs is called, or ''."""

    has_password: bool
    has_code: bool
    has_passkey: bool
    provider: str

    @property
    def has_field(self) -> bool:
        """Whether there is something to type."""
        return self.has_password or self.has_code


@dataclass(frozen=True, slots=True)
class ProvePage:
    """Where the proof goes, what is sent along with it, and how one may prove it.

    `onward` is where a proof by the provider leads: back to a look, or, where a form is kept, to a
    page that sends one back to the form: that is asked aside, in a tab of its own.
    """

    form: Form
    action: str
    kept: list[tuple[str, str]]
    roads: Roads
    back_href: str
    onward: str = DONE
    is_aside: bool = True


def kept(form: Form) -> list[tuple[str, str]]:
    """Give all that a form held, to be sent again as it was."""
    return [(name, one) for name, all_ in form.typed.items() if name not in OWN for one in all_]


def blamed(said: str) -> Form:
    """Make a form that says what was wrong with a proof, if anything was."""
    form = Form()
    if said:
        form.errors.append(FieldError("", said))
    return form
