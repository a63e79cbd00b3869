"""Everything about a person is told to them, or there is a reason why not."""

import json

from ftracker.db import Database
from ftracker.db.base import Base
from ftracker.queries import personal_data as stored
from ftracker.services import personal_data
from tests.policies import estate

NAMES = {"user_id", "created_by", "member_id"}
# The membership is told with the household; what is half done of a sign-in ends within the hour.
BESIDES = {"memberships", "sign_in_steps"}


def test_every_table_that_names_a_person_is_told_to_them(database: Database) -> None:
    theirs = estate.settle(database).books
    assert theirs.user_id is not None
    told = json.loads(b"".join(personal_data.stream(database, theirs.user_id)))
    (home,) = told["households"]
    assert all(home[topic] for topic in ("notices_read", "deeds", "transactions_written"))
    naming = {
        name
        for name, table in Base.metadata.tables.items()
        if NAMES & {column.name for column in table.columns}
    }
    topics = {**stored._KEYS, **stored._BOOKS}
    found = {whose.class_.__tablename__ for _, whose in topics.values()}
    assert naming - BESIDES == found
