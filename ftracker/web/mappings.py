"""A mapping as a form: what is found out can be said, column by column."""

from typing import Any

from ftracker.domain.errors import FieldError
from ftracker.web.display import Option
from ftracker.web.forms import Form

FIND, NONE = "", "-"
MODES = (
    Option("signed", "One column, minus is money out"),
    Option("unsigned", "One column, the type says the way"),
    Option("in_out", "Two columns, money in and money out"),
    Option("indicator", "One column, another says in or out"),
)
DELIMITERS = (
    Option(",", "Comma"),
    Option(";", "Semicolon"),
    Option("\t", "Tab"),
    Option("|", "Bar"),
)
DECIMALS = (Option(".", "Point: 1,234.56"), Option(",", "Comma: 1.234,56"))
ENCODINGS = tuple(
    Option(code, label)
    for code, label in (
        ("utf-8", "UTF-8"), ("utf-16", "UTF-16"), ("cp1252", "Western European"),
        ("cp1250", "Central European"), ("cp1251", "Cyrillic"), ("iso-8859-15", "Latin with euro"),
        ("cp932", "Japanese"), ("gb18030", "Chinese"), ("cp949", "Korean"),
    )
)  # fmt: skip
_DATES = (
    ("%Y-%m-%d", "2026-12-31"), ("%d.%m.%Y", "31.12.2026"), ("%d/%m/%Y", "31/12/2026, day first"),
    ("%m/%d/%Y", "12/31/2026, month first"), ("%d-%m-%Y", "31-12-2026, day first"),
    ("%m-%d-%Y", "12-31-2026, month first"), ("%Y/%m/%d", "2026/12/31"), ("%Y%m%d", "20261231"),
    ("%d.%m.%y", "31.12.26"), ("%d/%m/%y", "31/12/26, day first"),
    ("%m/%d/%y", "12/31/26, month first"), ("%d %b %Y", "31 Dec 2026"), ("%d-%b-%Y", "31-Dec-2026"),
)  # fmt: skip
# A format that is none of the usual ones, or several together, stand in one choice.
_JOINED = " | "
_FIELDS = {
    "date.formats": "date_format", "date.column": "date_column", "amount": "mode",
    "amount.column": "amount_column", "amount.in": "in_column", "amount.out": "out_column",
    "amount.indicator": "indicator", "type.column": "type_column", "type.words": "words",
}  # fmt: skip
_COLUMNS = {
    "date_column": ("date", "column"),
    "amount_column": ("amount", "column"),
    "in_column": ("amount", "in"),
    "out_column": ("amount", "out"),
    "indicator": ("amount", "indicator"),
    "type_column": ("type", "column"),
    "payee": ("payee",),
    "category": ("category",),
    "account": ("account",),
    "balance": ("balance",),
}


def date_options(chosen: str) -> list[Option]:
    """Offer the usual date formats, and the chosen one if it is another."""
    known = [Option(style, label) for style, label in _DATES]
    extra = [] if not chosen or chosen in dict(_DATES) else [Option(chosen, chosen)]
    return known + extra


def delimiter_options(chosen: str) -> list[Option]:
    """Offer the usual marks between cells, and the chosen one if it is another."""
    known = [option.value for option in DELIMITERS]
    return [*DELIMITERS, *([] if not chosen or chosen in known else [Option(chosen, chosen)])]


def encoding_options(chosen: str) -> list[Option]:
    """Offer the usual encodings, and the chosen one if it is another."""
    known = [option.value for option in ENCODINGS]
    return [*ENCODINGS, *([] if not chosen or chosen in known else [Option(chosen, chosen)])]


def column_options(columns: list[str]) -> list[Option]:
    """Offer the columns of a file by their index."""
    return [Option(str(i), name) for i, name in enumerate(columns)]


def filled(mapping: dict[str, Any], columns: list[str], account_id: str) -> Form:
    """Make the form that shows a mapping, as it was understood or as far as it was said."""
    amount, kind = mapping.get("amount") or {}, mapping.get("type") or {}
    places = {name.casefold(): str(i) for i, name in enumerate(columns)}
    values = {name: _chosen(places, mapping, path) for name, path in _COLUMNS.items()}
    words = kind.get("words") or {}
    return Form.filled(
        **values,
        delimiter=mapping.get("delimiter") or "",
        encoding=mapping.get("encoding") or "",
        date_format=_JOINED.join((mapping.get("date") or {}).get("formats") or []),
        decimal=mapping.get("decimal") or "",
        mode=amount.get("mode") or "",
        negate="on" if amount.get("negate") else None,
        words="\n".join(f"{word} = {meant}" for word, meant in words.items()),
        description=[_place(places, column) for column in mapping.get("description") or []],
        to_account=account_id,
    )


def read(form: Form, stored: dict[str, Any]) -> dict[str, Any]:
    """Write the form in the JSON form of a mapping; what it does not ask stays as it was."""
    made = dict(stored)
    for name in ("delimiter", "encoding", "decimal"):
        _say(made, form, name, form.value(name) or None)
    for name in ("payee", "category", "account", "balance"):
        if name in form.typed:
            made.pop(name, None)
            made |= {} if form.value(name) == FIND else {name: _column(form.value(name))}
    made["date"] = _date(form, made.get("date") or {})
    if "mode" in form.typed:
        made["amount"] = _amount(form, stored.get("amount") or {})
    if "type_column" in form.typed:
        made["type"] = _type(form)
    if form.values("description"):
        # The form always sends one empty value, so that no tick at all means none of them.
        found = [_column(value) for value in form.values("description")]
        ticked = [column for column in found if column is not None]
        made |= {"description": ticked} if ticked or "description" in stored else {}
    return made


def _say(made: dict[str, Any], form: Form, name: str, value: Any) -> None:
    """Put what was chosen in; an empty choice lets it be found out again."""
    if name in form.typed:
        made.pop(name, None)
        made |= {} if value is None else {name: value}


def _date(form: Form, stored: dict[str, Any]) -> dict[str, Any]:
    made = dict(stored)
    if "date_column" in form.typed:
        made.pop("column", None)
        made |= _without_nothing(column=_column(form.value("date_column")))
    if "date_format" in form.typed:
        made.pop("formats", None)
        made |= _without_nothing(formats=_formats(form.value("date_format")))
    return made


def _type(form: Form) -> dict[str, Any] | None:
    if form.value("type_column") == NONE:
        return None
    column = _column(form.value("type_column"))
    return _without_nothing(column=column, words=_words(form.value("words")))


def at_fields(errors: list[FieldError]) -> list[FieldError]:
    """Move the errors of a mapping to the fields of its form."""
    return [FieldError(_FIELDS.get(e.field, e.field), e.message, e.row) for e in errors]


def _amount(form: Form, stored: dict[str, Any]) -> dict[str, Any]:
    mode = form.value("mode")
    made = _without_nothing(mode=mode or None)
    if mode == "in_out":
        columns = {"in": _column(form.value("in_column")), "out": _column(form.value("out_column"))}
        return made | _without_nothing(**columns)
    made |= _without_nothing(column=_column(form.value("amount_column")))
    made["negate"] = bool(form.value("negate"))
    if mode == "indicator":
        made |= _without_nothing(indicator=_column(form.value("indicator")))
        lists = {k: v for k in ("in", "out") if isinstance(v := stored.get(k), list)}
        made |= lists
    return made


def _words(text: str) -> dict[str, str]:
    pairs = [line.partition("=") for line in text.splitlines()]
    return {word.strip(): meant.strip() for word, mark, meant in pairs if mark and meant.strip()}


def _formats(text: str) -> list[str] | None:
    return [part.strip() for part in text.split(_JOINED.strip()) if part.strip()] or None


def _column(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None  # noqa: PLR2004


def _without_nothing(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _chosen(places: dict[str, str], mapping: dict[str, Any], path: tuple[str, ...]) -> str:
    """Tell what is chosen for a column: that there is none is said by a null in its place."""
    first, *rest = path
    if first not in mapping:
        return FIND
    found = mapping[first]
    if found is None:
        return NONE
    return _place(places, found.get(rest[0]) if rest else found)


def _place(places: dict[str, str], column: Any) -> str:
    """Give the index of a column; one that the file has not is to be found out."""
    if isinstance(column, str):
        return places.get(column.strip().casefold(), FIND)
    return str(column) if isinstance(column, int) else FIND
