"""The loop family: much said, little moved."""

import pytest

from app.domain.tickets import Event, EventKind, Status
from app.signals.advice_repeated import advice_repeated
from app.signals.bounced import bounced
from app.signals.fix_did_not_work import fix_did_not_work
from app.signals.many_exchanges import many_exchanges
from app.signals.reopened import reopened
from app.signals.said import CERTAIN
from tests.signals.scene import Turn, aged, agent, alike, customer, event, note, quoted, scene

RESTART = "Please disconnect the printer connector and connect it again."
AGAIN = "Could you reconnect the printer connector on the Connectors page?"
OTHER = "I have asked our billing team to look at your last invoice."


@pytest.mark.parametrize(("cosine", "strength"), [(0.6801, 0.5), (0.79, 0.75), (0.9, 1.0), (1.0, 1.0)])
def test_the_same_advice_in_other_words_is_shown_in_both_answers(cosine: float, strength: float) -> None:
    found = scene(
        customer(), agent(RESTART, advising=alike(1.0)), customer(), agent(AGAIN, advising=alike(cosine)), customer()
    )
    reading = advice_repeated(found)
    assert reading is not None
    assert reading.strength == pytest.approx(strength, abs=1e-3)
    assert quoted(found, reading) == [RESTART, AGAIN]


@pytest.mark.parametrize(
    "turns",
    [
        [agent(RESTART, advising=alike(1.0)), customer(), agent(OTHER, advising=alike(0.3))],
        [customer(), agent(RESTART, advising=alike(1.0)), agent(AGAIN, advising=alike(0.95))],
        [
            agent("Hi, one moment!", advising=alike(1.0)),
            customer(),
            agent("Hi, just a moment!", advising=alike(0.99)),
        ],
        [agent(RESTART, advising=alike(1.0)), customer(), note(AGAIN, advising=alike(0.95))],
        [agent(RESTART), customer(), agent(AGAIN)],
        [customer(RESTART), agent(RESTART, advising=alike(1.0))],
    ],
    ids=[
        "other advice",
        "one answer in two parts",
        "courtesy",
        "internal note",
        "not analysed",
        "the customer's words",
    ],
)
def test_what_is_no_repeated_advice(turns: list[Turn]) -> None:
    assert advice_repeated(scene(*turns)) is None


def test_the_most_similar_pair_is_the_one_that_is_shown() -> None:
    found = scene(
        agent(OTHER, advising=alike(0.75)),
        customer(),
        agent(RESTART, advising=alike(1.0)),
        customer(),
        agent(AGAIN, advising=alike(0.99)),
    )
    reading = advice_repeated(found)
    assert reading is not None
    assert quoted(found, reading) == [RESTART, AGAIN]
    assert reading.because == "two of our answers say the same (99% alike)"


def test_advice_that_did_not_work_fades_once_something_else_was_tried() -> None:
    found = scene(agent(), customer("Still broken.", fix_did_not_work=CERTAIN))
    cured = scene(agent(), customer(fix_did_not_work=0.8), agent(), customer(thanks=0.9), customer(), customer())
    reading = fix_did_not_work(found)
    assert reading is not None
    assert (reading.strength, quoted(found, reading)) == (1.0, ["Still broken."])
    assert fix_did_not_work(cured) is None


@pytest.mark.parametrize(("rounds", "strength"), [(2, None), (3, 0.5), (6, 1.0), (9, 1.0)])
def test_coming_back_many_times(rounds: int, strength: float | None) -> None:
    turns = [each for _ in range(rounds) for each in (agent(), customer(), customer(), note())]
    reading = many_exchanges(scene(customer(), *turns))
    assert (reading.strength if reading else None) == strength


def test_thanks_progress_and_a_finished_ticket_are_no_loop() -> None:
    thanks = [each for _ in range(5) for each in (agent(), customer(thanks=0.9))]
    asked = [each for _ in range(5) for each in (agent(), customer())]
    progress = [each for _ in range(5) for each in (agent(), customer(sentiment=0.4))]
    assert many_exchanges(scene(customer(), *thanks)) is None
    assert many_exchanges(scene(customer(), *progress)) is None
    assert many_exchanges(scene(customer(), *asked, ticket=aged(status=Status.SOLVED))) is None


def owner(old: str, new: str, hours: float) -> Event:
    return event(EventKind.OWNER, old, new, hours=hours)


def group(old: str, new: str, hours: float) -> Event:
    return event(EventKind.GROUP, old, new, hours=hours)


def test_a_ticket_that_was_handed_on_tells_its_way() -> None:
    events = [owner("Ana", "Bob", 9), owner("Bob", "Yuki", 6), group("Tier 2", "Tier 1", 3), owner("Yuki", "Ben", 2.95)]
    reading = bounced(scene(customer(), events=events))
    assert reading is not None
    assert reading.strength == 0.75
    assert reading.because == "handed on 3 times: Ana, Bob, Yuki, Tier 1"


@pytest.mark.parametrize(
    "events",
    [
        [],
        [owner("Ana", "Bob", 9)],
        [group("Tier 1", "Tier 2", 9), owner("Ana", "Bob", 8.99)],
        [group("Tier 1", "Tier 2", 9), owner("Ana", "Bob", 3)],
        [owner("", "Ana", 9), owner("Nobody", "Ben", 6), owner("Ben", "", 5), owner("nobody", "Ben", 4)],
        [owner("Ana", "Ana", 9), owner("Ana", "Ana", 8)],
        [event(EventKind.STATUS, "open", "pending", hours=5), event(EventKind.PRIORITY, "low", "high", hours=4)],
    ],
    ids=[
        "nothing",
        "one handoff",
        "group and owner at once",
        "taken by the new group later",
        "taken by somebody",
        "no change",
        "other events",
    ],
)
def test_what_is_no_bounce(events: list[Event]) -> None:
    assert bounced(scene(customer(), events=events)) is None


def status(old: str, new: str, hours: float) -> Event:
    return event(EventKind.STATUS, old, new, hours=hours)


@pytest.mark.parametrize(
    ("events", "strength"),
    [
        ([status("open", "solved", 9), status("solved", "open", 5)], 0.6),
        ([status("resolved", "open", 5)], 0.6),
        ([status("solved", "open", 9), status("open", "closed", 7), status("closed", "open", 5)], 1.0),
        ([status("open", "solved", 9)], None),
        ([status("solved", "closed", 9)], None),
        ([status("new", "open", 9), status("pending", "open", 4)], None),
        ([owner("solved", "open", 9)], None),
    ],
)
def test_reopened_in_the_words_of_any_helpdesk(events: list[Event], strength: float | None) -> None:
    reading = reopened(scene(customer(hours=20), events=events))
    assert (reading.strength if reading else None) == strength


def test_the_mail_that_reopened_it_is_the_evidence_unless_it_only_said_thanks() -> None:
    again = [status("solved", "open", 5)]
    broken = scene(customer(hours=20), customer("It is back.", hours=5.01), events=again)
    reading = reopened(broken)
    assert reading is not None
    assert quoted(broken, reading) == ["It is back."]
    assert reopened(scene(customer(hours=20), customer("Thanks!", hours=5.01, thanks=0.9), events=again)) is None
    assert reopened(scene(customer(), events=again, ticket=aged(status=Status.CLOSED))) is None
