"""HTML for people."""

from ftracker.routes.pages import (
    api_tokens,
    home,
    inactive,
    join,
    members,
    settings,
    sign_in,
    transactions,
    user_sessions,
    welcome,
)

ROUTERS = [
    api_tokens.router,
    home.router,
    inactive.router,
    join.router,
    members.router,
    settings.router,
    sign_in.router,
    transactions.router,
    user_sessions.router,
    welcome.router,
]
