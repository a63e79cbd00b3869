"""HTML for people."""

from ftracker.routes.pages import (
    accounts,
    api_tokens,
    categories,
    data,
    history,
    home,
    inactive,
    join,
    members,
    reports,
    settings,
    sign_in,
    transactions,
    types,
    user_sessions,
    welcome,
)

ROUTERS = [
    # The first is found first: it is asked most.
    home.router,
    accounts.router,
    accounts.SHARED,
    api_tokens.router,
    categories.router,
    categories.SHARED,
    data.router,
    history.router,
    inactive.router,
    join.router,
    members.router,
    reports.router,
    settings.router,
    sign_in.router,
    transactions.router,
    types.router,
    types.SHARED,
    user_sessions.router,
    welcome.router,
]
