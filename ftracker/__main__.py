"""Runs the command: as `ftracker`, and as `python -m ftracker`."""

from ftracker import starting


def main() -> None:
    """Import the command and run it."""
    with starting():
        from ftracker import cli
    cli.main()


if __name__ == "__main__":
    main()
