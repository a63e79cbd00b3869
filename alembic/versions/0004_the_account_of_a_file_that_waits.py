"""The name of a new account that a file is to come in for.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "imports", sa.Column("account_name", sa.String(), nullable=False, server_default="")
    )
    op.alter_column("imports", "account_name", server_default=None)


def downgrade() -> None:
    op.drop_column("imports", "account_name")
