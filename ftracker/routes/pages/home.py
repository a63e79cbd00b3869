"""The home page, its bubbles, and the row that adds a transaction."""

from fastapi import Request
from starlette.responses import JSONResponse, Response

from ftracker.db import Session, history, new_id
from ftracker.domain.kinds import Flow
from ftracker.queries import bubbles as circles
from ftracker.queries import members, payees
from ftracker.queries import transactions as stored
from ftracker.queries.bubbles import CategorySum
from ftracker.queries.catalogue import catalogue
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Me, Sent, Today, Viewer
from ftracker.routes.steps import Router
from ftracker.services import transactions
from ftracker.services.user_sessions import SignedIn
from ftracker.web import bubbles, entries, flash, home, redirects, searches
from ftracker.web.forms import Form
from ftracker.web.rows import Writer
from ftracker.web.searches import Search
from ftracker.web.templating import render

router = Router()
MOST_PAYEES = 12


@router.get("/")
def show(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Show a period, or what a search finds."""
    return _page(request, session, me, today, Form())


@router.get("/transactions/bubbles")
def draw(request: Request, session: Viewer, me: Me, today: Today) -> Response:
    """Give the bubbles of a period or a search, for the browser to draw."""
    writer = writer_of(session, me)
    search = _search(request, writer, today)
    shown = circles.largest(session, search.wanted)
    sums = circles.sums(session, search.wanted)
    return JSONResponse(bubbles.spec(search, shown, sums, writer))


@router.get("/transactions/payees")
def remember(request: Request, session: Viewer) -> Response:
    """Give payees that begin as typed, each with what was chosen for it last."""
    found = payees.beginning(session, request.query_params.get("q", ""), most=MOST_PAYEES)
    return JSONResponse([payee.as_json() for payee in found])


@router.post("/transactions/quick-add")
def quick_add(request: Request, session: Editor, me: Me, today: Today, form: Sent) -> Response:
    """Add one transaction from the row that is always there."""
    with saving.attempt(session, form) as went:
        row = transactions.add(session, entries.new(form, me.currency, catalogue(session)))
        said = f"Added {transactions.describe(session, row)}"
    if not went.ok:
        return _page(request, session, me, today, form, status=went.status)
    response = redirects.to(redirects.at_home(form.value("next")))
    return flash.say(request, response, said, undo=history.last(session))


def writer_of(session: Session, me: SignedIn) -> Writer:
    """Give the writer of the household's names and amounts."""
    return Writer(catalogue(session), me.currency, me.locale)


def _page(
    request: Request,
    session: Session,
    me: SignedIn,
    today: Today,
    quick: Form,
    *,
    status: int = 200,
) -> Response:
    writer = writer_of(session, me)
    search = _search(request, writer, today)
    found = _found(request, session, search)
    shown = quick if quick.errors else _empty_row(writer, today)
    opened = {"filters", "categories"} & request.query_params.keys()
    page = home.build(search, found, writer, today=today, quick=shown, opened=opened)
    return render(request, "home.html", page, status=status)


def _search(request: Request, writer: Writer, today: Today) -> Search:
    words = searches.words(request.query_params.multi_items())
    return searches.read("/", words, writer.names, today=today, currency=writer.currency)


def _found(request: Request, session: Session, search: Search) -> home.Found:
    page = stored.page(session, search.wanted, at=cursor(request))
    sums, before = _sums(session, search)
    return home.Found(
        page=page,
        partners=stored.partners(session, page.lines),
        sums=sums,
        before=before,
        is_new=not page.lines and not stored.are_there_any(session),
        members=_members(session) if search.wanted.member_ids else {},
    )


def _members(session: Session) -> dict[str, str]:
    return {str(one.user_id): one.name or one.email for one in members.listing(session)}


def _sums(session: Session, search: Search) -> tuple[list[CategorySum], list[CategorySum] | None]:
    if search.period is None:
        return circles.sums(session, search.wanted), None
    before = searches.within(search, search.period.previous())
    return circles.sums_and_before(session, search.wanted, before)


def cursor(request: Request) -> stored.Cursor | None:
    """Read where a page of a list begins; what is no cursor begins at the newest."""
    try:
        return stored.read_cursor(request.query_params["cursor"])
    except (KeyError, ValueError):
        return None


def _empty_row(writer: Writer, today: Today) -> Form:
    names = writer.names
    return Form.filled(
        id=new_id(),
        date=today,
        type_id=names.default_type(Flow.OUT).id,
        category_id=names.default_category.id,
        account_id=names.default_account.id,
    )
