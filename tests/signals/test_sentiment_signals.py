"""The sentiment family: how the customer feels, and where that is going."""

import pytest

from app.domain.snapshot import Signal
from app.domain.tickets import Role
from app.signals.content import content
from app.signals.disappointment import disappointment
from app.signals.falling_sentiment import falling_sentiment
from app.signals.last_sentiment import last_sentiment
from app.signals.low_sentiment import low_sentiment
from app.signals.lowest_sentiment import lowest_sentiment
from app.signals.matter_closed import matter_closed
from app.signals.more_direct import more_direct
from app.signals.said import ASKED, CERTAIN, sureness
from app.signals.shorter_replies import shorter_replies
from app.signals.supervisor_demand import supervisor_demand
from app.signals.taken_back import taken_back
from tests.signals.scene import Turn, agent, customer, quoted, scene, unread


def moods(*sentiments: float | None) -> list[Turn]:
    return [customer(sentiment=each) for each in sentiments]


@pytest.mark.parametrize(
    ("sentiments", "strength"),
    [
        ([0.3, 0.0, -0.5, -0.8], 0.89),
        ([0.1, -0.2, -0.3], 0.39),
        ([0.4, -0.6, -0.6, -0.7, -0.8, -0.8], 0.56),
        ([0.8, 0.0, -0.9, -0.9, -0.9, -0.9], 0.96),
        ([0.9, 0.9, -0.9, -0.9], 1.0),
    ],
)
def test_a_falling_mood_is_read_from_the_whole_conversation(sentiments: list[float], strength: float) -> None:
    reading = falling_sentiment(scene(*moods(*sentiments)))
    assert reading is not None
    assert reading.strength == pytest.approx(strength, abs=0.01)


@pytest.mark.parametrize(
    "sentiments",
    [
        [],
        [-0.9],
        [0.8, -0.8],  # two messages are no trend
        [-0.6, -0.6, -0.6],  # low, but not falling
        [0.9, 0.7, 0.3],  # from delighted to content
        [-0.8, -0.3, 0.2],  # getting better
        [0.1, -0.9, -0.8, 0.6],  # made good again
        [0.2, 0.2, 0.2, 0.2, 0.2, -0.3],  # one bad message at the end
        [None, None, None],
    ],
)
def test_what_is_no_falling_mood(sentiments: list[float | None]) -> None:
    assert falling_sentiment(scene(*moods(*sentiments))) is None


def test_the_fall_is_shown_in_the_sentences_that_pulled_it_down() -> None:
    angry = "We tried again. This is a joke. Regards"
    found = scene(*moods(0.3, 0.1), customer(angry, sentiment=-0.8, spans=((16, 31),)), customer(sentiment=-0.4))
    reading = falling_sentiment(found)
    assert reading is not None
    assert quoted(found, reading) == ["This is a joke.", "Message number 3."]
    assert reading.because == "mood fell from +0.2 to -0.6 over 4 messages"


@pytest.mark.parametrize(
    ("sentiments", "strength"),
    [([-0.9], 0.65), ([-0.4], 0.16), ([-0.9, -0.9], 1.0), ([0.5, -0.9, -0.8], 0.67), ([-0.5, -0.5, -0.5, -0.5], 0.42)],
)
def test_a_low_mood_weighs_the_mean_and_the_lowest_point(sentiments: list[float], strength: float) -> None:
    reading = low_sentiment(scene(*moods(*sentiments)))
    assert reading is not None
    assert reading.strength == pytest.approx(strength, abs=0.01)
    assert reading.evidence


def test_gloomy_words_in_a_plain_question_count_like_one_message() -> None:
    asks = scene(customer(how_to=0.8, bug=0.8, sentiment=-0.9), customer("All children dead. :)", sentiment=-0.9))
    stuck = scene(customer(how_to=0.8, outage=0.9, sentiment=-0.9), customer(sentiment=-0.9))
    strengths = [reading.strength if (reading := low_sentiment(each)) else None for each in (asks, stuck)]
    assert strengths == [0.65, 1.0]


@pytest.mark.parametrize("sentiments", [[], [None], [-0.2], [0.6, 0.6, 0.6, -0.7], [0.9]])
def test_what_is_no_low_mood(sentiments: list[float | None]) -> None:
    assert low_sentiment(scene(*moods(*sentiments))) is None


@pytest.mark.parametrize(
    ("words", "strength"),
    [([80, 60, 70, 5, 4], 1.0), ([60, 10, 8], 0.48), ([50, 48, 20, 22], 0.25), ([90, 40, 40, 6, 6], 1.0)],
)
def test_replies_get_shorter_against_the_customers_own_baseline(words: list[int], strength: float) -> None:
    reading = shorter_replies(scene(*(customer(words=each) for each in words)))
    assert reading is not None
    assert reading.strength == pytest.approx(strength, abs=0.01)


@pytest.mark.parametrize(
    "turns",
    [
        [customer(words=80), customer(words=4)],
        [customer(words=6), customer(words=5), customer(words=3)],
        [customer(words=40), customer(words=38), customer(words=36), customer(words=5)],
        [customer(words=80), customer(words=70), customer(words=3, thanks=0.9), customer(words=2, closing=0.8)],
        [customer(words=80), unread("ok"), unread("no")],
        [customer(words=80), customer("", words=0), customer(" ", words=0)],
    ],
    ids=["two messages", "brief from the start", "one short one", "thanks", "not analysed", "attachments only"],
)
def test_what_is_no_getting_shorter(turns: list[Turn]) -> None:
    assert shorter_replies(scene(*turns)) is None


@pytest.mark.parametrize(
    ("signal", "intent"), [(disappointment, "disappointment"), (supervisor_demand, "supervisor_demand")]
)
def test_what_is_true_of_the_moment_fades_once_it_was_answered(signal: Signal, intent: str) -> None:
    said = Turn(Role.CUSTOMER, "Words that say so.", intents={intent: CERTAIN})
    strengths = []
    for later in ([], [customer()], [agent()], [agent(), customer()], [agent(), customer(), customer()]):
        reading = signal(scene(said, *later))
        strengths.append(reading.strength if reading else None)
    assert strengths == [1.0, 1.0, 1.0, 0.5, 0.25]


@pytest.mark.parametrize(
    ("probability", "strength"), [(0.3, 0.0), (0.5, 0.0), (0.53, 0.07), (0.725, 0.5), (0.95, 1.0), (1.0, 1.0)]
)
def test_what_is_barely_likely_counts_for_almost_nothing(probability: float, strength: float) -> None:
    assert sureness(probability) == pytest.approx(strength, abs=0.01)


@pytest.mark.parametrize(
    ("turns", "strength"),
    [
        ([customer("Works, thank you!", thanks=0.99)], 1.0),
        ([customer("It broke.", outage=0.9), agent(), customer("Ta.", thanks=0.725, sentiment=-0.1)], 0.5),
        ([customer("Thanks, and can it be blue?", thanks=0.99)], None),
        ([customer("Thanks, but it is still empty.", thanks=0.99, bug=0.9)], None),
        ([customer("Thanks, that would have bitten us.", thanks=0.99, fix_did_not_work=0.8)], 1.0),
        ([customer("Thanks for nothing.", thanks=0.99, sentiment=-0.9)], None),
        ([customer("Thanks for the answer. Now to the rest of it.", thanks=0.99, words=80)], None),
        ([customer("Thanks!", thanks=0.99), agent(), customer("It is back.")], None),
        ([agent(thanks=0.99)], None),
        ([unread("Thanks!")], None),
    ],
    ids=[
        "thanks",
        "perhaps",
        "asks",
        "trouble",
        "hardly trouble",
        "bitter",
        "long",
        "not the last word",
        "ours",
        "not analysed",
    ],
)
def test_who_is_content(turns: list[Turn], strength: float | None) -> None:
    reading = content(scene(*turns))
    assert (reading.strength if reading else None) == (None if strength is None else pytest.approx(strength))


def test_who_is_glad_or_only_asks_demands_nobody() -> None:
    glad = scene(customer("My manager wants to thank you.", supervisor_demand=CERTAIN, sentiment=0.6))
    asks = scene(customer(how_to=0.9), agent(), customer("Can it escalate?", supervisor_demand=CERTAIN))
    stuck = scene(customer(how_to=0.9, bug=0.9), agent(), customer("Your manager!", supervisor_demand=CERTAIN))
    strengths = [reading.strength if (reading := supervisor_demand(each)) else None for each in (glad, asks, stuck)]
    assert strengths == [ASKED, ASKED, 1.0]


def test_who_only_asks_and_is_in_no_bad_mood_is_hardly_disappointed() -> None:
    asks = customer("Can I expect the exit to be called?", how_to=0.9, sentiment=0.1)
    wry = customer(
        "Not quite the branch I hoped for, can it be more?", disappointment=CERTAIN, question=0.9, sentiment=0.1
    )
    bitter = customer("I had hoped for more, how do I leave?", disappointment=CERTAIN, question=0.9, sentiment=-0.6)
    broken = customer("It fails.", bug=0.9)
    told = [scene(asks, agent(), wry), scene(asks, agent(), bitter), scene(asks, broken, agent(), wry)]
    strengths = [reading.strength if (reading := disappointment(each)) else None for each in told]
    assert strengths == [ASKED, 1.0, 1.0]


def test_said_again_counts_in_full_again() -> None:
    found = scene(customer("This is unacceptable.", disappointment=0.7), agent(), customer(disappointment=0.9))
    reading = disappointment(found)
    assert reading is not None
    assert reading.strength == sureness(0.9)
    assert quoted(found, reading) == ["This is unacceptable.", "Message number 2."]
    assert reading.because == "the customer is disappointed in us (90% sure, in 2 messages)"


@pytest.mark.parametrize(
    "turns",
    [
        [customer(disappointment=0.49, supervisor_demand=0.49)],
        [agent(disappointment=0.9, supervisor_demand=0.9)],
        [unread("I am disappointed, get me your manager")],
        [customer(complaint=0.9)],
        [],
    ],
    ids=["unlikely", "an agent's words", "not analysed", "another intent", "nothing"],
)
def test_what_is_neither_disappointment_nor_a_demand(turns: list[Turn]) -> None:
    assert disappointment(scene(*turns)) is None
    assert supervisor_demand(scene(*turns)) is None


@pytest.mark.parametrize(
    ("sentiments", "lowest", "last"),
    [
        ([-0.95, 0.4], 1.0, None),
        ([0.2, -0.775], 0.5, 0.77),
        ([0.0, -0.9, -0.4], 0.86, 0.09),
        ([-0.9, None], None, None),  # of one message alone the level says all
        ([0.0, -0.5, None], None, None),  # the very last one cannot be told
        ([-0.95], None, None),
        ([-0.3, -0.3], None, None),
        ([], None, None),
    ],
)
def test_the_lowest_point_and_the_last_word_are_told_apart(
    sentiments: list[float | None], lowest: float | None, last: float | None
) -> None:
    found = scene(*moods(*sentiments))
    for signal, strength in ((lowest_sentiment, lowest), (last_sentiment, last)):
        reading = signal(found)
        assert (reading.strength if reading else None) == (pytest.approx(strength, abs=0.01) if strength else None)


def test_gloomy_words_of_a_plain_question_are_no_outburst() -> None:
    found = scene(customer(how_to=0.8, sentiment=-0.5), customer("All children dead. :)", sentiment=-0.9))
    assert (lowest_sentiment(found), last_sentiment(found)) == (None, None)


COURTEOUS = "Hello, could you please have a look at the report? Thank you and kind regards."
PLAIN = "The report of this week is empty and the one of last week is not."
BLUNT = "Fix it! You people promised this twice."
BLUNTER = "I WANT AN ANSWER now!! Why has nobody called? Immediately, I expect a call."


@pytest.mark.parametrize(
    ("texts", "strength"),
    [
        ([COURTEOUS, BLUNT, BLUNTER], 0.5),
        ([COURTEOUS, COURTEOUS, PLAIN, BLUNT, BLUNTER], 1.0),
        ([PLAIN, PLAIN, BLUNT, BLUNTER], 0.75),
    ],
)
def test_more_direct_language_is_measured_against_how_this_customer_wrote_before(
    texts: list[str], strength: float
) -> None:
    reading = more_direct(scene(*(customer(text) for text in texts)))
    assert reading is not None
    assert reading.strength == pytest.approx(strength, abs=0.2)


@pytest.mark.parametrize(
    "turns",
    [
        [customer(COURTEOUS), customer(BLUNT)],
        [customer(BLUNT), customer(BLUNT + " "), customer(BLUNTER)],
        [customer(COURTEOUS), customer(PLAIN), customer(PLAIN + " ")],
        [customer(COURTEOUS), customer(BLUNT), customer(COURTEOUS + " ")],
        [customer(COURTEOUS), unread(BLUNT), unread(BLUNTER)],
        [customer(COURTEOUS), customer(BLUNT, closing=0.9), customer("Great!!! Thanks!!!", thanks=0.9)],
        [customer(COURTEOUS), agent(BLUNT), agent(BLUNTER)],
    ],
    ids=["two", "blunt from the start", "only busy", "courteous again", "not analysed", "thanks", "agents"],
)
def test_what_is_no_more_direct_language(turns: list[Turn]) -> None:
    assert more_direct(scene(*turns)) is None


def test_the_blunt_words_themselves_are_shown() -> None:
    found = scene(customer(COURTEOUS), customer(BLUNT), customer(BLUNTER))
    reading = more_direct(found)
    assert reading is not None
    assert quoted(found, reading)[:3] == ["Fix it", "!", "You people"]
    assert all(words in BLUNT + BLUNTER for words in quoted(found, reading))


@pytest.mark.parametrize(
    ("last", "calms"),
    [
        (customer("You can close this.", closing=0.95), True),
        (customer("Can you close this?", closing=0.95), False),
        (customer("Close it, it is broken anyway.", closing=0.95, bug=0.9), False),
        (customer("Fine, whatever, close it.", closing=0.95, sentiment=-0.9), False),
        (customer("It works.", closing=0.4), False),
        (unread("You can close this."), False),
    ],
    ids=["goodbye", "a question", "trouble", "in anger", "not likely", "not analysed"],
)
def test_a_goodbye_calms_where_nothing_more_is_asked(last: Turn, calms: bool) -> None:
    assert (matter_closed(scene(customer(), last)) is not None) is calms
    assert matter_closed(scene(last, customer("One more thing.", bug=0.9))) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Please cancel my previous message, I had a filter on.", ["cancel my previous message"]),
        ("Never mind, false alarm.", ["Never mind", "false alarm"]),
        ("Sorry for shouting, it was my mistake.", ["Sorry for shouting", "my mistake"]),
        ("Please ignore the last two errors.", None),
        ("Cancel my subscription.", None),
        ("> never mind\n\nIt is still broken.", None),
    ],
)
def test_a_false_alarm_is_taken_back_in_the_customers_own_words(text: str, words: list[str] | None) -> None:
    found = scene(customer("All is gone!!", outage=0.9), customer(text))
    reading = taken_back(found)
    assert (quoted(found, reading) if reading else None) == words


def test_what_is_taken_back_with_a_threat_is_not_and_news_after_it_count() -> None:
    assert taken_back(scene(customer("Never mind, I will sue.", legal_threat=0.9))) is None
    assert taken_back(scene(customer("Never mind."), customer("It is broken again."))) is None
