"""How people and books are kept safe.

Revision ID: 0008
Revises: 0007
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

APP_ROLE = "ftracker_app"
OWN = "nullif(current_setting('ftracker.household_id', true), '')::uuid"
SELF = "nullif(current_setting('ftracker.user_id', true), '')::uuid"
STEWARD = "current_setting('ftracker.steward', true) = 'on'"
FREE = "backups, identities, passkeys, recovery_codes, sign_in_steps"

TOPICS = (
    "budget_pace",
    "budget_limit",
    "bill_due",
    "bill_late",
    "bill_changed",
    "contract_end",
    "low_balance",
    "goal_behind",
    "unusual_amount",
    "uncategorised",
    "quiet_account",
)


def upgrade() -> None:
    op.create_table(
        "backups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("manifest", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.CheckConstraint(
            "reason in ('nightly', 'command', 'upgrade')", name=op.f("ck_backups_reason")
        ),
        sa.CheckConstraint("size_bytes >= 0", name=op.f("ck_backups_size_bytes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backups")),
    )
    op.create_index("ix_backups_made_at", "backups", ["made_at"], unique=False)
    op.create_table(
        "security_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("ip", sa.String(), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("event <> ''", name=op.f("ck_security_events_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_events")),
    )
    op.create_index(
        "ix_security_events_household_id_at",
        "security_events",
        ["household_id", "at"],
        unique=False,
    )
    op.create_index(
        "ix_security_events_user_id_at", "security_events", ["user_id", "at"], unique=False
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_identities_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identities_issuer_subject")),
    )
    op.create_index("ix_identities_user_id", "identities", ["user_id"], unique=False)
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_passkeys_name")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_passkeys_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index("ix_passkeys_user_id", "passkeys", ["user_id"], unique=False)
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint(
            "user_id", "code_hash", name=op.f("uq_recovery_codes_user_id_code_hash")
        ),
    )
    op.create_table(
        "sign_in_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "purpose in ('second_factor', 'passkey', 'provider', 'password')",
            name=op.f("ck_sign_in_steps_purpose"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sign_in_steps_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_steps")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_steps_token_hash")),
    )
    op.create_index("ix_sign_in_steps_expires_at", "sign_in_steps", ["expires_at"], unique=False)
    op.create_index("ix_sign_in_steps_user_id", "sign_in_steps", ["user_id"], unique=False)
    # Keys and sessions of before keep what they could do.
    added("api_tokens", "scope", sa.String(), "'manage'")
    op.add_column("api_tokens", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_api_tokens_scope"), "api_tokens", "scope in ('read', 'write', 'manage')"
    )
    added("user_sessions", "proven_at", sa.DateTime(timezone=True), "created_at")
    op.add_column("users", sa.Column("totp_secret", sa.LargeBinary(), nullable=True))
    op.add_column(
        "users", sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True)
    )
    added("users", "totp_step", sa.BigInteger(), "0")
    watched(*TOPICS, "backup_late")
    for table in ("identities", "passkeys", "recovery_codes", "sign_in_steps"):
        wall(table, f"user_id = {SELF} or {STEWARD}")
    wall("security_events", f"user_id = {SELF} or household_id = {OWN} or {STEWARD}")
    grant()


def downgrade() -> None:
    op.execute("alter table alerts no force row level security")
    op.execute("delete from alerts where topic = 'backup_late'")
    op.execute("alter table alerts force row level security")
    watched(*TOPICS)
    forbid()
    op.drop_column("users", "totp_step")
    op.drop_column("users", "totp_confirmed_at")
    op.drop_column("users", "totp_secret")
    op.drop_column("user_sessions", "proven_at")
    op.drop_column("api_tokens", "expires_at")
    op.drop_constraint(op.f("ck_api_tokens_scope"), "api_tokens")
    op.drop_column("api_tokens", "scope")
    op.drop_index("ix_sign_in_steps_user_id", table_name="sign_in_steps")
    op.drop_index("ix_sign_in_steps_expires_at", table_name="sign_in_steps")
    op.drop_table("sign_in_steps")
    op.drop_table("recovery_codes")
    op.drop_index("ix_passkeys_user_id", table_name="passkeys")
    op.drop_table("passkeys")
    op.drop_index("ix_identities_user_id", table_name="identities")
    op.drop_table("identities")
    op.drop_index("ix_security_events_user_id_at", table_name="security_events")
    op.drop_index("ix_security_events_household_id_at", table_name="security_events")
    op.drop_table("security_events")
    op.drop_index("ix_backups_made_at", table_name="backups")
    op.drop_table("backups")


def added(table: str, column: str, kind: sa.types.TypeEngine[Any], value: str) -> None:
    """Add a column that is never empty; rows that are there get `value`, an SQL expression."""
    op.add_column(table, sa.Column(column, kind, nullable=True))
    op.execute(f"update {table} set {column} = {value}")
    op.alter_column(table, column, nullable=False)


def watched(*topics: str) -> None:
    """Let alerts watch these topics and no others."""
    op.drop_constraint(op.f("ck_alerts_topic"), "alerts")
    listed = ", ".join(f"'{topic}'" for topic in topics)
    op.create_check_constraint(op.f("ck_alerts_topic"), "alerts", f"topic in ({listed})")


def wall(table: str, rule: str) -> None:
    """Show and take only rows that the rule allows, to the owner of the table too."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy household on {table} using ({rule})")


def grant() -> None:
    """Let the application's role use the new tables; what happened at the doors it only adds to."""
    op.execute(f"""
        do $$ begin
            if exists (select from pg_roles where rolname = '{APP_ROLE}') then
                grant select, insert, update, delete on {FREE} to {APP_ROLE};
                grant select, insert on security_events to {APP_ROLE};
                -- Who queues a job twice is told by its key that it waits already.
                grant select (queueing_lock) on procrastinate_jobs to {APP_ROLE};
            end if;
        end $$""")


def forbid() -> None:
    """Take back what the application's role may read of the queue."""
    op.execute(f"""
        do $$ begin
            if exists (select from pg_roles where rolname = '{APP_ROLE}') then
                revoke select (queueing_lock) on procrastinate_jobs from {APP_ROLE};
            end if;
        end $$""")
