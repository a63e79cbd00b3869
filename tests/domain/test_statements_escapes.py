"""Cells that a spreadsheet would run leave disarmed and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftracker.domain.statements import escapes

LIVE = ["=1+1", "+1", "-2+3", "@SUM(1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "  =1"]
TEXTS = st.text(alphabet=st.sampled_from("'=+-@\t\r\n ＝＋－＠a1\"\u200b"), max_size=8) | st.text()


@pytest.mark.parametrize("text", LIVE)
def test_a_live_cell_is_disarmed_by_an_apostrophe(text: str) -> None:
    assert escapes.neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Lidl", "3-2", "it's = fine", "'quoted", "％=1"])
def test_a_harmless_cell_stays_as_it_is(text: str) -> None:
    assert escapes.neutralise(text) == text
    assert escapes.restore(text) == text


def test_a_text_that_only_looks_disarmed_keeps_its_apostrophe() -> None:
    assert escapes.neutralise("'=1") == "''=1"
    assert escapes.restore("''=1") == "'=1"


@given(TEXTS)
def test_every_text_comes_back_exactly(text: str) -> None:
    assert escapes.restore(escapes.neutralise(text)) == text


@given(TEXTS)
def test_what_leaves_never_begins_with_a_live_sign(text: str) -> None:
    assert not escapes.neutralise(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋"))
