"""The deeds, each written once and reached by page, API, file and command."""
