"""What charts are told: colours that stay, flows that can be drawn, values as they are."""

from decimal import Decimal

from ftracker.domain.palette import COLOURS
from ftracker.web.charts import REST, Node, Pen, Series, Stream, colour_of, colours_of

PEN = Pen("EUR", "de")


def test_what_has_no_colour_always_gets_the_same_one():
    assert colour_of("Greenway Market") == colour_of("GREENWAY market")
    assert colours_of(["Greenway Market"]) == {"Greenway Market": colour_of("Greenway Market")}


def test_in_one_chart_no_colour_comes_twice_before_all_were_used():
    names = [f"Payee {n}" for n in range(2 * (len(COLOURS) - 1))]
    chosen = list(colours_of(names).values())
    half = len(chosen) // 2
    assert set(chosen[:half]) == set(chosen[half:]) == set(COLOURS) - {REST}


def test_only_what_flows_is_drawn():
    nodes = [Node("in", "Salary", "income", 0), Node("out", "Food", "green", 1, "/?q=food")]
    streams = [Stream("in", "out", Decimal("12.50"), "/"), Stream("in", "out", Decimal(0))]
    spec = PEN.sankey(nodes, streams)
    assert spec["streams"] == [{"from": "in", "to": "out", "flow": 12.5, "link": "/"}]
    assert [one.get("role") or one["colour"] for one in spec["nodes"]] == ["income", "green"]


def test_a_series_says_how_it_is_drawn_and_what_it_counts():
    series = Series("Visits", [3, None], "net", paints=["red", "blue"], drawn="dashed")
    spec = PEN.of("count").sideways(["Food", "Rent"], [series])
    assert spec["format"]["measure"] == "count"
    assert spec["series"] == [
        {
            "name": "Visits",
            "values": [3.0, None],
            "links": [],
            "role": "net",
            "colours": ["red", "blue"],
            "drawn": "dashed",
        }
    ]
