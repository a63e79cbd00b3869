"""Who belongs to the household, and who is invited: an owner's business."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from ftracker.db import Role, Session
from ftracker.domain.errors import NotFound
from ftracker.routes import saving
from ftracker.routes.deps import Me, Now, Owner, Sent, Viewer, signed_in
from ftracker.routes.proving import ProvenOwner
from ftracker.routes.steps import Router
from ftracker.routes.ways_in import whole
from ftracker.schemas.users import InvitationIn, MemberEdit
from ftracker.services import invitations, members
from ftracker.web import flash, redirects
from ftracker.web.display import Option
from ftracker.web.forms import Form
from ftracker.web.templating import render

router = Router(prefix="/settings")
MEMBERS = "/settings/members"
ROLES = [
    Option(Role.OWNER, "Owner: also governs members and settings"),
    Option(Role.EDITOR, "Editor: reads and writes"),
    Option(Role.VIEWER, "Viewer: looks, and changes nothing"),
]


@dataclass(frozen=True, slots=True)
class MembersPage:
    """The people, the open invitations, and the link of the one just made (shown once).

    `only_owner` is who has to stay one, if there is just one.
    """

    members: list[members.Member]
    invitations: list[invitations.InvitationLine]
    roles: list[Option]
    link: str
    me: UUID
    only_owner: UUID | None
    form: Form


@dataclass(frozen=True, slots=True)
class RemovePage:
    """Who is about to be removed."""

    member: members.Member


@router.get("/members")
def show(request: Request, session: Viewer, now: Now) -> Response:
    """List the people of the household, and to an owner the open invitations."""
    return _page(request, session, Form.filled(role=Role.EDITOR), now=now)


@router.post("/members/{user_id}/role")
def change_role(
    request: Request, session: ProvenOwner, user_id: UUID, form: Sent, now: Now
) -> Response:
    """Let a member do more or less."""
    with saving.attempt(session, form) as went:
        members.change_role(session, user_id, form.read(MemberEdit))
    if not went.ok:
        status = 409 if went.conflict else 422
        return _page(request, session, form, now=now, status=status)
    return flash.say(request, redirects.to(MEMBERS), "Changed the role.")


@router.get("/members/{user_id}/remove")
def ask_remove(request: Request, session: ProvenOwner, user_id: UUID) -> Response:
    """Ask before a member is removed."""
    found = [member for member in members.listing(session) if member.user_id == user_id]
    if not found:
        raise NotFound
    return render(request, "settings_member_remove.html", RemovePage(found[0]))


@router.post("/members/{user_id}/remove")
def remove(
    request: Request, session: ProvenOwner, me: Me, user_id: UUID, form: Sent, now: Now
) -> Response:
    """Remove a member."""
    with saving.attempt(session, form) as went:
        members.remove(session, user_id)
    if not went.ok:
        return _page(request, session, form, now=now, status=409)
    onward = "/sign-in" if user_id == me.user_id else MEMBERS
    return flash.say(request, redirects.to(onward), "Removed the member.")


@router.get("/invitations")
def invited(session: Owner) -> Response:  # noqa: ARG001 (the role is asked)
    """Show the invitations where the members are; a link just made is gone from there."""
    return redirects.to(MEMBERS)


@router.post("/invitations")
def invite(request: Request, session: ProvenOwner, me: Me, form: Sent, now: Now) -> Response:
    """Make an invitation, and show its link this once."""
    token = ""
    with saving.attempt(session, form):
        data = form.read(InvitationIn)
        token = invitations.add(session, data, user_id=me.user_id, now=now)
    link = whole(request, f"/join/{token}") if token else ""
    status = 200 if token else 422
    return _page(request, session, form, now=now, link=link, status=status)


@router.post("/invitations/{invitation_id}/revoke")
def revoke(request: Request, session: Owner, invitation_id: UUID) -> Response:
    """Take an invitation back."""
    invitations.revoke(session, invitation_id)
    return flash.say(request, redirects.to(MEMBERS), "Took the invitation back.")


def _page(
    request: Request,
    session: Session,
    form: Form,
    *,
    now: datetime,
    link: str = "",
    status: int = 200,
) -> Response:
    people = members.listing(session)
    owners = [one.user_id for one in people if one.role == Role.OWNER]
    page = MembersPage(
        members=people,
        invitations=invitations.listing(session, now=now),
        roles=ROLES,
        link=link,
        me=signed_in(request).user_id,
        only_owner=owners[0] if len(owners) == 1 else None,
        form=form,
    )
    return render(request, "settings_members.html", page, status=status)
