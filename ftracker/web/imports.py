"""The pages of files: what waits, what each row becomes, how far it is, and what came of it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from ftracker.domain.errors import InvalidInput
from ftracker.models import Import
from ftracker.queries.catalogue import AccountName, CategoryName, TypeName
from ftracker.schemas.previews import After, Page, Seen
from ftracker.web import choices, import_checks, mappings
from ftracker.web.forms import Form
from ftracker.web.import_rows import Lines, Place
from ftracker.web.pages_imports import (
    Fact,
    Forms,
    ImportLine,
    NextStep,
    PreviewPage,
    ProgressPage,
    Question,
    ResultPage,
    Rows,
)
from ftracker.web.rows import Writer

SIZE = 50
_NOTHING = {
    "problems": "No row has a problem",
    "matches": "No row looks like something in the books",
}
_SAID = {
    "previewed": "waits, {rows:,} rows",
    "queued": "is about to come in",
    "running": "comes in, {progress:,} of {rows:,} rows",
    "imported": "{added:,} added, {duplicates:,} known already",
    "undone": "taken back",
    "failed": "could not come in",
}


def listed(found: Import, undo_id: str) -> ImportLine:
    """Show one file that came in."""
    counts = {name: getattr(found, name) for name in ("rows", "progress", "added", "duplicates")}
    said = _SAID[found.status].format(**counts)
    left = f", {found.invalid:,} left out" if found.status == "imported" and found.invalid else ""
    return ImportLine(
        f"/data/imports/{found.id}",
        found.file_name,
        found.imported_at or found.created_at,
        said + left,
        found.status not in ("imported", "undone"),
        undo_id,
    )


def chosen(text: str) -> UUID | None:
    """Read the account that was chosen; None leaves it to the file. Raises InvalidInput."""
    try:
        return UUID(text) if text else None
    except ValueError as bad:
        raise InvalidInput("account", "Choose an account of the list.") from bad


def account_of(form: Form, found: Import) -> UUID | None:
    """Read the account that was chosen for a file; where it was not asked, it stays.

    Raises InvalidInput.
    """
    return chosen(form.value("to_account")) if "to_account" in form.typed else found.account_id


def preview(
    page: Page, writer: Writer, typed: Forms, *, place: Place, can_change: bool
) -> PreviewPage:
    """Show a part of a file that waits, with its mapping as a form (or as it was typed)."""
    found = page.found
    form = typed.mapping or mappings.filled(
        found.mapping, page.columns, str(found.account_id or "")
    )
    form.errors = mappings.at_fields(
        [*form.errors, *page.errors, *import_checks.told(typed.confirm, found)]
    )
    question = _question(page)
    lines = Lines(page, writer, place, typed.row, can_change=can_change)
    return PreviewPage(
        found=found,
        here=f"/data/imports/{found.id}",
        lead=_lead(page),
        form=form,
        question=question,
        is_clear=question is None,
        is_table=found.format in ("csv", "xlsx"),
        is_open=place.is_open or typed.mapping is not None,
        facts=_facts(found),
        checks=[
            *import_checks.foreign(page, writer.currency),
            *import_checks.balances(page.statements, writer),
        ],
        as_said=_as_said(page, writer),
        new_categories=counted(page.new_categories),
        new_accounts=counted(page.new_accounts),
        fresh=_fresh(found),
        has_choices=bool(found.choices),
        leave_out=import_checks.leave_out(found) if found.invalid else "",
        why=_because(page),
        columns=mappings.column_options(page.columns),
        dates=mappings.date_options(form.value("date_format")),
        delimiters=mappings.delimiter_options(form.value("delimiter")),
        decimals=mappings.DECIMALS,
        encodings=mappings.encoding_options(form.value("encoding")),
        modes=mappings.MODES,
        accounts=choices.options(writer.names.accounts.values()),
        rows=_rows(page, lines, place),
    )


def progress(found: Import) -> ProgressPage:
    """Show how far a file is."""
    here = f"/data/imports/{found.id}"
    if found.status == "queued":
        return ProgressPage(found, here, "Waiting for its turn", "It begins in a moment.")
    said = f"{found.progress:,} of {found.rows:,} rows read"
    return ProgressPage(found, here, "Importing", said)


def result(
    page: Page,
    writer: Writer,
    typed: Forms,
    *,
    place: Place,
    after: After,
    added: Mapping[int, UUID],
) -> ResultPage:
    """Show what came of a file, and what can be done next."""
    found = page.found
    lines = Lines(page, writer, place, added=added)
    return ResultPage(
        found=found,
        here=f"/data/imports/{found.id}",
        lead="This is how the file was read.",
        title=_TITLES[found.status],
        form=typed.confirm or typed.mapping or Form(),
        undo_id=after.undo_id,
        facts=_came(found),
        checks=import_checks.balances(page.statements, writer),
        next_steps=_next(found, after),
        can_read_again=True,
        rows=_rows(page, lines, place),
    )


_TITLES = {
    "imported": "Done",
    "undone": "This import was taken back",
}


def counted(names: Mapping[str, int]) -> list[str]:
    """Write names with the number of their rows: `Coffee (12)`."""
    return [f"{name} ({number:,})" for name, number in names.items()]


def _question(page: Page) -> Question | None:
    """Give what has to be answered first, as the field of the form that answers it."""
    if not page.errors:
        return None
    first = mappings.at_fields(page.errors)[0]
    return Question(first.field, first.message)


def _facts(found: Import) -> list[Fact]:
    here = f"/data/imports/{found.id}"
    facts = [
        Fact("New", f"{_fresh(found):,}", "good" if _fresh(found) else ""),
        Fact("In the books already", f"{found.duplicates:,}"),
    ]
    if found.matched:
        facts.append(Fact("Look alike", f"{found.matched:,}", "warn", f"{here}?show=matches"))
    tone = "bad" if found.invalid else "good"
    href = f"{here}?show=problems" if found.invalid else ""
    return [*facts, Fact("Cannot be read", f"{found.invalid:,}", tone, href)]


def _came(found: Import) -> list[Fact]:
    here = f"/data/imports/{found.id}"
    href = f"/?import_id={found.id}" if found.added and found.status == "imported" else ""
    facts = [
        Fact("Added", f"{found.added:,}", "good" if found.added else "", href),
        Fact("In the books before", f"{found.duplicates:,}"),
    ]
    if found.invalid:
        facts.append(Fact("Left out", f"{found.invalid:,}", "warn", f"{here}?show=problems"))
    return facts


def _next(found: Import, after: After) -> list[NextStep]:
    if found.status != "imported":
        return []
    steps = [
        (after.without_category, "/review", "Give {} a category", "by payee, with proposals"),
        (after.matches, f"/data/matches?import_id={found.id}", "Look at {} that may be there twice",
         "merge them, or keep both"),
        (after.transfers, f"/transfers?end={after.transfers_end}",
         "Look at {} between your accounts", "link their two sides"),
    ]  # fmt: skip
    words = ("transaction", "transaction", "possible transfer")
    return [
        NextStep(href, label.format(f"{count:,} {word}{'' if count == 1 else 's'}"), text)
        for (count, href, label, text), word in zip(steps, words, strict=True)
        if count
    ]


def _rows(page: Page, lines: Lines, place: Place) -> Rows:
    found, names, shown = page.found, lines.writer.names, lines.all()
    tabs = [("All rows", "", found.rows), ("Problems", "problems", found.invalid),
            ("Look alike", "matches", found.matched)]  # fmt: skip
    gone = "The file itself made room for newer ones; what came in with it is in your books."
    return Rows(
        has_accounts=len({line.cells["account"].text for line in shown} - {""}) > 1,
        lines=shown,
        tabs=[
            (f"{label} ({count:,})", place.href(start=0, show=show), show == place.show)
            for label, show, count in tabs
            if count or not show or show == place.show
        ],
        nothing=gone if page.is_gone else _NOTHING.get(place.show, "There are no more rows"),
        edit_back=f"/data/imports/{found.id}{place.href()}",
        lists={
            "types": _open(names.types.values()),
            "categories": _open(names.categories.values()),
            "accounts": _open(names.accounts.values()),
        },
        newer_href=place.href(start=max(0, place.start - SIZE)) if place.start else "",
        older_href=place.href(start=place.start + SIZE) if page.has_more else "",
    )


def _open(things: Iterable[TypeName | CategoryName | AccountName]) -> list[str]:
    return [thing.name for thing in things if not thing.is_archived]


def _fresh(found: Import) -> int:
    kept = [choice for choice in (found.choices or {}).values() if choice in ("same", "skip")]
    return max(0, found.rows - found.invalid - found.duplicates - len(kept))


def _because(page: Page) -> dict[str, str]:
    """Give the reason of each guess, as a sentence would begin."""
    reasons = page.found.reasons or {}
    return {name: why[:1].upper() + why[1:] for name, why in reasons.items()}


def _lead(page: Page) -> str:
    if page.found.status == "failed":
        return "It could not come in, and nothing was booked. Mend what is wrong, and try again."
    if page.profile:
        return f"Read like your other files of {page.profile}. Nothing is booked yet."
    return "Nothing is booked yet: this is what each row would become."


def _as_said(page: Page, writer: Writer) -> str:
    """Say where the rows go when nobody chooses an account."""
    said = {item.account for item in page.items if isinstance(item, Seen)}
    if page.found.account_id is None and len(said) == 1:
        return f"{said.pop()}, as the file says" if _names_one(page) else said.pop()
    return "As the file says" if _names_one(page) else writer.names.default_account.name


def _names_one(page: Page) -> bool:
    return any(item.entry.account for item in page.items if isinstance(item, Seen))
