"""The pages of scenarios: asked by forms and links, shown over the forecast, applied, undone."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ftracker.domain.forecasts import (
    AccountAhead,
    Band,
    Basis,
    CashAhead,
    CategoriesAhead,
    Chance,
    DayAhead,
    GoalAhead,
    GoalsAhead,
    Known,
    Topic,
)
from ftracker.domain.periods import DAY
from ftracker.domain.scenario_changes import MOST_CHANGES
from ftracker.queries import scenarios as stored
from ftracker.queries import schedules as kept
from ftracker.queries.catalogue import catalogue
from ftracker.schemas.goals import GoalIn
from ftracker.schemas.scenarios import ScenarioIn
from ftracker.schemas.schedules import ScheduleIn
from ftracker.services import forecasting, goals, scenarios, schedules

PATH = "/forecast/scenarios"
TODAY = datetime.now(UTC).astimezone().date()
BASIS = Basis("level", 12)


def seed(database, who, **more):
    """Write down a rent, a goal and an idea that stops the rent."""
    with database.session(who) as session:
        rent = schedules.add(session, ScheduleIn(name="Rent", amount="850", start_date=TODAY))
        goal = goals.add(
            session,
            GoalIn(name="Trip", category="Savings", target_amount="900"),
            today=TODAY,
        )
        stop = {"what": "stop", "schedule_id": str(rent.id), "start": "2030-01-01"}
        data = ScenarioIn(**{"name": "Less", "changes": [stop]} | more)
        row = scenarios.add(session, data, today=TODAY)
        return row.id, rent.id, goal.id


def cash(session, *amounts):
    """Give a forecast of so many days."""
    days = [
        DayAhead(TODAY + number * DAY, Band(*[Decimal(one)] * 5), Decimal(one))
        for number, one in enumerate(amounts)
    ]
    chance = Chance(Decimal(0), days[-1].date + DAY, float(min(amounts) < 0))
    lowest = min(days, key=lambda one: one.band.median)
    row = AccountAhead(None, Decimal(5), tuple(days), lowest, (chance,), BASIS)
    account_id = catalogue(session).default_account.id
    known = Known(TODAY, "Netflix", Decimal(-9), account_id, "pattern")
    return CashAhead(TODAY, days[-1].date, TODAY, (row,), (known,))


def reached(goal_id, day):
    return GoalsAhead(TODAY, (GoalAhead(goal_id, None, day, day, day, BASIS),))


def work_out(database, who, row_id, goal_id, *, otherwise, days):
    """Keep answers as a job would have worked them out just now."""
    with database.session(who) as session:
        how = {"as_of": TODAY, "now": datetime.now(UTC)}
        base, other = (
            [(Topic.CASH, cash(session, *amounts)), (Topic.GOALS, reached(goal_id, day))]
            for amounts, day in (((100, 50), days[0]), (otherwise, days[1]))
        )
        base.append((Topic.CATEGORIES, CategoriesAhead(TODAY, ())))
        forecasting.keep(session, base, **how)
        forecasting.keep(session, other, **how, scenario_id=row_id)


def ask(owner, word, **typed):
    return owner.submit(f"{PATH}/change", **{"what": word, "start": "2030-01-01"} | typed)


def place(database, who):
    with database.session(who) as session:
        names = catalogue(session)
        return {
            "account_id": str(names.default_account.id),
            "category_id": str(names.default_category.id),
        }


def test_a_household_without_scenarios_is_asked_what_if(owner):
    page = owner.get(PATH)
    assert page.status_code == 200
    assert "What if we buy something?" in page.text


def test_an_idea_is_asked_for_sent_as_a_link_and_saved(database, books, owner):
    where = place(database, books)
    bought = {"name": "Car", "amount": "8.000,00", "instalment": "160", "times": "36"}
    answer = ask(owner, "buy", **bought, first="2030-02-01", **where)
    assert answer.status_code == 303
    link = answer.headers["location"]
    draft = owner.get(link)
    assert "Car, instalment" in draft.text
    assert link.replace("&", "&amp;") in draft.text
    packed = re.search(r'name="changes" value="([^"]+)"', draft.text)[1]
    more = ask(owner, "stop", thing="p:Netflix", changes=packed)
    packed = more.headers["location"].partition("changes=")[2]
    saved = owner.submit(PATH, name="A car", changes=packed)
    page = owner.get(saved.headers["location"])
    assert "Netflix stops" in page.text
    assert "being worked out" in page.text
    assert "A car" in owner.get(PATH).text


def test_what_would_begin_before_today_is_told_at_the_day(database, books, owner):
    _, rent, _ = seed(database, books)
    page = ask(owner, "stop", thing=f"s:{rent}", start="2020-01-01")
    assert page.status_code == 422
    assert "2020-01-01 is over: write" in page.text
    assert re.search(r'name="start"[^>]*is-invalid|is-invalid[^>]*name="start"', page.text)


def test_a_link_that_is_cut_off_says_so_and_saves_nothing(database, books, owner):
    page = owner.get(f"{PATH}/new?changes=eNqtj8F")
    assert (page.status_code, "cannot be read" in page.text) == (422, True)
    page = owner.submit(PATH, name="A", changes="eNqtj8F")
    assert (page.status_code, "cannot be read" in page.text) == (422, True)
    page = ask(owner, "stop", thing="p:Netflix", changes="eNqtj8F")
    assert (page.status_code, "cannot be read" in page.text) == (422, True)


@pytest.mark.parametrize(
    ("word", "typed", "told"),
    [
        ("reprice", {"thing": "s:{rent}", "by": "120"}, "Rent: €120.00 more"),
        (
            "reprice",
            {"thing": "p:Pay", "by": "3,5 %", "measure": "percent", "is_yearly": "on"},
            "Pay: 3.5 % more from Tue 1 Jan 2030 on, and again each year",
        ),
        ("usual", {"by": "10", "way": "less"}, "€10.00 less a month"),
        ("earn", {"name": "Lodger", "amount": "300", "every": "1", "unit": "month"}, "300.00 in"),
        ("pay", {"name": "Piano", "amount": "30", "every": "2", "unit": "week"}, "every 2 weeks"),
        ("buy", {"name": "Sofa", "instalment": "20"}, "Sofa: €20.00 out every month"),
        ("pause_goal", {"goal_id": "{goal}", "until": "2030-06-01"}, "Trip waits"),
        ("goal_amount", {"goal_id": "{goal}", "amount": "80"}, "Trip gets €80.00 a month"),
    ],
)
def test_each_question_puts_a_change_into_a_scenario(database, books, owner, word, typed, told):
    row_id, rent, goal = seed(database, books)
    assert owner.get(f"{PATH}/change?what={word}&of={row_id}").status_code == 200
    filled = {name: text.format(rent=rent, goal=goal) for name, text in typed.items()}
    answer = ask(owner, word, of=str(row_id), **place(database, books), **filled)
    assert answer.headers["location"] == f"{PATH}/{row_id}"
    assert told in owner.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("stop", {"thing": ""}),
        ("stop", {"thing": "s:nothing"}),
        ("stop", {"thing": "p:"}),
        ("reprice", {"thing": "p:A", "by": "much", "measure": "percent"}),
        ("reprice", {"thing": "p:A", "by": "-3", "measure": "percent"}),
        ("reprice", {"thing": "p:A", "by": "0"}),
        ("buy", {"name": "Sofa"}),
        ("goal_amount", {"amount": "5"}),
    ],
)
def test_what_is_not_said_well_is_asked_again(owner, word, typed):
    page = ask(owner, word, **typed)
    assert (page.status_code, 'role="alert"' in page.text) == (422, True)


def test_there_is_no_other_question_and_no_other_scenario(owner):
    assert owner.get(f"{PATH}/change?what=dance").status_code == 404
    assert ask(owner, "dance").status_code == 404
    assert ask(owner, "stop", of="me", thing="p:A").status_code == 404


def test_a_full_draft_takes_no_more(database, books, owner):
    where = place(database, books)
    packed = ""
    for _ in range(MOST_CHANGES // 2):
        bought = {"name": "Car", "amount": "5", "instalment": "1", "changes": packed}
        answer = ask(owner, "buy", **bought, **where)
        packed = answer.headers["location"].partition("changes=")[2]
    assert ask(owner, "stop", thing="p:A", changes=packed).status_code == 422


def test_what_becomes_of_it_stands_beside_what_is(database, books, owner):
    row_id, _, goal = seed(database, books)
    days = (date(2030, 5, 1), date(2030, 3, 1))
    work_out(database, books, row_id, goal, otherwise=(100, -20), days=days)
    page = owner.get(f"{PATH}/{row_id}").text
    assert "being worked out" not in page
    for text in ("Worked out just now", "−€70.00", "+100 points", "2 months earlier", "0 %"):
        assert text in page
    assert '"As it is"' in page


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((date(2030, 1, 1), date(2030, 1, 11)), "10 days later"),
        ((date(2030, 1, 1), None), "no longer"),
        ((None, date(2030, 1, 1)), "at last"),
        ((None, None), "not within ten years"),
        ((date(2030, 1, 1), date(2030, 1, 1)), "the same"),
    ],
)
def test_a_goals_day_is_told_beside_the_one_it_has(database, books, owner, days, said):
    row_id, _, goal = seed(database, books)
    work_out(database, books, row_id, goal, otherwise=(100, 50), days=days)
    assert said in owner.get(f"{PATH}/{row_id}").text


def test_a_change_since_lets_it_be_worked_out_again(database, books, owner):
    row_id, _, goal = seed(database, books)
    work_out(database, books, row_id, goal, otherwise=(1, 2), days=(None, None))
    ask(owner, "stop", thing="p:Netflix", of=str(row_id))
    page = owner.get(f"{PATH}/{row_id}").text
    assert "What you see is a little older" in page
    assert "hx-get" in page


def test_a_change_is_taken_out_from_the_version_that_was_seen(database, books, owner):
    row_id, _, _ = seed(database, books)
    place = f"{PATH}/{row_id}/take-out/1"
    owner.submit(place, version="7")
    stale = owner.get(f"{PATH}/{row_id}")
    assert "changed meanwhile" in stale.text
    owner.submit(place, version="1")
    assert "Nothing is otherwise yet" in owner.get(f"{PATH}/{row_id}").text


def test_a_scenario_is_renamed_and_a_stale_form_shows_both(database, books, owner):
    row_id, _, _ = seed(database, books)
    place = f"{PATH}/{row_id}/name"
    assert 'value="Less"' in owner.get(place).text
    owner.submit(place, name="Least", note="Why", version="1")
    assert "Least" in owner.get(PATH).text
    stale = owner.submit(place, name="More", version="1")
    assert (stale.status_code, "Least" in stale.text) == (409, True)


def test_a_scenario_is_applied_says_so_and_is_undone(database, books, owner):
    row_id, rent, _ = seed(database, books)
    place = f"{PATH}/{row_id}"
    assert "Rent stops" in owner.get(f"{place}/apply").text
    owner.submit(f"{place}/apply", version="1")
    page = owner.get(place).text
    done = re.search(r'href="(/history/[^"]+)"', page)[1]
    assert "It was applied" in page
    assert "applied" in owner.get(PATH).text
    assert "Applied scenario Less" in owner.get(done).text
    with database.session(books) as session:
        assert kept.line(session, rent).end_date == date(2029, 12, 31)
    owner.submit(f"{place}/apply")
    again = owner.get(place)
    assert "It was applied" in again.text
    owner.submit(f"{done}/undo")
    with database.session(books) as session:
        assert kept.line(session, rent).end_date is None
        assert stored.line(session, row_id).applied_set_id is None


def test_a_scenario_that_names_what_is_gone_says_so_and_cannot_be_applied(database, books, owner):
    row_id, rent, _ = seed(database, books)
    with database.session(books) as session:
        schedules.delete(session, rent)
    page = owner.get(f"{PATH}/{row_id}").text
    assert "It names what is no longer there" in page
    assert f"{PATH}/{row_id}/apply" not in page


def test_a_scenario_is_deleted_after_asking(database, books, owner):
    row_id, _, _ = seed(database, books)
    place = f"{PATH}/{row_id}/delete"
    assert "Delete this scenario?" in owner.get(place).text
    owner.submit(place, version="9")
    stale = owner.get(f"{PATH}/{row_id}")
    assert "changed meanwhile" in stale.text
    owner.submit(place, version="1")
    assert owner.get(f"{PATH}/{row_id}").status_code == 404


def test_who_may_only_look_sees_scenarios_and_links_and_no_forms(database, books, viewer):
    row_id, _, _ = seed(database, books)
    page = viewer.get(f"{PATH}/{row_id}").text
    assert "Rent stops" in page
    assert "take-out" not in page
    assert viewer.get(f"{PATH}/new").status_code == 200
    assert viewer.get(f"{PATH}/change?what=stop").status_code == 403


def test_the_history_says_what_a_scenario_changes(database, books, owner):
    row_id, _, _ = seed(database, books)
    owner.submit(f"{PATH}/{row_id}/take-out/1", version="1")
    lists = owner.get("/history").text
    done = re.search(r'href="(/history/[0-9a-f-]{36})"', lists)[1]
    page = owner.get(done).text
    assert "Something planned stops: nothing from Tue 1 Jan 2030 on" in page
