"""HTML for people."""

from ftracker.routes.pages import (
    accounts,
    api_tokens,
    categories,
    history,
    home,
    inactive,
    join,
    members,
    settings,
    sign_in,
    transactions,
    types,
    user_sessions,
    welcome,
)

ROUTERS = [
    accounts.router,
    accounts.SHARED,
    api_tokens.router,
    categories.router,
    categories.SHARED,
    history.router,
    home.router,
    inactive.router,
    join.router,
    members.router,
    settings.router,
    sign_in.router,
    transactions.router,
    types.router,
    types.SHARED,
    user_sessions.router,
    welcome.router,
]
