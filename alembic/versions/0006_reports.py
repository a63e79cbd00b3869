"""Saved views of reports, and who wrote each transaction down.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APP_ROLE = "ftracker_app"
OWN = "nullif(current_setting('ftracker.household_id', true), '')::uuid"
READ = ("transactions", "imports", "change_rows", "change_sets")


def upgrade() -> None:
    op.create_table(
        "saved_views",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "name_key", sa.String(), sa.Computed("lower(name)", persisted=True), nullable=False
        ),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_views_name")),
        sa.CheckConstraint("length(report) between 1 and 40", name=op.f("ck_saved_views_report")),
        sa.CheckConstraint("length(words) <= 40000", name=op.f("ck_saved_views_words")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_saved_views_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint(
            "household_id", "name_key", name=op.f("uq_saved_views_household_id_name_key")
        ),
    )
    op.add_column("transactions", sa.Column("member_id", sa.Uuid(), nullable=True))
    wall("saved_views")
    grant("saved_views")
    remember_who_wrote()


def downgrade() -> None:
    op.drop_column("transactions", "member_id")
    op.drop_table("saved_views")


def remember_who_wrote() -> None:
    """Take from imports and from the history who brought or added each transaction.

    What was added, taken back and added again is of who added it first. The rows' versions stay:
    nobody has changed them.
    """
    # The wall would hide every household's rows, from the owner of the table too.
    for table in READ:
        op.execute(f"alter table {table} no force row level security")
    op.execute("""
        update transactions t set member_id = i.created_by from imports i
        where i.household_id = t.household_id and i.id = t.import_id and i.created_by is not null
        """)
    op.execute("""
        update transactions t set member_id = a.user_id from (
            select distinct on (r.household_id, r.row_id) r.household_id, r.row_id, s.user_id
            from change_rows r join change_sets s
                on s.household_id = r.household_id and s.id = r.change_set_id
            where r.table_name = 'transactions' and r.before is null and r.after is not null
            order by r.household_id, r.row_id, s.at, s.id
        ) a
        where a.household_id = t.household_id and a.row_id = t.id and t.import_id is null
            and a.user_id is not null
        """)
    for table in READ:
        op.execute(f"alter table {table} force row level security")


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
