"""Commands for the people who build FTracker."""
