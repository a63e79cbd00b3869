"""Questions to the database that must find nothing, whatever happened before.

They are written in plain SQL on purpose: what judges shares no line with what it judges.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

# Each names the households that break the rule.
_BREACHES = {
    "a month's total is the sum of its transactions": """
        select household_id from (
            select household_id, date_trunc('month', date)::date as month, category_id, account_id,
                   type_id, direction, sum(amount) as amount, count(*) as count
            from transactions where is_active group by 1, 2, 3, 4, 5, 6) as made
        full join (select * from monthly_totals where count <> 0 or amount <> 0) as kept
        using (household_id, month, category_id, account_id, type_id, direction)
        where made.amount is distinct from kept.amount or made.count is distinct from kept.count""",
    "a transaction points to things of its own household": """
        select t.household_id from transactions as t
        left join accounts as a on (a.household_id, a.id) = (t.household_id, t.account_id)
        left join categories as c on (c.household_id, c.id) = (t.household_id, t.category_id)
        left join transaction_types as y on (y.household_id, y.id) = (t.household_id, t.type_id)
        where a.id is null or c.id is null or y.id is null""",
    "an amount is a positive number": """
        select household_id from transactions
        where amount <= 0 or amount in ('NaN', 'Infinity')""",
    "a direction is its type's": """
        select t.household_id from transactions as t join transaction_types as y
        on (y.household_id, y.id) = (t.household_id, t.type_id)
        where y.flow <> 'transfer' and y.flow <> t.direction""",
    "a transfer's sides agree": """
        select household_id from transactions where is_active and transfer_id is not null
        group by household_id, transfer_id
        having count(*) > 2 or count(distinct amount) > 1
        or (count(*) = 2 and (count(distinct direction) < 2 or count(distinct account_id) < 2))""",
    "what was ticked off has its reconciliation, of its own account": """
        select t.household_id from transactions as t left join reconciliations as r
        on (r.household_id, r.id, r.account_id)
        = (t.household_id, t.reconciliation_id, t.account_id)
        where t.reconciliation_id is not null and r.id is null""",
    "a file came in whole or not at all": """
        select i.household_id from imports as i
        left join transactions as t on (t.household_id, t.import_id) = (i.household_id, i.id)
        group by i.household_id, i.id
        having count(t.id) <> case when i.status = 'imported' then i.added else 0 end""",
    "a row of a file is there once": """
        select household_id from transactions where fingerprint is not null
        group by household_id, fingerprint having count(*) > 1""",
    "a change belongs to a change set, and a change set has changes": """
        select coalesce(s.household_id, r.household_id) from change_sets as s
        full join change_rows as r on (r.household_id, r.change_set_id) = (s.household_id, s.id)
        where s.id is null or (r.row_id is null and s.import_id is null)""",
    "a transaction is as the history left it": """
        select household_id from transactions as t where (import_id is null or version > 1)
        and version is distinct from (
            select (r.after ->> 'version')::bigint from change_rows as r
            where (r.household_id, r.row_id) = (t.household_id, t.id)
            and r.table_name = 'transactions'
            order by r.change_set_id desc, r.seq desc limit 1)""",
    "a name means one thing": """
        select household_id from (
            select household_id, 'category' as sort, lower(name) as name from categories
            union all select household_id, 'type', lower(name) from transaction_types
            union all select household_id, 'account', lower(name) from accounts) as named
        group by household_id, sort, name having count(*) > 1""",
}


def broken(database: Engine, household_id: UUID | None = None) -> list[str]:
    """Name every rule that books break: those of one household, or of all.

    Where transactions were purged their file is no longer whole; ask before.
    """
    with database.connect() as connection:
        return broken_in(connection, household_id)


def broken_in(connection: Connection, household_id: UUID | None = None) -> list[str]:
    """Name every rule that books break, as a connection sees them."""
    found = []
    for rule, breaches in _BREACHES.items():
        hit = text(
            f"select 1 from ({breaches}) as hit (home)"  # noqa: S608 - our own words
            " where home = cast(:home as uuid) or cast(:home as uuid) is null limit 1"
        )
        if connection.execute(hit, {"home": household_id}).first():
            found.append(rule)
    return found
