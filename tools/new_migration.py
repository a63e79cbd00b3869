"""Writes the migration that brings the schema to what the models say now."""

import sys

from alembic import command

from ftracker.db import embedded, migrations


def main() -> None:
    """Compare models and migrations on an empty PostgreSQL, and write the difference down."""
    words = " ".join(sys.argv[1:])
    if not words:
        raise SystemExit('Say what the migration does: make migration says="add budgets"')
    with embedded.temporary() as server:
        migrations.upgrade(server.url)
        with migrations.connection(server.url) as connected:
            config = migrations.configuration(connected)
            number = len(migrations.revisions(config)) + 1
            command.revision(config, words, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    main()
