"""How backups are made here: the settings behind them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from ftracker.config import Settings
from ftracker.domain.backups import Keep


@dataclass(frozen=True, slots=True)
class Plan:
    """Where backups lie, what seals them ('' for nothing), and how many are kept.

    `secret` is the one of the data folder, which goes into each backup; '' where it is a setting,
    which has to be kept by whoever set it. Of a demonstration, which goes away, none are made.
    """

    folder: Path
    passphrase: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    keep: Keep = field(default_factory=Keep)
    is_on: bool = True
    is_demo: bool = False

    @classmethod
    def of(cls, settings: Settings, *, is_demo: bool = False) -> Self:
        """Read the settings."""
        sealed = settings.backup_passphrase
        return cls(
            folder=settings.backup_folder,
            passphrase=sealed.get_secret_value() if sealed else "",
            secret="" if settings.secret else settings.secret_text,
            keep=Keep(
                settings.backup_keep_daily,
                settings.backup_keep_weekly,
                settings.backup_keep_monthly,
            ),
            is_on=settings.backups and not is_demo,
            is_demo=is_demo,
        )
