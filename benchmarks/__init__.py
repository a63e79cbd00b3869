"""Every speed promise, measured as a ratio of two things that run in turns on the same machine."""
