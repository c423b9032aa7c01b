"""Rules are added, copied, moved and removed as text; every other byte, comments above all, stays as it was."""

import tomllib
from collections.abc import Callable
from difflib import ndiff

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app import paths
from app.errors import BadInput, SettingsInvalid
from app.rules.rewriting import Field
from app.rules.rule_blocks import (
    rule_blocks,
    with_copy,
    with_fields,
    with_rule,
    with_rule_moved,
    without_rule,
)

TEXT = (paths.resources() / "rulebook.toml").read_text("utf-8")
HARD = """\
default = "Tech"  # [[rule]] in a comment
odd = [
  "[[rule]]",
  "]",
]
note = '''
[[rule]]
# no comment
'''

# Above the first.
[[ rule ]]  # its header
name = "A"
when = \"\"\"
tier > 1 && subject != "[[rule]]"
\"\"\"

# Belongs to nothing.

[[desk]]
group = "Tech"
["desk-more"]
x = [[1], [2]]

  # Above B, indented.
  [["rule"]]
  name = 'B'
[[rule]]
name = "C"
# The end."""


def names(text: str) -> list[str]:
    return [each["name"] for each in tomllib.loads(text)["rule"]]


def cores(text: str) -> list[str]:
    return [text[each.start : each.end] for each in rule_blocks(text)]


def changes(old: str, new: str) -> list[str]:
    return [each for each in ndiff(old.splitlines(), new.splitlines()) if each[:1] in "+-"]


def test_rules_are_found_wherever_and_however_they_stand() -> None:
    first, second, third = cores(HARD)
    assert first.startswith("# Above the first.\n[[ rule ]]")
    assert first.endswith('"""\n')
    assert second == "  # Above B, indented.\n  [[\"rule\"]]\n  name = 'B'\n"
    assert third == '[[rule]]\nname = "C"\n'


def test_a_moved_rule_takes_its_comment_along_and_the_headings_stay() -> None:
    assert names(with_rule_moved(HARD, 1, 0)) == ["B", "A", "C"]
    moved = with_rule_moved(HARD, 0, 2)
    assert names(moved) == ["B", "C", "A"]
    assert moved.index("# Belongs to nothing.") < moved.index("# Above the first.") < moved.index("# The end.")
    assert sorted(moved.split()) == sorted(HARD.split())


@given(some.integers(0, 16), some.integers(0, 16))
@settings(max_examples=12, deadline=None)
def test_every_move_changes_the_order_and_nothing_else(place: int, to: int) -> None:
    wanted = names(TEXT)
    wanted.insert(to, wanted.pop(place))
    moved = with_rule_moved(TEXT, place, to)
    assert names(moved) == wanted
    assert sorted(cores(moved)) == sorted(cores(TEXT))
    assert with_rule_moved(moved, to, place) == TEXT


@pytest.mark.parametrize("text", [TEXT, HARD, TEXT.replace("\n", "\r\n")])
def test_a_copy_stands_below_and_removing_it_leaves_no_trace(text: str) -> None:
    copied = with_copy(text, 1, "Copy")
    assert names(copied) == [*names(text)[:2], "Copy", *names(text)[2:]]
    assert tomllib.loads(copied)["rule"][2] == {**tomllib.loads(text)["rule"][1], "name": "Copy"}
    assert without_rule(copied, 2).split() == text.split()
    assert copied.count("\n") - copied.count("\r\n") in {0, copied.count("\n")}


@pytest.mark.parametrize("after", [None, 0, 16])
def test_a_new_rule_is_added_where_it_is_wanted(after: int | None) -> None:
    fields: dict[str, Field] = {"name": "New", "when": 'said.contains("x")\n&& tier > 1', "hard": True, "points": None}
    added = with_rule(TEXT, fields, after=after)
    place = 17 if after is None else after + 1
    assert tomllib.loads(added)["rule"][place] == {
        "name": "New",
        "when": 'said.contains("x")\n&& tier > 1\n',
        "hard": True,
    }
    assert all(each.startswith("+ ") for each in changes(TEXT, added))


def test_a_rulebook_without_rules_gets_its_first() -> None:
    assert names(with_rule("rules = 3", {"name": "New"}, after=None)) == ["New"]
    assert names(with_rule("", {"name": "New"}, after=None)) == ["New"]


def test_only_the_lines_of_the_fields_differ() -> None:
    changed = with_fields(TEXT, 1, {"at_least": 0.8, "hard": None, "notify": ["a@b.example"]})
    assert changes(TEXT, changed) == [
        '- notify = ["Tier 4 Executive"]',
        '+ notify = ["a@b.example"]',
        "- at_least = 0.75",
        "+ at_least = 0.8",
        "- hard = true",
    ]
    assert with_fields(TEXT, 3, {"mode": "suggest"}) == TEXT


def test_names_do_not_matter_only_places_do() -> None:
    twice = with_copy(TEXT, 0, "Legal")
    assert names(with_fields(twice, 2, {"name": "Other"}))[:3] == ["Security incident", "Legal", "Other"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: with_fields(TEXT, 17, {"name": "x"}),
        lambda: with_rule_moved(TEXT, 0, 17),
        lambda: without_rule(TEXT, -1),
        lambda: without_rule("rule = [{name = 'A'}]\n", 0),
        lambda: without_rule("rule = 'A'\n", 0),
    ],
)
def test_what_is_not_there_or_written_otherwise_is_refused(wrong: Callable[[], str]) -> None:
    with pytest.raises(BadInput):
        wrong()


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(SettingsInvalid, match="not TOML"):
        without_rule("[[rule", 0)
