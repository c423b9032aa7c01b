"""Whatever stands in a rulebook in the place of whatever else, it is refused in words and never ends in a traceback."""

import tomllib
from copy import deepcopy
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from app import paths
from app.domain.rulebook_findings import Checked
from app.errors import SettingsInvalid
from app.rules.checking import check_rulebook, read_rulebook
from app.rules.judge import Judge
from app.service.rulebook_sheets import sheet_of
from app.service.rulebooks import vocabulary_of
from tests.odd_values import ODD, Place, at, kind, places

VOCABULARY = vocabulary_of(paths.models() / "manifest.toml")
DEFAULT = (paths.resources() / "rulebook.toml").read_text("utf-8")
MORE = """
[[tier]]
number = 5
name = "Board"
criteria = "Names a member of the board."
capacity = 3

[[desk]]
group = "Board"
tier = 5
about = "The last resort."
capacity = 2

[[scenario]]
name = "Refunds"
mode = "shadow"
about = "Tried since May."

[[rule]]
name = "Everything that a rule can say"
when = "intents.refund > 0.9 && account.value > 70000"
group = "Board"
points = 12
scenario = "Refunds"
mode = "shadow"

[[person]]
who = "grace@example.com"
certifications = ["legal"]
tier = 3
skills = ["contracts"]
"""
WHOLE = tomllib.loads(DEFAULT.replace("leads = []", 'leads = ["lea@example.com"]') + MORE)


def checked(document: dict[str, Any]) -> Checked:
    """Reads it in every way that there is; none may raise anything else than what a person can act on."""
    text = tomlkit.dumps(document)
    sheet_of(text, VOCABULARY)
    found = check_rulebook(text, VOCABULARY, revision="r")
    if found.rulebook is None:
        with pytest.raises(SettingsInvalid):
            read_rulebook(text, VOCABULARY, revision="r", name="x")
    else:
        Judge(found.rulebook)
    return found


PLACES = tuple(places(WHOLE))
TABLES = ((), *(each for each in PLACES if isinstance(at(WHOLE, each), dict)))


def test_the_whole_rulebook_that_is_tried_can_be_used() -> None:
    assert checked(deepcopy(WHOLE)).findings == ()


@settings(max_examples=400, deadline=None)
@given(place=st.sampled_from(PLACES), value=st.sampled_from(ODD))
def test_any_value_in_the_place_of_another_is_taken_or_refused_in_words(place: Place, value: Any) -> None:
    document = deepcopy(WHOLE)
    before = at(document, place)
    at(document, place[:-1])[place[-1]] = value
    found = checked(document)
    if kind(before) is not kind(value):
        assert found.rulebook is None, (place, value)
        named = [each for each in place if isinstance(each, str)][-1]
        assert named in found.errors[0].says
    assert all("Error" not in each.says and "__init__" not in each.says for each in found.errors)


@settings(max_examples=100, deadline=None)
@given(place=st.sampled_from(PLACES))
def test_what_lacks_any_of_its_values_is_taken_or_refused_in_words(place: Place) -> None:
    document = deepcopy(WHOLE)
    del at(document, place[:-1])[place[-1]]
    checked(document)


@settings(max_examples=60, deadline=None)
@given(
    place=st.sampled_from(TABLES), key=st.sampled_from(("x", "", "gruop", "a b", "rules")), value=st.sampled_from(ODD)
)
def test_a_key_that_is_not_known_is_refused_by_name(place: Place, key: str, value: Any) -> None:
    document = deepcopy(WHOLE)
    at(document, place)[key] = value
    found = checked(document)
    assert found.rulebook is None
    assert f"has {key!r}, which is not known" in found.errors[0].says


@pytest.mark.parametrize("digits", ["9" * 5_000, "0x" + "f" * 9_000])
@pytest.mark.parametrize("key", ["points", "at_least", "criteria"])
def test_a_number_of_thousands_of_digits_is_refused(key: str, digits: str) -> None:
    text = f"{DEFAULT}\n[[rule]]\nname = 'Odd'\n{key} = {digits}\n"
    assert not sheet_of(text, VOCABULARY).readable
    assert "digits" in check_rulebook(text, VOCABULARY, revision="r").errors[0].says
