"""Codes on paper: ten, long enough, and read however they are typed."""

import pytest

from ftracker.domain import recovery_codes


def test_ten_codes_are_made_and_no_two_are_alike():
    made = recovery_codes.fresh()
    assert len(set(made)) == recovery_codes.COUNT
    assert all(recovery_codes.normal(code) == code for code in made)
    assert len(recovery_codes.ALPHABET) ** 16 > 2**79


@pytest.mark.parametrize(
    "typed", ["7KQM-X2WF-93BD-TZ8H", "7kqmx2wf93bdtz8h", " 7kqm x2wf\u201393bd tz8h\n"]
)
def test_a_code_is_known_however_it_is_typed(typed):
    assert recovery_codes.normal(typed) == "7kqm-x2wf-93bd-tz8h"


@pytest.mark.parametrize("typed", ["", "123456", "7kqm-x2wf-93bd-tz8", "7kqm-x2wf-93bd-tz80", "é"])
def test_what_can_be_no_code_is_none(typed):
    assert recovery_codes.normal(typed) is None
