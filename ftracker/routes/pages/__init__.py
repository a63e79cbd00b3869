"""HTML for people."""

from ftracker.routes.pages import home, inactive, sign_in, transactions, welcome

ROUTERS = [
    home.router,
    inactive.router,
    sign_in.router,
    transactions.router,
    welcome.router,
]
