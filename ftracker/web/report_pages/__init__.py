"""The bodies of the reports, one module each: what was found, as figures, charts and tables."""
