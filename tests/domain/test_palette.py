"""The colours and icons of a category: those that may be chosen are those that are drawn."""

import re
from pathlib import Path

from ftracker.domain.palette import COLOURS, ICONS, next_colour
from ftracker.services.households import STARTING_CATEGORIES

ROOT = Path(__file__).parents[2]


def listed(text: str, name: str) -> list[str]:
    return re.findall(r"'([a-z0-9-]+)'", text.partition(f"set {name} = ")[2].partition("]")[0])


def test_the_pickers_offer_exactly_what_may_be_chosen():
    picker = (ROOT / "ftracker/templates/macros/palette.html").read_text()
    assert listed(picker, "COLOURS") == list(COLOURS)
    assert listed(picker, "ICONS") == list(ICONS)


def test_the_style_sheet_draws_every_icon_and_colour():
    styles = ROOT / "frontend/src/styles"
    drawn = re.findall(r'"([a-z0-9-]+)"', (styles / "_icons.scss").read_text())
    assert set(ICONS) <= set(drawn)
    everything = "".join(path.read_text() for path in styles.glob("*.scss"))
    assert all(re.search(rf"\b{colour}\b", everything) for colour in COLOURS)


def test_the_categories_of_a_new_household_use_them():
    for _, _, icon, colour in STARTING_CATEGORIES:
        assert icon in ICONS
        assert colour in COLOURS


def test_new_categories_get_colours_that_tell_them_apart():
    given: list[str] = ["blue"]
    for _ in range(len(COLOURS) - 2):
        given.append(next_colour(given))
    assert sorted(given) == sorted(set(COLOURS) - {"slate"})
    assert next_colour(given) == "blue"
