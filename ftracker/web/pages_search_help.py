"""How searches are written: an example for everything that one can ask."""

from dataclasses import dataclass

from ftracker.web.redirects import query


@dataclass(frozen=True, slots=True)
class Example:
    """A search, what it finds, and the list of just that."""

    text: str
    meaning: str

    @property
    def href(self) -> str:
        """The list that the search finds."""
        return f"/?{query(q=self.text)}"


@dataclass(frozen=True, slots=True)
class SearchHelpPage:
    """Examples by what they are about."""

    groups: tuple[tuple[str, tuple[Example, ...]], ...]


PAGE = SearchHelpPage(
    (
        ("Words", (
            Example("coffee", "in the payee or the note, capital and small letters alike"),
            Example("coffee cake", "both words, wherever they stand"),
            Example('"coffee cake"', "just this phrase"),
            Example("payee:coffee", "in the payee; in the note with note:"),
            Example("payee:coffee*", "the payee begins so; with *coffee it ends so"),
            Example('payee="coffee house"', "the whole payee"),
        )),
        ("Amounts and days", (
            Example("amount>50", "more than 50; also <, >= and <="),
            Example("amount:10..20", "from 10 up to 20"),
            Example("date:2025-07", "in a day, a week (2025-W30), a month or a year"),
            Example("after:2025-01", "from the first day of it on"),
            Example("before:2025-07", "up to the day before it; with until: its last day belongs"),
            Example("day:28..31", "on these days of any month"),
            Example("weekday:saturday", "on this day of the week"),
        )),
        ("Names", (
            Example("category:food", "the category and those below it, or all that are called so"),
            Example("category=Other", "this category alone"),
            Example("kind:expense", "income, expense, savings, investment, other or timebound"),
            Example("account:everyday", "an account; a type with type:"),
            Example("tag:holiday", "carries this tag"),
            Example("flow:in", "in, out or transfer"),
        )),
        ("What it is and has", (
            Example("is:refund", "also split, imported and reconciled"),
            Example("has:note", "also payee and tag"),
        )),
        ("Together", (
            Example("coffee amount>5", "both must hold"),
            Example("coffee or tea", "one of them; a bar | says the same"),
            Example("coffee -note:work", "the one and not the other; also not"),
            Example("(coffee or tea) -amount>5", "brackets hold together"),
        )),
    )
)  # fmt: skip
