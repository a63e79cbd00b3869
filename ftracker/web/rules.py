"""The form of a rule: rows of conditions in, a rule out, and back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ftracker.domain.errors import FieldError
from ftracker.domain.rules import Actions, Condition, Operator
from ftracker.queries.rules import RuleLine
from ftracker.schemas import sentences
from ftracker.schemas.rules import MOST_CONDITIONS, RuleFields
from ftracker.web.display import Option
from ftracker.web.forms import Form

R = TypeVar("R", bound=RuleFields)
APART = ("conditions", "actions")
ADD, REMOVE = "add-condition", "remove-"
NOT = "not-"
LOOKED_FOR = "Write what this condition looks for."
FIELDS = (
    Option("text", "Payee or note"),
    Option("payee", "Payee"),
    Option("note", "Note"),
    Option("amount", "Amount"),
    Option("flow", "Direction"),
    Option("category", "Category"),
    Option("account", "Account"),
    Option("type", "Type"),
    Option("tag", "Tag"),
    Option("date", "Date"),
    Option("day", "Day of the month"),
    Option("weekday", "Day of the week"),
)
OPERATORS = (
    ("Texts", (
        Option("contains", "contains"), Option("not-contains", "does not contain"),
        Option("starts", "starts with"), Option("not-starts", "does not start with"),
        Option("ends", "ends with"), Option("not-ends", "does not end with"),
        Option("matches", "matches"), Option("not-matches", "does not match"),
    )),
    ("Texts, amounts and days", (
        Option("equals", "equals"), Option("not-equals", "does not equal"),
    )),
    ("Amounts and days", (
        Option("above", "is above"), Option("not-above", "is not above"),
        Option("below", "is below"), Option("not-below", "is not below"),
        Option("between", "is between"), Option("not-between", "is not between"),
    )),
    ("Names", (Option("is", "is"), Option("not-is", "is not"))),
)  # fmt: skip
# Fields of the form that hold what is set, and their fields in a rule.
_SETS = ("category", "payee", "type", "account", "note", "add_note")


@dataclass(frozen=True, slots=True)
class ConditionFields:
    """One condition as typed; `to` is the upper bound of `between`."""

    field: str = "text"
    operator: str = "contains"
    value: str = ""
    to: str = ""
    error: str = ""


def conditions(form: Form) -> tuple[ConditionFields, ...]:
    """Give the conditions as typed, with the sentence for each; at least one, maybe empty."""
    columns = [form.values(f"condition_{name}") for name in ("field", "operator", "value", "to")]
    found = [ConditionFields(*row) for row in zip(*columns, strict=False)] or [ConditionFields()]
    errors = {error.field: error.message for error in form.errors}
    return tuple(
        replace(one, error=errors.get(f"conditions.{number}", ""))
        for number, one in enumerate(found[:MOST_CONDITIONS])
    )


def changed(form: Form) -> Form:
    """Add a condition, or take one away, as the button says that was pressed."""
    rows = list(conditions(form))
    do = form.value("do")
    if do == ADD:
        rows.append(ConditionFields())
    elif do.startswith(REMOVE) and do.removeprefix(REMOVE).isdecimal():
        gone = int(do.removeprefix(REMOVE)[:4])
        rows = [row for number, row in enumerate(rows) if number != gone]
    return Form(form.typed | _columns(rows[:MOST_CONDITIONS]), apart=APART)


def taken(form: Form) -> Form:
    """Take a form that was sent, whose conditions and actions are blamed one by one."""
    return Form(form.typed, apart=APART)


def is_about_conditions(form: Form) -> bool:
    """Tell whether the button only adds a condition or takes one away."""
    return form.value("do") == ADD or form.value("do").startswith(REMOVE)


def read(form: Form, schema: type[R], **more: Any) -> R:
    """Read a rule. Raises InvalidInput."""
    known = schema.model_fields
    values: dict[str, Any] = form.given(*(n for n in ("name", "id", "version") if n in known))
    values |= {"match": form.value("match") or "all", "is_active": bool(form.value("is_active"))}
    values["conditions"] = [_condition(one) for one in conditions(form)]
    actions: dict[str, Any] = {
        name: value for name in _SETS if (value := form.value(f"set_{name}").strip())
    }
    if tags := [tag.strip() for tag in form.value("set_tags").split(",") if tag.strip()]:
        actions["tags"] = tags
    return sentences.read(schema, values | {"actions": actions} | more)


def filled(line: RuleLine) -> Form:
    """Show a rule that is kept."""
    rule = line.rule
    form = Form.filled(
        name=line.name,
        version=line.version,
        match="all" if rule.needs_all else "any",
        is_active="on" if line.is_active else None,
        **_set(rule.actions),
    )
    return Form(form.typed | _columns(_typed(one) for one in rule.conditions))


def with_conditions(form: Form, found: Iterable[Condition], *, needs_all: bool) -> Form:
    """Give the form with other conditions."""
    match = {"match": ["all" if needs_all else "any"]}
    return Form(form.typed | match | _columns(_typed(one) for one in found))


def place_of(error: FieldError) -> FieldError:
    """Name the control that a finding about a rule belongs to."""
    topic, _, rest = error.field.partition(".")
    if topic == "actions":
        return replace(error, field=f"set_{rest.partition('.')[0] or 'category'}")
    if topic == "conditions":
        said = LOOKED_FOR if error.message == sentences.NEEDED else error.message
        return replace(error, field=f"conditions.{rest.partition('.')[0] or '0'}", message=said)
    return error


def _condition(one: ConditionFields) -> dict[str, Any]:
    operator = one.operator.removeprefix(NOT)
    is_pair = operator == Operator.BETWEEN
    return {
        "field": one.field,
        "operator": operator,
        "value": [one.value.strip(), one.to.strip()] if is_pair else one.value.strip(),
        "not": one.operator.startswith(NOT),
    }


def _typed(one: Condition) -> ConditionFields:
    isnt = NOT if one.is_negated else ""
    value, to = one.values[0], one.values[1] if len(one.values) > 1 else ""
    return ConditionFields(one.field, f"{isnt}{one.operator}", value, to)


def _set(actions: Actions) -> dict[str, str | None]:
    given = {f"set_{name}": getattr(actions, name) for name in _SETS}
    return given | {"set_tags": ", ".join(actions.tags) or None}


def _columns(rows: Iterable[ConditionFields]) -> dict[str, list[str]]:
    kept = list(rows)
    names = ("field", "operator", "value", "to")
    return {f"condition_{name}": [getattr(row, name) for row in kept] for name in names}
