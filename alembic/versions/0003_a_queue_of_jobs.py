"""A queue of jobs: what procrastinate keeps in the database, made by itself.

Revision ID: 0003
Revises: 0002
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APP_ROLE = "ftracker_app"


def upgrade() -> None:
    # The driver itself runs many statements at once, and reads no placeholders into them.
    op.get_bind().connection.driver_connection.execute(SchemaManager.get_schema())
    grant()


def downgrade() -> None:
    op.execute("""
        do $$
        declare thing text;
        begin
            for thing in select format('drop table %I cascade', tablename) from pg_tables
                where schemaname = current_schema() and tablename like 'procrastinate\\_%'
            loop execute thing; end loop;
            for thing in select format('drop function %s cascade', p.oid::regprocedure)
                from pg_proc p
                where p.pronamespace = current_schema()::regnamespace
                and p.proname like 'procrastinate\\_%'
            loop execute thing; end loop;
            for thing in select format('drop type %I cascade', t.typname) from pg_type t
                where t.typnamespace = current_schema()::regnamespace
                and t.typname like 'procrastinate\\_%' and t.typtype in ('c', 'e')
            loop execute thing; end loop;
        end $$""")


def grant() -> None:
    """Let the application's role put jobs in, and see none."""
    op.execute(f"""
        do $$ begin
            if exists (select from pg_roles where rolname = '{APP_ROLE}') then
                grant insert, select (id) on procrastinate_jobs to {APP_ROLE};
                grant insert on procrastinate_events to {APP_ROLE};
                grant usage on all sequences in schema public to {APP_ROLE};
            end if;
        end $$""")
