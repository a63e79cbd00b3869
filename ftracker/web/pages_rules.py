"""What the pages of rules show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ftracker.domain import search_rules
from ftracker.domain.kinds import Direction
from ftracker.domain.rules import WEEKDAYS, Draft, Preview, Tried
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.rules import RuleLine
from ftracker.web import choices, redirects, rules
from ftracker.web.display import Option, Tone
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import stale
from ftracker.web.pages_transactions import StaleView
from ftracker.web.rules import ConditionFields

LABELS = {"name": "Name", "match": "Conditions that must hold", "is_active": "Switched on"}
WORDS = {"all": "All", "any": "Any", "on": "Yes", "": "No"}
_CHANGED = (
    ("category", "Category"),
    ("payee", "Payee"),
    ("type", "Type"),
    ("account", "Account"),
    ("note", "Note"),
    ("tags", "Tags"),
)
Money = Callable[[Decimal], str]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in the list; `search_href` opens what it fits, where a search can say it."""

    id: str
    number: int
    name: str
    sentence: str
    is_active: bool
    problem: str
    is_first: bool
    is_last: bool
    search_href: str


@dataclass(frozen=True, slots=True)
class RulesPage:
    """All rules in their order."""

    rows: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One thing that a rule changes about a transaction."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TriedRow:
    """A transaction that a rule fits, and what would change."""

    id: str
    day: date
    text: str
    amount: str
    tone: Tone
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a rule would do to what is in the books; a `problem` says why nobody knows."""

    sentence: str
    rows: tuple[TriedRow, ...]
    more: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RuleFormPage:
    """Adding or changing a rule.

    `form` holds id or version, name, match, is_active, what is set as set_…, and as q the
    conditions written as a search.
    """

    title: str
    form: Form
    action: str
    is_new: bool
    problem: str
    conditions: tuple[ConditionFields, ...]
    fields: tuple[Option, ...]
    operators: tuple[tuple[str, tuple[Option, ...]], ...]
    category_groups: tuple[tuple[str, tuple[Option, ...]], ...]
    types: tuple[Option, ...]
    accounts: tuple[Option, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    preview: PreviewPage | None
    stale: StaleView | None
    back_href: str = "/rules"


@dataclass(frozen=True, slots=True)
class RuleDeletePage:
    """Asks before a rule goes."""

    id: str
    name: str
    sentence: str


def listing(lines: Sequence[RuleLine]) -> RulesPage:
    """Show all rules in their order."""
    return RulesPage(
        tuple(
            RuleRow(
                str(line.id),
                number,
                line.name,
                # A rule that has no name of its own is called by its sentence.
                "" if line.name == line.sentence else line.sentence,
                line.is_active,
                line.problem or "",
                number == 1,
                number == len(lines),
                f"/?{redirects.query(q=text)}#transactions" if (text := _search(line)) else "",
            )
            for number, line in enumerate(lines, start=1)
        )
    )


def form_page(
    form: Form,
    names: Catalogue,
    *,
    line: RuleLine | None,
    preview: PreviewPage | None,
    is_stale: bool = False,
) -> RuleFormPage:
    """Show the form; `line` is the rule that it changes, None for a new one."""
    present = rules.filled(line) if line else Form()
    if line and not form.value("q"):
        form.typed["q"] = [_search(line)]
    return RuleFormPage(
        title=f"Rule {line.name}" if line else "New rule",
        form=form,
        action=f"/rules/{line.id}" if line else "/rules/add",
        is_new=line is None,
        problem=(line.problem or "") if line else "",
        conditions=rules.conditions(form),
        fields=rules.FIELDS,
        operators=rules.OPERATORS,
        category_groups=_by_name(choices.grouped(names)),
        types=_named(choices.options(names.types.values())),
        accounts=_named(choices.options(names.accounts.values())),
        lists=_lists(names),
        preview=preview,
        stale=stale(form, present, labels=LABELS, words=WORDS, reload_href=f"/rules/{line.id}")
        if line and is_stale
        else None,
    )


def _search(line: RuleLine) -> str:
    """Write the conditions of a rule as a search; '' where none says it."""
    return search_rules.written(line.rule.conditions, needs_all=line.rule.needs_all)


def preview_page(found: Preview, money: Money) -> PreviewPage:
    """Show what a rule would do."""
    some = "matches nothing" if not found.matching else f"matches {found.matching:,}"
    said = f"The rule {some} of {found.total:,}; {found.changing:,} would change."
    if found.since:
        said = f"Since {found.since} the rule {some}; {found.changing:,} would change."
    rows = tuple(_tried(one, money) for one in found.rows)
    return PreviewPage(said, rows, found.matching - len(rows))


def no_preview(form: Form) -> PreviewPage:
    """Say why it cannot be told what a rule would do."""
    return PreviewPage("", (), 0, form.errors[0].message)


def _tried(one: Tried, money: Money) -> TriedRow:
    draft = one.before
    is_out = draft.direction == Direction.OUT
    return TriedRow(
        str(one.id),
        draft.date,
        draft.payee or draft.note.partition("\n")[0],
        money(draft.amount),
        "spending" if is_out else "income",
        tuple(
            ChangeView(label, _shown(draft, name), _shown(one.after, name))
            for name, label in _CHANGED
            if getattr(draft, name) != getattr(one.after, name)
        ),
    )


def _shown(draft: Draft, name: str) -> str:
    value = getattr(draft, name)
    return (", ".join(value) if isinstance(value, tuple) else value) or "nothing"


def _by_name(
    groups: tuple[tuple[str, tuple[Option, ...]], ...],
) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    return tuple(
        (title, tuple(Option(label.rpartition(" › ")[2], label) for _, label in members))
        for title, members in groups
    )


def _named(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return tuple(Option(label, label) for _, label in options)


def _lists(names: Catalogue) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Offer what may be typed as the value of a condition, by its field."""
    return (
        ("category", tuple(c.name for c in names.categories.values())),
        ("account", tuple(a.name for a in names.accounts.values())),
        ("type", tuple(t.name for t in names.types.values())),
        ("flow", ("in", "out", "transfer")),
        ("weekday", WEEKDAYS),
    )
