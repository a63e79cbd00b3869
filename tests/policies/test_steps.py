"""A request is one step, and nobody learns more from a wrong one than from a right one."""

from fastapi.routing import iter_route_contexts

from ftracker.db import Role
from ftracker.routes import policy
from ftracker.routes.deps import Open
from ftracker.routes.steps import Step
from tests import factories
from tests.clients import Browser, Program

UNREADABLE = (
    "/api/transactions?limit=many",
    "/api/transactions/seven",
    "/api/reports/summary?unit=x",
)


def test_every_route_that_opens_the_books_is_a_step(app):
    routes = [context.route for context in iter_route_contexts(app.routes)]
    guarded = [route for route in routes if hasattr(route, "dependant")]
    opening = [
        route
        for route in guarded
        if any(not isinstance(door, Open) for door in policy.doors(route.dependant))
    ]
    assert len(opening) > 100
    assert [route.path for route in opening if not isinstance(route, Step)] == []


def test_what_cannot_be_read_is_only_said_to_those_who_may_come_in(app, api):
    nobody = Program(app)
    assert {nobody.get(path).status_code for path in UNREADABLE} == {401}
    assert nobody.post("/api/transactions", json={"amount": []}).status_code == 401
    assert {api.get(path).status_code for path in UNREADABLE} == {422}


def test_a_viewer_is_refused_before_what_they_wrote_is_looked_at(app, database, books):
    viewer = Program(app).enter(database, factories.member(database, books, Role.VIEWER))
    assert viewer.post("/api/transactions", json={"amount": []}).status_code == 403
    assert viewer.put("/api/types/seven", json={}).status_code == 403


def test_an_address_that_cannot_be_read_is_a_page_that_is_not_there_for_members_only(app, owner):
    there = "/transaction/edit/seven"
    assert owner.get(there).status_code == 404
    assert Browser(app).get(there).headers["location"].startswith("/sign-in?next=")
