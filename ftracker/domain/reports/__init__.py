"""The arithmetic of reports: sums in, answers out; plain Python."""
