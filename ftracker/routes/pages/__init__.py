"""HTML for people."""

from ftracker.routes.pages import home, transactions

ROUTERS = [home.router, transactions.router]
