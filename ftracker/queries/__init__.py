"""Every SELECT, one per function. Each begins with the household, and hides inactive rows."""
