"""Migrations of books that are distributed: a new table is put where it belongs before its keys."""

from typing import Any

from alembic.ddl.postgresql import PostgresqlImpl
from sqlalchemy import Table
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable

from ftracker.db import distribution


class SpreadingImpl(PostgresqlImpl):
    """How alembic makes tables: on several servers no key can be there before both its ends are."""

    __dialect__ = "postgresql"

    def create_table(self, table: Table, **given: Any) -> None:
        """Make a table with its indexes."""
        connected = self.connection
        if connected is None or not distribution.is_distributed(connected):
            super().create_table(table, **given)
            return
        self._exec(CreateTable(table, include_foreign_key_constraints=[]))
        distribution.put(connected, table)
        for key in table.foreign_key_constraints:
            self._exec(AddConstraint(key))
        for index in table.indexes:
            self._exec(CreateIndex(index))
