"""Checks that the migrations arrive at the models, and go up, down and up again."""

import sys

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from ftracker import models
from ftracker.db import embedded, migrations
from ftracker.db.base import Base

# Alembic's own table stays when everything else is gone.
KEPT = {"alembic_version"}


def main() -> None:
    """Try the migrations on an empty PostgreSQL; end with 1 when something is wrong."""
    with embedded.temporary() as server:
        migrations.upgrade(server.url)
        faults = _differences(server.url)
        migrations.downgrade(server.url, "base")
        faults += [f"left behind by the way down: {name}" for name in _tables(server.url)]
        migrations.upgrade(server.url)
        faults += _differences(server.url)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        raise SystemExit(1)
    print(f"The migrations make the {len(Base.metadata.tables)} tables of {models.__name__}.")


def _differences(url: str) -> list[str]:
    with migrations.connection(url) as connected:
        context = MigrationContext.configure(
            connected, opts={"compare_type": True, "include_name": migrations.is_ours}
        )
        found = compare_metadata(context, Base.metadata)
    return [f"models and migrations differ: {difference}" for difference in found]


def _tables(url: str) -> list[str]:
    with migrations.connection(url) as connected:
        return sorted(set(inspect(connected).get_table_names()) - KEPT)


if __name__ == "__main__":
    main()
