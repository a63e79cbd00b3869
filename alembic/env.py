"""Runs migrations on the connection that ftracker.db.migrations hands over."""

from alembic import context

from ftracker import models  # noqa: F401 - the tables register themselves
from ftracker.db import migrations, spreading  # noqa: F401 - it registers itself, too
from ftracker.db.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    include_name=migrations.is_ours,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
