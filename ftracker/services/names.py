"""The ids of the names that a file uses, new ones included, and what files call an account."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.db.scope import household_id
from ftracker.domain.kinds import Flow
from ftracker.models import Account, AccountWord
from ftracker.queries.catalogue import Catalogue

_WORDS = cast("Table", AccountWord.__table__)
# What stands before the id of an account that went, where its rows went to another one.
_MERGED = "id:"
_LONGEST = 200


@dataclass(slots=True)
class Names:
    """Finds the ids of names that a file uses, and remembers the ones that do not exist yet.

    An account that is given takes every row. `words` is what earlier files called accounts; an
    account behind a word may be gone: then it may have been merged into another.
    """

    catalogue: Catalogue
    account_id: UUID | None
    words: Mapping[str, UUID] = field(default_factory=dict)
    account_name: str = ""
    new_categories: dict[str, UUID] = field(default_factory=dict)
    new_accounts: dict[str, UUID] = field(default_factory=dict)
    _categories: dict[str, str] = field(default_factory=dict)
    _accounts: dict[str, str] = field(default_factory=dict)
    _said: dict[str, str] = field(default_factory=dict)
    _types: dict[tuple[str | None, Flow], str] = field(default_factory=dict)
    _kinds: dict[str, tuple[str, Flow]] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = self.catalogue
        self._categories = {c.name.lower(): str(c.id) for c in known.categories.values()}
        self._categories[""] = str(known.default_category.id)
        self._accounts = {a.name.lower(): str(a.id) for a in known.accounts.values()}
        for kind in known.types.values():
            self._types[kind.name, kind.flow] = str(kind.id)
            self._kinds[kind.name] = str(kind.id), kind.flow
        for flow in Flow:
            self._types[None, flow] = str(known.default_type(flow).id)

    def category(self, name: str) -> str:
        """Give the id of a category, a new one for a name that nobody has used."""
        known = self._categories
        found = known.get(name) or known.get(name.lower())
        if found is None:
            self.new_categories[name] = new_id()
            found = known[name.lower()] = str(self.new_categories[name])
        known[name] = found
        return found

    def account(self, said: str) -> str:
        """Give the id of the account of a row by the file's word, '' where it says none.

        A word that nobody has used makes a new account.
        """
        found = self._said.get(said)
        if found is None:
            found = self._said[said] = self._account(said)
        return found

    def type(self, name: str | None, flow: Flow) -> str:
        """Give the id of a type that the plan has found, or of the flow's default one."""
        return self._types[name, flow]

    def kind(self, name: str) -> tuple[str, Flow]:
        """Give the id and the flow of a type of the household, by its name."""
        return self._kinds[name]

    def named(self, account: str) -> str:
        """Give the id of the account of this name, a new one for a name that nobody has used."""
        return self._named(account) if account else str(self.catalogue.default_account.id)

    def label(self, account_id: str) -> str:
        """Give the name of an account, one that is to be made included."""
        found = self._labels.get(account_id)
        if found is None:
            there = self.catalogue.accounts.get(UUID(account_id))
            new = (name for name, made in self.new_accounts.items() if str(made) == account_id)
            found = there.name if there else next(new)
            self._labels[account_id] = found
        return found

    def category_label(self, category_id: UUID) -> str:
        """Give the name of a category, one that is to be made included."""
        there = self.catalogue.categories.get(category_id)
        new = (name for name, made in self.new_categories.items() if made == category_id)
        return there.name if there else next(new)

    def choose(self, account: str) -> None:
        """Let an account take every row; it is a new one when nobody has that name."""
        self.account_id, self.account_name = UUID(self._named(account)), account
        self._said.clear()

    def old_key(self, said: str) -> str:
        """Tell what stood for the account in the first version of fingerprints."""
        if self.account_id is not None or not said:
            return str(self.account_id or self.catalogue.default_account.id)
        return said.lower()

    def others(self) -> dict[str, tuple[str, ...]]:
        """List the ids of accounts that are gone by the account that their rows went to."""
        found: dict[str, set[str]] = defaultdict(set)
        for said, gone in self.words.items():
            old = UUID(said.removeprefix(_MERGED)) if said.startswith(_MERGED) else gone
            if old in self.catalogue.accounts:
                continue
            now = self.living(old) or self._by_key(said)
            if now is not None:
                found[str(now)].add(str(old))
        return {now: tuple(sorted(old)) for now, old in found.items()}

    def said_words(self) -> dict[str, UUID]:
        """Give the words that the file used and what each came to mean, '' left out.

        Where one account was chosen for several words, none of them is its name.
        """
        used = {said: UUID(key) for said, key in self._said.items() if said}
        if self.account_id is None:
            return used
        return used if len(used) == 1 else {}

    def is_name_of_another(self, said: str, account_id: UUID) -> bool:
        """Tell whether a word is the name of an account that is not the given one."""
        return self._accounts.get(said.lower(), str(account_id)) != str(account_id)

    def living(self, account_id: UUID) -> UUID | None:
        """Follow an account through the ones it was merged into; None when its rows are gone."""
        found: UUID | None = account_id
        for _ in range(len(self.words) + 1):
            if found is None or found in self.catalogue.accounts:
                return found
            found = self.words.get(f"{_MERGED}{found}")
        return None

    def _account(self, said: str) -> str:
        if self.account_id is not None or not said:
            return str(self.account_id or self.catalogue.default_account.id)
        return self._named(said)

    def _named(self, name: str) -> str:
        found = self._accounts.get(name.lower())
        if found is not None:
            return found
        remembered = self.words.get(key(name))
        if remembered is not None:
            living = self.living(remembered)
            if living is not None or remembered in self.new_accounts.values():
                return str(living or remembered)
        # An account that went comes back as itself, so that rows known by its id stay known.
        self.new_accounts[name] = remembered or new_id()
        made = self._accounts[name.lower()] = str(self.new_accounts[name])
        return made

    def _by_key(self, said: str) -> UUID | None:
        for account in self.catalogue.accounts.values():
            if key(account.name) == said:
                return account.id
        return None


def key(said: str) -> str:
    """Give a word of a file as it is remembered: without regard to case and blanks."""
    return "".join(said.split()).casefold()[:_LONGEST]


def remember(session: Session, names: Names) -> None:
    """Keep what a file called its accounts.

    One whose rows all went elsewhere is not there: it gets its id as soon as it is needed.
    """
    rows: dict[str, UUID] = {}
    for said, account_id in names.said_words().items():
        word = key(said)
        before = names.words.get(word)
        if names.is_name_of_another(said, account_id) or not word:
            continue
        if before is not None and names.living(before) is None and before != account_id:
            rows[f"{_MERGED}{before}"] = account_id
        if before is None or names.living(before) != account_id:
            rows[word] = account_id
    _keep(session, rows)


def follow(session: Session, gone: Account, into: Account) -> None:
    """Remember that the rows of an account went into another one, before it is deleted.

    Nothing needs to be undone: as soon as the account is there again, it stands for itself.
    """
    _keep(session, {key(gone.name): gone.id}, is_news=False)
    _keep(session, {f"{_MERGED}{gone.id}": into.id})


def _keep(session: Session, rows: dict[str, UUID], *, is_news: bool = True) -> None:
    if not rows:
        return
    mine = household_id(session)
    new = pg_insert(_WORDS)
    statement = (
        new.on_conflict_do_update(
            index_elements=["household_id", "word"], set_={"account_id": new.excluded.account_id}
        )
        if is_news
        else new.on_conflict_do_nothing()
    )
    values = [{"household_id": mine, "word": w, "account_id": a} for w, a in sorted(rows.items())]
    session.connection().execute(statement, values)
