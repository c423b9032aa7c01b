"""Writes a change into Request Tracker, and says what became of it by reading the ticket back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.connectors.request_tracker import assignment, notes, properties
from app.connectors.request_tracker.assignment import Wish, wish_of
from app.connectors.request_tracker.client import Client
from app.connectors.request_tracker.conversations import Reader
from app.connectors.request_tracker.dialect import Dialect
from app.connectors.request_tracker.doubts import LATEST_START, Doubts
from app.connectors.request_tracker.state import Gone, State, state_of
from app.connectors.request_tracker.watchers import watch
from app.domain.changes import Assign, Change, Note, Outcome, Receipt, Reply, Update, Verb, VerbOutcome, Watch
from app.domain.tickets import ConnectionName
from app.errors import Unreachable


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to write a change, and what the ticket was like when it began."""

    change: Change
    number: str
    at: datetime
    state: State
    wish: Wish | None
    clash: str


class Writer:
    """Delivers changes. The same change may be delivered any number of times, also after being cut off anywhere."""

    def __init__(
        self,
        client: Client,
        reader: Reader,
        dialect: Dialect,
        connection: ConnectionName,
        *,
        clock: Callable[[], datetime],
        doubts: Doubts,
    ) -> None:
        self._client = client
        self._reader = reader
        self._dialect = dialect
        self._connection = connection
        self._clock = clock
        self._doubts = doubts

    def apply(self, change: Change) -> Receipt:
        """Watchers, who are sent the note; notes and replies, since a move may put it out of sight; then the rest.

        Where somebody else assigned the ticket first, nothing is written at all. Where a note or a reply may or may
        not have been written, nothing more is until that is known.
        """
        self._doubts.meet(change)
        receipt = self._apply(change, at=self._clock())
        if receipt.settled:
            self._doubts.forget(change)
        return receipt

    def _apply(self, change: Change, *, at: datetime) -> Receipt:
        number = change.ticket.removeprefix(f"{self._connection}:")
        state = state_of(self._client, number)
        if isinstance(state, Gone):
            return Receipt(change.id, at, tuple(_each(change, Outcome.LOST, state.why)))
        wish = next((wish_of(verb) for verb in change.verbs if isinstance(verb, Assign)), None)
        clash = assignment.conflict(wish, state) if wish else ""
        delivery = Delivery(change, number, at, state, wish, clash)
        outcomes = self._watchers(delivery) | self._texts(delivery) | self._moves(delivery)
        return Receipt(change.id, at, tuple(outcomes[index] for index in range(len(change.verbs))))

    def _watchers(self, delivery: Delivery) -> dict[int, VerbOutcome]:
        """What becomes of each verb that lets people watch, by its place in the change."""
        verbs = [(index, verb) for index, verb in enumerate(delivery.change.verbs) if isinstance(verb, Watch)]
        return {index: self._watch(delivery, verb) for index, verb in verbs}

    def _watch(self, delivery: Delivery, verb: Watch) -> VerbOutcome:
        if delivery.clash:
            return VerbOutcome(_name(verb), Outcome.CONFLICT, delivery.clash)
        return watch(self._client, delivery.number, verb)

    def _texts(self, delivery: Delivery) -> dict[int, VerbOutcome]:
        """What becomes of each note and reply, by its place in the change."""
        change = delivery.change
        verbs = {index: verb for index, verb in enumerate(change.verbs) if isinstance(verb, Note | Reply)}
        if not verbs:
            return {}
        already = notes.written(self._client, self._reader, change, delivery.number)
        if sum(already.values()) < len(verbs):
            self._doubts.check(change)
        outcomes: dict[int, VerbOutcome] = {}
        for index, verb in verbs.items():
            kind = "Comment" if isinstance(verb, Note) else "Correspond"
            if already[kind]:
                already[kind] -= 1
                outcomes[index] = VerbOutcome(_name(verb), Outcome.APPLIED)
            elif delivery.clash:
                outcomes[index] = VerbOutcome(_name(verb), Outcome.CONFLICT, delivery.clash)
            else:
                outcomes[index] = self._post(delivery, verb)
        return outcomes

    def _post(self, delivery: Delivery, verb: Note | Reply) -> VerbOutcome:
        self._in_time(delivery)
        try:
            outcome = notes.write(self._client, delivery.number, delivery.change, verb)
        except BaseException:  # whatever broke: it may have been written
            self._doubts.arise(delivery.change)
            raise
        if outcome.outcome is Outcome.UNKNOWN:
            self._doubts.arise(delivery.change)
        return outcome

    def _moves(self, delivery: Delivery) -> dict[int, VerbOutcome]:
        """What becomes of each update and of the assignment, by its place in the change."""
        verbs = [(index, verb) for index, verb in enumerate(delivery.change.verbs) if isinstance(verb, Update | Assign)]
        verbs.sort(key=lambda each: isinstance(each[1], Assign))  # a move may put the ticket out of our sight
        return {index: self._move(delivery, verb) for index, verb in verbs}

    def _move(self, delivery: Delivery, verb: Update | Assign) -> VerbOutcome:
        if delivery.clash:
            return VerbOutcome(_name(verb), Outcome.CONFLICT, delivery.clash)
        self._in_time(delivery)
        if isinstance(verb, Update):
            return properties.update(self._client, delivery.number, verb, self._dialect)
        wish = delivery.wish or wish_of(verb)
        return assignment.assign(self._client, delivery.number, wish, delivery.state)

    def _in_time(self, delivery: Delivery) -> None:
        """Raise `Unreachable` where it is too late to begin another step: the next delivery goes on from here."""
        if self._clock() - delivery.at > LATEST_START:
            raise Unreachable(
                "Request Tracker answers too slowly to write everything at once; the rest is tried again."
            )


def _each(change: Change, outcome: Outcome, why: str) -> list[VerbOutcome]:
    return [VerbOutcome(_name(verb), outcome, why) for verb in change.verbs]


def _name(verb: Verb) -> str:
    return type(verb).__name__.lower()
