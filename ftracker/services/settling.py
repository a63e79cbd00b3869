"""What the books know of staged rows: by the bank's reference, by fingerprint, or as forgotten."""

# ruff: noqa: S608 (the statements are put together from what stands here)

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, func, select, text
from sqlalchemy.orm import Session

from ftracker.db.scope import household_id
from ftracker.services import shadows
from ftracker.services.drafting import Drafter
from ftracker.services.staging import LEFT


def _hashed(of: str, by: str) -> str:
    """Write what `fingerprints` makes of two values, as the database makes it."""
    return f"encode(substring(sha256(convert_to({of} || ':' || {by}, 'UTF8')) for 16), 'hex')::uuid"


_STAYS = "not exists (select 1 from import_left l where l.number = r.number)"
# The n-th twin inside a file gets a fingerprint of its own, so that it meets the n-th one of an
# earlier file that overlaps. Only twins are touched: hardly any row has one.
_TWINS = text(
    f"update import_rows r set fingerprint = {_hashed('r.fingerprint', 't.twin')}"
    " from (select number, row_number() over (partition by fingerprint order by number) - 1 twin"
    " from import_rows r where fingerprint in"
    " (select fingerprint from import_rows group by fingerprint having count(*) > 1)"
    f" and {_STAYS}) t where r.number = t.number and t.twin > 0"
)
# A bank's id that stands on two different movements is none: both are known by what they say.
_UNTRUSTED = text(
    "update import_rows r set reference = null, base = null from (select account_id, reference"
    " from import_rows where reference is not null group by account_id, reference"
    " having count(distinct fingerprint) > 1) t"
    " where r.account_id = t.account_id and r.reference = t.reference"
)
_TWICE = text(
    "insert into import_left (number, why) select number, 'twice' from (select number,"
    " row_number() over (partition by account_id, reference order by number) n"
    " from import_rows where reference is not null) t where n > 1"
)
_IS_KNOWN = (
    "(exists (select 1 from transactions t where t.household_id = :home and t.fingerprint = {0})"
    " or exists (select 1 from known_rows k where k.household_id = :home and k.fingerprint = {0}))"
)
# Where an earlier file would have known a row by something else, that is what it is known by.
_OTHERS = text(
    "update import_rows r set fingerprint = f.fingerprint from (select number,"
    " min(fingerprint::text)::uuid fingerprint from (select number, case twin when 0 then other"
    f" else {_hashed('other', 'twin')} end fingerprint from (select number, other, row_number()"
    " over (partition by other order by number) - 1 twin from import_rows r, unnest(others) other"
    f" where {_STAYS}) o) p where {_IS_KNOWN.format('p.fingerprint')} group by number) f"
    f" where r.number = f.number and not {_IS_KNOWN.format('r.fingerprint')}"
)
_BY_REFERENCE = text(
    "insert into import_left (number, why) select number, 'known' from import_rows r"
    f" where reference is not null and {_STAYS} and (exists (select 1 from transactions t"
    " where t.household_id = :home and t.reference = r.reference and t.account_id = r.account_id)"
    " or exists (select 1 from known_rows k where k.household_id = :home"
    f" and k.fingerprint = {_hashed('r.reference', 'r.account_id')}))"
)
# Two movements alike that the bank tells apart: the second takes the place of a further twin, so
# that a file without references still finds as many as there are.
_TOLD_APART = text(
    "with alike as (select r.number, r.base,"
    " row_number() over (partition by r.base order by r.number) - 1 turn"
    " from import_rows r join transactions t on t.household_id = :home"
    " and t.fingerprint = r.fingerprint"
    f" where t.reference <> r.reference and {_STAYS}),"
    " sizes as (select base, count(*) size from import_rows where base is not null group by base)"
    " update import_rows r set fingerprint = free.fingerprint from alike a"
    " join sizes s on s.base = a.base cross join lateral (select"
    f" {_hashed('a.base', 'twin')} fingerprint from generate_series(s.size, s.size + 1000) twin"
    f" where not {_IS_KNOWN.format(_hashed('a.base', 'twin'))}"
    " order by twin offset a.turn limit 1) free where r.number = a.number"
)
_BY_FINGERPRINT = [
    text(
        "insert into import_left (number, why) select number, 'known' from import_rows r"
        f" where exists (select 1 from {table} t where t.household_id = :home"
        " and t.fingerprint = r.fingerprint) on conflict do nothing"
    )
    for table in ("transactions", "known_rows")
]
_ANYTHING = text(
    "select exists (select 1 from transactions where household_id = :home"
    " and fingerprint is not null)"
    " or exists (select 1 from known_rows where household_id = :home)"
)
_LEAVE = text(
    "insert into import_left (number, why) select number, :why from import_rows r"
    f" where import_line = any(:lines) and {_STAYS}"
)
_REMEMBER = text(
    "insert into known_rows (household_id, fingerprint, reason, import_id)"
    " select :home, said, 'merged', :import_id from import_rows r"
    " join import_left l on l.number = r.number cross join lateral (values (r.fingerprint),"
    f" ({_hashed('r.reference', 'r.account_id')})) v (said)"
    " where l.why = 'same' and said is not null on conflict do nothing"
)
# Lines of rows that are there already, as runs: most files are known whole, or from a line on.
_RUNS = text(
    "select coalesce((select json_agg(json_build_array(lower(run), upper(run) - 1) order by run)"
    " from (select unnest(range_agg(int4range(r.import_line, r.import_line, '[]'))) run"
    " from import_rows r join import_left l on l.number = r.number"
    " where l.why in ('known', 'twice')) runs), '[]'::json)"
)


def settle(session: Session, drafter: Drafter) -> None:
    """Tell twins apart, and mark the staged rows that the books know, or that stand there twice."""
    home = {"home": household_id(session)}
    if drafter.has_references:
        _run(session, _UNTRUSTED)
        _run(session, _TWICE)
    tell_twins(session)
    if not session.connection().execute(_ANYTHING, home).scalar_one():
        return
    with shadows.beside(session):
        _mark(session, drafter, home)


def _mark(session: Session, drafter: Drafter, home: dict[str, UUID]) -> None:
    if drafter.has_old or drafter.names.others():
        _run(session, _OTHERS, **home)
    if drafter.has_references:
        _run(session, _BY_REFERENCE, **home)
        _run(session, _TOLD_APART, **home)
    for statement in _BY_FINGERPRINT:
        _run(session, statement, **home)


def tell_twins(session: Session) -> None:
    """Give the second of two staged rows alike, and the third, a fingerprint of its own."""
    _run(session, _TWINS)


def leave(session: Session, lines: Iterable[int], why: str) -> int:
    """Keep staged rows out that would come in, and say why; gives how many."""
    wanted = list(lines)
    return _run(session, _LEAVE, lines=wanted, why=why) if wanted else 0


def remember_same(session: Session, import_id: UUID) -> None:
    """Know rows from now on that a person found to be transactions that are there."""
    _run(session, _REMEMBER, home=household_id(session), import_id=import_id)


def known(session: Session) -> int:
    """Count the staged rows that the books have already."""
    counted = select(func.count()).select_from(LEFT).where(LEFT.c.why.in_(("known", "twice")))
    return session.connection().execute(counted).scalar_one()


def known_lines(session: Session) -> list[list[int]]:
    """List the lines of staged rows that the books have already, as first and last of each run."""
    found: list[list[int]] = session.connection().execute(_RUNS).scalar_one()
    return found


def _run(session: Session, statement: TextClause, **given: Any) -> int:
    return session.connection().execute(statement, given).rowcount
