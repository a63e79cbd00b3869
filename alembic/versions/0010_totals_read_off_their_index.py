"""Totals read off their index: those of one household lie side by side there.

In the table they lie between the totals of all others, so that adding up ten years read a page of
it for each of a thousand totals.

Revision ID: 0010
Revises: 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = "household_id, month, category_id, account_id, type_id, direction"


def upgrade() -> None:
    rekey(f"({KEY}) include (amount, count)")


def downgrade() -> None:
    rekey(f"({KEY})")


def rekey(key: str) -> None:
    """Give the table another primary key; whoever writes waits for it."""
    op.execute("alter table monthly_totals drop constraint pk_monthly_totals")
    op.execute(f"alter table monthly_totals add constraint pk_monthly_totals primary key {key}")
