"""Problem, wishes, attempts, open points and compliance are the right sentences of the conversation."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.brief import Result, Slot
from app.domain.snapshot import Snapshot
from app.domain.tickets import Status
from tests.domain.briefing.briefed import items, missing, words
from tests.signals.scene import Turn, aged, agent, customer, note, scene, unread

LONG_MAIL = """Hello team,

I hope you are all well. Since the update on Tuesday our export stops with error 502 after ten minutes. We need it for
payroll. Could you please look into it today?

Best regards
Mara Lindt
COO"""


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        pytest.param(
            [customer(LONG_MAIL)],
            "Since the update on Tuesday our export stops with error 502 after ten minutes.",
            id="neither the greeting nor the courtesy nor the signature",
        ),
        pytest.param(
            [customer("Hi!"), agent("How can we help?"), customer("Our webhook does not fire since noon.")],
            "Our webhook does not fire since noon.",
            id="a greeting alone is no problem",
        ),
        pytest.param(
            [customer("The login page shows a blank screen."), agent("Try again."), customer("Nothing works here!")],
            "The login page shows a blank screen.",
            id="the first telling beats the later grumble",
        ),
        pytest.param(
            [unread("Invoice 4711 was charged twice. My day was good otherwise.")],
            "Invoice 4711 was charged twice.",
            id="without the models too",
        ),
        pytest.param(
            [customer("We met last week. > all good\nThe sync to Salesforce drops records.\n\n> it works for us")],
            "The sync to Salesforce drops records.",
            id="what was quoted is not the customer's",
        ),
    ],
)
def test_the_problem_is_the_sentence_that_tells_of_it(turns: list[Turn], expected: str) -> None:
    assert words(scene(*turns), Slot.PROBLEM) == [expected]


def test_the_ticket_s_subject_helps_to_choose() -> None:
    text = "Two things. The printer connector is offline. The weekly report never came at all."
    named = replace(aged(), subject="Weekly report never came")
    assert words(scene(customer(text)), Slot.PROBLEM) == ["The printer connector is offline."]
    assert words(scene(customer(text), ticket=named), Slot.PROBLEM) == ["The weekly report never came at all."]


def test_without_a_word_of_the_customer_the_problem_is_missing() -> None:
    assert missing(scene(agent("We called you.")), Slot.PROBLEM) == "the customer has written nothing that can be read"


def test_wishes_are_what_the_customer_asks_for_and_the_newest_is_among_them() -> None:
    found = scene(
        customer("The report is empty. Could you send me the raw data? Can you also add Ben? Can you rename it?"),
        agent("Which report?"),
        customer("The monthly one. I want to speak to your manager now.", supervisor_demand=0.9),
    )
    told = items(found, Slot.WANTED)
    assert len(told) == 3
    assert told[-1].words == "I want to speak to your manager now."
    assert told[-1].label == "a supervisor"


def test_thanks_and_rhetoric_are_no_wishes() -> None:
    assert missing(scene(customer("Really? Thanks a lot.")), Slot.WANTED)


ADVICE = "Please clear the cache."


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ("Did that, no change.", Result.DID_NOT_HELP),
        ("It is still not working.", Result.DID_NOT_HELP),
        ("Same error again.", Result.DID_NOT_HELP),
        ("That worked, great.", Result.HELPED),
        ("It works now.", Result.HELPED),
        ("I hope it works.", Result.UNCLEAR),
        ("Which cache do you mean?", Result.UNCLEAR),
        (None, Result.NO_ANSWER),
    ],
)
def test_the_result_of_advice_is_in_the_next_answer(answer: str | None, result: Result) -> None:
    turns = [customer("It hangs."), agent(ADVICE, advice=0.9), *([customer(answer)] if answer else [])]
    tried = items(scene(*turns), Slot.TRIED)
    assert [(each.label, each.words, each.result) for each in tried if each.label == "advised"] == [
        ("advised", ADVICE, result)
    ]
    assert [each.text for each in tried[0].quotes[1:]] == ([answer] if answer else [])


def test_an_answer_counts_for_the_advice_before_it_and_for_no_later_one() -> None:
    found = scene(
        customer("It hangs."),
        agent("Please clear the cache.", advice=0.9),
        customer("That did not help."),
        agent("Please restart the connector.", advice=0.9),
        customer("Works now, thanks!", thanks=0.9),
    )
    assert [each.result for each in items(found, Slot.TRIED)] == [Result.DID_NOT_HELP, Result.HELPED]


def test_thanks_for_a_promise_are_no_success() -> None:
    found = scene(
        customer("The quote is missing."), agent("I have asked our sales desk."), customer("Thanks.", thanks=0.9)
    )
    assert [each.result for each in items(found, Slot.TRIED)] == [Result.UNCLEAR]


def test_what_the_customer_tried_and_what_was_noted_internally_is_told_apart() -> None:
    found = scene(
        customer("The sync fails. I already reinstalled the agent. No luck."),
        note("I restarted the worker on our side. Same error again."),
    )
    assert [(each.label, each.words, each.result) for each in items(found, Slot.TRIED)] == [
        ("tried by the customer", "I already reinstalled the agent.", Result.DID_NOT_HELP),
        ("noted internally", "I restarted the worker on our side.", Result.DID_NOT_HELP),
    ]


def test_questions_without_an_answer_stay_open_on_both_sides() -> None:
    found = scene(
        customer("Is my data safe?"),
        agent("I am sorry about this.", apology=0.9),
        customer("When will it be back?"),
        agent("Which browser do you use?", question=0.9),
    )
    assert [(each.label, each.words) for each in items(found, Slot.OPEN)] == [
        ("asked by the customer", "Is my data safe?"),
        ("asked by the customer", "When will it be back?"),
        ("asked by us", "Which browser do you use?"),
    ]


def test_an_answered_question_is_not_open() -> None:
    found = scene(customer("Where is the log?"), agent("It is under Settings."), customer("I see it."))
    assert missing(found, Slot.OPEN) == "no question waits for an answer, and no promise of ours is open"


def test_nothing_is_open_in_a_finished_ticket() -> None:
    found = scene(customer("Where is the log?"), ticket=aged(status=Status.SOLVED))
    assert missing(found, Slot.OPEN) == "the ticket is finished"


def test_a_promise_is_open_with_its_time_until_we_have_written_again() -> None:
    text = "We will call you by Friday."
    promise = _promising(scene(customer("It is down."), agent(text, promise=0.9)), text, "by Friday")
    (item,) = items(promise, Slot.OPEN)
    assert (item.label, item.words) == ("promised by us", text)
    assert item.due == datetime(2026, 3, 7, tzinfo=UTC)


def test_compliance_takes_what_is_more_than_just_likely() -> None:
    found = scene(
        customer("Delete all my data under the GDPR.", privacy_request=0.9),
        customer("My lawyer reads this.", legal_threat=0.55),
    )
    assert [(each.label, each.words) for each in items(found, Slot.COMPLIANCE)] == [
        ("privacy request", "Delete all my data under the GDPR.")
    ]
    assert missing(scene(unread("Hm.")), Slot.COMPLIANCE) == "some messages have not been read yet"


def test_mood_names_where_it_began_its_lowest_and_where_it_is() -> None:
    found = scene(
        customer("The export is slow today.", sentiment=0.1),
        customer("This is a disgrace for you.", sentiment=-0.9),
        customer("Fine, it works again now.", sentiment=-0.2),
    )
    assert [each.label for each in items(found, Slot.SENTIMENT)] == [
        "first, +0.1",
        "lowest, \N{MINUS SIGN}0.9",
        "latest, \N{MINUS SIGN}0.2",
    ]


def _promising(found: Snapshot, text: str, words_: str) -> Snapshot:
    """The models found the words of time in a promise."""
    start = text.index(words_)
    thread = tuple(
        replace(read, analysis=replace(read.analysis, promised=((start, start + len(words_)),)))
        if read.message.text == text and read.analysis
        else read
        for read in found.thread
    )
    return replace(found, thread=thread)
