"""One warm transfer, step by step, by the keys that two people press; each step waits for what comes of it."""

import time
from datetime import UTC, datetime, timedelta

from app.domain.changes import ChangeState
from app.domain.transfer import Transfer, TransferState
from tests.e2e.desk_of_two import ANA, BOB, DeskOfTwo, Seat, wait_until
from tests.e2e.display import PATIENCE, POLL, PROBE
from tests.e2e.threads import Thread
from tests.waiting import comes_true

NUMBER = "1"  # of the ticket that is handed over
DIALOG = f"^Warm transfer #{NUMBER}$"
NOTE = "Third time about one invoice; the bank has both charges."
QUESTION = "Which of the two charges is ours?"
ANSWER = "Yes, I looked: the second one."
REPLY = "I have refunded the second charge; you see it within two days."

CHARGED = "Hello, our card was charged twice for the October invoice. Please refund the second charge."
ADVICE = "Sorry about that. Please wait three days: the second charge is a reservation and disappears by itself."
DISPUTED = (
    "It has not disappeared, our bank confirms that both charges were booked. This is the third time I write about the "
    "same invoice and I am very disappointed. We dispute this charge and want our money back."
)
CONVERSATION = (("customer", CHARGED), ("agent", ADVICE), ("customer", DISPUTED))
QUIET = (("customer", "How do I invite a colleague to our workspace?"),)


def conversations() -> list[Thread]:
    """One that should be escalated, and one that should not."""
    start = datetime.now(UTC) - timedelta(days=2)
    return [
        Thread(
            id=str(number),
            company="relay",
            messages=[
                {"role": role, "author": author, "at": _at(start, hour), "text": text}
                for hour, (role, text) in enumerate(texts)
            ],
        )
        for number, (author, texts) in enumerate((("mara.lindt", CONVERSATION), ("jo.park", QUIET)), start=1)
    ]


def _at(start: datetime, hour: int) -> str:
    return (start + timedelta(hours=hour)).isoformat(timespec="seconds")


def suggest(desk: DeskOfTwo) -> None:
    """The worker has read everything, and suggests to move the one ticket."""

    def suggested() -> bool:
        triage = desk.store.triaged.triage(desk.ticket(NUMBER)) if desk.is_judged(2) else None
        where = triage.suggestion.destination if triage and triage.suggestion.escalate else None
        return where is not None and where.group == "Tier 2 Billing"

    wait_until(suggested)


def choose_whom(desk: DeskOfTwo) -> None:
    """Ana chooses Bob, and writes him a note; nothing is sent yet."""
    deadline = time.monotonic() + PATIENCE
    while not _goes_to_bob(desk):
        assert time.monotonic() < deadline, f"nobody could be chosen, {desk.ana.display.seen()}"
    desk.ana.display.press_until(lambda: _note(desk) == NOTE, "ctrl+a", typed=NOTE)


def _goes_to_bob(desk: DeskOfTwo) -> bool:
    """Open the dialog anew, which begins in the same list each time, and go on from there to Bob and to the note.

    What is typed behind the name is in the note where each of the keys did what it should.
    """
    screen = desk.ana.display
    screen.press_until(lambda: not screen.shows(DIALOG), "Escape", every=5)
    screen.press_until(lambda: screen.shows(DIALOG), "ctrl+1", "4")
    screen.await_window(DIALOG)
    screen.press("Tab")
    screen.type("bob")
    screen.press("Tab", "ctrl+a")
    screen.type(PROBE)
    return comes_true(lambda: _note(desk) == PROBE and len(screen.windows(DIALOG)) == 1, seconds=30, every=POLL)


def _note(desk: DeskOfTwo) -> str:
    return desk.store.unsent.text(ANA, f"offer {desk.ticket(NUMBER)}")


def offer(desk: DeskOfTwo) -> Transfer:
    """Bob looks at his handoffs, where nothing is; Ana sends the offer. It is over once Bob has it before him."""
    desk.bob.press("ctrl+8")
    screen = desk.ana.display
    screen.press_until(lambda: len(desk.store.transfers.open()) == 1, "ctrl+Return", only=lambda: screen.shows(DIALOG))
    (offered,) = desk.store.transfers.open()
    brief = desk.store.briefs.newest(desk.ticket(NUMBER))
    assert brief is not None
    desk.bob.display.press_until(
        lambda: desk.store.briefs.read_by(desk.ticket(NUMBER), BOB) >= brief.version, "ctrl+8"
    )  # which is nothing to a window that shows them already
    return offered


def ask(desk: DeskOfTwo) -> None:
    """Bob asks Ana in private."""
    _say(desk, desk.bob, "ask", QUESTION)
    assert _state(desk) is TransferState.ASKED


def answer(desk: DeskOfTwo) -> None:
    """Ana answers."""
    _say(desk, desk.ana, "answer", ANSWER)
    assert _state(desk) is TransferState.ANSWERED


def accept(desk: DeskOfTwo) -> None:
    """Bob takes the ticket over, from the list: whoever comes from another pane is there, and in no field."""
    desk.bob.display.press_until(lambda: _state(desk) is TransferState.ACCEPTED, "ctrl+1", "ctrl+8", "a")


def move(desk: DeskOfTwo) -> None:
    """Undo has passed, and the worker moves it in the helpdesk, which the next sync sees."""
    ticket = desk.ticket(NUMBER)

    def moved() -> bool:
        now = desk.store.pulled.ticket(ticket)
        ours = [each for each in desk.store.decided.deliveries(ticket) if each.decision == transfer(desk).decision]
        done = [each.state for each in ours] == [ChangeState.DONE]
        return now is not None and done and now.group == "Tier 2 Billing"

    wait_until(moved)


def reply(desk: DeskOfTwo) -> None:
    """Bob answers the customer in the helpdesk, in the same ticket, and both have it in the store."""
    with desk.tracker.rest("bob") as rest:
        said = {"Content": REPLY, "ContentType": "text/plain"}
        rest.post(f"ticket/{NUMBER}/correspond", json=said).raise_for_status()
    wait_until(lambda: REPLY in [each.text for each in desk.store.pulled.messages(desk.ticket(NUMBER))])


def solve(desk: DeskOfTwo) -> None:
    """Bob resolves the ticket in the helpdesk; he is asked how it went."""
    with desk.tracker.rest("bob") as rest:
        rest.put(f"ticket/{NUMBER}", json={"Status": "resolved"}).raise_for_status()
    wait_until(lambda: len(desk.store.transfers.feedback_due(BOB)) == 1)


def say_how_it_went(desk: DeskOfTwo) -> None:
    """Two keys: it was necessary, and the brief was complete."""
    (over,) = desk.store.transfers.feedback_due(BOB)
    desk.bob.display.press_until(lambda: desk.store.transfers.feedback(over.id) is not None, "1", every=5)


def transfer(desk: DeskOfTwo) -> Transfer:
    """The one there is, as it stands."""
    (only,) = desk.store.transfers.of_ticket(desk.ticket(NUMBER))
    return only


def _state(desk: DeskOfTwo) -> TransferState:
    return transfer(desk).state


def _say(desk: DeskOfTwo, seat: Seat, subject: str, text: str) -> None:
    """Type into the field of the private words, once that has the keyboard, and send it; on return it is sent."""
    matter, before = transfer(desk).id, len(transfer(desk).thread)

    def draft() -> str:
        return desk.store.unsent.text(seat.person, f"{subject} {matter}")

    def is_sent() -> bool:
        return len(transfer(desk).thread) > before

    seat.display.press_until(lambda: draft() == PROBE, "ctrl+8", "q", "ctrl+a", typed=PROBE)
    seat.display.press_until(lambda: draft() == text, "ctrl+a", typed=text)
    seat.display.press_until(is_sent, "ctrl+Return")
