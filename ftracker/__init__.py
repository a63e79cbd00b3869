"""FTracker: a household's budgets, goals and transactions, kept for decades."""

from importlib import metadata

VERSION = metadata.version("ftracker")
