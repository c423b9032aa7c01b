"""What an agent tells a customer to do, what they ask for, and what is only courtesy are kept apart."""

import pytest

from app.domain.brief import Result, Slot
from tests.domain.briefing.briefed import items, missing, words
from tests.signals.scene import agent, customer, note, scene

PROBLEM = "The export stops with error 502."


@pytest.mark.parametrize(
    "said",
    [
        "Please rotate the key of the gateway.",
        "Hi Mara, open Settings and raise the limit there.",
        "Once the sync has ended, run the report again.",
        "If that fails, try another browser.",
        "You can export it in two halves until then.",
        "We'd recommend a smaller batch.",
        "Have you tried another network?",
        "Could you please restart the agent?",
        "Restart it.",
    ],
)
def test_what_the_customer_is_told_to_do_is_advice_whatever_the_models_make_of_it(said: str) -> None:
    found = scene(customer(PROBLEM), agent(said), customer("That did not help."))
    assert [(each.label, each.words, each.result) for each in items(found, Slot.TRIED)] == [
        ("advised", said, Result.DID_NOT_HELP)
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Please send us the log of the gateway.",
        "Kindly confirm the account number.",
        "Hi Mara, DM us your e-mail address.",
        "We will need the name of the workspace.",
        "May we have a screenshot of it.",
        "Please keep us updated on that.",
    ],
)
def test_what_we_ask_for_stays_open_and_is_no_advice(said: str) -> None:
    asked = scene(customer(PROBLEM), agent(said, advice=0.6, promise=0.6))
    assert [(each.label, each.words) for each in items(asked, Slot.OPEN)] == [("asked by us", said)]
    assert missing(asked, Slot.TRIED)
    assert missing(scene(customer(PROBLEM), agent(said), customer("Here it is.")), Slot.OPEN)


def test_a_step_and_a_request_in_one_sentence_are_both() -> None:
    said = "Please restart the agent and send us its log."
    found = scene(customer(PROBLEM), agent(said))
    assert words(found, Slot.TRIED) == [said]
    assert words(found, Slot.OPEN) == [said]


@pytest.mark.parametrize(
    "said",
    ["We are here to help.", "I am happy to look into this with you.", "We look forward to your answer."],
)
def test_an_assurance_is_no_promise_whatever_the_models_make_of_it(said: str) -> None:
    found = scene(customer(PROBLEM), agent(said, promise=0.8), customer("Fine."))
    assert missing(found, Slot.TRIED)
    assert missing(scene(customer(PROBLEM), agent(said, promise=0.8)), Slot.OPEN)
    vow = "We will look into this."
    assert words(scene(customer(PROBLEM), agent(vow, promise=0.8)), Slot.OPEN) == [vow]


@pytest.mark.parametrize(
    "said",
    [
        "Please let us know if there is anything else.",
        "Please note the holiday.",
        "I can see that you are on the old plan.",
        "We have raised it so you can export again.",
        "^DO",
    ],
)
def test_courtesies_and_tellings_are_no_advice(said: str) -> None:
    found = scene(customer(PROBLEM), agent(said))
    assert not [each for each in items(found, Slot.TRIED) if each.label == "advised"]
    assert missing(found, Slot.OPEN)


def test_a_colleague_is_not_told_what_a_customer_is() -> None:
    assert missing(scene(customer(PROBLEM), note("Please check the quota with Ben.")), Slot.TRIED)


@pytest.mark.parametrize(
    "reply",
    ["Glad to help!", "We understand how this looks. Please send us the log.", "I am sorry to hear that. ^KC"],
)
def test_a_question_to_which_only_courtesies_came_back_is_open(reply: str) -> None:
    found = scene(customer("Can the plan be changed?"), agent(reply), customer("Hm."))
    assert words(found, Slot.OPEN) == ["Can the plan be changed?"]


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ("Rebooting did not help.", Result.DID_NOT_HELP),
        ("Clearing the cache twice hasn't changed anything.", Result.DID_NOT_HELP),
        ("Well, we tried another browser.", None),
        ("Already did that on both machines.", Result.DID_NOT_HELP),
    ],
)
def test_what_customers_say_they_have_tried_is_found(said: str, result: Result | None) -> None:
    found = scene(customer(f"{PROBLEM} {said}"))
    assert [(each.label, each.words, each.result) for each in items(found, Slot.TRIED)] == [
        ("tried by the customer", said, result)
    ]


@pytest.mark.parametrize("said", ["Nothing has been updated.", "You tried to charge us twice.", "Waiting is no fun."])
def test_what_others_did_or_did_not_do_is_no_attempt_of_the_customer(said: str) -> None:
    assert missing(scene(customer(f"{PROBLEM} {said}")), Slot.TRIED)
