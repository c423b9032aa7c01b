"""The product's examples of detection, score and routing, each looked up in the window on the sample workspace.

Some of its customers write again while it is open: what is expected of their tickets holds before and after that.
"""

from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.queue import Lens
from app.ui.actions import ActionName
from app.ui.panes.rulebook_parts import Page
from tests.e2e.sample_window import SampleWindow, sample_window

pytestmark = [
    pytest.mark.models,
    pytest.mark.timeout(900),
    pytest.mark.qt_log_ignore(r"does not support (propagateSizeHints|raise)\(\)"),  # without a screen
]


@dataclass(frozen=True, slots=True)
class Example:
    """What PRODUCT.md asks for, by its number, the ticket that shows it, and what its pane has to say."""

    item: str
    ticket: str
    says: tuple[str, ...]


EXAMPLES = (
    Example("A.1 legal to compliance", "1026", ("The rule “Legal” moved it", "to Compliance by itself")),
    Example(
        "A.1 a refund above $50,000 to senior support",
        "1003",
        (
            "Escalate to Tier 2 Billing",
            "Refund, account above $50,000, decides",
            "Legal, did not fire: ",
        ),
    ),
    Example("A.1 a tagged security incident", "1029", ('tagged "security incident"', "Security incident, decides")),
    Example("A.2 disappointment in other words", "1002", ("the customer is disappointed in us",)),
    Example("A.3 growing frustration", "1002", ("mood fell from", "Mood falls:", "over 3 messages")),
    Example("A.4 replies get shorter", "1055", ("replies down to",)),
    Example("A.4 more direct language", "1011", ("more direct than before",)),
    Example("A.4 a supervisor is asked for", "1003", ("the customer asks for a supervisor",)),
    Example("A.4 what the account is worth, and its renewal", "1007", ("the account is worth $", "contract renews in")),
    Example("A.4 usage falls", "1007", ("weekly active users fell",)),
    Example("A.4 three failed payments", "1013", ("3 payments failed within 30 days",)),
    Example("A.4 other open tickets", "1001", ("other open tickets",)),
    Example("A.4 an executive complains", "1015", ("The rule “Executive complaint” moved it",)),
    Example("A.4 an integration", "1020", ("an integration or an API is in trouble",)),
    Example("A.4 an API", "1050", ("an API, a webhook or a token is in trouble",)),
    Example("A.4 a database", "1055", ("the trouble is in the data itself",)),
    Example("A.4 depth of the conversation", "1051", ("the messages hold",)),
    Example("A.4 a data breach", "1024", ("The rule “Security incident” moved it", "to Security by itself")),
    Example("A.4 a request about personal data", "1023", ("somebody's personal data", "Personal data, fired: ")),
    Example("A.4 a vulnerability", "1025", ("The rule “Security incident” moved it", "to Security by itself")),
    Example("A.4 a violation", "1028", ("Compliance violation, decides: ",)),
    Example("A.4 many exchanges", "1008", ("had to come back",)),
    Example("A.4 the same solution twice", "1053", ("two of our answers say the same",)),
    Example("A.4 advice that did not work", "1060", ("what we advised did not work",)),
    Example("A.4 bounced", "1058", ("handed on 3 times", "Handed from desk to desk, decides")),
    Example("A.4 reopened", "1060", ("reopened 2 times",)),
    Example("A.5 open for three days", "1060", ("open for", "working days")),
    Example("A.5 an SLA comes close", "1001", ("is due in",)),
    Example("A.5 an SLA is missed", "1011", (" of working time late",)),
    Example("A.6 technical, mid-tier", "1051", ("Escalate to Tier 2 Technical", "Technical, decides")),
    Example("A.6 technical, enterprise and unhappy", "1050", ("Escalate to Tier 3 Product", "and unhappy, decides")),
    Example("B.9 how likely it is", "1058", ("A lead would escalate about",)),
    Example("B.9 not enough is known", "1080", ("Not enough is known",)),
    Example("B.10 what would turn it", "1088", ("Not suggested if the account",)),
    Example("B.11 the distance to the thresholds", "1058", ("above a suggestion", "automatic")),
    Example("C.13 nobody out of office is chosen", "1020", ("out of office",)),
    Example("C.14 all else asks", "1060", ("Mode: suggest",)),
)
PHRASES = (
    "Could you move our maths lessons to the afternoon?",
    "Please swap the second and the third hour on Tuesdays.",
    "From March on the school day begins at half past eight.",
    "We need the timetable of class 4b changed.",
    "Biology should be on Friday instead of Monday.",
    "Can the lunch break be ten minutes longer?",
    "The gym lesson has to be an hour later.",
    "Our Wednesday hours no longer fit, please rearrange them.",
    "Put French before the long break.",
    "The new term needs other lesson times.",
)
CALM = ("1032", "1033", "1038", "1040", "1072", "1075")  # legal size paper, a security deposit, breach training


def missing(window: SampleWindow, example: Example) -> list[str]:
    """What the pane does not say."""
    window.open(example.ticket)
    window.open_why()
    said = window.said()
    return [f"{example.item}, {example.ticket}: {words!r}" for words in example.says if words not in said]


def test_every_example_is_there_in_the_window(qapp: QApplication) -> None:
    with sample_window(qapp) as window:
        assert [each for example in EXAMPLES for each in missing(window, example)] == []
        for number in CALM:
            window.open(number)
            assert window.triage.decision.headline.text() == "Stays with Tier 1", number
        sums_are_what_is_shown(window)
        who_takes_it_and_what_follows_is_said(window)
        evidence_is_shown_in_the_conversation(window)
        what_rules_did_by_themselves_is_listed(window)
        vague_criteria_are_warned_of(window)
        a_rule_in_shadow_records_and_one_that_is_off_does_nothing(window)
        an_intent_of_the_team_is_taught_and_used_by_a_rule(window)
        a_limit_holds_suggestions_back(window)


def sums_are_what_is_shown(window: SampleWindow) -> None:
    """B.8: to the last point, on the suggested tickets that come first."""
    console = window.application.console
    assert console is not None
    for ticket in console.queue(Lens.SUGGESTED)[:10]:
        window.open(ticket.partition(":")[2])
        assert window.lines, ticket
        assert sum(window.lines) == int(window.triage.decision.points.text()), ticket


def who_takes_it_and_what_follows_is_said(window: SampleWindow) -> None:
    """C.13 and C.15: of each ticket that is suggested, or that nobody can take it now; at any hour some can be taken.

    Who is left without a person depends on the hour, by the shifts, and on what was suggested before.
    """
    console = window.application.console
    assert console is not None
    named = 0
    for ticket in console.queue(Lens.SUGGESTED)[:10]:
        window.open(ticket.partition(":")[2])
        said = window.said()
        assert ("Accepting puts" in said) is not ("Nobody fits: " in said), ticket
        if "Accepting puts" in said:
            assert "Who could take it" in said, ticket
            assert "Workload: " in said, ticket
            named += 1
    assert named > 0


def evidence_is_shown_in_the_conversation(window: SampleWindow) -> None:
    """B.8: `E` goes to the words that earned the first line."""
    window.open("1003")
    window.press(ActionName.NEXT_EVIDENCE)
    window.wait(lambda: window.triage.decision.contributions.row >= 0)
    assert "supervisor" in " ".join(window.highlighted).lower()


def what_rules_did_by_themselves_is_listed(window: SampleWindow) -> None:
    """A.4: what overrides value and mood is on record, with the ticket and where it went."""
    window.open_rulebook(Page.DEEDS)
    moved = {"Legal": "1026", "Security incident": "1024"}

    def listed() -> bool:
        rows = window.deeds()
        return all(
            any(row[1] == rule and ticket in row[2] and "moved it to" in row[3] for row in rows)
            for rule, ticket in moved.items()
        )

    window.wait(listed)


def vague_criteria_are_warned_of(window: SampleWindow) -> None:
    """C.12: what two people would read differently is named while it is written; what a ticket shows is not."""
    criteria = "A stack trace or lost data at an account above $100,000 a year"
    window.write_rulebook(criteria, "Technical complexity")
    assert any("technical complexity" in each.lower() and "people differ" in each for each in window.findings())
    window.write_rulebook("Technical complexity", "Mentions the integration with Salesforce")
    assert not any("Salesforce" in each for each in window.findings())
    window.write_rulebook("Mentions the integration with Salesforce", criteria)


def a_rule_in_shadow_records_and_one_that_is_off_does_nothing(window: SampleWindow) -> None:
    """C.14, and back to what it was."""
    rule = 'name = "Refund, account above $50,000"'
    window.open("1003")
    assert "Refund, account above $50,000, decides" in window.said()
    before = rule
    for mode, words in (
        ("shadow", "it only records what it would do: send it to Tier 2 Billing"),
        ("off", "it is off"),
    ):
        after = f'{rule}\nmode = "{mode}"'
        window.edit_rulebook(before, after)
        window.open("1003")
        window.wait_until_said(words)
        assert "Refund, account above $50,000, decides" not in window.said()
        before = after
    window.edit_rulebook(before, rule)


def an_intent_of_the_team_is_taught_and_used_by_a_rule(window: SampleWindow) -> None:
    """A.2: from ten phrases, tried by the worker's models before it is kept; from then on a rule can ask for it."""
    window.teach("timetable_change", "The customer wants school hours changed", PHRASES)
    window.edit_rulebook(
        'name = "Handed from desk to desk"',
        'name = "Timetables"\nwhen = "intents.timetable_change >= 0.5"\ngroup = "Tier 2 Technical"\n\n'
        '[[rule]]\nname = "Handed from desk to desk"',
    )
    window.open("1060")
    window.wait_until_said("Timetables, ")


def a_limit_holds_suggestions_back(window: SampleWindow) -> None:
    """C.15: a lead gives a desk a limit; what has no room waits, and the rule that sends most is named."""
    window.edit_rulebook('group = "Tier 2 Technical"\ntier = 2', 'group = "Tier 2 Technical"\ncapacity = 3\ntier = 2')
    window.open("1060")
    window.wait(lambda: "Tier 2 Technical is overloaded" in window.said())
    assert "Most come from" in window.said()
    console = window.application.console
    assert console is not None

    def held() -> list[str]:
        opened = (console.opened(ticket) for ticket in console.queue(Lens.ALL))
        found = (each.triage.suggestion for each in opened if each is not None and each.triage is not None)
        return [each.held for each in found if each.held]

    window.wait(lambda: bool(held()))
    assert {each.partition(":")[0] for each in held()} == {"Tier 2 Technical is full"}
