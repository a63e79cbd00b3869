"""Regular expressions that are quick whatever they say."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ftracker.domain.patterns import Pattern

FITTING = [
    ("lidl", "LIDL sagt danke"),
    ("^lidl", "Lidl 4711"),
    (r"\d{4}$", "Lidl 4711"),
    (r"l.dl", "ladl"),
    (r"aldi|lidl", "bei Lidl"),
    (r"(aldi|lidl) (nord|süd)", "ALDI SÜD"),
    (r"(?:ab)+c", "xababc"),
    (r"a{2,3}b", "aaab"),
    (r"a{2}b", "aab"),
    (r"a{2,}b", "aaaaab"),
    (r"x{0}y", "y"),
    (r"[a-f]\d", "E7"),
    (r"[A-F]\d", "e7"),
    (r"[^a-z ]", "abc 1"),
    (r"[\d.]+", "1.5"),
    (r"[\]]", "]"),
    (r"[]]", "]"),
    (r"[a-]", "-"),
    (r"[\s]x", "a x"),
    (r"\bgas\b", "das Gas!"),
    (r"\Bas", "gas"),
    (r"\S\s\S\W\D", "a b-c"),
    (r"\*", "SQ *X"),
    (r"a\tb", "a\tb"),
    (r".*?x", "aax"),
    (r"", "anything"),
    (r"^$", ""),
    (r"()a|", "b"),
    (r"(a*)*b", "aab"),
    (r"Übung", "übung"),
]
NOT_FITTING = [
    ("^idl", "lidl"),
    (r"\d{5}", "4711"),
    (r"\bgas\b", "Gasse"),
    (r"a{2}b", "xab"),
    (r"^$", "x"),
    (r"[^a-z]", "abc"),
    (r"(ab){2}", "abxab"),
]
REFUSED = [
    ("(", "without its"), ("a)", "without its “(”"), ("(a", "without its “)”"),
    ("*", "nothing that"),
    ("a**", "beside each other"), ("a{2", "Write repeats"), ("a{x}", "Write repeats"),
    ("a{3,2}", "smaller number first"), ("a{99}", "at most 50"), ("[z-a]", "smaller one"),
    ("[a", "ends too early"), ("\\", "ends too early"), (r"\1", "is not known"),
    (r"\p", "is not known"), ("(?=a)", "Look-around"), ("(?i)a", "Look-around"),
    ("x" * 201, "at most 200"), ("(" + "(a{50}){50}" + "){50}", "repeats too much"),
    ("İ", "cannot stand"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "text"), FITTING)
def test_an_expression_finds_what_it_means(pattern, text):
    assert Pattern(pattern).is_in(text)


@pytest.mark.parametrize(("pattern", "text"), NOT_FITTING)
def test_an_expression_finds_nothing_else(pattern, text):
    assert not Pattern(pattern).is_in(text)


@pytest.mark.parametrize(("pattern", "sentence"), REFUSED)
def test_what_is_no_expression_is_refused_with_a_sentence(pattern, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        Pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("(a+)+$", False), ("(a|aa)+$", False), ("(.*a){20}", True), ("a?" * 45 + "a" * 45, True),
        ("(a*)*b", False), ("(.*)(.*)(.*)=x", False),
    ],
)  # fmt: skip
def test_an_expression_that_would_keep_an_engine_busy_for_years_ends(pattern, fits):
    assert Pattern(pattern).is_in("a" * 2_000 + "!") is fits


def test_what_was_learned_of_many_texts_is_forgotten_again():
    found = Pattern("x$")
    for number in range(3_000):
        assert not found.is_in("".join(chr(0x4E00 + (number * 7 + n) % 20_000) for n in range(9)))
    assert len(found._steps) <= 20_001


PIECES = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", r"\b", "1", " "])
TREES = st.recursive(
    PIECES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join).map("({})".format),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=5,
)


@given(TREES, st.text("ab1 ", max_size=8))
def test_it_finds_what_pythons_engine_finds(pattern, text):
    assume(r"\b)" not in pattern)
    assert Pattern(pattern).is_in(text) is bool(re.search(pattern, text))
