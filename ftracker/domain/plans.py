"""How a household plans: what its budgets are counted by."""

from dataclasses import dataclass, field

from ftracker.domain.budgets import IncomeRule, Method
from ftracker.domain.cadences import Cadence, Clock


@dataclass(frozen=True, slots=True)
class Settings:
    """How the household plans; `version` is 0 while it has said nothing."""

    method: Method = Method.PLAN
    cadence: Cadence = Cadence.MONTH
    clock: Clock = field(default_factory=Clock)
    income: IncomeRule = IncomeRule.CAME
    version: int = 0

    @property
    def has_envelopes(self) -> bool:
        """Tell whether money is put into envelopes."""
        return self.method is Method.ENVELOPES
