"""The pages of profiles: how the files of each bank are read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ftracker.domain.errors import InvalidInput
from ftracker.models import ImportProfile
from ftracker.queries.catalogue import Catalogue
from ftracker.web import choices
from ftracker.web.display import Option
from ftracker.web.forms import Form

FORMATS = {
    "csv": "CSV", "xlsx": "Excel", "ofx": "OFX", "qif": "QIF", "camt053": "CAMT.053",
    "mt940": "MT940",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One profile of the list."""

    id: UUID
    name: str
    format: str
    account: str
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProfilesPage:
    """All profiles, and the way for some from elsewhere."""

    form: Form
    profiles: list[ProfileLine]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """One profile as a form."""

    form: Form
    profile: ImportProfile
    accounts: tuple[Option, ...]


def page(rows: Sequence[ImportProfile], names: Catalogue, form: Form) -> ProfilesPage:
    """Show the profiles in the order given."""
    return ProfilesPage(form, [_line(row, names) for row in rows])


def form_page(row: ImportProfile, names: Catalogue, form: Form) -> ProfilePage:
    """Show one profile as it is, or as it was typed."""
    return ProfilePage(form, row, choices.options(names.accounts.values()))


def filled(row: ImportProfile) -> Form:
    """Make the form that shows a profile as it is."""
    return Form.filled(
        name=row.name,
        account_id=row.account_id,
        mapping=json.dumps(row.mapping, indent=2, ensure_ascii=False),
        version=row.version,
    )


def read(form: Form) -> dict[str, Any]:
    """Read the form in the fields of its schema. Raises InvalidInput at `mapping`."""
    try:
        mapping = json.loads(form.value("mapping") or "{}")
    except (ValueError, RecursionError) as bad:
        raise InvalidInput("mapping", "This is no JSON.") from bad
    given: dict[str, Any] = {**form.given("name", "account_id"), "mapping": mapping}
    return given | {"version": form.number("version") or 1}


def _line(row: ImportProfile, names: Catalogue) -> ProfileLine:
    account = names.accounts.get(row.account_id) if row.account_id else None
    said = account.name if account else "the account that the file says"
    return ProfileLine(row.id, row.name, FORMATS.get(row.format, row.format), said, row.used_at)
