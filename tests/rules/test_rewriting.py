"""Changing one rule leaves every other byte of the rulebook as it was."""

from difflib import ndiff

import pytest

from app import paths
from app.errors import BadInput, SettingsInvalid
from app.rules.rewriting import Field, with_rule_changed

TEXT = (paths.resources() / "rulebook.toml").read_text("utf-8")


def changes(old: str, new: str) -> list[str]:
    return [each for each in ndiff(old.splitlines(), new.splitlines()) if each[:1] in "+-"]


@pytest.mark.parametrize(
    ("rule", "fields", "lines"),
    [
        ("Legal", {"at_least": 0.8}, ["- at_least = 0.75", "+ at_least = 0.8"]),
        ("Legal", {"mode": "suggest"}, ['- mode = "automatic"', '+ mode = "suggest"']),
        (
            "Legal",
            {"notify": ["ciso@relay.example"]},
            ['- notify = ["Tier 4 Executive"]', '+ notify = ["ciso@relay.example"]'],
        ),
        ("Legal", {"hard": None}, ["- hard = true"]),
        ("Legal", {"hard": True}, []),
        (
            "Personal data",
            {"mode": "off"},
            [
                '- mode = "suggest"  # many turn out to be a plain "close my account"',
                '+ mode = "off"  # many turn out to be a plain "close my account"',
            ],
        ),
    ],
)
def test_only_the_lines_of_that_field_differ(rule: str, fields: dict[str, Field], lines: list[str]) -> None:
    assert changes(TEXT, with_rule_changed(TEXT, rule, fields)) == lines


def test_there_and_back_again_is_the_same_to_the_byte() -> None:
    there = with_rule_changed(TEXT, "Looping", {"at_least": 0.9, "group": "Tier 3 Product"})
    assert there != TEXT
    assert with_rule_changed(there, "Looping", {"at_least": 0.4, "group": "Tier 2 Technical"}) == TEXT


def test_line_ends_stay_what_they_are() -> None:
    dos = TEXT.replace("\n", "\r\n")
    changed = with_rule_changed(dos, "Legal", {"at_least": 0.8, "points": 3})
    assert changed.count("\n") == changed.count("\r\n") == dos.count("\r\n") + 1


def test_a_rule_that_is_not_there_and_a_text_that_is_no_rulebook_are_refused() -> None:
    with pytest.raises(BadInput, match="no rule 'Nothing'"):
        with_rule_changed(TEXT, "Nothing", {"mode": "off"})
    with pytest.raises(BadInput, match="no rules"):
        with_rule_changed("default = 'x'\n", "Legal", {"mode": "off"})
    with pytest.raises(SettingsInvalid, match="not TOML"):
        with_rule_changed("[[rule", "Legal", {"mode": "off"})
