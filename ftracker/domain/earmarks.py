"""What goals own of an account that they share: together never more than lies in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a goal on an account wants of its balance: its earmark, or what others leave."""

    goal_id: UUID
    earmark: Decimal | None
    target: Decimal


def held(balance: Decimal, claims: Sequence[Claim]) -> dict[UUID, Decimal]:
    """Share an account's balance among its goals, which come in order of priority.

    Earmarks are served first, cut where the balance is too small. What they leave goes to the
    goals without one, each up to its target; the last of these has all the rest.
    """
    left = max(balance, _ZERO)
    found: dict[UUID, Decimal] = {}
    for claim in claims:
        if claim.earmark is not None:
            found[claim.goal_id] = min(claim.earmark, left)
            left -= found[claim.goal_id]
    others = [claim for claim in claims if claim.earmark is None]
    shares = spread(left, [claim.target for claim in others])
    return found | {claim.goal_id: share for claim, share in zip(others, shares, strict=True)}


def spread(amount: Decimal, wants: Sequence[Decimal | None]) -> list[Decimal]:
    """Divide an amount in order: each takes what it wants, None all; the last has the rest.

    The parts come to the amount again; a loss is the last one's.
    """
    left, parts = amount, []
    for number, want in enumerate(wants, start=1):
        there = max(left, _ZERO)
        part = there if want is None else min(want, there)
        parts.append(left if number == len(wants) else part)
        left -= parts[-1]
    return parts
