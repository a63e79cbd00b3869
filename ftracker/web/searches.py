"""What a list shows, as its address says it: kept as typed, understood where it makes sense."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode
from uuid import UUID

from ftracker.domain import money, periods
from ftracker.domain import searches as grammar
from ftracker.domain.kinds import Section
from ftracker.domain.periods import Period, Unit
from ftracker.domain.view_words import NO_MEMBER, NOBODY, SEVERAL
from ftracker.queries import searches as asked
from ftracker.queries.catalogue import Catalogue
from ftracker.queries.conditions import Where
from ftracker.queries.filters import NOTHING
from ftracker.queries.transactions import Filter
from ftracker.web import addresses

SECTIONS = {
    "income": (Section.INCOME,),
    "spending": (Section.SPENDING,),
    "set_aside": (Section.SET_ASIDE,),
    "net": (Section.INCOME, Section.SPENDING),
    "transfer": (Section.NONE,),
}
FILTERS = (
    "q",
    "type_id",
    "category_id",
    "alone",
    "account_id",
    "member_id",
    "kind",
    "payee",
    "section",
    "tag",
    "import_id",
    "min",
    "max",
    "start",
    "end",
    "until",
)
NAMES = ("period", *FILTERS)


@dataclass(frozen=True, slots=True)
class Search:
    """The words of an address, the period they name, and the filter they mean.

    Without any word it is the present month; with filters and no period, all there is. A `problem`
    says why the words of `q` are looked for as they stand.
    """

    path: str
    typed: Mapping[str, str]
    period: Period | None
    wanted: Filter
    problem: str = ""

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything but a period narrows the list."""
        return any(name in self.typed for name in FILTERS)

    def url(self, **changes: str | None) -> str:
        """Give the address with some words changed; None takes a word away."""
        words = {k: v for k, v in {**self.typed, **changes}.items() if v}
        return f"{self.path}?{urlencode(words)}" if words else self.path


def words(given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Make the words of an address into one text each, without those that say nothing.

    Of what is repeated the last one counts; ids and kinds are joined by commas, payees by line
    breaks.
    """
    found: dict[str, str] = {}
    for name, value in given:
        mark = SEVERAL.get(name)
        if mark and not value:
            # An empty field of a form; what has no payee is a line break.
            continue
        found[name] = f"{found[name]}{mark}{value}" if mark and name in found else value
    return {name: text for name, text in found.items() if text.strip() or "\n" in text}


def payees(*names: str) -> str:
    """Write whole payees as one word of an address; '' is what has no payee."""
    return "\n".join(names) or "\n"


def rows_href(words: Mapping[str, str]) -> str:
    """Give the address of the transactions that some words mean, further down on their page."""
    return f"/?{addresses.written(words)}#transactions"


def read(
    path: str,
    words: Mapping[str, str],
    names: Catalogue,
    *,
    today: date,
    currency: str,
    bounds: grammar.Bounds = grammar.WIDEST,
) -> Search:
    """Understand an address; a word that means nothing stays, so that it can be mended.

    A period that is none has no field to mend it in, so it is left out. `start` and `until` belong
    to the range, `end` does not. `bounds` are those of `q`.
    """
    typed = known(words)
    period = _period(typed, today)
    if period:
        # Every address made from this one means the same days, also without the word.
        typed["period"] = period.text
    where, problem = _asked(typed["q"], names, bounds) if "q" in typed else (None, "")
    wanted = Filter(
        start=_day(typed.get("start")) or (period.start if period else None),
        end=_day(typed.get("end"))
        or _day_after(typed.get("until"))
        or (period.end if period else None),
        where=where,
        type_ids=_ids(typed.get("type_id")),
        category_ids=_categories(typed, names),
        account_ids=_ids(typed.get("account_id")),
        member_ids=_ids(typed.get("member_id", "").replace(NO_MEMBER, str(NOBODY))),
        payees=_payees(typed.get("payee")),
        sections=names.places(*SECTIONS[typed["section"]])
        if typed.get("section") in SECTIONS
        else None,
        tag=typed.get("tag", ""),
        import_id=next(iter(_ids(typed.get("import_id"))), None),
        min=_amount(typed.get("min"), currency),
        max=_amount(typed.get("max"), currency),
    )
    return Search(path, typed, period, wanted, problem)


def within(search: Search, period: Period) -> Filter:
    """Give the same filter in another period."""
    return replace(search.wanted, start=period.start, end=period.end)


def known(words: Mapping[str, str]) -> dict[str, str]:
    """Keep the words that filters know; a payee keeps its spaces, as it is compared whole."""
    said = {name: words[name].replace("\x00", "") for name in NAMES if name in words}
    # Browsers send what parts payees in a field of a form as two signs.
    trimmed = {
        name: word.replace("\r\n", "\n") if name == "payee" else word.strip()
        for name, word in said.items()
    }
    return {name: word for name, word in trimmed.items() if word}


def _asked(q: str, names: Catalogue, bounds: grammar.Bounds) -> tuple[Where | None, str]:
    """Give what a search asks; one that cannot be read asks for its words, and a sentence why."""
    try:
        return asked.meant(grammar.parse(q, bounds), names), ""
    except ValueError as bad:
        plain = grammar.plain(q)
        return asked.meant(plain, names) if plain else None, str(bad)


def _period(typed: dict[str, str], today: date) -> Period | None:
    try:
        return periods.parse(typed["period"])
    except (KeyError, ValueError):
        typed.pop("period", None)
        return None if typed else periods.containing(today, Unit.MONTH)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _day_after(text: str | None) -> date | None:
    """Give the first day that a range up to and with this day leaves out."""
    day = _day(text)
    return day + timedelta(days=1) if day and day < date.max else None


def _ids(text: str | None) -> tuple[UUID, ...]:
    """Read ids; what is none finds nothing."""
    return tuple(dict.fromkeys(_id(one) for one in text.split(","))) if text else ()


def _id(text: str) -> UUID:
    try:
        return UUID(text.strip())
    except ValueError:
        return NOTHING


def _payees(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split("\n"))) if text else ()


def _categories(typed: Mapping[str, str], names: Catalogue) -> tuple[UUID, ...]:
    """Find the categories meant, with those below them unless alone, and of the kinds said."""
    chosen = _ids(typed.get("category_id"))
    if "alone" not in typed:
        chosen = tuple(member for found in chosen for member in names.family(found))
    if "kind" not in typed:
        return chosen
    kinds = {word.strip().casefold() for word in typed["kind"].split(",")}
    of_kind = (c.id for c in names.categories.values() if c.kind.casefold() in kinds)
    return tuple(key for key in of_kind if not chosen or key in chosen) or (NOTHING,)


def _amount(text: str | None, currency: str) -> Decimal | None:
    try:
        return money.parse(text, currency) if text else None
    except (ValueError, InvalidOperation):
        return None
