"""What will probably be, and what would be if.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APP_ROLE = "ftracker_app"
OWN = "nullif(current_setting('ftracker.household_id', true), '')::uuid"


def upgrade() -> None:
    op.create_table(
        "scenarios",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "name_key", sa.String(), sa.Computed("lower(name)", persisted=True), nullable=False
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
        sa.Column("applied_set_id", sa.Uuid(), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_scenarios_name")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_scenarios_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_scenarios")),
        sa.UniqueConstraint(
            "household_id", "name_key", name=op.f("uq_scenarios_household_id_name_key")
        ),
    )
    op.create_table(
        "forecasts",
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("scenario_id", sa.Uuid(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "topic in ('cash', 'categories', 'goals', 'score')", name=op.f("ck_forecasts_topic")
        ),
        sa.ForeignKeyConstraint(
            ["household_id", "scenario_id"],
            ["scenarios.household_id", "scenarios.id"],
            name=op.f("fk_forecasts_household_id_scenario_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_forecasts_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_forecasts")),
    )
    op.create_index(
        "uq_forecasts_topic",
        "forecasts",
        ["household_id", "topic"],
        unique=True,
        postgresql_where=sa.text("scenario_id is null"),
    )
    op.create_index(
        "uq_forecasts_scenario",
        "forecasts",
        ["household_id", "scenario_id", "topic"],
        unique=True,
        postgresql_where=sa.text("scenario_id is not null"),
    )
    for table in ("scenarios", "forecasts"):
        wall(table)
        grant(table)


def downgrade() -> None:
    op.drop_table("forecasts")
    op.drop_table("scenarios")


def wall(table: str) -> None:
    """Show and take only rows of the household that is announced, to the owner of the table too."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy household on {table} using (household_id = {OWN})")


def grant(table: str) -> None:
    """Let the application's role use a new table."""
    op.execute(f"""
        do $$ begin
            if exists (select from pg_roles where rolname = '{APP_ROLE}') then
                grant select, insert, update, delete on {table} to {APP_ROLE};
            end if;
        end $$""")
