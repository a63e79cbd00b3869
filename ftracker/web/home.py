"""The home page: a period, or what a search finds, in sums, lines and the list itself."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from ftracker.domain import periods
from ftracker.domain.kinds import Section
from ftracker.domain.periods import Period, Unit
from ftracker.queries.bubbles import CategorySum
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.transactions import Line, Page
from ftracker.web import choices, display, list_filters, search_texts
from ftracker.web.display import CategoryMark, Figure, PeriodSwitch, Tone
from ftracker.web.forms import Form
from ftracker.web.pages_home import Bar, CategoryLine, HomePage, QuickAdd
from ftracker.web.rows import TONES, Writer
from ftracker.web.searches import Search

LABELS = {
    Section.INCOME: "Income",
    Section.SPENDING: "Spending",
    Section.SET_ASIDE: "Set aside",
    Section.NONE: "Transfers",
}
ORDER = list(LABELS)
FIGURES: tuple[tuple[Tone, str], ...] = (
    ("income", "Income"),
    ("spending", "Spending"),
    ("set_aside", "Set aside"),
    ("net", "Net"),
)
Sums = dict[Section, Decimal]
MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What the database says of a search: its list, its sums, and those of the period before.

    `members` are the names of people by their ids, where the search asks for some.
    """

    page: Page
    partners: dict[UUID, Line]
    sums: list[CategorySum]
    before: list[CategorySum] | None
    is_new: bool
    members: Mapping[str, str] = field(default_factory=dict)


def build(
    search: Search,
    found: Found,
    writer: Writer,
    *,
    today: date,
    quick: Form,
    opened: Collection[str] = (),
) -> HomePage:
    """Put the page together, ready to be written; `opened` may name filters and categories."""
    lines = _categories(search, found.sums, writer)
    shown = lines if "categories" in opened else _largest(lines)
    now = sections(found.sums, writer.names)
    count = sum(one.count for one in found.sums)
    return HomePage(
        title=_title(search),
        here=search.url(),
        periods=_switch(search, today),
        figures=tuple(_figures(search, now, found, writer)),
        bars=tuple(_bars(search, now, writer)),
        bars_sentence=_sentence(now, writer),
        bubbles_href="/transactions/bubbles" + search.url().removeprefix("/"),
        categories=tuple(shown),
        smaller=len(lines) - len(shown),
        smaller_href=search.url(categories="all"),
        choices=choices.all_of(writer.names),
        quick=QuickAdd(quick, choices.moving(writer.names), writer.shows_account),
        filters=list_filters.form(search),
        kept=list_filters.kept(search, writer, is_open="filters" in opened),
        filters_open="filters" in opened,
        filters_href=search.url(filters="open"),
        badges=list_filters.badges(search, writer, found.members),
        rule_href=search_texts.rule_href(search, writer.names) if search.is_filtered else "",
        clear_href=_cleared(search),
        days=writer.days(
            found.page.lines, found.partners, all_accounts=not search.wanted.account_ids
        ),
        count=f"{count:,}",
        newer_href=_paged(search, found.page.newer),
        older_href=_paged(search, found.page.older),
        is_new=found.is_new,
        has_pins=writer.names.has_pins,
    )


def sections(sums: Iterable[CategorySum], names: Catalogue) -> Sums:
    """Add sums up by section, each with its sign inside it; transfers stand as they are."""
    totals: Sums = defaultdict(Decimal)
    for one in sums:
        section = names.section(one.type_id, one.category_id)
        sign = names.sign(one.type_id, one.category_id) or 1
        totals[section] += sign * one.amount
    return totals


def _figures(search: Search, now: Sums, found: Found, writer: Writer) -> list[Figure]:
    then = sections(found.before, writer.names) if found.before is not None else None
    words = f"than {_short(search.period.previous())}" if search.period else ""
    return [
        Figure(
            label=label,
            text=writer.signed(_sum(now, tone)) if tone == "net" else writer.money(_sum(now, tone)),
            href=search.url(section=tone) + "#transactions",
            tone=tone,
            change=display.change(
                _sum(now, tone), _sum(then, tone), words, more_is_good=tone != "spending"
            )
            if then is not None
            else None,
        )
        for tone, label in FIGURES
    ]


def _sum(sums: Sums, tone: Tone) -> Decimal:
    """Give the sum of a section, or net: income without spending."""
    if tone == "net":
        return sums[Section.INCOME] - sums[Section.SPENDING]
    return sums[Section(tone)]


def _bars(search: Search, now: Sums, writer: Writer) -> list[Bar]:
    pair = [(Section.INCOME, "income"), (Section.SPENDING, "spending")]
    longest = max(abs(now[section]) for section, _ in pair)
    if not longest:
        return []
    return [
        Bar(
            label=LABELS[section],
            text=writer.money(now[section]),
            width=f"{max(now[section], Decimal(0)) / longest * 100:.1f}",
            tone=TONES[section],
            href=search.url(section=name) + "#transactions",
        )
        for section, name in pair
    ]


def _sentence(now: Sums, writer: Writer) -> str:
    income, spending = now[Section.INCOME], now[Section.SPENDING]
    net = income - spending
    if not income:
        return f"{writer.money(spending)} went out and nothing came in."
    if net < 0:
        return f"{writer.money(-net)} more went out than came in."
    return f"{writer.money(net)} of {writer.money(income)} was left ({net / income * 100:.0f} %)."


def _categories(search: Search, sums: Sequence[CategorySum], writer: Writer) -> list[CategoryLine]:
    """List categories by section, largest first; one below another counts in the upper one."""
    totals: dict[tuple[Section, UUID], Decimal] = defaultdict(Decimal)
    counts: dict[tuple[Section, UUID], int] = defaultdict(int)
    met: dict[UUID, set[Section]] = defaultdict(set)
    for one in sums:
        key = _place(writer.names, one)
        met[writer.names.top(one.category_id).id].add(key[0])
        totals[key] += (writer.names.sign(one.type_id, one.category_id) or 1) * one.amount
        counts[key] += one.count
    wholes: Sums = defaultdict(Decimal)
    for (section, _), amount in totals.items():
        wholes[section] += amount
    largest = max((abs(amount) for amount in totals.values()), default=Decimal(0)) or Decimal(1)
    order = sorted(totals, key=lambda key: (ORDER.index(key[0]), -totals[key], key[1]))
    return [
        CategoryLine(
            mark=_mark(search, key, writer, is_mixed=len(met[key[1]]) > 1),
            detail=f"{LABELS[key[0]]}, {display.counted(counts[key], 'entry', 'entries')}",
            amount=writer.money(totals[key]),
            tone=TONES[key[0]],
            share=_share(totals[key], wholes[key[0]]),
            width=f"{abs(totals[key]) / largest * 100:.0f}",
        )
        for key in order
    ]


def _largest(lines: list[CategoryLine]) -> list[CategoryLine]:
    """Keep as many lines as stand beside the bubbles, the largest, in their order."""
    if len(lines) <= MOST_LINES:
        return lines
    largest = sorted(range(len(lines)), key=lambda at: -int(lines[at].width))[: MOST_LINES - 1]
    return [lines[at] for at in sorted(largest)]


def _place(names: Catalogue, one: CategorySum) -> tuple[Section, UUID]:
    section = names.section(one.type_id, one.category_id)
    return section, UUID(int=0) if section is Section.NONE else names.top(one.category_id).id


def _mark(
    search: Search, key: tuple[Section, UUID], writer: Writer, *, is_mixed: bool
) -> CategoryMark:
    """Link to what the sum is made of; the section is only named where the category has two."""
    section, category_id = key
    word = TONES[section]
    if section is Section.NONE:
        href = search.url(section=word)
        return CategoryMark("Transfers", "arrow-left-right", "slate", href + "#transactions")
    name = writer.names.categories[category_id]
    only = {"section": word} if is_mixed else {}
    href = search.url(category_id=str(category_id), **only) + "#transactions"
    return CategoryMark(name.name, name.icon, name.colour, href)


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{part / whole * 100:.0f} %" if whole > 0 else ""


def _title(search: Search) -> str:
    if search.period:
        return search.period.label
    return "Transactions"


def _switch(search: Search, today: date) -> PeriodSwitch:
    """Offer the weeks, months and years around; a search without a period offers today's."""
    shown = search.period
    day = _same_day(shown, today)
    units = tuple(
        display.Unit(
            unit.value.capitalize(),
            search.url(period=periods.containing(day, unit).text, start=None, end=None, until=None),
            shown is not None and shown.unit is unit,
        )
        for unit in Unit
    )
    here = periods.containing(today, shown.unit if shown else Unit.MONTH)
    return PeriodSwitch(
        label=shown.label if shown else _range(search),
        units=units,
        previous_href=search.url(period=shown.previous().text) if shown else "",
        next_href=search.url(period=shown.next().text) if shown else "",
        today_href="" if shown == here else search.url(period=here.text),
    )


def _same_day(shown: Period | None, today: date) -> date:
    """Stay in the chosen period when the unit changes, at today if it holds it."""
    return today if shown is None or shown.holds(today) else shown.start


def _range(search: Search) -> str:
    wanted = search.wanted
    if not wanted.start and not wanted.end:
        return "All time"
    first = f"{wanted.start:%d %b %Y}" if wanted.start else "the beginning"
    last = f"{wanted.end - periods.DAY:%d %b %Y}" if wanted.end else "today and beyond"
    return f"{first} – {last}"


def _short(period: Period) -> str:
    if period.unit is Unit.WEEK:
        return "the week before"
    return f"in {period.start:%B}" if period.unit is Unit.MONTH else f"in {period.label}"


def _cleared(search: Search) -> str:
    return f"/?period={search.period.text}" if search.period else "/"


def _paged(search: Search, cursor: object) -> str:
    text = getattr(cursor, "text", "")
    if not text:
        return ""
    mark = "&" if "?" in search.url() else "?"
    return f"{search.url()}{mark}cursor={text}#transactions"
