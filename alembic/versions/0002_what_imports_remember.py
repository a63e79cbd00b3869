"""What imports remember: files in pieces, profiles, rules, matches, statements, reconciliations.

Revision ID: 0002
Revises: 0001
"""

import zlib

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APP_ROLE = "ftracker_app"
OWN = "nullif(current_setting('ftracker.household_id', true), '')::uuid"
STATUS = "status in ('previewed', 'queued', 'running', 'imported', 'undone', 'failed')"
ADDED = (
    "size",
    "format",
    "leave_out",
    "matched",
    "progress",
    "edits",
    "choices",
    "known",
    "reasons",
    "fingerprints",
)
PIECE = 1 << 20
BOOKS = (
    "import_pieces",
    "import_matches",
    "import_profiles",
    "known_rows",
    "statements",
    "account_words",
    "rules",
    "reconciliations",
    "refusals",
)


def upgrade() -> None:
    op.create_table(
        "known_rows",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("reason in ('purged', 'merged')", name=op.f("ck_known_rows_reason")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_known_rows_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "fingerprint", name=op.f("pk_known_rows")),
    )
    op.create_index(
        "ix_known_rows_import", "known_rows", ["household_id", "import_id"], unique=False
    )
    op.create_table(
        "refusals",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("topic in ('same', 'transfer')", name=op.f("ck_refusals_topic")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_refusals_order")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_refusals_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "household_id", "topic", "first_id", "second_id", name=op.f("pk_refusals")
        ),
    )
    op.create_table(
        "rules",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("match", sa.String(), nullable=False),
        sa.Column("conditions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("actions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("match in ('all', 'any')", name=op.f("ck_rules_match")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_rules_name")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_rules_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_rules")),
    )
    op.create_index("ix_rules_position", "rules", ["household_id", "position", "id"], unique=False)
    op.create_table(
        "account_words",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_account_words_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "word", name=op.f("pk_account_words")),
    )
    op.create_table(
        "import_matches",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("transaction_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id", "import_id"],
            ["imports.household_id", "imports.id"],
            name=op.f("fk_import_matches_household_id_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "household_id", "import_id", "line", name=op.f("pk_import_matches")
        ),
    )
    op.create_index(
        "ix_import_matches_transaction",
        "import_matches",
        ["household_id", "transaction_id"],
        unique=False,
    )
    op.create_table(
        "import_pieces",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id", "import_id"],
            ["imports.household_id", "imports.id"],
            name=op.f("fk_import_pieces_household_id_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "household_id", "import_id", "number", name=op.f("pk_import_pieces")
        ),
    )
    op.create_table(
        "import_profiles",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "name_key", sa.String(), sa.Computed("lower(name)", persisted=True), nullable=False
        ),
        sa.Column("header", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_import_profiles_name")),
        sa.ForeignKeyConstraint(
            ["household_id", "account_id"],
            ["accounts.household_id", "accounts.id"],
            name=op.f("fk_import_profiles_household_id_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_import_profiles_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_import_profiles")),
        sa.UniqueConstraint(
            "household_id", "header", name=op.f("uq_import_profiles_household_id_header")
        ),
        sa.UniqueConstraint(
            "household_id", "name_key", name=op.f("uq_import_profiles_household_id_name_key")
        ),
    )
    op.create_index(
        "ix_import_profiles_account",
        "import_profiles",
        ["household_id", "account_id"],
        unique=False,
    )
    op.create_table(
        "reconciliations",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("balance", sa.Numeric(precision=19, scale=4), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id", "account_id"],
            ["accounts.household_id", "accounts.id"],
            name=op.f("fk_reconciliations_household_id_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_reconciliations")),
    )
    op.create_index(
        "ix_reconciliations_account",
        "reconciliations",
        ["household_id", "account_id", "date"],
        unique=False,
    )
    op.create_table(
        "statements",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("opening", sa.Numeric(precision=19, scale=4), nullable=True),
        sa.Column("closing", sa.Numeric(precision=19, scale=4), nullable=True),
        sa.Column("total", sa.Numeric(precision=28, scale=4), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.CheckConstraint("end_date > start_date", name=op.f("ck_statements_days")),
        sa.ForeignKeyConstraint(
            ["household_id", "account_id"],
            ["accounts.household_id", "accounts.id"],
            name=op.f("fk_statements_household_id_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["household_id", "import_id"],
            ["imports.household_id", "imports.id"],
            name=op.f("fk_statements_household_id_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_statements")),
    )
    op.create_index(
        "ix_statements_account",
        "statements",
        ["household_id", "account_id", "start_date"],
        unique=False,
    )
    op.create_index(
        "ix_statements_import", "statements", ["household_id", "import_id"], unique=False
    )
    op.add_column("households", sa.Column("categorise_from", sa.Integer(), nullable=True))
    op.add_column("imports", sa.Column("size", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("imports", sa.Column("format", sa.String(), nullable=False, server_default="csv"))
    op.add_column(
        "imports",
        sa.Column(
            "reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="{}"
        ),
    )
    op.add_column("imports", sa.Column("profile_id", sa.Uuid(), nullable=True))
    op.add_column(
        "imports", sa.Column("leave_out", sa.Boolean(), nullable=False, server_default="false")
    )
    op.add_column(
        "imports",
        sa.Column(
            "edits", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="{}"
        ),
    )
    op.add_column(
        "imports",
        sa.Column(
            "choices", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="{}"
        ),
    )
    op.add_column("imports", sa.Column("matched", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "imports", sa.Column("progress", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "imports",
        sa.Column(
            "known",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            server_default="[]",
        ),
    )
    op.add_column(
        "imports",
        sa.Column("fingerprints", sa.SmallInteger(), nullable=False, server_default="1"),
    )
    for name in ADDED:
        op.alter_column("imports", name, server_default=None)
    cut_files()
    op.drop_column("imports", "content")
    op.drop_constraint(op.f("ck_imports_status"), "imports")
    op.create_check_constraint(op.f("ck_imports_status"), "imports", STATUS)
    op.create_check_constraint(
        op.f("ck_households_categorise_from"), "households", "categorise_from between 50 and 100"
    )
    op.add_column("transactions", sa.Column("import_line", sa.Integer(), nullable=True))
    op.add_column("transactions", sa.Column("reference", sa.Uuid(), nullable=True))
    op.add_column("transactions", sa.Column("reconciliation_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_transactions_reconciliation",
        "transactions",
        ["household_id", "reconciliation_id"],
        unique=False,
        postgresql_where=sa.text("reconciliation_id is not null"),
    )
    op.create_index(
        "ix_transactions_reference",
        "transactions",
        ["household_id", "reference"],
        unique=False,
        postgresql_where=sa.text("reference is not null"),
    )
    for table in BOOKS:
        wall(table)
    grant()


def downgrade() -> None:
    op.drop_index(
        "ix_transactions_reference",
        table_name="transactions",
        postgresql_where=sa.text("reference is not null"),
    )
    op.drop_index(
        "ix_transactions_reconciliation",
        table_name="transactions",
        postgresql_where=sa.text("reconciliation_id is not null"),
    )
    op.drop_column("transactions", "reconciliation_id")
    op.drop_column("transactions", "reference")
    op.drop_column("transactions", "import_line")
    op.add_column(
        "imports",
        sa.Column(
            "content", postgresql.BYTEA(), autoincrement=False, nullable=False, server_default=""
        ),
    )
    op.alter_column("imports", "content", server_default=None)
    join_files()
    op.execute(
        "update imports set status = 'previewed' where status in ('queued', 'running', 'failed')"
    )
    op.drop_constraint(op.f("ck_imports_status"), "imports")
    op.create_check_constraint(
        op.f("ck_imports_status"), "imports", "status in ('previewed', 'imported', 'undone')"
    )
    op.drop_constraint(op.f("ck_households_categorise_from"), "households")
    op.drop_column("imports", "fingerprints")
    op.drop_column("imports", "known")
    op.drop_column("imports", "progress")
    op.drop_column("imports", "matched")
    op.drop_column("imports", "choices")
    op.drop_column("imports", "edits")
    op.drop_column("imports", "leave_out")
    op.drop_column("imports", "profile_id")
    op.drop_column("imports", "reasons")
    op.drop_column("imports", "format")
    op.drop_column("imports", "size")
    op.drop_column("households", "categorise_from")
    op.drop_index("ix_statements_import", table_name="statements")
    op.drop_index("ix_statements_account", table_name="statements")
    op.drop_table("statements")
    op.drop_index("ix_reconciliations_account", table_name="reconciliations")
    op.drop_table("reconciliations")
    op.drop_index("ix_import_profiles_account", table_name="import_profiles")
    op.drop_table("import_profiles")
    op.drop_table("import_pieces")
    op.drop_index("ix_import_matches_transaction", table_name="import_matches")
    op.drop_table("import_matches")
    op.drop_table("account_words")
    op.drop_index("ix_rules_position", table_name="rules")
    op.drop_table("rules")
    op.drop_table("refusals")
    op.drop_index("ix_known_rows_import", table_name="known_rows")
    op.drop_table("known_rows")


def wall(table: str) -> None:
    """Show and take only rows of the household that is announced, to the owner of the table too."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy household on {table} using (household_id = {OWN})")


def grant() -> None:
    """Let the application's role use the new tables."""
    tables = ", ".join(BOOKS)
    op.execute(f"""
        do $$ begin
            if exists (select from pg_roles where rolname = '{APP_ROLE}') then
                grant select, insert, update, delete on {tables} to {APP_ROLE};
            end if;
        end $$""")


def cut_files() -> None:
    """Lay the bytes of every file into compressed pieces, one file in memory at a time."""
    bind = op.get_bind()
    op.execute("alter table imports no force row level security")
    for home, key in bind.execute(sa.text("select household_id, id from imports")).all():
        mine = {"home": home, "key": key}
        content = bind.execute(
            sa.text("select content from imports where household_id = :home and id = :key"), mine
        ).scalar_one()
        for number, start in enumerate(range(0, len(content), PIECE)):
            piece = {"number": number, "content": zlib.compress(content[start : start + PIECE])}
            bind.execute(
                sa.text(
                    "insert into import_pieces (household_id, import_id, number, content) values (:home, :key, :number, :content)"
                ),
                mine | piece,
            )
        bind.execute(
            sa.text("update imports set size = :size where household_id = :home and id = :key"),
            mine | {"size": len(content)},
        )
    op.execute("alter table imports force row level security")


def join_files() -> None:
    """Put the pieces of every file together again, one file in memory at a time."""
    bind = op.get_bind()
    for table in ("imports", "import_pieces"):
        op.execute(f"alter table {table} no force row level security")
    for home, key in bind.execute(sa.text("select household_id, id from imports")).all():
        mine = {"home": home, "key": key}
        pieces = bind.execute(
            sa.text(
                "select content from import_pieces where household_id = :home and import_id = :key order by number"
            ),
            mine,
        ).scalars()
        content = b"".join(zlib.decompress(piece) for piece in pieces)
        bind.execute(
            sa.text(
                "update imports set content = :content where household_id = :home and id = :key"
            ),
            mine | {"content": content},
        )
    op.execute("alter table imports force row level security")
