"""Categories that are proposed, with a reason; what is learned stays in this process."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock
from uuid import UUID

from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.domain.learning import Example, Learner, Measured, Suggestion
from ftracker.queries import learning as stored
from ftracker.queries.catalogue import Catalogue, catalogue
from ftracker.queries.learning import State

# What was learned from few examples is learned anew after every change; from many, not so often.
FEW = 5_000
MOST_CHANGES = 20
MOST_KEPT = 4


class Suggester:
    """Proposes categories that can be chosen, as a household's history says."""

    def __init__(self, learner: Learner, names: Catalogue) -> None:
        self.measured: list[Measured] = learner.measured
        self._learner = learner
        self._account = names.default_account.name
        self._open = {str(c.id): c.id for c in names.categories.values() if not c.is_archived}

    def suggest(
        self, payee: str, note: str, amount: Decimal, direction: str, account: str
    ) -> Suggestion | None:
        """Propose the likeliest category; None where there is nothing to go by.

        The account is a name, '' for the default one.
        """
        return next(iter(self.rank(payee, note, amount, direction, account, most=1)), None)

    def rank(
        self,
        payee: str,
        note: str,
        amount: Decimal,
        direction: str,
        account: str,
        *,
        most: int = 9,
    ) -> list[Suggestion]:
        """List at most nine categories, the likeliest first; archived ones are left out."""
        place = (account or self._account).lower()
        asked = Example(payee, note, amount, direction, place)
        return [
            Suggestion(self._open[guess.category], guess.probability, guess.reason)
            for guess in self._learner.rank(asked, most=most)
            if guess.category in self._open
        ]

    def rank_all(self, asked: Iterable[Example]) -> list[Suggestion]:
        """List at most nine categories that fit many transactions best together."""
        sums: dict[UUID, list[float | str]] = {}
        count = 0
        for one in asked:
            count += 1
            for found in self.rank(one.payee, one.note, one.amount, one.direction, one.account):
                known = sums.setdefault(found.category_id, [0.0, found.reason])
                known[0] = float(known[0]) + found.probability
        ranked = [
            Suggestion(key, float(chance) / count, str(why)) for key, (chance, why) in sums.items()
        ]
        return sorted(ranked, key=lambda one: (-one.probability, str(one.category_id)))[:9]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was learned, how the books stood then, and from how many examples."""

    state: State
    count: int
    suggester: Suggester


def learned(session: Session) -> Suggester:
    """Give what proposes categories to this household, learned from its newest 50,000 decisions.

    It is kept per process. Large books are learned anew when names changed, after an import and
    every twenty changes; small ones after each change.
    """
    mine, now = household_id(session), stored.state(session)
    kept = _kept.get(mine)
    if kept is None or not _is_fresh(session, kept, now):
        examples = stored.examples(session)
        suggester = Suggester(Learner(examples), catalogue(session))
        kept = _Kept(now, len(examples), suggester)
        with _LOCK:
            _kept[mine] = kept
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return kept.suggester


def measured(session: Session) -> list[Measured]:
    """Tell what would have come true at each threshold, and how much of all that is."""
    return learned(session).measured


def _is_fresh(session: Session, kept: _Kept, now: State) -> bool:
    if kept.state == now:
        return True
    if kept.state.catalogue_version != now.catalogue_version or kept.count < FEW:
        return False
    changes, imports = stored.changes_since(session, kept.state.change_id)
    return changes <= MOST_CHANGES and not imports


_kept: OrderedDict[UUID, _Kept] = OrderedDict()
_LOCK = Lock()
