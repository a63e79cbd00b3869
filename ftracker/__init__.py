"""FTracker: a household's budgets, goals and transactions, kept for decades."""
