"""What the review shows, and what its form says."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ftracker.domain.kinds import Direction
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.reviews import SHOWN, Group, Step, Waiting
from ftracker.schemas import sentences
from ftracker.schemas.reviews import DecisionIn
from ftracker.web import redirects
from ftracker.web.display import CategoryMark, Option, Tone, counted
from ftracker.web.forms import Form
from ftracker.web.pages_suggestions import percent

OTHER = "other_"
APART = ("others",)
OPERATORS = (
    Option("equals", "is"),
    Option("contains", "contains"),
    Option("starts", "starts with"),
)
_RULE_VALUE = 200
_WORTH_SAYING = 0.01
Money = Callable[[Decimal], str]


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A category that is proposed, with the key that chooses it."""

    key: int
    id: str
    mark: CategoryMark
    percent: str
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingView:
    """One transaction of the group; `other` is what was typed for it alone."""

    id: str
    day: Any
    text: str
    account: str
    amount: str
    href: str
    other: str
    error: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """The group that is to be decided."""

    key: str
    title: str
    lead: str
    direction: str
    subject: str
    tone: Tone
    proposals: tuple[ProposalView, ...]
    rows: tuple[WaitingView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One step of the review; without a group there is nothing left to decide.

    `form` holds typed, make_rule, rule_operator, rule_value and the others of rows.
    """

    group: GroupView | None
    form: Form
    action: str
    skip_href: str
    start_href: str
    progress: str
    percent: int
    done: int
    passed: int
    categories: tuple[str, ...]
    operators: tuple[Option, ...] = OPERATORS


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in the review: how many groups were decided, and which passed over."""

    done: int
    passed: frozenset[str]

    @classmethod
    def read(cls, done: str, skip: str) -> "Place":
        """Read it from an address; what makes no sense is left out."""
        count = int(done) if done.isascii() and done.isdigit() and len(done) < len("10000") else 0
        return cls(count, frozenset(key for key in skip.split(",")[:200] if key.isalnum()))

    def href(self, *, done: int = 0, skip: str = "") -> str:
        """Write the address of the next step."""
        passed = sorted(self.passed | ({skip} if skip else set()))
        words = redirects.query(done=str(self.done + done or ""), skip=",".join(passed))
        return f"/review?{words}" if words else "/review"


def page(step: Step, place: Place, form: Form, names: Catalogue, money: Money) -> ReviewPage:
    """Show a step."""
    group = step.group
    total, at = place.done + step.left, place.done + step.passed
    return ReviewPage(
        group=_group(step, group, form, names, money) if group else None,
        form=form,
        action=place.href(),
        skip_href=place.href(skip=group.key) if group else "",
        start_href="/review",
        progress=f"{min(at + 1, total):,} of {counted(total, 'group')}",
        percent=100 * at // total if total else 100,
        done=place.done,
        passed=step.passed,
        categories=tuple(
            one.name
            for one in names.categories.values()
            if not one.is_archived and not one.is_default
        ),
    )


def filled(group: Group) -> Form:
    """Fill the form in for a group that was just met."""
    value = group.name.partition("\n")[0][:_RULE_VALUE]
    is_whole = value == group.name
    return Form.filled(rule_operator="equals" if is_whole else "starts", rule_value=value)


def decision(form: Form, group: Group) -> DecisionIn:
    """Read what was decided. Raises InvalidInput."""
    said = form.value("typed" if form.value("do") == "typed" else "category").strip()
    others = {
        name.removeprefix(OTHER): value
        for name in form.typed
        if name.startswith(OTHER) and (value := form.value(name).strip())
    }
    values: dict[str, Any] = {"category": said, "others": others}
    if form.value("make_rule"):
        values["rule"] = _rule(form, group, said)
    return sentences.read(DecisionIn, values)


def place_of(field: str) -> str:
    """Name the control that a finding about a decision belongs to."""
    if field.startswith("others."):
        return f"{OTHER}{field.removeprefix('others.')}"
    return {"category": "typed", "rule": "rule_value"}.get(field, field)


def _rule(form: Form, group: Group, category: str) -> dict[str, Any]:
    text = {
        "field": "payee" if group.has_payee else "note",
        "operator": form.value("rule_operator"),
        "value": form.value("rule_value"),
    }
    way = {"field": "flow", "operator": "is", "value": group.direction}
    return {"conditions": [text, way], "actions": {"category": category}}


def _group(step: Step, group: Group, form: Form, names: Catalogue, money: Money) -> GroupView:
    is_out = group.direction == Direction.OUT
    return GroupView(
        key=group.key,
        title=group.name.partition("\n")[0] or "Without payee and note",
        lead=f"{group.count:,} × · {money(group.amount)}",
        direction="Money out" if is_out else "Money in",
        subject="payee" if group.has_payee else "note",
        tone="spending" if is_out else "income",
        proposals=tuple(
            ProposalView(
                number,
                str(one.category_id),
                CategoryMark(category.name, category.icon, category.colour),
                percent(one.probability),
                one.reason,
            )
            for number, one in enumerate(step.proposals, start=1)
            for category in (names.categories[one.category_id],)
            if number == 1 or one.probability >= _WORTH_SAYING
        ),
        rows=tuple(_row(one, group, form, names, money) for one in step.rows),
        more=max(group.count - SHOWN, 0),
    )


def _row(one: Waiting, group: Group, form: Form, names: Catalogue, money: Money) -> WaitingView:
    field = f"{OTHER}{one.id}"
    return WaitingView(
        str(one.id),
        one.date,
        one.note.partition("\n")[0] if group.has_payee else "",
        names.accounts[one.account_id].name,
        money(one.amount),
        f"/transaction/edit/{one.id}",
        form.value(field),
        form.error(field) or "",
    )
