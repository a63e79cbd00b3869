"""The ways that categories, types and accounts go: archived, merged, moved, deleted.

The three differ in words only, so that their routes are made here once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Session, history
from ftracker.domain.errors import Conflict, NotFound
from ftracker.queries import usage
from ftracker.queries.catalogue import AccountName, Catalogue, CategoryName, TypeName
from ftracker.queries.catalogue import catalogue as names_of
from ftracker.routes import saving
from ftracker.routes.deps import Editor, Sent
from ftracker.routes.steps import Router
from ftracker.schemas.moves import MoveIn
from ftracker.services import catalogue
from ftracker.services.catalogue import Topic
from ftracker.web import flash, redirects
from ftracker.web.forms import Form
from ftracker.web.pages_catalogue import Groups, InUsePage, counted
from ftracker.web.templating import render

Thing = CategoryName | TypeName | AccountName


@dataclass(frozen=True, slots=True)
class Shelf:
    """One topic's deeds, and how its things are found and offered."""

    deeds: Any
    find: Callable[[Catalogue, UUID], Thing | None]
    offer: Callable[[Catalogue, Thing], Groups]

    @property
    def topic(self) -> Topic[Any]:
        """The words and the table of the topic."""
        found: Topic[Any] = self.deeds.TOPIC
        return found

    @property
    def path(self) -> str:
        """The address of the list."""
        return f"/{self.topic.plural}"


def routes(shelf: Shelf) -> Router:
    """Make the routes of one topic that archive, merge, move and delete."""
    router = Router(prefix=shelf.path)
    router.add_api_route("/{key}/delete", _ask(shelf, is_merge=False), methods=["GET"])
    router.add_api_route("/{key}/merge", _ask(shelf, is_merge=True), methods=["GET"])
    router.add_api_route("/{key}/delete", _delete(shelf), methods=["POST"])
    router.add_api_route("/{key}/merge", _merge(shelf), methods=["POST"])
    router.add_api_route("/{key}/move", _move(shelf), methods=["POST"])
    router.add_api_route("/{key}/archive", _archive(shelf), methods=["POST"])
    router.add_api_route("/{key}/unarchive", _unarchive(shelf), methods=["POST"])
    return router


def done(request: Request, session: Session, path: str, text: str) -> Response:
    """Lead back to the list, which says what was done and offers to undo it."""
    return flash.say(request, redirects.to(path), text, undo=history.last(session))


def _ask(shelf: Shelf, *, is_merge: bool) -> Callable[..., Response]:
    def ask(request: Request, session: Editor, key: UUID) -> Response:
        """Ask before a thing goes, and say what would go with it."""
        return render(request, "in_use.html", _page(session, shelf, key, is_merge=is_merge))

    return ask


def _delete(shelf: Shelf) -> Callable[..., Response]:
    def delete(request: Request, session: Editor, key: UUID, form: Sent) -> Response:
        """Delete a thing that nothing uses."""
        name = _find(session, shelf, key).name
        with saving.attempt(session, form) as went:
            shelf.deeds.delete(session, key)
        if not went.ok:
            return _again(request, session, shelf, key, form, went.conflict)
        return done(request, session, shelf.path, f"Deleted {shelf.topic.word} {name}.")

    return delete


def _merge(shelf: Shelf) -> Callable[..., Response]:
    def merge(request: Request, session: Editor, key: UUID, form: Sent) -> Response:
        """Move all that a thing has to another, and delete it."""
        name, moved = _find(session, shelf, key).name, 0
        with saving.attempt(session, form) as went:
            moved = shelf.deeds.merge(session, key, into_id=form.read(MoveIn).to_id)
        if not went.ok:
            return _again(request, session, shelf, key, form, went.conflict)
        text = f"Merged {shelf.topic.word} {name}: {counted(moved).lower()} moved."
        return done(request, session, shelf.path, text)

    return merge


def _move(shelf: Shelf) -> Callable[..., Response]:
    def move(request: Request, session: Editor, key: UUID, form: Sent) -> Response:
        """Move all that a thing has to another, and keep it."""
        name, moved = _find(session, shelf, key).name, 0
        with saving.attempt(session, form) as went:
            moved = shelf.deeds.move(session, key, to_id=form.read(MoveIn).to_id)
        if not went.ok:
            return _again(request, session, shelf, key, form, went.conflict)
        text = f"{counted(moved)} of {shelf.topic.word} {name} moved."
        return done(request, session, shelf.path, text)

    return move


def _archive(shelf: Shelf) -> Callable[..., Response]:
    def archive(request: Request, session: Editor, key: UUID) -> Response:
        """Hide a thing from forms."""
        row = shelf.deeds.archive(session, key)
        return done(request, session, shelf.path, f"Archived {shelf.topic.word} {row.name}.")

    return archive


def _unarchive(shelf: Shelf) -> Callable[..., Response]:
    def unarchive(request: Request, session: Editor, key: UUID) -> Response:
        """Show a thing in forms again."""
        row = shelf.deeds.unarchive(session, key)
        return done(request, session, shelf.path, f"Brought {shelf.topic.word} {row.name} back.")

    return unarchive


def _again(
    request: Request,
    session: Session,
    shelf: Shelf,
    key: UUID,
    form: Form,
    conflict: Conflict | None,
) -> Response:
    page = _page(session, shelf, key, is_merge=form.value("to_id") != "", form=form)
    return render(request, "in_use.html", page, status=409 if conflict else 422)


def _page(
    session: Session, shelf: Shelf, key: UUID, *, is_merge: bool, form: Form | None = None
) -> InUsePage:
    names = names_of(session)
    thing = shelf.find(names, key)
    if thing is None:
        raise NotFound
    used = catalogue.described(usage.usage(session, shelf.topic.entity, key))
    verb = "Merge" if is_merge else "Delete"
    return InUsePage(
        title=f"{verb} {shelf.topic.word} “{thing.name}”?",
        name=thing.name,
        word=shelf.topic.word,
        path=f"{shelf.path}/{key}",
        used=used,
        kept=shelf.topic.keeper if thing.is_default else "",
        can_archive=not thing.is_default and not thing.is_archived,
        is_merge=is_merge,
        choices=shelf.offer(names, thing),
        form=form or Form(),
        back_href=shelf.path,
    )


def _find(session: Session, shelf: Shelf, key: UUID) -> Thing:
    found = shelf.find(names_of(session), key)
    if found is None:
        raise NotFound
    return found
