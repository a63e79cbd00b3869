"""The ledger: households, their books, the history of every change.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APP_ROLE = "ftracker_app"
OWN = "nullif(current_setting('ftracker.household_id', true), '')::uuid"
SELF = "nullif(current_setting('ftracker.user_id', true), '')::uuid"
STEWARD = "current_setting('ftracker.steward', true) = 'on'"
BOOKS = (
    "accounts",
    "categories",
    "transaction_types",
    "transactions",
    "goals",
    "imports",
    "monthly_totals",
    "change_sets",
    "change_rows",
    "idempotency_keys",
)


def upgrade() -> None:
    """Make the tables, then the second wall between households."""
    make_tables()
    for table in BOOKS:
        wall(table, f"household_id = {OWN}")
    wall("memberships", f"household_id = {OWN} or user_id = {SELF} or {STEWARD}")
    mine = f"select m.household_id from memberships m where m.user_id = {SELF}"
    wall("households", f"id = {OWN} or {STEWARD} or id in ({mine})")
    # A person's own, everywhere; to a household only what opens its books.
    for table in ("user_sessions", "api_tokens"):
        wall(table, f"user_id = {SELF} or household_id = {OWN} or {STEWARD}")
    wall("invitations", f"household_id = {OWN} or {STEWARD}")
    grant()


def downgrade() -> None:
    """Take everything away again; the role stays, other databases may use it."""
    tables = (
        "change_rows",
        "change_sets",
        "idempotency_keys",
        "monthly_totals",
        "imports",
        "goals",
        "transactions",
        "transaction_types",
        "categories",
        "accounts",
        "memberships",
        "households",
        "sign_in_attempts",
        "invitations",
        "api_tokens",
        "user_sessions",
        "users",
    )
    # This rule reads memberships, which go before the households that they point to.
    op.execute("drop policy household on households")
    for table in tables:
        op.drop_table(table)


def wall(table: str, rule: str) -> None:
    """Show and take only rows that the rule allows, to the owner of the table too."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy household on {table} using ({rule})")


def grant() -> None:
    """Let the application's role use the tables; it owns none, and cannot rewrite history.

    Where the database's user may not make roles, the forced policies hold for the user itself.
    """
    op.execute(f"""
        do $$ begin
            create role {APP_ROLE} nologin;
        exception when duplicate_object or unique_violation or insufficient_privilege then null;
        end $$""")
    op.execute(f"""
        do $$ begin
            if exists (select from pg_roles where rolname = '{APP_ROLE}') then
                grant usage on schema public to {APP_ROLE};
                grant select, insert, update, delete on all tables in schema public to {APP_ROLE};
                revoke update, delete on change_sets, change_rows from {APP_ROLE};
                grant update (before, after) on change_rows to {APP_ROLE};
            end if;
        end $$""")


def make_tables() -> None:
    """Make every table with its constraints and indexes."""
    op.create_table(
        "households",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("catalogue_version", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_households_currency")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_households_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
    )
    op.create_table(
        "monthly_totals",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("type_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=28, scale=4), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "household_id",
            "month",
            "category_id",
            "account_id",
            "type_id",
            "direction",
            name=op.f("pk_monthly_totals"),
        ),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index("ix_sign_in_attempts_key_at", "sign_in_attempts", ["key", "at"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column(
            "email_key", sa.String(), sa.Computed("lower(email)", persisted=True), nullable=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email_key", name=op.f("uq_users_email_key")),
    )
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "name_key", sa.String(), sa.Computed("lower(name)", persisted=True), nullable=False
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("opening_balance", sa.Numeric(precision=19, scale=4), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('cash', 'current', 'savings', 'card', 'loan', 'asset')",
            name=op.f("ck_accounts_kind"),
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_accounts_name")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_accounts_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_accounts")),
        sa.UniqueConstraint(
            "household_id", "name_key", name=op.f("uq_accounts_household_id_name_key")
        ),
    )
    op.create_index(
        "uq_accounts_default",
        "accounts",
        ["household_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_api_tokens_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index("ix_api_tokens_user_id", "api_tokens", ["user_id"], unique=False)
    op.create_table(
        "categories",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "name_key", sa.String(), sa.Computed("lower(name)", persisted=True), nullable=False
        ),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(type = 'Timebound') = (start_date is not null and end_date is not null)",
            name=op.f("ck_categories_window"),
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_categories_name")),
        sa.CheckConstraint(
            "type in ('Income', 'Expense', 'Savings', 'Investment', 'Other', 'Unknown', 'Timebound')",
            name=op.f("ck_categories_type"),
        ),
        sa.CheckConstraint("end_date >= start_date", name=op.f("ck_categories_window_order")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_categories_parent")),
        sa.ForeignKeyConstraint(
            ["household_id", "parent_id"],
            ["categories.household_id", "categories.id"],
            name=op.f("fk_categories_household_id_parent_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_categories_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_categories")),
        sa.UniqueConstraint(
            "household_id", "name_key", name=op.f("uq_categories_household_id_name_key")
        ),
    )
    op.create_index(
        "ix_categories_parent", "categories", ["household_id", "parent_id"], unique=False
    )
    op.create_index(
        "uq_categories_default",
        "categories",
        ["household_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "change_sets",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("undoes_id", sa.Uuid(), nullable=True),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_change_sets_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_change_sets")),
    )
    op.create_index(
        "ix_change_sets_import", "change_sets", ["household_id", "import_id"], unique=False
    )
    op.create_index(
        "ix_change_sets_undoes", "change_sets", ["household_id", "undoes_id"], unique=False
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_sha256", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_idempotency_keys_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "imports",
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("errors", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status in ('previewed', 'imported', 'undone')", name=op.f("ck_imports_status")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_imports_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_sha256", "imports", ["household_id", "file_sha256"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role in ('owner', 'editor', 'viewer')", name=op.f("ck_invitations_role")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_invitations_created_by"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index("ix_invitations_household_id", "invitations", ["household_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role in ('owner', 'editor', 'viewer')", name=op.f("ck_memberships_role")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_memberships_household_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_memberships_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("household_id", "user_id", name=op.f("pk_memberships")),
    )
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"], unique=False)
    op.create_table(
        "transaction_types",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "name_key", sa.String(), sa.Computed("lower(name)", persisted=True), nullable=False
        ),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "flow in ('in', 'out', 'transfer')", name=op.f("ck_transaction_types_flow")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_transaction_types_name")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_transaction_types_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_transaction_types")),
        sa.UniqueConstraint(
            "household_id", "name_key", name=op.f("uq_transaction_types_household_id_name_key")
        ),
    )
    op.create_index(
        "uq_transaction_types_default",
        "transaction_types",
        ["household_id", "flow"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "user_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.Column("ip", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_sessions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_sessions_token_hash")),
    )
    op.create_index("ix_user_sessions_user_id", "user_sessions", ["user_id"], unique=False)
    op.create_table(
        "change_rows",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("change_set_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column(
            "before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column(
            "after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["household_id", "change_set_id"],
            ["change_sets.household_id", "change_sets.id"],
            name=op.f("fk_change_rows_household_id_change_set_id"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint(
            "household_id", "change_set_id", "seq", name=op.f("pk_change_rows")
        ),
    )
    op.create_index(
        "ix_change_rows_row",
        "change_rows",
        ["household_id", "row_id", "change_set_id"],
        unique=False,
    )
    op.create_table(
        "goals",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("target_amount", sa.Numeric(precision=19, scale=4), nullable=False),
        sa.Column("starting_amount", sa.Numeric(precision=19, scale=4), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starting_amount >= 0", name=op.f("ck_goals_starting_amount")),
        sa.CheckConstraint("target_amount > 0", name=op.f("ck_goals_target_amount")),
        sa.ForeignKeyConstraint(
            ["household_id", "category_id"],
            ["categories.household_id", "categories.id"],
            name=op.f("fk_goals_household_id_category_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_goals")),
    )
    op.create_index("ix_goals_category", "goals", ["household_id", "category_id"], unique=False)
    op.create_table(
        "transactions",
        sa.Column("amount", sa.Numeric(precision=19, scale=4), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("type_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("payee", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("split_id", sa.Uuid(), nullable=True),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("fingerprint", sa.Uuid(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "date >= '1900-01-01' and date < '2200-01-01'", name=op.f("ck_transactions_date")
        ),
        sa.CheckConstraint("direction in ('in', 'out')", name=op.f("ck_transactions_direction")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_transactions_amount")),
        sa.ForeignKeyConstraint(
            ["household_id", "account_id"],
            ["accounts.household_id", "accounts.id"],
            name=op.f("fk_transactions_household_id_account_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["household_id", "category_id"],
            ["categories.household_id", "categories.id"],
            name=op.f("fk_transactions_household_id_category_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["household_id", "type_id"],
            ["transaction_types.household_id", "transaction_types.id"],
            name=op.f("fk_transactions_household_id_type_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_transactions")),
        postgresql_with={"autovacuum_vacuum_scale_factor": 0.02},
    )
    op.create_index(
        "ix_transactions_category",
        "transactions",
        ["household_id", "category_id", "date", "id"],
        unique=False,
        postgresql_where=sa.text("is_active"),
    )
    op.create_index(
        "ix_transactions_date",
        "transactions",
        ["household_id", "date", "id"],
        unique=False,
        postgresql_where=sa.text("is_active"),
    )
    op.create_index(
        "ix_transactions_import",
        "transactions",
        ["household_id", "import_id"],
        unique=False,
        postgresql_where=sa.text("import_id is not null"),
    )
    op.create_index(
        "ix_transactions_inactive",
        "transactions",
        ["household_id", "date", "id"],
        unique=False,
        postgresql_where=sa.text("not is_active"),
    )
    op.create_index(
        "ix_transactions_split",
        "transactions",
        ["household_id", "split_id"],
        unique=False,
        postgresql_where=sa.text("split_id is not null"),
    )
    op.create_index(
        "ix_transactions_transfer",
        "transactions",
        ["household_id", "transfer_id"],
        unique=False,
        postgresql_where=sa.text("transfer_id is not null"),
    )
    op.create_index(
        "uq_transactions_fingerprint",
        "transactions",
        ["household_id", "fingerprint"],
        unique=True,
        postgresql_where=sa.text("fingerprint is not null"),
    )
