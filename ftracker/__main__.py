"""Runs the command as `python -m ftracker`."""

from ftracker.cli import main

main()
