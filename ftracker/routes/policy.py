"""Who may do what, read off the routes themselves: every one with its method, path and role."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts

from ftracker.db import Role
from ftracker.routes.deps import SAFE, Needs, Open, Public

PUBLIC = "public"
UNDECLARED = "undeclared"
# What FastAPI and Starlette answer by themselves: files of ours, and the API's description.
FILES = ("/static", "/openapi.json")


@dataclass(frozen=True, slots=True)
class Rule:
    """One method of one path; `who` is public, viewer, editor or owner, or undeclared."""

    path: str
    method: str
    who: str

    @property
    def is_write(self) -> bool:
        """Whether the method may change something."""
        return self.method not in SAFE


def listing(app: FastAPI) -> list[Rule]:
    """List the rules of all routes, by path and method.

    A route that declares no role is `undeclared`: nobody is meant to be there, and a test fails.
    """
    rules = {
        Rule(context.path or "", method, _who(context))
        for context in iter_route_contexts(app.routes)
        for method in context.methods or {"GET"}
        if method != "HEAD"
    }
    return sorted(rules, key=lambda rule: (rule.path, rule.method))


def _who(context: RouteContext) -> str:
    if context.path in FILES:
        return PUBLIC
    dependant = getattr(context.route, "dependant", None)
    found = list(doors(dependant)) if dependant else []
    roles = [role for role in Role for door in found if door.role is role]
    if roles:
        return roles[-1]
    return PUBLIC if found else UNDECLARED


def doors(dependant: Dependant) -> Iterator[Needs | Public | Open]:
    """Give all that a route says of who may; it may say so through another dependency."""
    for one in dependant.dependencies:
        if isinstance(one.call, Needs | Public | Open):
            yield one.call
        yield from doors(one)
