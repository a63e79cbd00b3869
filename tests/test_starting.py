"""What is imported at a start is no garbage, and is never looked through for any."""

import gc

from ftracker import starting


def test_what_comes_in_at_a_start_is_left_alone_from_then_on():
    with starting():
        assert not gc.isenabled()
        imported = [[]]
    assert gc.isenabled()
    made = [[]]
    watched = {id(one) for one in gc.get_objects()}
    assert id(made) in watched
    assert id(imported) not in watched
