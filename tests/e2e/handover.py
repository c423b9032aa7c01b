"""One warm transfer, step by step, by the keys that two people press; each step waits for what comes of it."""

from datetime import UTC, datetime, timedelta

from app.domain.changes import ChangeState
from app.domain.transfer import Transfer, TransferState
from tests.e2e.desk_of_two import ANA, BOB, DeskOfTwo, Seat, wait_until
from tests.e2e.threads import Thread

NUMBER = "1"  # of the ticket that is handed over
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
    title = f"Warm transfer #{NUMBER}"
    desk.ana.press("ctrl+1")
    desk.ana.press_until(lambda: desk.ana.display.shows(title), "4")
    desk.ana.display.await_window(title)
    desk.ana.press("Tab")
    desk.ana.type("bob")
    desk.ana.press("Tab")
    desk.ana.type(NOTE)
    wait_until(lambda: desk.store.unsent.text(ANA, f"offer {desk.ticket(NUMBER)}") == NOTE)


def offer(desk: DeskOfTwo) -> Transfer:
    """Bob looks at his handoffs, where nothing is; Ana sends the offer. It is over once Bob has it before him."""
    desk.bob.press("ctrl+8")
    desk.ana.press("ctrl+Return")
    wait_until(lambda: len(desk.store.transfers.open()) == 1)
    (offered,) = desk.store.transfers.open()
    brief = desk.store.briefs.newest(desk.ticket(NUMBER))
    assert brief is not None
    wait_until(lambda: desk.store.briefs.read_by(desk.ticket(NUMBER), BOB) >= brief.version)
    return offered


def ask(desk: DeskOfTwo) -> None:
    """Bob asks Ana in private."""
    _say(desk, desk.bob, "ask", QUESTION)
    wait_until(lambda: _state(desk) is TransferState.ASKED)


def answer(desk: DeskOfTwo) -> None:
    """Ana answers."""
    desk.ana.press("ctrl+8")
    _say(desk, desk.ana, "answer", ANSWER)
    wait_until(lambda: _state(desk) is TransferState.ANSWERED)


def accept(desk: DeskOfTwo) -> None:
    """Bob takes the ticket over."""
    desk.bob.press_until(lambda: _state(desk) is TransferState.ACCEPTED, "a")


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
    desk.bob.press_until(lambda: desk.store.transfers.feedback(over.id) is not None, "1", every=5)


def transfer(desk: DeskOfTwo) -> Transfer:
    """The one there is, as it stands."""
    (only,) = desk.store.transfers.of_ticket(desk.ticket(NUMBER))
    return only


def _state(desk: DeskOfTwo) -> TransferState:
    return transfer(desk).state


def _say(desk: DeskOfTwo, seat: Seat, subject: str, text: str) -> None:
    """Type into the field of the private words, once that has the keyboard, and send it."""
    first, rest = text[:3], text[3:]  # letters that are no keys of the pane, should the field not have the keyboard yet

    def draft() -> str:
        return desk.store.unsent.text(seat.person, f"{subject} {transfer(desk).id}")

    seat.press_until(lambda: draft() == first, "q", "ctrl+a", typed=first, every=10)
    seat.type(rest)
    seat.press("ctrl+Return")
