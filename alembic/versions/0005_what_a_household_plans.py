"""What a household plans: budgets, goals, schedules, alerts.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APP_ROLE = "ftracker_app"
OWN = "nullif(current_setting('ftracker.household_id', true), '')::uuid"
BOOKS = (
    "plans",
    "budgets",
    "allotments",
    "schedules",
    "occurrences",
    "alerts",
    "notices",
    "notice_readings",
    "channels",
    "deliveries",
)
# What rows have that were there before; afterwards the application says it.
BORN_WITH = (
    ("goals", ("aim", "priority", "icon", "colour", "note", "state")),
    ("api_tokens", ("use",)),
)
CHECKS = (
    ("aim", "aim in ('save', 'pay_off')"),
    ("debt_account", "aim = 'save' or account_id is not null"),
    ("earmark", "earmark is null or (earmark >= 0 and account_id is not null and aim = 'save')"),
    ("monthly_amount", "monthly_amount > 0"),
    ("rate", "rate between 0 and 100"),
    ("state", "state in ('active', 'paused', 'completed', 'archived')"),
)


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.Numeric(precision=19, scale=4), nullable=False),
        sa.Column("is_muted", sa.Boolean(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "topic in ('budget_pace', 'budget_limit', 'bill_due', 'bill_late', 'bill_changed', 'contract_end', 'low_balance', 'goal_behind', 'unusual_amount', 'uncategorised', 'quiet_account')",
            name=op.f("ck_alerts_topic"),
        ),
        sa.CheckConstraint("level >= 0", name=op.f("ck_alerts_level")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_alerts_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_topic", "alerts", ["household_id", "topic", "id"], unique=False)
    op.create_table(
        "plans",
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("payday", sa.Integer(), nullable=False),
        sa.Column("payday_weekend", sa.String(), nullable=False),
        sa.Column("fortnight_start", sa.Date(), nullable=False),
        sa.Column("income", sa.String(), nullable=False),
        sa.Column("buffer", sa.Numeric(precision=19, scale=4), nullable=False),
        sa.Column("cash_account_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "cadence in ('week', 'fortnight', 'month', 'payday', 'quarter', 'year')",
            name=op.f("ck_plans_cadence"),
        ),
        sa.CheckConstraint(
            "income in ('expected', 'came', 'larger')", name=op.f("ck_plans_income")
        ),
        sa.CheckConstraint("method in ('plan', 'envelopes')", name=op.f("ck_plans_method")),
        sa.CheckConstraint(
            "payday_weekend in ('keep', 'before', 'after')", name=op.f("ck_plans_payday_weekend")
        ),
        sa.CheckConstraint("buffer >= 0", name=op.f("ck_plans_buffer")),
        sa.CheckConstraint("payday between 1 and 31", name=op.f("ck_plans_payday")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_plans_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_plans")),
        sa.UniqueConstraint("household_id", name=op.f("uq_plans_household_id")),
    )
    op.create_table(
        "budgets",
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=19, scale=4), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("rollover", sa.String(), nullable=False),
        sa.Column("cap", sa.Numeric(precision=19, scale=4), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "cadence in ('week', 'fortnight', 'month', 'payday', 'quarter', 'year', 'window')",
            name=op.f("ck_budgets_cadence"),
        ),
        sa.CheckConstraint(
            "rollover in ('none', 'left', 'overspent', 'both')", name=op.f("ck_budgets_rollover")
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_budgets_amount")),
        sa.CheckConstraint("cap >= 0", name=op.f("ck_budgets_cap")),
        sa.ForeignKeyConstraint(
            ["household_id", "category_id"],
            ["categories.household_id", "categories.id"],
            name=op.f("fk_budgets_household_id_category_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_budgets_household_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_budgets")),
    )
    op.create_index(
        "uq_budgets_category",
        "budgets",
        ["household_id", "category_id"],
        unique=True,
        postgresql_where=sa.text("category_id is not null"),
    )
    op.create_index(
        "uq_budgets_everything",
        "budgets",
        ["household_id"],
        unique=True,
        postgresql_where=sa.text("category_id is null"),
    )
    op.create_table(
        "channels",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("pace", sa.String(), nullable=False),
        sa.Column("digest_time", sa.Time(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("is_muted", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('email', 'apprise', 'push')", name=op.f("ck_channels_kind")),
        sa.CheckConstraint("pace in ('at_once', 'digest')", name=op.f("ck_channels_pace")),
        sa.ForeignKeyConstraint(
            ["household_id", "user_id"],
            ["memberships.household_id", "memberships.user_id"],
            name=op.f("fk_channels_household_id_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_channels")),
    )
    op.create_index("ix_channels_user", "channels", ["household_id", "user_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("href", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id", "alert_id"],
            ["alerts.household_id", "alerts.id"],
            name=op.f("fk_notices_household_id_alert_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "household_id", "alert_id", "key", name=op.f("uq_notices_household_id_alert_id_key")
        ),
    )
    op.create_index(
        "ix_notices_open",
        "notices",
        ["household_id", "id"],
        unique=False,
        postgresql_where=sa.text("gone_at is null"),
    )
    op.create_index(
        "ix_notices_said_at", "notices", ["household_id", "said_at", "id"], unique=False
    )
    op.create_table(
        "allotments",
        sa.Column("budget_id", sa.Uuid(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=19, scale=4), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id", "budget_id"],
            ["budgets.household_id", "budgets.id"],
            name=op.f("fk_allotments_household_id_budget_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_allotments")),
        sa.UniqueConstraint(
            "household_id",
            "budget_id",
            "start_date",
            name=op.f("uq_allotments_household_id_budget_id_start_date"),
        ),
    )
    op.create_table(
        "deliveries",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'sent', 'failed')", name=op.f("ck_deliveries_state")
        ),
        sa.ForeignKeyConstraint(
            ["household_id", "channel_id"],
            ["channels.household_id", "channels.id"],
            name=op.f("fk_deliveries_household_id_channel_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["household_id", "notice_id"],
            ["notices.household_id", "notices.id"],
            name=op.f("fk_deliveries_household_id_notice_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "household_id", "notice_id", "channel_id", name=op.f("pk_deliveries")
        ),
    )
    op.create_index(
        "ix_deliveries_channel", "deliveries", ["household_id", "channel_id", "state"], unique=False
    )
    op.create_table(
        "notice_readings",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id", "notice_id"],
            ["notices.household_id", "notices.id"],
            name=op.f("fk_notice_readings_household_id_notice_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["household_id", "user_id"],
            ["memberships.household_id", "memberships.user_id"],
            name=op.f("fk_notice_readings_household_id_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "household_id", "notice_id", "user_id", name=op.f("pk_notice_readings")
        ),
    )
    op.create_table(
        "schedules",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("to_account_id", sa.Uuid(), nullable=True),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("amount", sa.Numeric(precision=19, scale=4), nullable=False),
        sa.Column("least", sa.Numeric(precision=19, scale=4), nullable=True),
        sa.Column("most", sa.Numeric(precision=19, scale=4), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("month_day", sa.Integer(), nullable=True),
        sa.Column("nth", sa.Integer(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("weekend", sa.String(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("is_posted", sa.Boolean(), nullable=False),
        sa.Column("remind_days", sa.Integer(), nullable=False),
        sa.Column("is_subscription", sa.Boolean(), nullable=False),
        sa.Column("trial_end_date", sa.Date(), nullable=True),
        sa.Column("cancel_date", sa.Date(), nullable=True),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_schedules_name")),
        sa.CheckConstraint(
            "unit in ('day', 'week', 'month', 'year')", name=op.f("ck_schedules_unit")
        ),
        sa.CheckConstraint(
            "weekend in ('keep', 'before', 'after')", name=op.f("ck_schedules_weekend")
        ),
        sa.CheckConstraint(
            "(nth is null) = (weekday is null)", name=op.f("ck_schedules_nth_weekday")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_schedules_amount")),
        sa.CheckConstraint("end_date >= start_date", name=op.f("ck_schedules_end_date")),
        sa.CheckConstraint("every between 1 and 400", name=op.f("ck_schedules_every")),
        sa.CheckConstraint("least > 0 and least <= amount", name=op.f("ck_schedules_least")),
        sa.CheckConstraint(
            "month_day = -1 or month_day between 1 and 31", name=op.f("ck_schedules_month_day")
        ),
        sa.CheckConstraint("month_day is null or nth is null", name=op.f("ck_schedules_one_day")),
        sa.CheckConstraint("most >= amount", name=op.f("ck_schedules_most")),
        sa.CheckConstraint("nth = -1 or nth between 1 and 4", name=op.f("ck_schedules_nth")),
        sa.CheckConstraint("remind_days between 0 and 60", name=op.f("ck_schedules_remind_days")),
        sa.CheckConstraint("times > 0", name=op.f("ck_schedules_times")),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_schedules_weekday")),
        sa.ForeignKeyConstraint(
            ["household_id", "account_id"],
            ["accounts.household_id", "accounts.id"],
            name=op.f("fk_schedules_household_id_account_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["household_id", "category_id"],
            ["categories.household_id", "categories.id"],
            name=op.f("fk_schedules_household_id_category_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["household_id", "goal_id"],
            ["goals.household_id", "goals.id"],
            name=op.f("fk_schedules_household_id_goal_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["household_id", "to_account_id"],
            ["accounts.household_id", "accounts.id"],
            name=op.f("fk_schedules_household_id_to_account_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["household_id", "type_id"],
            ["transaction_types.household_id", "transaction_types.id"],
            name=op.f("fk_schedules_household_id_type_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_schedules")),
    )
    op.create_index(
        "ix_schedules_account", "schedules", ["household_id", "account_id"], unique=False
    )
    op.create_index(
        "ix_schedules_category", "schedules", ["household_id", "category_id"], unique=False
    )
    op.create_table(
        "occurrences",
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("transaction_id", sa.Uuid(), nullable=True),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('skipped', 'paid')", name=op.f("ck_occurrences_state")),
        sa.ForeignKeyConstraint(
            ["household_id", "schedule_id"],
            ["schedules.household_id", "schedules.id"],
            name=op.f("fk_occurrences_household_id_schedule_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("household_id", "id", name=op.f("pk_occurrences")),
        sa.UniqueConstraint(
            "household_id",
            "schedule_id",
            "due_date",
            name=op.f("uq_occurrences_household_id_schedule_id_due_date"),
        ),
    )
    op.add_column("api_tokens", sa.Column("use", sa.String(), nullable=False, server_default="api"))
    op.add_column("goals", sa.Column("aim", sa.String(), nullable=False, server_default="save"))
    op.add_column("goals", sa.Column("account_id", sa.Uuid(), nullable=True))
    op.add_column("goals", sa.Column("earmark", sa.Numeric(precision=19, scale=4), nullable=True))
    op.add_column(
        "goals", sa.Column("monthly_amount", sa.Numeric(precision=19, scale=4), nullable=True)
    )
    op.add_column("goals", sa.Column("rate", sa.Numeric(precision=7, scale=4), nullable=True))
    op.add_column("goals", sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("goals", sa.Column("icon", sa.String(), nullable=False, server_default="flag"))
    op.add_column("goals", sa.Column("colour", sa.String(), nullable=False, server_default="cyan"))
    op.add_column("goals", sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.add_column("goals", sa.Column("state", sa.String(), nullable=False, server_default="active"))
    op.create_index("ix_goals_account", "goals", ["household_id", "account_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_goals_household_id_account_id"),
        "goals",
        "accounts",
        ["household_id", "account_id"],
        ["household_id", "id"],
        ondelete="RESTRICT",
    )
    for name, condition in CHECKS:
        op.create_check_constraint(op.f(f"ck_goals_{name}"), "goals", condition)
    op.create_check_constraint(
        op.f("ck_api_tokens_use"), "api_tokens", "use in ('api', 'calendar')"
    )
    refused("'same', 'transfer', 'recurring'")
    for table, columns in BORN_WITH:
        for column in columns:
            op.alter_column(table, column, server_default=None)
    for table in BOOKS:
        wall(table)
    grant()


def downgrade() -> None:
    op.execute("delete from api_tokens where use <> 'api'")
    # The wall would hide every household's rows, from the owner of the table too.
    op.execute("alter table refusals no force row level security")
    op.execute("delete from refusals where topic = 'recurring'")
    op.execute("alter table refusals force row level security")
    refused("'same', 'transfer'")
    op.drop_constraint(op.f("ck_api_tokens_use"), "api_tokens", type_="check")
    for name, _ in CHECKS:
        op.drop_constraint(op.f(f"ck_goals_{name}"), "goals", type_="check")
    op.drop_constraint(op.f("fk_goals_household_id_account_id"), "goals", type_="foreignkey")
    op.drop_index("ix_goals_account", table_name="goals")
    op.drop_column("goals", "state")
    op.drop_column("goals", "note")
    op.drop_column("goals", "colour")
    op.drop_column("goals", "icon")
    op.drop_column("goals", "priority")
    op.drop_column("goals", "rate")
    op.drop_column("goals", "monthly_amount")
    op.drop_column("goals", "earmark")
    op.drop_column("goals", "account_id")
    op.drop_column("goals", "aim")
    op.drop_column("api_tokens", "use")
    op.drop_table("occurrences")
    op.drop_index("ix_schedules_category", table_name="schedules")
    op.drop_index("ix_schedules_account", table_name="schedules")
    op.drop_table("schedules")
    op.drop_table("notice_readings")
    op.drop_index("ix_deliveries_channel", table_name="deliveries")
    op.drop_table("deliveries")
    op.drop_table("allotments")
    op.drop_index("ix_notices_said_at", table_name="notices")
    op.drop_index(
        "ix_notices_open", table_name="notices", postgresql_where=sa.text("gone_at is null")
    )
    op.drop_table("notices")
    op.drop_index("ix_channels_user", table_name="channels")
    op.drop_table("channels")
    op.drop_index(
        "uq_budgets_everything",
        table_name="budgets",
        postgresql_where=sa.text("category_id is null"),
    )
    op.drop_index(
        "uq_budgets_category",
        table_name="budgets",
        postgresql_where=sa.text("category_id is not null"),
    )
    op.drop_table("budgets")
    op.drop_table("plans")
    op.drop_index("ix_alerts_topic", table_name="alerts")
    op.drop_table("alerts")


def refused(topics: str) -> None:
    """Say what may be turned down."""
    op.drop_constraint(op.f("ck_refusals_topic"), "refusals", type_="check")
    op.create_check_constraint(op.f("ck_refusals_topic"), "refusals", f"topic in ({topics})")


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
