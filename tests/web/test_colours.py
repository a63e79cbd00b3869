"""The colours of charts: far apart, also for eyes that see fewer of them, in light and in dark."""

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

from ftracker.domain.palette import COLOURS

TOKENS = Path(__file__).parents[2] / "frontend/src/styles/_tokens.scss"
SURFACES = {"light": "#ffffff", "dark": "#181c24"}
SECTIONS = ("income", "spending", "set_aside", "net")
# How each kind of eye sees red, green and blue light (Machado, Oliveira and Fernandes, 2009).
EYES = {
    "most": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "without red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "without green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
# Distances in OKLab, times a hundred: two is the least that anybody sees side by side.
LEAST = 4.5


def light(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def times(matrix, values) -> list[float]:
    return [sum(a * b for a, b in zip(row, values, strict=True)) for row in matrix]


def seen(colour: str, eye: str) -> list[float]:
    """Where a colour lies for an eye, in a space where distance is difference (OKLab)."""
    into = (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
    out = (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
    shone = [min(max(one, 0), 1) for one in times(EYES[eye], light(colour))]
    return times(out, [math.cbrt(one) for one in times(into, shone)])


def contrast(one: str, other: str) -> float:
    shine = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(light, (one, other)))
    return (shine[1] + 0.05) / (shine[0] + 0.05)


def palette(scheme: str) -> dict[str, str]:
    text = TOKENS.read_text()
    rows = re.findall(r'"(\w+)" (#\w{6}) (#\w{6})', text)
    assert [name for name, _, _ in rows] == list(COLOURS)
    return {name: on_light if scheme == "light" else on_dark for name, on_light, on_dark in rows}


def sections(scheme: str) -> dict[str, str]:
    halves = TOKENS.read_text().partition('[data-bs-theme="dark"]')
    text = halves[0] if scheme == "light" else halves[2]
    return {name: re.search(rf"--{name}: (#\w{{6}});", text)[1] for name in SECTIONS}


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("scheme", SURFACES)
@pytest.mark.parametrize("colours", [palette, sections])
def test_no_two_colours_look_alike(colours, scheme, eye):
    where = {name: seen(colour, eye) for name, colour in colours(scheme).items()}
    near = {
        f"{one}, {other}": round(apart, 1)
        for one, other in combinations(where, 2)
        if (apart := 100 * math.dist(where[one], where[other])) < LEAST
    }
    assert near == {}


@pytest.mark.parametrize("scheme", SURFACES)
def test_every_colour_stands_out_from_its_ground(scheme):
    every = palette(scheme) | sections(scheme)
    faint = {n: c for n, c in every.items() if contrast(c, SURFACES[scheme]) < 4}
    assert faint == {}
