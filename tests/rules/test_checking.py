"""A wrong rulebook is refused with reasons, in milliseconds, and what a lead should think about is said."""

import tomllib
from dataclasses import replace
from itertools import count

import pytest

from app import paths
from app.domain.conditions.vocabulary import Vocabulary
from app.domain.people import Agent
from app.domain.rulebook_findings import Checked, Severity
from app.domain.tickets import ConnectionName, agent_id
from app.errors import SettingsInvalid
from app.rules.checking import check_rulebook, read_rulebook
from app.service.rulebooks import vocabulary_of
from tests import builders
from tests.benchmarks.stopwatch import least

VOCABULARY = Vocabulary(("bounced", "legal_threat", "reopened"), ("refund",))
HEAD = """\
default = "Tech"
certifications = ["legal", "privacy"]
[[tier]]
number = 1
name = "First"
criteria = "Passwords."
[[tier]]
number = 2
name = "Second"
criteria = "Mentions integration with Salesforce."
[[tier]]
number = 3
name = "Third"
criteria = "Reports lost data."
[[desk]]
group = "Tier 1"
tier = 1
about = ""
[[desk]]
group = "Tech"
tier = 2
about = ""
[[desk]]
group = "Money"
tier = 2
about = ""
[[desk]]
group = "Law"
tier = 3
about = ""
certification = "legal"
"""


def rule(name: str, condition: str, group: str = "Tech", *more: str) -> str:
    return "\n".join(["[[rule]]", f"name = '{name}'", f"group = '{group}'", condition, *more, ""])


def when(text: str) -> str:
    return f"when = '''{text}'''"


def checked(*rules: str, head: str = HEAD) -> Checked:
    return check_rulebook(head + "".join(rules), VOCABULARY, revision="r")


def says(*rules: str, head: str = HEAD) -> list[str]:
    return [each.words for each in checked(*rules, head=head).findings]


def test_the_default_rulebook_has_neither_errors_nor_warnings() -> None:
    text = (paths.resources() / "rulebook.toml").read_text("utf-8")
    vocabulary = vocabulary_of(paths.models() / "manifest.toml")
    assert check_rulebook(text, vocabulary, revision="r").findings == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (rule("A", when("score >")), "rule 'A', line 1, column 8 of its condition: the condition ends too early."),
        (
            rule("A", when("score > 1 &&\n  acount.value > 3")),
            "line 2, column 3 of its condition: there is no acount.value",
        ),
        (rule("A", when("subject > 3")), "a number belongs beside >; this is a text"),
        (rule("A", when("score / 0 > 1")), "divides by zero"),
        (rule("A", when('subject.matches("(")')), "no pattern"),
        (rule("A", "signals = ['bouncd']"), "there is no signal 'bouncd'; 'bounced' is meant, perhaps."),
        (rule("A", "signals = ['bounced']", "Teck"), "which has no [[desk]] entry"),
        (rule("A", "signals = ['bounced']", "Law", "certification = 'privcy'"), "not among the certifications"),
        (rule("A", when("score > 1"), "Tech", "signals = ['bounced']"), "say all of it in `when`"),
        (rule("A", "signals = ['bounced']", ""), "names no one"),
        (rule("A", "signals = ['bounced']", "Tech", "notify = ['nobody']"), "neither a group"),
        (rule("A", "signals = ['bounced']", "Tech", "scenario = 'x'"), "no [[scenario]] entry"),
        (rule("A", "signals = ['bounced']", "Tech", "criteria = 3"), "is in another"),
        (rule("A", "signals = ['bounced']", "Tech", "criteria = 9"), "no [[tier]] entry"),
        (rule("A", when("score > 1"), "Tech", "points = 5"), "cannot ask for the score"),
        (rule("A", ""), "could never fire"),
        (rule("A", "when = 3"), "a text is wanted"),
        ("[[rule", "not TOML"),
        (f"x = {'[' * 5000}{']' * 5000}", "not TOML"),
    ],
)
def test_what_cannot_hold_is_refused_and_named(wrong: str, words: str) -> None:
    found = checked(wrong)
    assert found.rulebook is None
    assert any(words in each.words for each in found.errors), found.errors
    with pytest.raises(SettingsInvalid, match=r"rulebook\.toml"):
        read_rulebook(HEAD + wrong, VOCABULARY, revision="r", name="rulebook.toml")


def test_an_error_names_its_rule_and_its_file_once() -> None:
    wrong = rule("A", "signals = ['bounced']", "Teck")
    assert says(wrong) == ["rule 'A': sends to 'Teck', which has no [[desk]] entry."]
    with pytest.raises(SettingsInvalid) as refused:
        read_rulebook(HEAD + rule("A", "when = 3"), VOCABULARY, revision="r", name="rulebook.toml")
    assert str(refused.value) == (
        "rulebook.toml: The rulebook cannot be used: [[rule]] 'A' has when = 3: a text is wanted."
    )


SHADOW = "[[scenario]]\nname = 'S'\nmode = 'shadow'\n"


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (
            "mode = 'automatic'",
            ["rule 'A': has mode = 'automatic', but 'shadow' of its scenario 'S' holds; remove the rule's own."],
        ),
        ("mode = 'shadow'", []),
        ("", []),
    ],
)
def test_a_mode_that_the_scenario_overrules_is_warned_of(own: str, words: list[str]) -> None:
    found = checked(rule("A", "signals = ['bounced']", "Tech", "scenario = 'S'", own), head=HEAD + SHADOW)
    assert [each.words for each in found.findings] == words
    assert found.rulebook is not None


def test_every_error_is_found_at_once_and_the_first_ones_are_said() -> None:
    wrong = [rule(name, when(f"{name}.x > 1")) for name in "abcde"]
    assert len(checked(*wrong).errors) == 5
    with pytest.raises(SettingsInvalid, match="And 2 more"):
        read_rulebook(HEAD + "".join(wrong), VOCABULARY, revision="r", name="rulebook.toml")


WIDE, NARROW = when("score > 10"), when("score > 20 && tier < 3")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (rule("A", WIDE), rule("B", NARROW, "Money"), "rule 'B': can never decide: wherever it fires, 'A' fires"),
        (rule("A", WIDE), rule("B", WIDE, "Money"), "rule 'B': contradicts 'A': the same condition sends to 'Tech'"),
        (rule("A", WIDE), rule("B", NARROW), "can never decide"),
        (rule("A", when('said.contains("Aa")')), rule("B", when("said.contains( 'aa' )"), "Money"), "contradicts 'A'"),
        (rule("A", when('said.contains("a b")')), rule("B", when('said.contains("ab")'), "Money"), ""),
        (
            rule("A", "signals = ['bounced', 'reopened']"),
            rule("B", "signals = ['reopened']\nat_least = 0.7"),
            "can never",
        ),
        (rule("A", WIDE), rule("B", NARROW, "Law"), ""),  # a certified group is reached from everywhere
        (rule("A", NARROW), rule("B", WIDE, "Money"), ""),
        (rule("A", WIDE), rule("B", NARROW, "Money", "hard = true"), ""),  # hard ones come first
        (rule("A", WIDE, "Tech", "mode = 'shadow'"), rule("B", NARROW, "Money"), ""),
        (rule("A", when("score > 10 && tier < 2")), rule("B", when("score > 10"), "Money"), ""),
    ],
)
def test_a_rule_that_another_always_comes_before_is_refused(first: str, second: str, words: str) -> None:
    found = says(first, second)
    assert any(words in each for each in found) if words else found == []


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (rule("A", when("signals.bounced > 1")), "never fires: bounced is 0 to 1"),
        (rule("A", when("score > 9 && score < 3")), "never fires: no score meets all"),
        (rule("A", when("signals.bounced >= 0")), "always fires"),
        (rule("A", when('status == "open" && status == "closed"')), "never fires: no status meets all"),
        (rule("A", when("said.contains('a') && !said.contains(\"A\")")), "never fires: it asks for said.contains"),
        (rule("A", when("account.value > 0 && !has(account.value)")), "never fires: it asks for account value where"),
        (rule("A", when("account.value > account.value")), "never fires: account.value > account.value is false"),
        (
            rule("A", when("account.value / (counts.moves - counts.moves) > 3")),
            "cannot be told: it divides by counts.moves - counts.moves, which is always 0.",
        ),
    ],
)
def test_a_rule_that_never_or_always_fires_is_warned_of_and_may_be_saved(rules: str, words: str) -> None:
    found = checked(rules)
    assert found.rulebook is not None
    assert [words in each.says for each in found.warnings] == [True]


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ("Technical complexity.", "'Technical complexity' is vague: people differ on what is technical"),
        ("Mentions integration with Salesforce; other issues.", "'other issues' is vague"),
        ("", "there are no criteria"),
        ("High value accounts", "how high high is"),
        ("An account above $50,000 a year wants to leave.", ""),
        ('Says "unacceptable"', ""),
        ("A failing API call", ""),
    ],
)
def test_vague_criteria_are_warned_of_with_the_reason(criteria: str, words: str) -> None:
    found = says(rule("A", "signals = ['bounced']"), head=HEAD.replace('"Passwords."', f"'{criteria}'"))
    assert any(words in each for each in found) if words else found == []


def test_a_group_without_anybody_who_may_take_it_is_warned_of() -> None:
    people = [builders.agent("tess", groups=("Tech",)), builders.agent("liam", groups=("Law",))]
    text = (
        HEAD + rule("A", when("score > 1")) + rule("B", when("score > 2"), "Law") + rule("C", when("tier > 1"), "Money")
    )
    found = check_rulebook(text, VOCABULARY, revision="r", agents=people).warnings
    assert [each.words for each in found] == [
        "rule 'B': nobody in 'Law' is certified for 'legal'.",
        "rule 'C': sends to 'Money', which has no people.",
    ]
    assert all(each.severity is Severity.WARNING for each in found)


GRACE = builders.agent("grace", name="Grace Kim", groups=("Law",))
TESS = builders.agent("tess", groups=("Tech",))


def of_person(who: str) -> str:
    return f"[[person]]\nwho = '{who}'\ncertifications = ['legal']\n"


@pytest.mark.parametrize(
    ("who", "people", "words"),
    [
        ("grace", [GRACE, TESS], []),
        ("grace", [GRACE, replace(GRACE, id=agent_id(ConnectionName("other"), "grace"))], []),  # in both helpdesks
        ("grace", [], []),
        (
            "gracie",
            [GRACE, TESS],
            [
                "[[person]] 'gracie' is nobody's address, login or name in the helpdesk.",
                "rule 'B': nobody in 'Law' is certified for 'legal'.",
            ],
        ),
        (
            "Grace Kim",
            [GRACE, replace(TESS, name="Grace Kim", groups=("Law",))],
            [
                "[[person]] 'Grace Kim' is the name of several people; say by address or login which of them is meant.",
                "rule 'B': nobody in 'Law' is certified for 'legal'.",
            ],
        ),
        ("Grace Kim", [GRACE, replace(TESS, name="Grace Kim", groups=())], []),  # who has left is meant by nobody
    ],
)
def test_people_whom_no_helpdesk_knows_are_warned_of_and_certify_nobody(
    who: str, people: list[Agent], words: list[str]
) -> None:
    text = HEAD + of_person(who) + rule("B", when("score > 2"), "Law")
    found = check_rulebook(text, VOCABULARY, revision="r", agents=people)
    assert [each.words for each in found.warnings] == words
    assert found.rulebook is not None


@pytest.mark.parametrize("size", [10_000_000, 999_000])
def test_an_endless_condition_is_refused_about_as_fast_as_the_file_is_read(size: int) -> None:
    text = HEAD + rule("A", when("a" * size))
    assert "characters" in check_rulebook(text, VOCABULARY, revision="r").errors[0].says
    revisions = map(str, count())  # so that none has been checked before
    refused = least(lambda: check_rulebook(text, VOCABULARY, revision=next(revisions)), rounds=3)
    assert refused < 5 * least(lambda: tomllib.loads(text), rounds=3)
