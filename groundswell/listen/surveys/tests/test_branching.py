"""Conditions say what they mean, and no text whatever breaks them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from groundswell.listen.surveys.branching import read_condition
from groundswell.listen.surveys.errors import ExpressionUnusable

ANSWERS = {
    "score": 4,
    "why": "It came late",
    "ways": ["shop", "web"],
    "parts": {"price": "bad"},
    "one": "Yes",
}


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("{score} <= 6", True),
        ("{score} > 6", False),
        ("{score} = 4 and {why} notempty", True),
        ("{score} = '4'", True),
        ("{score} = 9 or {one} = 'yes'", True),
        ("not {score} = 9 and {score} <> 5", True),
        ("!({score} = 4)", False),
        ("{why} contains 'LATE'", True),
        ("{ways} contains 'web' and {ways} notcontains 'post'", True),
        ("{ways} anyof ['post', 'shop']", True),
        ("{ways} anyof []", False),
        ("{parts.price} = 'bad'", True),
        ("{parts.help} empty", True),
        ("{nobody} empty and {nobody} != 3", True),
        ("{nobody} < 3 or {nobody} = 3", False),
        ("{why} < 3", False),
        ("{score} = 1 or {score} = 2 and {score} = 4", False),
        ("({score} = 1 or {score} = 4) and {score} >= 4", True),
    ],
)
def test_a_condition_holds_or_not(expression, holds):
    assert read_condition(expression).holds(ANSWERS) is holds


@pytest.mark.parametrize("bad", ["", "score < 3", "{score} < ", "{a} = 1 and", "(" * 399, "__import__('os')", "{a} = 1" * 100])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_an_example(bad):
    with pytest.raises(ExpressionUnusable) as caught:
        read_condition(bad)
    assert str(caught.value).endswith(".")


PIECES = ["{score}", "{why}", "<=", "=", "!=", "and", "or", "not", "!", "(", ")", "[", "]", ",", "'x'", "3", "empty", "anyof", "contains", "\x00", "{", "é"]  # fmt: skip
VALUES = (
    st.none()
    | st.integers()
    | st.floats()
    | st.text()
    | st.lists(st.text())
    | st.dictionaries(st.text(), st.text())
)


@given(st.text(max_size=500) | st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join), VALUES)
@example("not " * 90 + "{score} empty", 1)
@example("(" * 190 + "{score}=1" + ")" * 190, 1)
def test_no_text_raises_anything_but_its_own_error(text, value):
    try:
        condition = read_condition(text)
    except ExpressionUnusable:
        return
    assert condition.holds({"score": value, "why": value}) in {True, False}
