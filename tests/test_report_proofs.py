"""Every figure of every report is what its link opens, whatever the household and the view."""

import os
import sys
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ftracker.routes import report_bodies
from ftracker.web.display import Proof
from ftracker.web.tables import Body
from tests import random_books
from tests.proofs import Prover, claims
from tests.random_books import LOCALES, TODAY, ZONES, Books

# Households that are made up; more of them by `FTRACKER_TEST_HOUSEHOLDS=200`.
HOUSEHOLDS = int(os.environ.get("FTRACKER_TEST_HOUSEHOLDS", "6"))
VIEWS = 2
NAMES = sorted(report_bodies.NAMES)


def ask(session, name, words, locale="en"):
    return report_bodies.ask(session, name, words, today=TODAY, locale=locale)


def test_every_figure_of_every_report_is_the_sum_of_its_list(database, capsys):
    seen = dict.fromkeys(NAMES, 0)

    # What fails says its report and words; making it smaller would take longer than the test.
    @settings(
        max_examples=HOUSEHOLDS,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plan=random_books.books, data=st.data())
    def prove(plan: Books, data) -> None:
        made = random_books.made(database, plan)
        for _ in range(VIEWS):
            process, server = (data.draw(st.sampled_from(ZONES)) for _ in range(2))
            locale = data.draw(st.sampled_from(LOCALES))
            views = random_books.views(made)
            with (
                database.reading(made.who) as session,
                random_books.zones(session, process, server),
            ):
                prover = Prover(session, today=TODAY)
                for name in NAMES:
                    words = data.draw(views)
                    controls = ask(session, name, words, locale).body.controls
                    picks = data.draw(st.lists(st.integers(0, 40), min_size=5, max_size=5))
                    words |= random_books.chosen(controls, picks)
                    body = ask(session, name, words, locale).body
                    assert prover.mistakes(body) == [], (name, words)
                    seen[name] += sum(one.proof is not Proof.NONE for one in claims(body))

    prove()
    with capsys.disabled():
        sys.stdout.write(f"\nFigures proven: {sum(seen.values()):,}, of them {seen}\n")
    assert sum(seen.values()) > 0


@pytest.fixture
def proven(session):
    """Give a report of July with its prover."""
    from tests import factories

    factories.transaction(session, amount="80.10", category="Groceries")
    factories.transaction(session, amount="2000", type="Income", category="Salary")
    body = ask(session, "profit-and-loss", {"period": "2025-07"}).body
    return Prover(session, today=TODAY), body


def test_a_figure_that_is_right_is_believed(proven):
    prover, body = proven
    assert prover.mistakes(body) == []


def broken(body: Body, **changes) -> Body:
    """Plant an error in the first figure of a body that is not zero."""
    number = next(n for n, one in enumerate(body.figures) if one.value)
    figures = list(body.figures)
    figures[number] = replace(figures[number], **changes)
    return replace(body, figures=tuple(figures))


@pytest.mark.parametrize(
    "changes",
    [
        {"value": Decimal("2000.01")},
        {"value": Decimal(-2000)},
        {"href": "/?start=2025-08-01&end=2025-09-01&section=income"},
        {"href": "/?start=2025-07-01&end=2025-08-01"},
        {"href": "/?start=2025-07-01&end=2025-08-01&section=spending"},
        {"href": "/?start=2025-07-01&end=2025-08-01&section=income&category_id=nonsense"},
        {"href": "/reports/categories"},
        {"href": ""},
        {"proof": Proof.COUNT},
        {"proof": Proof.DERIVED, "href": "/?start=2025-07-01&section=income&colour=red"},
        {"proof": Proof.DERIVED, "href": "/?start=2025-07-01&end=2025-07-01"},
        {"proof": Proof.NONE, "href": "https://example.org/"},
    ],
)
def test_a_figure_that_is_wrong_is_found(proven, changes):
    prover, body = proven
    assert len(prover.mistakes(broken(body, **changes))) == 1
