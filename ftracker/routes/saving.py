"""Saving what a form says: the deed succeeds, or nothing of it happened and the form knows why."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ftracker.db import Session
from ftracker.domain.errors import Conflict, FieldError, InvalidInput, NotFound
from ftracker.web.forms import Form


@dataclass(slots=True)
class Attempt:
    """How a deed went; `conflict` is what stood in its way, if that is not a field's fault."""

    conflict: Conflict | None = None
    ok: bool = True

    @property
    def status(self) -> int:
        """The status of the page that shows how it went."""
        if self.ok:
            return 200
        return 409 if self.conflict else 422


@contextmanager
def attempt(session: Session, form: Form) -> Iterator[Attempt]:
    """Try a deed: what a person can mend is put into the form, and the books stay as they were."""
    went = Attempt()
    try:
        yield went
    except InvalidInput as bad:
        form.blame(bad)
    except NotFound as bad:
        if not bad.errors:
            raise
        form.errors.extend(bad.errors)
    except Conflict as bad:
        went.conflict = bad
        form.errors.append(FieldError("", bad.message))
    if form.errors:
        went.ok = False
        session.rollback()
