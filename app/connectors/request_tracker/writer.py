"""Writes a change into Request Tracker, and says what became of it by reading the ticket back."""

from datetime import datetime

from app.connectors.request_tracker import assignment, notes, properties
from app.connectors.request_tracker.assignment import Wish, wish_of
from app.connectors.request_tracker.client import Client
from app.connectors.request_tracker.conversations import Reader
from app.connectors.request_tracker.dialect import Dialect
from app.connectors.request_tracker.state import Gone, State, state_of
from app.domain.changes import Assign, Change, Note, Outcome, Receipt, Reply, Update, Verb, VerbOutcome
from app.domain.tickets import ConnectionName


class Writer:
    """Delivers changes. The same change may be delivered any number of times, also after being cut off anywhere."""

    def __init__(self, client: Client, reader: Reader, dialect: Dialect, connection: ConnectionName) -> None:
        self._client = client
        self._reader = reader
        self._dialect = dialect
        self._connection = connection

    def apply(self, change: Change, *, at: datetime) -> Receipt:
        """Notes and replies first, since a move may put the ticket out of our sight; then properties; then the move.

        Where somebody else assigned the ticket first, nothing is written at all.
        """
        number = change.ticket.removeprefix(f"{self._connection}:")
        state = state_of(self._client, number)
        if isinstance(state, Gone):
            return Receipt(change.id, at, tuple(_each(change, Outcome.LOST, state.why)))
        wish = next((wish_of(verb) for verb in change.verbs if isinstance(verb, Assign)), None)
        clash = assignment.conflict(wish, state) if wish else ""
        outcomes = self._texts(change, number, clash)
        outcomes |= self._moves(change, number, state, clash, wish)
        return Receipt(change.id, at, tuple(outcomes[index] for index in range(len(change.verbs))))

    def _texts(self, change: Change, number: str, clash: str) -> dict[int, VerbOutcome]:
        """What becomes of each note and reply, by its place in the change."""
        verbs = {index: verb for index, verb in enumerate(change.verbs) if isinstance(verb, Note | Reply)}
        if not verbs:
            return {}
        already = notes.written(self._client, self._reader, change, number)
        outcomes: dict[int, VerbOutcome] = {}
        for index, verb in verbs.items():
            kind = "Comment" if isinstance(verb, Note) else "Correspond"
            if already[kind]:
                already[kind] -= 1
                outcomes[index] = VerbOutcome(_name(verb), Outcome.APPLIED)
            elif clash:
                outcomes[index] = VerbOutcome(_name(verb), Outcome.CONFLICT, clash)
            else:
                outcomes[index] = notes.write(self._client, number, change, verb)
        return outcomes

    def _moves(
        self, change: Change, number: str, state: State, clash: str, wish: Wish | None
    ) -> dict[int, VerbOutcome]:
        """What becomes of each update and of the assignment, by its place in the change."""
        outcomes: dict[int, VerbOutcome] = {}
        for index, verb in enumerate(change.verbs):
            if isinstance(verb, Update):
                outcomes[index] = (
                    VerbOutcome("update", Outcome.CONFLICT, clash)
                    if clash
                    else properties.update(self._client, number, verb, self._dialect)
                )
        for index, verb in enumerate(change.verbs):
            if isinstance(verb, Assign) and wish is not None:
                outcomes[index] = (
                    VerbOutcome(assignment.NAME, Outcome.CONFLICT, clash)
                    if clash
                    else assignment.assign(self._client, number, wish, state)
                )
        return outcomes


def _each(change: Change, outcome: Outcome, why: str) -> list[VerbOutcome]:
    return [VerbOutcome(_name(verb), outcome, why) for verb in change.verbs]


def _name(verb: Verb) -> str:
    return type(verb).__name__.lower()
