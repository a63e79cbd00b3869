"""The forms of a scenario's changes: what may be asked, and what was typed as a schema."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from ftracker.domain import money
from ftracker.domain.errors import InvalidInput
from ftracker.domain.periods import months_later
from ftracker.queries.catalogue import Catalogue
from ftracker.schemas import scenarios as schemas
from ftracker.schemas import sentences
from ftracker.schemas.fields import In
from ftracker.web.forms import Form

SCHEDULE, PAYEE = "s:", "p:"


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of “what if”: the word in the address, how it is asked, and what is needed."""

    word: str
    icon: str
    title: str
    hint: str
    needs: str = ""


QUESTIONS = (
    Question(
        "stop", "x-lg", "What if something stops?", "A subscription, a bill, a job.", "things"
    ),
    Question(
        "reprice",
        "graph-up",
        "What if something costs or brings more?",
        "Rent, insurance, your pay: once, or again each year.",
        "things",
    ),
    Question(
        "buy", "cart", "What if we buy something?", "A sofa, or a car with its monthly payments."
    ),
    Question(
        "earn", "cash-coin", "What if we earn more?", "A second job, a lodger, child benefit."
    ),
    Question(
        "pay",
        "arrow-repeat",
        "What if we pay for something new again and again?",
        "A lesson, a membership, a nursery.",
    ),
    Question(
        "usual",
        "basket",
        "What if we spend more or less on something?",
        "Groceries, eating out, petrol.",
    ),
    Question("pause_goal", "pause", "What if a goal waits?", "For a while, or for good.", "goals"),
    Question(
        "goal_amount",
        "flag",
        "What if we set aside another amount?",
        "So much a month for a goal.",
        "goals",
    ),
)
BY_WORD: Mapping[str, Question] = {one.word: one for one in QUESTIONS}


def empty(word: str, names: Catalogue, today: date) -> Form:
    """Give what an empty form begins with."""
    first = months_later(today.replace(day=1), 1)
    values: dict[str, Any] = {
        "start": first,
        "account_id": names.default_account.id,
        "category_id": names.default_category.id,
        "unit": "month",
        "every": 1,
        "way": "more",
        "measure": "amount",
    }
    if word == "buy":
        values |= {"start": today, "first": months_later(today, 1)}
    return Form.filled(**values)


def read(word: str, form: Form, currency: str) -> list[schemas.ChangeIn]:
    """Read the changes that a form asks for, one or two. Raises InvalidInput."""
    return [_change(one) for one in _READERS[word](form, currency)]


def _change(said: dict[str, Any]) -> Any:
    return sentences.read(_SCHEMAS[said["what"]], said)


def _stop(form: Form, _: str) -> list[dict[str, Any]]:
    return [{"what": "stop", **_thing(form), **form.given("start")}]


def _reprice(form: Form, currency: str) -> list[dict[str, Any]]:
    more = {"is_yearly": form.value("is_yearly") == "on", **form.given("start")}
    return [{"what": "reprice", **_thing(form), **_more(form, currency), **more}]


def _buy(form: Form, currency: str) -> list[dict[str, Any]]:
    """Read a price that is paid at once, and instalments; at least one of them."""
    place = form.given("name", "account_id", "category_id") | {"direction": "out"}
    found: list[dict[str, Any]] = []
    has_instalments = bool(form.value("instalment").strip())
    if form.value("amount").strip() or not has_instalments:
        amount = _amount(form, "amount", currency)
        found.append({"what": "one_off", **place, "amount": amount, **form.given("start")})
    if has_instalments:
        amount = _amount(form, "instalment", currency)
        begins = form.value("first").strip() or form.value("start")
        times = form.given("times")
        if found:
            place["name"] = f"{form.value('name').strip()}, instalment"
        found.append({"what": "repeat", **place, "amount": amount, "start": begins, **times})
    return found


def _earn(form: Form, currency: str) -> list[dict[str, Any]]:
    return [_repeat(form, currency, "in")]


def _pay(form: Form, currency: str) -> list[dict[str, Any]]:
    return [_repeat(form, currency, "out")]


def _repeat(form: Form, currency: str, direction: str) -> dict[str, Any]:
    said = form.given("name", "start", "every", "unit", "times", "account_id", "category_id")
    amount = _amount(form, "amount", currency)
    return {"what": "repeat", **said, "amount": amount, "direction": direction}


def _usual(form: Form, currency: str) -> list[dict[str, Any]]:
    said = form.given("category_id", "start")
    return [{"what": "usual", **said, **_more(form, currency)}]


def _pause_goal(form: Form, _: str) -> list[dict[str, Any]]:
    return [{"what": "pause_goal", **form.given("goal_id", "start", "until")}]


def _goal_amount(form: Form, currency: str) -> list[dict[str, Any]]:
    said = form.given("goal_id", "start")
    return [{"what": "goal_amount", **said, "amount": _amount(form, "amount", currency)}]


def _thing(form: Form) -> dict[str, Any]:
    """Read which schedule is meant, or what comes again without one."""
    chosen = form.value("thing")
    if chosen.startswith(SCHEDULE):
        try:
            return {"schedule_id": UUID(chosen.removeprefix(SCHEDULE))}
        except ValueError as bad:
            raise InvalidInput("thing", "Choose one of them.") from bad
    if chosen.startswith(PAYEE):
        return {"payee": chosen.removeprefix(PAYEE)}
    raise InvalidInput("thing", "Choose one of them.")


def _more(form: Form, currency: str) -> dict[str, Any]:
    """Read how much more or less, in money or in per cent."""
    sign = -1 if form.value("way") == "less" else 1
    if form.value("measure") == "percent":
        text = form.value("by").strip().removesuffix("%").strip().replace(",", ".")
        try:
            percent = Decimal(text)
        except ArithmeticError as bad:
            raise InvalidInput("by", "Write per cent such as 3 or 2.5.") from bad
        if not percent.is_finite() or percent <= 0:
            raise InvalidInput("by", "Write per cent above zero.")
        return {"percent": f"{sign * percent:f}"}
    amount = Decimal(_amount(form, "by", currency))
    return {"by": f"{sign * amount:f}"}


def _amount(form: Form, name: str, currency: str) -> str:
    try:
        return money.plain(money.parse(form.value(name), currency), currency)
    except ValueError as bad:
        raise InvalidInput(name, str(bad)) from bad


_READERS: Mapping[str, Callable[[Form, str], Sequence[dict[str, Any]]]] = {
    "stop": _stop,
    "reprice": _reprice,
    "buy": _buy,
    "earn": _earn,
    "pay": _pay,
    "usual": _usual,
    "pause_goal": _pause_goal,
    "goal_amount": _goal_amount,
}
_SCHEMAS: Mapping[str, type[In]] = {
    "stop": schemas.StopIn,
    "reprice": schemas.RepriceIn,
    "one_off": schemas.OneOffIn,
    "repeat": schemas.RepeatIn,
    "usual": schemas.UsualIn,
    "pause_goal": schemas.PauseGoalIn,
    "goal_amount": schemas.GoalAmountIn,
}
