"""Where a glance says that nothing is taken back, the pattern would find nothing either."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.signals.taken_back import NEEDED, SAID


@settings(max_examples=200, deadline=None)
@given(st.from_regex(SAID))
def test_whatever_the_pattern_finds_holds_something_of_what_is_needed_to_look_for_it(text: str) -> None:
    found = SAID.search(text)
    assert found is not None
    assert any(each in text.casefold() for each in NEEDED)


@pytest.mark.parametrize(
    "text",
    [
        "\u0130gnore my message",
        "d\u0131sregard my mail",
        "FALSE ALARM",
        "my mi\u017ftake",
        "apologies for shout\u0131ng",
    ],
)
def test_letters_that_only_match_without_regard_to_case_are_not_overlooked(text: str) -> None:
    assert SAID.search(text) is not None
    assert any(each in text.casefold() for each in NEEDED)
