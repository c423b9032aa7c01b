"""Automatic rules that send a ticket round in a circle cannot be saved; those that cannot are left alone."""

import pytest

from tests.rules.test_checking import HEAD, checked, rule, when

LOOPED = (
    HEAD
    + """\
[[tier]]
number = 4
name = "Fourth"
criteria = "An executive complains."
[[desk]]
group = "Safe"
tier = 3
about = ""
certification = "privacy"
[[desk]]
group = "Top"
tier = 4
about = ""
"""
)
ALONE = "mode = 'automatic'"
HARD = f"{ALONE}\nhard = true"
BOUNCED, REOPENED = "signals.bounced > 0.5", "signals.reopened > 0.5"


def law(condition: str, *more: str, name: str = "L") -> str:
    return rule(name, when(condition), "Law", *(more or (HARD,)))


def safe(condition: str, *more: str, name: str = "S") -> str:
    return rule(name, when(condition), "Safe", *(more or (HARD,)))


def top(condition: str, *more: str, name: str = "T") -> str:
    return rule(name, when(condition), "Top", *(more or (HARD,)))


@pytest.mark.parametrize(
    ("rules", "steps"),
    [
        (
            [law('group == "Safe"'), safe('group == "Law"')],
            "rule 'L': makes a loop: 'L' moves a ticket from 'Safe' to 'Law', 'S' from 'Law' to 'Safe', and so on.",
        ),
        (
            [law(f'{BOUNCED} && group != "Law"'), safe(f'{REOPENED} && group != "Safe"')],
            "'L' moves a ticket from 'Safe' to 'Law', 'S' from 'Law' to 'Safe'",
        ),
        (
            [law(f'{BOUNCED} && (group == "Safe" || score > 3)'), safe('group.startsWith("La") || tier == 2')],
            "'L' moves a ticket from 'Safe' to 'Law', 'S' from 'Law' to 'Safe'",
        ),
        (  # the higher tier takes it from the certified group, and that takes it back
            [top(BOUNCED), law(REOPENED)],
            "'T' moves a ticket from 'Law' to 'Top', 'L' from 'Top' to 'Law'",
        ),
        (
            [law(f'{BOUNCED} && group != "Law"'), safe(REOPENED)],
            "'L' moves a ticket from 'Safe' to 'Law', 'S' from 'Law' to 'Safe'",
        ),
        ([top("tier == 3"), law("tier == 4")], "'T' moves a ticket from 'Law' to 'Top', 'L' from 'Top' to 'Law'"),
        (
            [law('group == "Safe"'), top('group == "Law"'), safe('group == "Top"')],
            "'L' moves a ticket from 'Safe' to 'Law', 'T' from 'Law' to 'Top', 'S' from 'Top' to 'Safe'",
        ),
    ],
)
def test_a_loop_is_refused_with_its_rules_in_order(rules: list[str], steps: str) -> None:
    found = checked(*rules, head=LOOPED)
    assert found.rulebook is None
    assert [steps in each.words for each in found.errors] == [True]
    assert found.warnings == ()


@pytest.mark.parametrize(
    "rules",
    [
        [law(BOUNCED), safe(REOPENED)],  # the first of them keeps what is with it
        [safe(REOPENED), law(BOUNCED)],
        [law(REOPENED), top(BOUNCED)],
        [safe(REOPENED), law(f'{BOUNCED} && group != "Law"')],  # S keeps it
        [law(f'{BOUNCED} && group == "Safe"'), safe('signals.bounced < 0.5 && group == "Law"')],
        [law('status == "open" && group == "Safe"'), safe('status == "new" && group == "Law"')],
        [law('said.contains("a") && group == "Safe"'), safe('!said.contains("A") && group == "Law"')],
        [law('group == "Safe"'), safe('group == "Law"', "hard = true")],  # a person confirms
        [law('group == "Safe"'), safe('group == "Law"', "mode = 'shadow'\nhard = true")],
        [law('group == "Safe"'), safe('group == "Law" && tier == 2')],
        [law('group == "Safe" && counts.moves == 0'), safe('group == "Law" && counts.moves < 1')],
        [law('group == "Tech"'), safe('group == "Law"')],
        [law('group == "Safe"', ALONE), safe('group == "Law"', ALONE)],  # they leave alone what another has moved
        [rule("A", when("tier > 0"), "Tech", HARD), rule("B", when('group == "Tech"'), "Money", HARD)],  # lateral
        [  # a person is asked before L is
            safe('group == "Law" && score > 3', name="S"),
            rule("Ask", when('group == "Safe"'), "Top", "hard = true"),
            law('group == "Safe"'),
        ],
    ],
)
def test_rules_that_come_to_rest_are_no_loop(rules: list[str]) -> None:
    found = checked(*rules, head=LOOPED)
    assert not [each.words for each in found.findings if "loop" in each.says]


@pytest.mark.parametrize(
    "rules",
    [
        [law('group == "Safe"'), safe('group == "Law"', ALONE)],  # once the score has been reached, and only once
        [law('group == "Safe" && counts.moves == 0'), safe('group == "Law"')],  # there and back, and no further
        [law('group == "Safe" && counts.moves < 9'), safe('group == "Law" && counts.moves < 9')],
        [law('group == "Safe" && counts.moves + 0.0 < 3.0'), safe('group == "Law"')],
        [law('group == "Safe" && signals.bounced < 0.5'), safe('group == "Law"')],
        [law(f'{BOUNCED} && (group == "Safe" ? score > 3 : score > 9)'), safe('group == "Law"')],
    ],
)
def test_what_may_become_a_loop_is_warned_of_and_may_be_saved(rules: list[str]) -> None:
    found = checked(*rules, head=LOOPED)
    assert found.rulebook is not None
    assert ["may make a loop" in each.says for each in found.warnings] == [True]


def test_many_rules_to_higher_tiers_are_no_loop_and_not_too_many_to_tell() -> None:
    rules = [rule(f"A{n}", when(f"account.value > {n}"), "Tech", HARD) for n in reversed(range(60))]
    rules += [top(f"account.value < {n}", name=f"T{n}") for n in range(1000, 1060)]
    assert checked(*rules, head=LOOPED).findings == ()


def test_where_there_are_too_many_to_look_at_all_that_is_said() -> None:
    rules = [law(f'group == "Safe" && account.value == {n}', name=f"L{n}") for n in range(160)]
    rules += [safe(f'group == "Law" && account.value == {-1 - n}', name=f"S{n}") for n in range(160)]
    found = checked(*rules, head=LOOPED)
    assert found.rulebook is not None
    assert ["too many automatic rules" in each.says for each in found.warnings] == [True]
