"""What looks saw: whether a household must be looked at again.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

APP_ROLE = "ftracker_app"
OWN = "nullif(current_setting('ftracker.household_id', true), '')::uuid"


def upgrade() -> None:
    op.create_table(
        "household_looks",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("since_id", sa.Uuid(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_household_looks_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "is_whole", name=op.f("pk_household_looks")),
    )
    wall("household_looks")
    op.execute(f"""
        do $$ begin
            if exists (select from pg_roles where rolname = '{APP_ROLE}') then
                grant select, insert, update, delete on household_looks to {APP_ROLE};
            end if;
        end $$""")


def downgrade() -> None:
    op.drop_table("household_looks")


def wall(table: str) -> None:
    """Show and take only rows of the household that acts, to the owner of the table too."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy household on {table} using (household_id = {OWN})")
