"""Accounts for programs."""

from uuid import UUID

from ftracker.queries import accounts as stored
from ftracker.routes.api import requests, shown
from ftracker.routes.api.requests import ReadVersion, Repeatable
from ftracker.routes.deps import Editor, Viewer
from ftracker.schemas.accounts import Account, AccountEdit, AccountIn
from ftracker.schemas.fields import Out
from ftracker.services import accounts

router = requests.router("accounts")


class AccountList(Out):
    """All accounts of a household."""

    items: list[Account]


@router.get("", operation_id="listAccounts")
def listing(session: Viewer) -> AccountList:
    """List all accounts by name, archived ones included, each with its balance."""
    return AccountList(items=shown.accounts(session, stored.listing(session)))


@router.post("", status_code=201, operation_id="addAccount")
def add(data: AccountIn, session: Editor, once: Repeatable) -> Account:
    """Add an account.

    The opening balance is signed: below zero for a debt.
    """
    return once.created(
        session, Account, data, lambda: shown.account(session, accounts.add(session, data).id)
    )


@router.get("/{account_id}", operation_id="getAccount")
def one(account_id: UUID, session: Viewer) -> Account:
    """Show one account."""
    return shown.account(session, account_id)


@router.put("/{account_id}", operation_id="editAccount")
def edit(account_id: UUID, data: AccountEdit, session: Editor, once: Repeatable) -> Account:
    """Change an account; `version` must be the one that was read.

    What is left out goes back to its default.
    """

    def deed() -> Account:
        accounts.edit(session, account_id, data)
        return shown.account(session, account_id)

    with shown.both_versions(session, shown.account):
        return once.done(session, Account, data, deed)


@router.delete("/{account_id}", status_code=204, operation_id="deleteAccount")
def delete(account_id: UUID, session: Editor, version: ReadVersion = None) -> None:
    """Delete an account; one in use answers 409 with the `count`, the default one 409."""
    with shown.both_versions(session, shown.account):
        accounts.delete(session, account_id, version=version)
