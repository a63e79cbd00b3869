"""A goal's form: what was typed as a schema, and a stored goal as a form."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from ftracker.domain import money
from ftracker.domain.errors import FieldError, InvalidInput
from ftracker.domain.goals import Aim
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.goals import GoalLine
from ftracker.schemas import sentences
from ftracker.schemas.goals import GoalEdit, GoalIn
from ftracker.web import choices, pages_catalogue
from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.goals import PATH
from ftracker.web.pages_goals import GoalFormPage

AIMS = (Option(Aim.SAVE.value, "Save up"), Option(Aim.PAY_OFF.value, "Pay a debt off"))
LABELS = {
    "name": "Name",
    "aim": "What for",
    "category_id": "Category",
    "account_id": "Account",
    "target_amount": "Target",
    "due_date": "Due",
    "monthly_amount": "Meant a month",
    "earmark": "Earmark",
    "rate": "Percent a year",
    "start_date": "First day",
    "note": "Note",
}
_READERS: dict[str, Callable[[str, str], Decimal]] = {
    "target_amount": money.parse,
    "monthly_amount": money.parse,
    "current_amount": money.parse_balance,
    "earmark": money.parse_balance,
}
# What the form takes away where it is left empty.
_TAKEN = ("account_id", "earmark", "monthly_amount", "rate")


def new(form: Form, currency: str) -> GoalIn:
    """Read a new goal. Raises InvalidInput."""
    return form.read(GoalIn, **_amounts(form, currency), **_rate(form))


def edit(form: Form, currency: str) -> GoalEdit:
    """Read a goal as it shall be; what is empty is taken away. Raises InvalidInput."""
    given = form.given(*GoalEdit.model_fields) | _amounts(form, currency) | _rate(form)
    taken = {name: None for name in _TAKEN if name not in given}
    return sentences.read(GoalEdit, {**given, **taken, "note": form.value("note").strip()})


def amount(form: Form, name: str, currency: str) -> str | None:
    """Read one amount as people type it; None where nothing was typed. Raises InvalidInput."""
    return _amounts(form, currency, only=(name,)).get(name)


def filled(line: GoalLine, currency: str) -> Form:
    """Show a stored goal in its form."""

    def plain(value: Decimal | None) -> str | None:
        return None if value is None else money.plain(value, currency)

    return Form.filled(
        name=line.name,
        aim=line.aim.value,
        category_id=line.category_id,
        account_id=line.account_id,
        target_amount=plain(line.target_amount),
        earmark=plain(line.earmark),
        monthly_amount=plain(line.monthly_amount),
        rate=None if line.rate is None else f"{line.rate.normalize():f}",
        start_date=line.start_date,
        due_date=line.due_date,
        icon=line.icon,
        colour=line.colour,
        note=line.note,
        version=line.version,
    )


def page(
    form: Form,
    names: Catalogue,
    *,
    present: Form | None = None,
    key: UUID | None = None,
    now: str = "",
    is_stale: bool = False,
) -> GoalFormPage:
    """Put the form together; `present` is the goal as it is stored, `now` what is there."""
    stored = present or Form()
    return GoalFormPage(
        title=f"Goal {stored.value('name')}" if key else "New goal",
        form=form,
        action=f"{PATH}/edit/{key}" if key else f"{PATH}/add",
        is_new=key is None,
        back_href=f"{PATH}/{key}" if key else PATH,
        aims=AIMS,
        categories=choices.grouped(names, keep=form.value("category_id")),
        accounts=choices.options(names.accounts.values(), keep=form.value("account_id")),
        present=now,
        stale=pages_catalogue.stale(
            form,
            stored,
            labels=LABELS,
            words=dict(AIMS) | names.words("category_id") | names.words("account_id"),
            reload_href=f"{PATH}/edit/{key}",
        )
        if is_stale
        else None,
    )


def _rate(form: Form) -> dict[str, str]:
    """Read percent with the decimal mark of any country."""
    return {name: text.replace(",", ".").rstrip(" %") for name, text in form.given("rate").items()}


def _amounts(form: Form, currency: str, only: tuple[str, ...] = tuple(_READERS)) -> dict[str, str]:
    """Read the amounts that were typed; each that is wrong is told at its field."""
    found: dict[str, str] = {}
    wrong: list[FieldError] = []
    for name in only:
        typed = form.value(name).strip()
        try:
            if typed:
                found[name] = f"{_READERS[name](typed, currency):f}"
        except ValueError as bad:
            wrong.append(FieldError(name, str(bad)))
    if wrong:
        raise InvalidInput.of(wrong)
    return found
