"""Categories: what can be said of them, and what becomes of what is in them."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from ftracker.db import new_id
from ftracker.domain.errors import Conflict, InvalidInput, NotFound, Stale
from ftracker.queries import usage
from ftracker.queries.catalogue import catalogue
from ftracker.models import Category
from ftracker.schemas.categories import CategoryEdit, CategoryIn
from ftracker.services import categories
from tests import factories


def test_smoke(session: Session):
    row = categories.add(session, CategoryIn(name="Pets", kind="Expense"))
    assert row.version == 1
    t = factories.transaction(session, category_id=str(row.id))
    with pytest.raises(Conflict):
        categories.delete(session, row.id)
    other = categories.add(session, CategoryIn(name="Dogs", kind="Expense"))
    assert categories.merge(session, row.id, into_id=other.id) == 1
    assert usage.usage(session, Category, other.id).total == 1
