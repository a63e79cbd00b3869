"""Which ways in there are besides a password, as the settings say."""

from dataclasses import dataclass

from fastapi import Request

from ftracker.domain.errors import NotFound
from ftracker.services import password_resets
from ftracker.services.posts import Post
from ftracker.services.providers import Provider
from ftracker.web import sessions


@dataclass(frozen=True, slots=True)
class Ways:
    """What the provider is called, empty where none is set; whether links are sent by mail."""

    provider: str
    has_reset: bool


def ways(request: Request) -> Ways:
    """Tell which ways in there are."""
    found = Provider.of(sessions.settings(request))
    return Ways(found.name if found else "", has_reset=password_resets.is_offered(post(request)))


def provider(request: Request) -> Provider:
    """Give the provider that the settings name. Raises NotFound where there is none."""
    found = Provider.of(sessions.settings(request))
    if found is None:
        raise NotFound
    return found


def post(request: Request) -> Post:
    """Give what sending an e-mail needs."""
    return Post.of(sessions.settings(request))


def whole(request: Request, path: str) -> str:
    """Give the whole address of a page of ours, as people outside reach it."""
    return (sessions.settings(request).url or str(request.base_url).rstrip("/")) + path
