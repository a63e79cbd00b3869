"""Asking somebody who is signed in to prove who they are, before what is dangerous."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, Request

from ftracker.db import Actor, Door, Role, Session
from ftracker.domain.errors import TooManyTries
from ftracker.domain.sites import Site
from ftracker.routes.deps import SAFE, Needs, database, moment, signed_in
from ftracker.services import identities, proving, second_factors, users
from ftracker.services.providers import Provider
from ftracker.services.proving import Shown
from ftracker.web import sessions
from ftracker.web.forms import Form
from ftracker.web.proving import Roads

WRONG = "This does not fit. Try again."


class ProofNeeded(Exception):
    """Somebody has yet to prove who they are; `roads` is what they can do it with."""

    def __init__(self, roads: Roads, said: str = "") -> None:
        self.roads = roads
        self.said = said
        super().__init__(said or "Prove that it is you.")


class Proven(Needs):
    """A session for a member who proved within ten minutes who they are.

    A look leads to the page that asks, and back. Of a form that was sent nothing is lost: it comes
    back with a question for the password, and goes on with the right answer. Keys of programs are
    not asked.
    """

    @contextmanager
    def _opened(self, request: Request) -> Iterator[Session]:
        with super()._opened(request) as session:
            if not proving.is_fresh(signed_in(request), now=moment()):
                _ask(request, session)
            yield session


def shown(request: Request, form: Form) -> Shown:
    """Read what a form shows as a proof; its fields have names of their own."""
    return Shown(
        sessions.settings(request).secret_text,
        site(request),
        password=form.value("proof_password"),
        code=form.value("proof_code"),
        passkey=form.value("proof_passkey"),
        token=form.value("proof_token"),
    )


def site(request: Request) -> Site:
    """Tell what passkeys are for here: the address in the settings, or the one that was asked."""
    address = sessions.settings(request).url or str(request.base_url)
    parts = urlsplit(address)
    return Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")


def roads(request: Request, session: Session, user_id: UUID) -> Roads:
    """Tell by what somebody can prove who they are."""
    factors, provider = second_factors.of(session, user_id), Provider.of(sessions.settings(request))
    issuers = [one.issuer for one in identities.listing(session, user_id)]
    return Roads(
        has_password=users.has_password(users.find(session, user_id)),
        has_code=factors.codes > 0,
        has_passkey=factors.passkeys > 0,
        provider=provider.name if provider and provider.issuer in issuers else "",
    )


def is_proven(request: Request, form: Form) -> bool:
    """Tell whether a form that was sent proves who its person is; wrong tries are counted.

    Raises TooManyTries.
    """
    who = signed_in(request)
    actor = Actor(user_id=who.user_id, door=Door.PAGE, steward=True)
    # What was wrong is counted whatever becomes of the request.
    with database(request).session(actor) as session:
        return proving.prove(session, who, shown(request, form), now=moment())


def _ask(request: Request, session: Session) -> None:
    """Let the form that was sent prove it. Raises ProofNeeded."""
    by = roads(request, session, signed_in(request).user_id)
    form = Form() if request.method in SAFE else Form.sent(request.state.form)
    if shown(request, form).is_nothing:
        raise ProofNeeded(by)
    try:
        proven = is_proven(request, form)
    except TooManyTries as bad:
        raise ProofNeeded(by, str(bad)) from bad
    if not proven:
        raise ProofNeeded(by, WRONG)


ProvenViewer = Annotated[Session, Depends(Proven(Role.VIEWER))]
ProvenEditor = Annotated[Session, Depends(Proven(Role.EDITOR))]
ProvenOwner = Annotated[Session, Depends(Proven(Role.OWNER))]
