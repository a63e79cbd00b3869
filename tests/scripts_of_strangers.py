"""Texts that are scripts, for whoever takes them for more than text, and books full of them."""

import json
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from ftracker.db import Database, new_id
from ftracker.db.base import Base
from tests.policies.estate import MARK, Estate

# What a script of ours would leave behind: a name on the window, and a number nobody wrote.
RAN, FACTORS, PRODUCT = "ftrackerRan", "31337*3", "94011"
RUN = f"window.{RAN}=1"
# Elements carry this attribute, so that they are found where they became elements.
SIGN = "data-injected"

PAYLOADS = (
    f"<script {SIGN}>{RUN}</script>",
    f"</script><script {SIGN}>{RUN}</script>",
    f"<SCRIPT {SIGN}>{RUN}</SCRIPT>",
    f"<scr<script>ipt {SIGN}>{RUN}</script>",
    f"<script {SIGN} src=data:text/javascript,{RUN}></script>",
    f"<img {SIGN} src=x onerror={RUN}>",
    f"\"><img {SIGN} src=x onerror={RUN}>",
    f"'><img {SIGN} src=x onerror={RUN}>",
    f"><img {SIGN} src=x onerror={RUN}>",
    f"\" {SIGN} onmouseover={RUN} autofocus onfocus={RUN} x=\"",
    f"' {SIGN} onmouseover={RUN} autofocus onfocus={RUN} x='",
    f"x {SIGN} onfocus={RUN} autofocus tabindex=1",
    f"<svg {SIGN} onload={RUN}>",
    f"<svg><script {SIGN}>{RUN}</script></svg>",
    f"<svg><animate {SIGN} onbegin={RUN} attributeName=x dur=1s>",
    f"<math><mtext><table><mglyph><style><img {SIGN} src=x onerror={RUN}>",
    f"<body {SIGN} onload={RUN}>",
    f"<iframe {SIGN} srcdoc=\"<script>parent.{RAN}=1</script>\"></iframe>",
    f"<iframe {SIGN} src=javascript:parent.{RAN}=1></iframe>",
    f"<object {SIGN} data=javascript:{RUN}></object>",
    f"<embed {SIGN} src=javascript:{RUN}>",
    f"<a {SIGN} href=javascript:{RUN}>x</a>",
    f"javascript:{RUN}",
    f"java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"<form {SIGN} action=javascript:{RUN}><button>x</button></form>",
    f"<details {SIGN} open ontoggle={RUN}>",
    f"<video {SIGN}><source onerror={RUN}></video>",
    f"<meta {SIGN} http-equiv=refresh content='0;url=javascript:{RUN}'>",
    f"<base {SIGN} href=//evil.example/>",
    f"<link {SIGN} rel=stylesheet href=//evil.example/x.css>",
    f"<style {SIGN}>body{{display:none}}</style>",
    f"x\" style=\"background:url(//evil.example/x)\" {SIGN} y=\"",
    f"</title><img {SIGN} src=x onerror={RUN}>",
    f"</textarea><img {SIGN} src=x onerror={RUN}>",
    f"</option></select><img {SIGN} src=x onerror={RUN}>",
    f"</template><img {SIGN} src=x onerror={RUN}>",
    f"--><img {SIGN} src=x onerror={RUN}><!--",
    f"]]><img {SIGN} src=x onerror={RUN}>",
    f"<div {SIGN} hx-get=//evil.example hx-trigger=load hx-on::load={RUN}>",
    f"{{{{{FACTORS}}}}}",
    f"${{{FACTORS}}} #{{{FACTORS}}} <%={FACTORS}%> {{%print({FACTORS})%}}",
    "{0.__class__} {self.__init__.__globals__} %(x)s %s %n",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"\u2028\u2029{RUN}//<\u017fcript {SIGN}>{RUN}</\u017fcript>",
    f"\uff1cscript {SIGN}\uff1e{RUN}\uff1c/script\uff1e",
    f"\u202e>{SIGN} gmi<\u200f<img {SIGN} src=x onerror={RUN}>",
    f"&lt;script {SIGN}&gt;{RUN}&lt;/script&gt; &#60;img {SIGN} src=x onerror={RUN}&#62;",
    f"%3Cscript {SIGN}%3E{RUN}%3C/script%3E \\x3cscript\\x3e \\u003cscript {SIGN}\\u003e",
    f"\\\";{RUN};//\\';{RUN};//`;{RUN};//",
    f"<b {SIGN} id=main-content name=body>x</b><img {SIGN} name=cookie>",
)  # fmt: skip
ALL = " ".join(PAYLOADS)
_UNIQUE = ("token_hash", "credential_id")
Row = dict[str, Any]
# Signatures and digests are no text of anybody's.
_DIGESTS = ("token_hash", "file_sha256", "request_sha256")
# What the estate says in its own words, though a person could have said it.
_MORE: dict[str, dict[str, Any]] = {
    "users": {"name": MARK},
    "user_sessions": {"user_agent": MARK},
    "schedules": {"note": MARK},
    "channels": {"failure": MARK},
    "imports": {
        "account_name": MARK,
        "reasons": {"date": MARK},
        "errors": [{"row": 2, "field": MARK, "message": MARK}],
    },
    "rules": {
        "conditions": [{"field": "payee", "operator": "contains", "value": MARK, "not": False}],
        "actions": {"payee": MARK, "tags": [MARK]},
    },
}
# What is read as strictly as it is written.
_SHORT, SHORT = ("scenarios", "schedules", "rules"), 180
# One of its rows says no more than another.
MOST_ROWS = 2


def plant(
    database: Database, theirs: Estate, payloads: tuple[str, ...] = PAYLOADS
) -> tuple[int, dict[str, list[str]]]:
    """Write every payload wherever MARK stands in the books of an estate.

    Rows are copied for each payload where the database takes copies; the row itself then holds
    all of them at once. Gives how many texts were written, and the ids that there are, by table.
    """
    count, found = 0, dict[str, list[str]]()
    with database.engine.begin() as connection:
        connection.execute(
            Base.metadata.tables["backups"]
            .insert()
            .values(id=new_id(), file_name=ALL, reason="command", problem=ALL)
        )
        for table in Base.metadata.sorted_tables:
            for row in _marked(connection, table, theirs):
                written, ids = _sow(connection, table, row, payloads)
                count += written
                found.setdefault(table.name, []).extend(ids)
    return count, found


def _marked(connection: Connection, table: Table, theirs: Estate) -> list[Row]:
    """Give some rows of these books that hold MARK, where a person could have written it."""
    where = _owned(table, theirs)
    if where is None:
        return []
    if more := _MORE.get(table.name):
        connection.execute(table.update().where(where).values(more))
    written = [column for column in table.columns if column.computed is None]
    rows = [dict(row) for row in connection.execute(select(*written).where(where)).mappings()]
    return [row for row in rows if _columns(row)][:MOST_ROWS]


def _owned(table: Table, theirs: Estate) -> Any:
    if table.name in ("households", "users"):
        key = "household_id" if table.name == "households" else "user_id"
        return table.c.id == getattr(theirs.books, key)
    if "household_id" in table.c:
        return table.c.household_id == theirs.books.household_id
    if table.name in ("passkeys", "identities"):
        return table.c.user_id == theirs.books.user_id
    return None


def _columns(row: Row) -> list[str]:
    texts = {name: json.dumps(value, default=str) for name, value in row.items()}
    return [name for name, text in texts.items() if name not in _DIGESTS and MARK in text]


def _sow(
    connection: Connection, table: Table, row: Row, payloads: tuple[str, ...]
) -> tuple[int, list[str]]:
    """Copy a row for each payload, then fill it with all; gives texts written, and the ids."""
    names, made = _columns(row), [str(row["id"])] if "id" in row else []
    count = len(names) * len(PAYLOADS)
    for payload in payloads if made and table.name not in ("households", "users") else ():
        fresh: Row = {"id": new_id()} | {name: new_id().bytes for name in _UNIQUE if name in row}
        if table.name in _SHORT and (len(payload) > SHORT or "\t" in payload):
            continue
        copy = row | {name: _filled(row[name], payload) for name in names} | fresh
        if _is_taken(connection, table, copy):
            made.append(str(copy["id"]))
            count += len(names)
    own = [column == row[column.name] for column in table.primary_key]
    most = f"{PAYLOADS[0]} " if table.name in _SHORT else ALL
    full = {name: _filled(row[name], most) for name in names}
    connection.execute(table.update().where(*own).values(full))
    return count, made


def _is_taken(connection: Connection, table: Table, row: Row) -> bool:
    try:
        with connection.begin_nested():
            connection.execute(table.insert().values(row))
    except DBAPIError:
        return False
    return True


def _filled(value: Any, payload: str) -> Any:
    if isinstance(value, str):
        return value.replace(MARK, payload)
    return json.loads(json.dumps(value).replace(MARK, json.dumps(payload)[1:-1]))
